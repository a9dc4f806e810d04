import { type Architecture } from "./architecture";
import { compare } from "./order";

/** A language of the documents. */
export type Language = "english" | "korean";

/** Why containers have a file, by its last name. */
const purposes: Record<string, Record<Language, string>> = {
    "standard input": { english: "new key of the rotation", korean: "교체할 새 키" },
    admin_password: { english: "creates Airflow's admin user", korean: "Airflow 관리자 계정을 만듭니다" },
    api_secret_key: { english: "signs sessions of the UI", korean: "UI 세션에 서명합니다" },
    authorized_keys: { english: "the one key that may log in", korean: "로그인할 수 있는 유일한 키입니다" },
    backup_key: { english: "encrypts the Fernet key in backups", korean: "백업의 Fernet 키를 암호화합니다" },
    "bigquery_credentials.json": { english: "logs in to BigQuery", korean: "BigQuery에 로그인합니다" },
    "connections.json": { english: "writes Airflow's connections", korean: "Airflow의 커넥션을 씁니다" },
    dags_deploy_key: {
        english: "reads the git repository with the DAGs",
        korean: "DAG가 있는 git 저장소를 읽습니다",
    },
    "databases.json": { english: "backs up the other databases", korean: "다른 데이터베이스를 백업합니다" },
    "dbt.env": {
        english: "logs in to the warehouse, and your variables",
        korean: "웨어하우스에 로그인하며, 사용자의 변수가 들어 있습니다",
    },
    fernet_key: { english: "decrypts connections and variables", korean: "커넥션과 변수를 복호화합니다" },
    "jwt_private_key.pem": {
        english: "with workers: signs the tokens with which tasks and users call the API",
        korean: "worker가 있을 때: 태스크와 사용자가 API를 호출할 때 쓰는 토큰에 서명합니다",
    },
    jwt_secret: {
        english: "signs the tokens with which tasks and users call the API; with workers, only those of workers",
        korean: "태스크와 사용자가 API를 호출할 때 쓰는 토큰에 서명하며, worker가 있으면 worker의 토큰에만 서명합니다",
    },
    "tls_private_key.pem": {
        english: "proves to clients that this is the server",
        korean: "이 서버임을 클라이언트에 증명합니다",
    },
    "acme_ca.pem": { english: "checks the ACME server", korean: "ACME 서버를 확인합니다" },
    postgres_password: { english: "sets the superuser's password", korean: "슈퍼유저의 비밀번호를 설정합니다" },
    "single_sign_on.json": {
        english: "proves to the OpenID server that this is Airflow",
        korean: "Airflow임을 OpenID 서버에 증명합니다",
    },
    sql_alchemy_conn: { english: "logs in to Airflow's database", korean: "Airflow의 데이터베이스에 로그인합니다" },
    ssh_host_rsa_key: { english: "proves to Airflow that this is dbt", korean: "dbt임을 Airflow에 증명합니다" },
    "variables.env": {
        english: "your variables, and the warehouse's password under compose's names",
        korean: "사용자의 변수와, compose의 이름으로 된 웨어하우스 비밀번호입니다",
    },
};

const headers: Record<Language, string[]> = {
    english: ["File", "Why", "Secrets in it", "Containers"],
    korean: ["파일", "용도", "들어 있는 시크릿", "컨테이너"],
};

/**
 * Markdown: which containers hold which secret, and why, in any of the stacks.
 *
 * @throws Error for a file of which nobody has said what it is for
 */
export function secretsTable(stacks: Architecture[], language: Language): string {
    const files = new Map<string, { secrets: Set<string>; containers: Set<string> }>();
    for (const { containers, secrets } of stacks) {
        for (const { role, files: held } of containers) {
            for (const { name, uses } of held.filter((file) => file.uses.length > 0)) {
                const row = files.get(name) ?? { secrets: new Set(), containers: new Set() };
                uses.forEach((use) => row.secrets.add(secrets.find(({ number }) => number === use.number)?.name ?? ""));
                row.containers.add(role);
                files.set(name, row);
            }
        }
    }
    const unknown = [...files.keys()].filter((name) => !(name in purposes));
    if (unknown.length > 0) {
        throw new Error(`tools/docs/secrets-table.ts does not say what this is for: ${unknown.join(", ")}`);
    }
    const code = (names: Iterable<string>) => [...names].sort(compare).map((name) => `\`${name}\``);
    const rows = [...files]
        .sort(([one], [other]) => compare(one, other))
        .map(([name, { secrets, containers }]) => [
            `\`${name}\``,
            purposes[name][language],
            code(secrets).join(", "),
            code(containers).join(", "),
        ]);
    return [headers[language], headers[language].map(() => "---"), ...rows]
        .map((row) => `| ${row.join(" | ")} |`)
        .join("\n");
}
