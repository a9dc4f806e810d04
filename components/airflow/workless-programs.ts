/**
 * Airflow's programs that run no task, as their containers' names have them. They lose nothing when they are killed: the next triggerer
 * takes over the triggers, and the next DAG processor parses again.
 */
export const worklessPrograms = ["apiserver", "dag-processor", "triggerer"];
