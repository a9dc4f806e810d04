import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { gatewayOfDefaultNetwork } from "./docker-gateway";

/** A mail, as it was sent. */
export interface Mail {
    /** Whom the sender named to the server, not those in the mail's own header. */
    recipients: string[];
    /** Header and text. */
    text: string;
}

/** A mail server without TLS and logins (https://datatracker.ietf.org/doc/html/rfc5321) that keeps what containers send. */
export class MailServer {
    public readonly mails: Mail[] = [];
    private readonly connections = new Set<Socket>();

    private constructor(
        private readonly server: Server,
        private readonly host: string,
    ) {}

    public static async start(): Promise<MailServer> {
        const server = createServer();
        await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
        const mailServer = new MailServer(server, await gatewayOfDefaultNetwork());
        server.on("connection", (socket) => void mailServer.converse(socket));
        return mailServer;
    }

    /** Host and port. */
    public get address(): string {
        return `${this.host}:${(this.server.address() as AddressInfo).port}`;
    }

    public async stop(): Promise<void> {
        this.connections.forEach((socket) => socket.destroy());
        await new Promise((resolve) => this.server.close(resolve));
    }

    private async converse(socket: Socket): Promise<void> {
        this.connections.add(socket.on("error", () => undefined));
        const answer = (line: string) => socket.write(`${line}\r\n`);
        let recipients: string[] = [];
        let text: string[] | undefined;
        answer("220 ready");
        for await (const line of createInterface({ input: socket })) {
            if (text !== undefined && line !== ".") {
                text.push(line);
            } else if (text !== undefined) {
                this.mails.push({ recipients, text: text.join("\n") });
                [recipients, text] = [[], undefined];
                answer("250 accepted");
            } else if (/^data$/i.test(line)) {
                text = [];
                answer("354 go on");
            } else if (/^quit$/i.test(line)) {
                answer("221 bye");
                socket.end();
            } else {
                recipients.push(...(/^rcpt to:<(.*)>/i.exec(line)?.slice(1) ?? []));
                answer("250 ok");
            }
        }
        this.connections.delete(socket);
    }
}
