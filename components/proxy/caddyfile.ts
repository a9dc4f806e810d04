/** What Caddy serves, and with which certificate. */
export interface CaddyfileArgs {
    /** Name or address in the browsers' addresses. A request for another one is refused. */
    hostName: string;
    /** The certificate, as files in the container or from an ACME server. */
    certificate:
        | { kind: "files"; certificateFile: string; keyFile: string }
        | { kind: "acme"; directory: string; caFile: string | undefined };
    /** Airflow's API server on the stack's network, `<host>:<port>`, and the UI's address for browsers. */
    airflow: { upstream: string; url: string };
    /** The web server of the dbt docs on the stack's network, `<host>:<port>`. */
    dbtDocs: { upstream: string };
    /** Whether workers on other machines reach the API server through it. */
    workers: boolean;
}

/** The ports on which Caddy listens in its container. */
export const ports = { http: 8080, airflow: 8443, dbtDocs: 8444, health: 8081 };

/** The APIs of tasks and workers, which only the stack's own containers use. */
const closed = `respond /execution/* 404
	respond /edge_worker/v1/* 404`;

/** Caddy's configuration: https://caddyserver.com/docs/caddyfile */
export function caddyfile(args: CaddyfileArgs): string {
    const { hostName, certificate, airflow, dbtDocs, workers } = args;
    const address = hostName.includes(":") ? `[${hostName}]` : hostName;
    const files = certificate.kind === "files" ? `tls ${certificate.certificateFile} ${certificate.keyFile}` : "";
    return `{
	admin off
	skip_install_trust
	http_port ${ports.http}
	https_port ${ports.airflow}
	default_sni ${hostName}
	auto_https disable_redirects
	${certificate.kind === "acme" ? issuer(certificate) : ""}
	servers {
		protocols h1 h2
		timeouts {
			read_header 10s
			idle 2m
		}
	}
	log {
		format console
		level WARN
	}
}

(site) {
	${files}
	header {
		Strict-Transport-Security "max-age=31536000"
		X-Content-Type-Options nosniff
		X-Frame-Options SAMEORIGIN
		Referrer-Policy same-origin
		Content-Security-Policy "frame-ancestors 'self'; object-src 'none'; base-uri 'self'"
		-Server
		-Via
		defer
	}
}

https://${address}:${ports.airflow} {
	import site
	${workers ? "" : closed}
	reverse_proxy ${airflow.upstream} {
		# An update restarts the API server: requests wait for it.
		lb_try_duration 30s
	}
}

https://${address}:${ports.dbtDocs} {
	import site
	# Whom Airflow does not know logs in there first.
	forward_auth ${airflow.upstream} {
		uri /ui/auth/me
		@unknown status 401 403
		handle_response @unknown {
			redir ${airflow.url}/auth/login/
		}
	}
	reverse_proxy ${dbtDocs.upstream} {
		header_up -Cookie
		header_up -Authorization
	}
}

https://:${ports.airflow}, https://:${ports.dbtDocs} {
	import site
	respond "Open ${airflow.url} instead: this server has no other name." 421
}

http://${address}:${ports.http} {
	redir ${airflow.url}{uri}
}

http://127.0.0.1:${ports.health} {
	respond /healthz 200
}
`.replace(/^\t+\n/gm, "");
}

/** The other challenge, TLS-ALPN, needs port 443: with another port, each certificate would begin with a failure, which the server counts. */
function issuer({ directory, caFile }: { directory: string; caFile: string | undefined }): string {
    return `cert_issuer acme {
		dir ${directory}
		${caFile === undefined ? "" : `trusted_roots ${caFile}`}
		disable_tlsalpn_challenge
	}`;
}
