from collections.abc import Iterator
from typing import Any
from unittest.mock import Mock

import pytest
from flask import Flask

from airflow_dbt_image.single_sign_on.security_manager import SingleSignOnSecurityManager

CLAIMS = {"iss": "https://id.example.com", "sub": "1", "aud": "airflow", "preferred_username": "ann"}


@pytest.fixture(autouse=True)
def flask() -> Iterator[None]:
    app = Flask("airflow")
    app.config.update(AUTH_OAUTH_ROLE_KEYS={"openid": "groups"}, AUTH_ROLES_MAPPING={"admins": ["Admin"]})
    with app.app_context():
        yield


def read(claims: dict[str, Any], userinfo: dict[str, Any] | None = None) -> Any:
    """Return who logs in with an ID token of these claims, at a server with or without a userinfo endpoint."""
    server = Mock(client_id="airflow")
    server.load_server_metadata.return_value = {"userinfo_endpoint": "https://id.example.com/me"} if userinfo else {}
    server.userinfo.return_value = userinfo
    manager = SingleSignOnSecurityManager.__new__(SingleSignOnSecurityManager)
    manager.oauth_remotes = {"openid": server}
    return manager.get_oauth_user_info("openid", {"userinfo": claims, "access_token": "hidden"})


def test_reads_the_id_token() -> None:
    found = read(CLAIMS | {"groups": ["admins"]}, {"sub": "1", "groups": ["asked for without need"]})
    assert (found["username"], found["role_keys"]) == ("ann", ["admins"])


def test_asks_for_the_claim_for_roles_where_the_id_token_lacks_it() -> None:
    found = read(CLAIMS, {"sub": "1", "groups": ["admins"], "preferred_username": "eve"})
    assert (found["username"], found["role_keys"]) == ("ann", ["admins"])
    assert read(CLAIMS)["role_keys"] == [""]


def test_believes_nothing_of_another_person() -> None:
    with pytest.raises(ValueError, match="for another person"):
        read(CLAIMS, {"sub": "2", "groups": ["admins"]})


@pytest.mark.parametrize("audience", ["other", ["other", "third"], []])
def test_takes_no_token_for_another_client(audience: object) -> None:
    with pytest.raises(ValueError, match="for another client"):
        read(CLAIMS | {"aud": audience, "azp": "airflow"})


def test_takes_no_answer_without_an_id_token() -> None:
    manager = SingleSignOnSecurityManager.__new__(SingleSignOnSecurityManager)
    manager.oauth_remotes = {"openid": Mock(client_id="airflow")}
    with pytest.raises(KeyError):
        manager.get_oauth_user_info("openid", {"access_token": "hidden"})
