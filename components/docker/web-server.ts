/** A web server on the network `web`. */
export interface WebServer {
    /** Where the stack's other containers on that network reach it, `<host>:<port>`. */
    upstream: string;
    /** Its port on the Docker host, by which browsers reach it: its own, or the reverse proxy's. */
    port: number;
}
