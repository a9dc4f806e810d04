/** The name of a resource that the program gave none, as the official plugins make it: the resource's own and seven hexadecimal digits. */
export function autoName(urn: string, seed: Uint8Array): string {
    return `${urn.split("::").pop()}-${Buffer.from(seed).toString("hex").slice(0, 7)}`;
}
