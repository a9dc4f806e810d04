import { output } from "../../../tools/running-stack/run";
import { type TestStack } from "../../../tools/running-stack/test-stack";
import { gatewayOfDefaultNetwork } from "./docker-gateway";

const dockerfile = `
FROM debian:trixie-slim
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends git openssh-server
RUN useradd --create-home --password '*' git && install -d -m 0755 /run/sshd && install -d -o git /srv/git
USER git
RUN git config --global user.name test && git config --global user.email test@example.com \\
 && git config --global init.defaultBranch main && install -d -m 0700 /home/git/.ssh \\
 && ssh-keygen -q -t ed25519 -N '' -f /home/git/deploy_key && cp /home/git/deploy_key.pub /home/git/.ssh/authorized_keys \\
 && git init --quiet --bare /srv/git/dags.git && git clone --quiet /srv/git/dags.git /home/git/work
USER root
CMD ["/usr/sbin/sshd", "-D", "-e"]
`;

/** A git server that is reached over SSH, with one repository, in a container that goes with a stack. */
export class GitServer {
    private constructor(
        private readonly container: string,
        /** Address of the repository. */
        public readonly url: string,
        /** Lines of `known_hosts` with the server's keys. */
        public readonly knownHosts: string,
        /** Private key that may read the repository. */
        public readonly deployKey: string,
    ) {}

    /** Starts one whose keys no other has. */
    public static async start(stack: TestStack): Promise<GitServer> {
        const name = `git-server-${stack.suffix}`;
        await output("docker", ["build", "--quiet", "--tag", name, "-"], { input: dockerfile });
        const [host, label] = [await gatewayOfDefaultNetwork(), `airflow-dbt.stack=${stack.name}`];
        await output("docker", ["run", "--detach", "--name", name, "--label", label, "--publish", `${host}::22`, name]);
        const port = (await output("docker", ["port", name, "22"])).split(":").at(-1) ?? "";
        const read = (file: string) => output("docker", ["exec", name, "sh", "-c", `cat ${file}`]);
        const keys = (await read("/etc/ssh/ssh_host_*_key.pub")).split("\n");
        const knownHosts = keys.map((key) => `[${host}]:${port} ${key.split(" ").slice(0, 2).join(" ")}`).join("\n");
        const url = `ssh://git@${host}:${port}/srv/git/dags.git`;
        return new GitServer(name, url, knownHosts, await read("/home/git/deploy_key"));
    }

    /** Commits files, pushes the branch, and gives the commit. */
    public async push(files: Record<string, string>, branch = "main"): Promise<string> {
        for (const [file, content] of Object.entries(files)) {
            await this.sh(`mkdir -p "$(dirname ${file})" && cat > ${file}`, content);
        }
        return this.sh(
            `git add --all && git commit --quiet --message change && git push --quiet origin HEAD:${branch} && git rev-parse HEAD`,
        );
    }

    /** Takes connections, but answers nobody. */
    public pause(): Promise<string> {
        return output("docker", ["pause", this.container]);
    }

    public resume(): Promise<string> {
        return output("docker", ["unpause", this.container]);
    }

    public async stop(): Promise<void> {
        await output("docker", ["rm", "--force", "--volumes", this.container]);
        await output("docker", ["image", "rm", "--no-prune", this.container]);
    }

    private sh(script: string, input = ""): Promise<string> {
        const words = ["exec", "--interactive", "--user", "git", "--workdir", "/home/git/work", this.container];
        return output("docker", [...words, "sh", "-c", script], { input });
    }
}
