import { output } from "../../../tools/running-stack/run";
import { type TestStack } from "../../../tools/running-stack/test-stack";
import { gatewayOfDefaultNetwork } from "./docker-gateway";

const dockerfile = `
FROM debian:trixie-slim
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \\
    git lighttpd lighttpd-mod-openssl openssh-server openssl
RUN useradd --create-home --password '*' git && install -d -m 0755 /run/sshd && install -d -o git /srv/git
USER git
RUN git config --global user.name test && git config --global user.email test@example.com \\
 && git config --global init.defaultBranch main && install -d -m 0700 /home/git/.ssh \\
 && ssh-keygen -q -t ed25519 -N '' -f /home/git/deploy_key && cp /home/git/deploy_key.pub /home/git/.ssh/authorized_keys \\
 && git init --quiet --bare /srv/git/dags.git && git clone --quiet /srv/git/dags.git /home/git/work
USER root
CMD ["/usr/sbin/sshd", "-D", "-e"]
`;

/** Of a web server that runs as the repository's owner. */
const lighttpd = `
server.modules = ("mod_openssl", "mod_alias", "mod_setenv", "mod_cgi")
server.document-root = "/srv/git"
server.port = 8443
ssl.engine = "enable"
ssl.pemfile = "/home/git/server.pem"
ssl.privkey = "/home/git/server.key"
alias.url = ("/srv/git" => "/usr/lib/git-core/git-http-backend")
setenv.set-environment = ("GIT_PROJECT_ROOT" => "/srv/git", "GIT_HTTP_EXPORT_ALL" => "")
cgi.assign = ("" => "")
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
        private readonly host: string,
    ) {}

    /** Starts one whose keys no other has. */
    public static async start(stack: TestStack): Promise<GitServer> {
        const name = `git-server-${stack.suffix}`;
        await output("docker", ["build", "--quiet", "--tag", name, "-"], { input: dockerfile });
        const [host, label] = [await gatewayOfDefaultNetwork(), `airflow-dbt.stack=${stack.name}`];
        const ports = [22, 8443].flatMap((port) => ["--publish", `${host}::${port}`]);
        await output("docker", ["run", "--detach", "--name", name, "--label", label, ...ports, name]);
        const port = (await output("docker", ["port", name, "22"])).split(":").at(-1) ?? "";
        const read = (file: string) => output("docker", ["exec", name, "sh", "-c", `cat ${file}`]);
        const keys = (await read("/etc/ssh/ssh_host_*_key.pub")).split("\n");
        const knownHosts = keys.map((key) => `[${host}]:${port} ${key.split(" ").slice(0, 2).join(" ")}`).join("\n");
        const url = `ssh://git@${host}:${port}/srv/git/dags.git`;
        return new GitServer(name, url, knownHosts, await read("/home/git/deploy_key"), host);
    }

    /** Sets that the stack takes its DAGs from here, over SSH, and looks for new ones at that pace. */
    public async readBy(stack: TestStack, ref: string, refreshSeconds: number): Promise<void> {
        await stack.setPath("dags.git.url", this.url);
        await stack.setPath("dags.git.ref", ref);
        await stack.setPath("dags.git.subdir", "airflow/dags");
        await stack.setPath("dags.git.refreshSeconds", refreshSeconds);
        await stack.setPath("dags.git.knownHosts", this.knownHosts);
        await stack.setSecret("dagsDeployKey", this.deployKey);
    }

    /** Serves the repository over HTTPS to everybody as well, with a certificate that an authority of its own has signed. */
    public async serveHttps(): Promise<{ url: string; caCertificate: string }> {
        const request = `openssl req -newkey rsa:2048 -noenc -x509 -days 2`;
        await this.sh(
            `cd .. && ${request} -subj /CN=authority -keyout ca.key -out ca.pem && ${request} -subj /CN=git -keyout server.key` +
                ` -CA ca.pem -CAkey ca.key -addext subjectAltName=IP:${this.host} -addext basicConstraints=critical,CA:FALSE -out server.pem`,
        );
        // It goes on in the background, and has its port by then.
        await this.sh("cat > ../lighttpd.conf && lighttpd -f ../lighttpd.conf", lighttpd);
        const port = (await output("docker", ["port", this.container, "8443"])).split(":").at(-1) ?? "";
        return { url: `https://${this.host}:${port}/srv/git/dags.git`, caCertificate: await this.sh("cat ../ca.pem") };
    }

    /** Puts a tag on the newest commit of this server's own copy, also if it was on another. */
    public async tag(name: string): Promise<void> {
        await this.sh(`git tag --force ${name} && git push --quiet --force origin ${name}`);
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
