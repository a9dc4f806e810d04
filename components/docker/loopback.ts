/** Whether what listens on the address is reached from its own machine alone. */
export function isLoopback(address: string): boolean {
    return address === "::1" || /^127\.\d+\.\d+\.\d+$/.test(address);
}
