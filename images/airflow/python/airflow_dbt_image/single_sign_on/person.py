"""Who logs in: from the claims of an ID token to what Flask AppBuilder wants to know of a user."""

import hashlib
from collections.abc import Collection, Mapping
from typing import Any, TypedDict

NO_MAPPED_ROLE = ""
"""The role key of those whose claim has no mapped value."""


class Person(TypedDict):
    """What Flask AppBuilder calls `userinfo`, and the mark that ties the account to the person."""

    username: str
    first_name: str
    last_name: str
    email: str
    role_keys: list[str]
    mark: str


def person(claims: Mapping[str, Any], roles_claim: str, mapped: Collection[str]) -> Person:
    """Read the claims. Only `iss` and `sub` say for sure who somebody is: names can change, and change hands."""
    name = claims.get("preferred_username") or claims.get("email") or claims["sub"]
    keys = [value for value in _values(claims, roles_claim) if value in mapped]
    return {
        "username": name,
        "first_name": claims.get("given_name") or claims.get("name") or name,
        "last_name": claims.get("family_name") or "",
        "email": claims.get("email") or f"{name}@email.notfound",
        "role_keys": keys or [NO_MAPPED_ROLE],
        "mark": _mark(claims["iss"], claims["sub"]),
    }


def _values(claims: Mapping[str, Any], roles_claim: str) -> list[str]:
    # Some servers let people enter any address.
    if roles_claim == "email" and claims.get("email_verified") is not True:
        return []
    value = claims.get(roles_claim, [])
    return [str(each) for each in (value if isinstance(value, list) else [value]) if each]


def _mark(issuer: str, subject: str) -> str:
    """Return what takes the place of a password's hash. No password matches it: a hash has its method before a `$`."""
    return f"single-sign-on:{hashlib.sha256(f'{issuer} {subject}'.encode()).hexdigest()}"
