import { worklessPrograms } from "../../components/airflow/workless-programs";
import { worklessSeconds } from "../../components/docker/stop-services";
import { type StackContainer } from "../stack/containers";

/** For a running task, a dbt command and the database's last checkpoint. */
const LONG_GRACE = 15;

const withoutWork = worklessPrograms.map((program) => `airflow-${program}`);

/** Names of containers by the seconds that they get. */
export function byGrace(containers: StackContainer[]): { seconds: number; names: string[] }[] {
    const isShort = ({ role }: StackContainer) => withoutWork.includes(role);
    return [
        { seconds: worklessSeconds, names: containers.filter(isShort).map(({ name }) => name) },
        { seconds: LONG_GRACE, names: containers.filter((each) => !isShort(each)).map(({ name }) => name) },
    ].filter(({ names }) => names.length > 0);
}
