/** Whether a variable of this name holds a secret. Names that only may do so are not among them: `MAX_TOKENS`, `CERT`, `TOKEN_URL`. */
export function isSecretName(name: string): boolean {
    return certainName.test(name) && !namesSecret.test(name);
}

const certainName =
    /(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|APIKEY|(API|ACCESS|PRIVATE|SECRET)_KEY)$|^DBT_ENV_SECRET_/i;

/** With this ending, Airflow reads the name of a secret in a secrets backend. */
const namesSecret = /^AIRFLOW__.*_SECRET$/;

/**
 * Whether a value is likely a secret. If in doubt, it is: encrypting other values does no harm.
 */
export function looksSecret(name: string, value: string): boolean {
    return (
        value !== "" &&
        (secretName.test(name) || secretValues.some((pattern) => pattern.test(value)) || isRandom(value))
    );
}

const secretName =
    /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|PRIVATE|FERNET|WEBHOOK|DSN|SALT|(^|_)(PW|PWD|PASS|KEY|APIKEY|AUTH|CERT)(_|$)/i;

const secretValues = [
    // A URI with a password; then URIs whose path or query is a secret.
    /:\/\/[^/\s@]*:[^/\s@]+@/,
    /hooks\.slack\.com\/|webhook\.office\.com\/|discord(app)?\.com\/api\/webhooks\//,
    /[?&;](sig|token|key|password|secret|access_token|SharedAccessKey|AccountKey)=/i,
    /-----BEGIN /,
    /"private_key"|"password"|"secret"|"token"/i,
    /\b(password|pwd)=/i,
    // Prefixes of GitHub, GitLab, Slack, AWS, Google, OpenAI, Stripe, SendGrid and JSON Web Tokens.
    /^(gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|AKIA|ASIA|AIza|ya29\.|sk-|[rs]k_(live|test)_|SG\.|eyJ[\w-]+\.)/,
];

/** Twenty or more characters, with upper case, lower case and digits. */
function isRandom(value: string): boolean {
    return /^[\w+/=-]{20,}$/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value);
}

/** Hides the password of a URI. */
export function withoutPassword(text: string): string {
    return text.replace(/(:\/\/[^/\s@:]*:)[^/\s@]+@/g, "$1********@");
}
