import { createSocket } from "node:dgram";

/** The address with which this machine leaves for others. What connects to it is no client of Docker's gateway, as one of loopback is. */
export async function ownAddress(): Promise<string> {
    const socket = createSocket("udp4");
    try {
        // Nothing is sent: it only looks the route up.
        await new Promise<void>((resolve, reject) => {
            socket.once("error", reject);
            socket.connect(9, "198.51.100.1", resolve);
        });
        return socket.address().address;
    } finally {
        socket.close();
    }
}
