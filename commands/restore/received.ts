/** What a backup holds, as `airflow-backup receive` prints it. */
export interface Received {
    /** The stack that it is from. */
    stack: string;
    /** When it was made, in UTC. */
    created: string;
    /** Version of Airflow. */
    airflow: string;
    /** Size of each dump in bytes, by what the database is in the stack. */
    databases: Record<string, number>;
}

/** The same for a person. */
export function described({ stack, created, airflow, databases }: Received): string {
    const dumps = Object.entries(databases).map(([name, bytes]) => `${name} (${bytes.toLocaleString("en")} bytes)`);
    return `A backup of the stack ${stack}, made ${created} with Airflow ${airflow}: ${dumps.join(", ")}`;
}
