from typing import Any

import pytest

from airflow_dbt_image.single_sign_on.person import NO_MAPPED_ROLE, person

MAPPED = {"admins": ["Admin"], "analysts": ["Viewer"], "ann@example.com": ["Op"]}
CLAIMS: dict[str, Any] = {
    "iss": "https://id.example.com",
    "sub": "1",
    "preferred_username": "ann",
    "given_name": "Ann",
    "family_name": "Lee",
    "email": "ann@example.com",
    "groups": ["admins", "staff"],
}


def keys(claim: str = "groups", **claims: Any) -> list[str]:
    return person(CLAIMS | claims, claim, MAPPED)["role_keys"]


def test_takes_names_and_mapped_groups() -> None:
    read = person(CLAIMS, "groups", MAPPED)
    assert (read["username"], read["first_name"], read["last_name"]) == ("ann", "Ann", "Lee")
    assert read["email"] == "ann@example.com"
    assert read["role_keys"] == ["admins"]


def test_makes_do_with_what_every_server_sends() -> None:
    read = person({"iss": "https://id.example.com", "sub": "1"}, "groups", MAPPED)
    assert (read["username"], read["first_name"], read["last_name"]) == ("1", "1", "")
    assert read["email"] == "1@email.notfound"
    assert read["role_keys"] == [NO_MAPPED_ROLE]


@pytest.mark.parametrize(
    ("groups", "found"),
    [
        (["analysts", "admins"], ["analysts", "admins"]),
        ("analysts", ["analysts"]),
        (["staff"], [NO_MAPPED_ROLE]),
        ([], [NO_MAPPED_ROLE]),
        (None, [NO_MAPPED_ROLE]),
    ],
)
def test_reads_one_value_or_several(groups: object, found: list[str]) -> None:
    assert keys(groups=groups) == found


def test_nobody_is_given_the_default_role_beside_another_one() -> None:
    read = person(CLAIMS | {"groups": ["", "admins"]}, "groups", {**MAPPED, NO_MAPPED_ROLE: ["User"]})
    assert read["role_keys"] == ["admins"]


@pytest.mark.parametrize("verified", [None, False, "true"])
def test_an_address_that_nobody_has_verified_gives_no_role(verified: object) -> None:
    assert keys("email", email_verified=verified) == [NO_MAPPED_ROLE]
    assert keys("email", email_verified=True) == ["ann@example.com"]


def test_the_mark_is_of_the_person_at_the_issuer_and_not_of_a_name() -> None:
    mark = person(CLAIMS, "groups", MAPPED)["mark"]
    assert person(CLAIMS | {"preferred_username": "eve", "email": "eve@example.com"}, "groups", {})["mark"] == mark
    assert person(CLAIMS | {"sub": "2"}, "groups", MAPPED)["mark"] != mark
    assert person(CLAIMS | {"iss": "https://other.example.com"}, "groups", MAPPED)["mark"] != mark
    assert len(mark) <= 256
    assert "$" not in mark
