import { BadValue } from "./values";

/**
 * Reads where to tell of failed DAG runs. The address holds a secret, so messages do not show it.
 *
 * @throws BadValue unless it is a webhook's or a mail server's
 */
export function failureNotice(text: string): string {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const isWebhook = url !== undefined && /^https?:$/.test(url.protocol);
    const isMail = url !== undefined && /^smtps?:$/.test(url.protocol);
    if (url === undefined || url.hostname === "" || (!isWebhook && !isMail)) {
        throw new BadValue(
            "it is no address: write https://… for a webhook, or smtp://<user>:<password>@<host>:587/?from=<address>&to=<address>",
        );
    }
    if (isMail && !["from", "to"].every((name) => url.searchParams.get(name)?.includes("@"))) {
        throw new BadValue("the address of a mail server needs ?from=<address>&to=<address>");
    }
    return text;
}
