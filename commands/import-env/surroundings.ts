/** What the mapping needs to know besides the file. */
export interface Surroundings {
    /** Name of the stack. */
    stack: string;
    /** Whether a host name has an address on this machine. */
    resolves(host: string): Promise<boolean>;
    /**
     * Reads a key file by the path that the env file gives.
     *
     * @throws BadKeyFile
     */
    keyFile(path: string): { path: string; content: string };
}
