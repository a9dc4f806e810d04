/** What the mapping needs to know besides the file. */
export interface Surroundings {
    /** Name of the stack. */
    stack: string;
    /** Whether a host name has an address on this machine. */
    resolves(host: string): Promise<boolean>;
    /** The content of a key file by the path that the env file gives; undefined if it is not there. */
    keyFile(path: string): { path: string; content: string } | undefined;
}
