import { worklessPrograms } from "../../components/airflow/workless-programs";
import { type StackContainer } from "../stack/containers";

/**
 * Seconds that a program without work gets to end before it is killed. Asked to end, these usually take a second or two, but the
 * triggerer at times waits ten seconds for a child that has ended already, and the API server tears its interpreter down for up to five.
 */
const SHORT_GRACE = 2;

/** For a running task, a dbt command and the database's last checkpoint. */
const LONG_GRACE = 15;

const withoutWork = worklessPrograms.map((program) => `airflow-${program}`);

/** Names of containers by the seconds that they get. */
export function byGrace(containers: StackContainer[]): { seconds: number; names: string[] }[] {
    const isShort = ({ role }: StackContainer) => withoutWork.includes(role);
    return [
        { seconds: SHORT_GRACE, names: containers.filter(isShort).map(({ name }) => name) },
        { seconds: LONG_GRACE, names: containers.filter((each) => !isShort(each)).map(({ name }) => name) },
    ].filter(({ names }) => names.length > 0);
}
