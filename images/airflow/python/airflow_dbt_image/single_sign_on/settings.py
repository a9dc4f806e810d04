"""Flask AppBuilder's settings for the setting `singleSignOn`. `webserver_config.py` takes them from here.

The API server alone has the file. In all other containers, users are in Airflow's database and have passwords there.
"""

import json
from pathlib import Path
from typing import Any

from requests.utils import get_environ_proxies

from airflow_dbt_image.single_sign_on.person import NO_MAPPED_ROLE

FILE = Path("/run/secrets/single_sign_on.json")
CA_FILE = Path("/run/secrets/single_sign_on_ca.pem")


def flask_settings() -> dict[str, Any]:
    """Return what Flask AppBuilder is to do differently: nothing, without the file."""
    if not FILE.exists():
        return {}
    # Loads all of Flask AppBuilder's security, which other programs do without.
    from flask_appbuilder.const import AUTH_OAUTH

    from airflow_dbt_image.single_sign_on.security_manager import SingleSignOnSecurityManager

    given = json.loads(FILE.read_text())
    roles = {value: [role] for value, role in given["roles"].items()}
    if "defaultRole" in given:
        roles[NO_MAPPED_ROLE] = [given["defaultRole"]]
    return {
        "AUTH_TYPE": AUTH_OAUTH,
        "OAUTH_PROVIDERS": [_provider(given)],
        "AUTH_OAUTH_ROLE_KEYS": {given["name"]: given["rolesClaim"]},
        "AUTH_ROLES_MAPPING": roles,
        "AUTH_ROLES_SYNC_AT_LOGIN": True,
        "SECURITY_MANAGER_CLASS": SingleSignOnSecurityManager,
    }


def _provider(given: dict[str, Any]) -> dict[str, Any]:
    """Return how authlib talks to the server. With the scope openid, it sends a nonce and checks the ID token."""
    return {
        "name": given["name"],
        "icon": "fa-right-to-bracket",
        "remote_app": {
            "client_id": given["clientId"],
            "client_secret": given["clientSecret"],
            "server_metadata_url": f"{given['issuer'].rstrip('/')}/.well-known/openid-configuration",
            "client_kwargs": {
                "scope": given["scopes"],
                "code_challenge_method": "S256",
                "default_timeout": 10,
                # The access token is used at once. By default, one that is valid for a minute counts as expired.
                "leeway": 0,
                **_trust(given["issuer"]),
            },
        },
    }


def _trust(issuer: str) -> dict[str, Any]:
    """Return how to check the server's certificate. An authority that is given is the only one."""
    if not CA_FILE.exists():
        return {}
    # requests prefers REQUESTS_CA_BUNDLE to a session's own authority unless it ignores all of the environment.
    return {"verify": str(CA_FILE), "trust_env": False, "proxies": get_environ_proxies(issuer)}
