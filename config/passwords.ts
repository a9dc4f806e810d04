import { BadValue } from "./values";

/** A password of any role or user. Its text is in no message. */
export function password(text: string): string {
    if (text.length < 7 || /[\r\n\0]/.test(text)) {
        throw new BadValue("the password must have at least 7 characters and be one line");
    }
    if (text.trim() === "") {
        throw new BadValue("the password has only blanks");
    }
    return text;
}

/** Typed by people into a form, where a blank at an end is not seen and easily lost. */
export function adminPassword(text: string): string {
    password(text);
    if (text.trim() !== text) {
        throw new BadValue("the password begins or ends with a blank");
    }
    return text;
}
