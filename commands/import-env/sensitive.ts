/**
 * Tells what is likely a secret. Where it is in doubt it says yes: to encrypt what is none does no harm.
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
    // A URI with a password, and one whose path or query is the secret.
    /:\/\/[^/\s@]*:[^/\s@]+@/,
    /hooks\.slack\.com\/|webhook\.office\.com\/|discord(app)?\.com\/api\/webhooks\//,
    /[?&;](sig|token|key|password|secret|access_token|SharedAccessKey|AccountKey)=/i,
    /-----BEGIN /,
    /"private_key"|"password"|"secret"|"token"/i,
    /\b(password|pwd)=/i,
    // Marks that GitHub, GitLab, Slack, AWS, Google, OpenAI, Stripe, SendGrid and JSON Web Tokens put in front.
    /^(gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|AKIA|ASIA|AIza|ya29\.|sk-|[rs]k_(live|test)_|SG\.|eyJ[\w-]+\.)/,
];

/** Twenty or more letters and digits, mixed, without the look of words. */
function isRandom(value: string): boolean {
    return /^[\w+/=-]{20,}$/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value);
}

/** A value as it may be shown: the password of a URI is not. */
export function withoutPassword(text: string): string {
    return text.replace(/(:\/\/[^/\s@:]*:)[^/\s@]+@/g, "$1********@");
}
