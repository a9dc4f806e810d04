"""Accounts of those who log in with OpenID Connect.

authlib has checked the answer's state and the ID token (signature, issuer, nonce, expiry) before anything here is
called. Flask AppBuilder's own way of registering users is not used: it gives the default role to all, and takes
whoever has the same user name for the same person.
"""

from typing import Any

from airflow.providers.fab.auth_manager.models import User
from airflow.providers.fab.auth_manager.security_manager.override import FabAirflowSecurityManagerOverride
from airflow.providers.fab.auth_manager.views.auth_oauth import CustomAuthOAuthView
from flask import current_app, g
from sqlalchemy import select

from airflow_dbt_image.single_sign_on.person import Person, person


class LoginView(CustomAuthOAuthView):
    """Says why somebody may not log in."""

    @property
    def invalid_login_message(self) -> str:
        """The message on the login page."""
        refusal: str = g.get("refusal", "The login failed. The log of Airflow's API server says why.")
        return refusal


class SingleSignOnSecurityManager(FabAirflowSecurityManagerOverride):
    """Flask AppBuilder's security manager, for one OpenID server."""

    authoauthview = LoginView

    def get_oauth_user_info(self, provider: str, resp: dict[str, Any]) -> Person:
        """Read who logs in: from the ID token and, if it lacks the claim for roles, from the userinfo endpoint."""
        server = self.oauth_remotes[provider]
        roles_claim = current_app.config["AUTH_OAUTH_ROLE_KEYS"][provider]
        claims = dict(resp["userinfo"])
        audience = claims["aud"]
        # authlib takes a token for somebody else if its `azp` names this client.
        if server.client_id not in (audience if isinstance(audience, list) else [audience]):
            raise ValueError("the ID token is for another client")
        if roles_claim not in claims and "userinfo_endpoint" in server.load_server_metadata():
            further = server.userinfo(token=resp)
            if further["sub"] != claims["sub"]:
                raise ValueError("the userinfo endpoint answers for another person")
            claims = {**further, **claims}
        return person(claims, roles_claim, self.auth_roles_mapping)

    def set_oauth_session(self, provider: str, oauth_response: dict[str, Any]) -> None:
        """Keep no token: Airflow asks the OpenID server nothing after the login."""

    def auth_user_oauth(self, userinfo: Person, rotate_session_id: bool = True) -> User | None:
        """Log in with the roles that the claims give, and with an account that nobody else has."""
        account = self.session.scalars(select(User).where(User.password == userinfo["mark"])).one_or_none()
        if not self.get_roles_from_keys(userinfo["role_keys"]):
            if account is not None:
                account.roles = []
                self.update_user(account)
            g.refusal = f"Airflow has no role for {userinfo['username']}. Ask its administrator for one."
            return None
        if account is None:
            if self.find_user(username=userinfo["username"]) or self.find_user(email=userinfo["email"]):
                g.refusal = f"Airflow has another account with the name or e-mail address of {userinfo['username']}."
                return None
            account = self.add_user(
                userinfo["username"],
                userinfo["first_name"],
                userinfo["last_name"],
                userinfo["email"],
                hashed_password=userinfo["mark"],
            )
        return super().auth_user_oauth({**userinfo, "username": account.username}, rotate_session_id)
