/** Removes colors and other control characters. */
export function readable(text: string): string {
    /* eslint-disable no-control-regex -- these are removed */
    return text
        .replace(/\u001b\[[0-9;]*[A-Za-z]/g, "")
        .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "")
        .trimEnd();
    /* eslint-enable no-control-regex */
}
