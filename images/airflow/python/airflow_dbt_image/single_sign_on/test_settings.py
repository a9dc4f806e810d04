import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_appbuilder.const import AUTH_OAUTH

from airflow_dbt_image.single_sign_on import settings

GIVEN = {
    "name": "keycloak",
    "issuer": "https://id.example.com/realms/data/",
    "clientId": "airflow",
    "clientSecret": "hidden",
    "scopes": "openid email profile",
    "rolesClaim": "groups",
    "roles": {"admins": "Admin"},
}
WEBSERVER_CONFIG = Path(__file__).parents[3] / "webserver_config.py"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FILE", tmp_path / "given.json")
    monkeypatch.setattr(settings, "CA_FILE", tmp_path / "ca.pem")


def computed(folder: Path, **more: Any) -> dict[str, Any]:
    (folder / "given.json").write_text(json.dumps(GIVEN | more))
    return settings.flask_settings()


def test_airflow_finds_them_only_where_the_file_is(tmp_path: Path) -> None:
    assert settings.flask_settings() == {}
    assert of_flask() == {}
    computed(tmp_path)
    assert of_flask().keys() == computed(tmp_path).keys()


def of_flask() -> dict[str, Any]:
    """Return what Airflow's file sets beside Flask's own defaults."""
    app = Flask("airflow")
    default = dict(app.config)
    app.config.from_pyfile(str(WEBSERVER_CONFIG))
    return {name: value for name, value in app.config.items() if name not in default}


def test_asks_the_issuer_with_pkce_and_a_nonce(tmp_path: Path) -> None:
    made = computed(tmp_path)
    assert made["AUTH_TYPE"] == AUTH_OAUTH
    (provider,) = made["OAUTH_PROVIDERS"]
    assert provider["name"] == "keycloak"
    app = provider["remote_app"]
    assert app["server_metadata_url"] == "https://id.example.com/realms/data/.well-known/openid-configuration"
    assert (app["client_id"], app["client_secret"]) == ("airflow", "hidden")
    assert "openid" in app["client_kwargs"]["scope"].split()
    assert app["client_kwargs"]["code_challenge_method"] == "S256"


def test_maps_roles_and_the_default(tmp_path: Path) -> None:
    made = computed(tmp_path)
    assert made["AUTH_ROLES_SYNC_AT_LOGIN"] is True
    assert made["AUTH_OAUTH_ROLE_KEYS"] == {"keycloak": "groups"}
    assert made["AUTH_ROLES_MAPPING"] == {"admins": ["Admin"]}
    assert computed(tmp_path, defaultRole="Viewer")["AUTH_ROLES_MAPPING"] == {"admins": ["Admin"], "": ["Viewer"]}


def test_trusts_only_the_given_authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.com")
    assert not client(computed(tmp_path)).keys() & {"verify", "trust_env", "proxies"}
    (tmp_path / "ca.pem").write_text("a certificate")
    made = client(computed(tmp_path))
    assert (made["verify"], made["trust_env"]) == (str(tmp_path / "ca.pem"), False)
    assert made["proxies"]["https"] == "http://proxy.example.com"


def client(made: dict[str, Any]) -> dict[str, Any]:
    """Return the options of authlib's session, which is one of requests."""
    options: dict[str, Any] = made["OAUTH_PROVIDERS"][0]["remote_app"]["client_kwargs"]
    return options
