/** Whether what listens on the address is reached by all addresses of its machine. */
export function isEverywhere(address: string): boolean {
    return ["0.0.0.0", "::"].includes(address);
}

/** Whether what listens on the address is reached from its own machine alone. */
export function isLoopback(address: string): boolean {
    return address === "::1" || /^127\.\d+\.\d+\.\d+$/.test(address);
}
