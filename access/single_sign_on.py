"""Single sign-on by OpenID Connect: our settings in the shape that Streamlit reads."""

import hashlib
import hmac

from settings import SettingError, settings

_ALL = ("OVERSIGHT_OIDC_METADATA_URL", "OVERSIGHT_OIDC_CLIENT_ID", "OVERSIGHT_OIDC_CLIENT_SECRET")


def secrets() -> dict:
    """Secrets of `st.App(secrets=…)`; empty without single sign-on. SettingError where half set."""
    given = (settings().oidc_metadata_url, settings().oidc_client_id, settings().oidc_client_secret)
    if not any(given):
        return {}
    missing = [name for name, value in zip(_ALL, given, strict=True) if not value]
    if missing:
        raise SettingError(f"Single sign-on needs {', '.join(missing)} too.")
    metadata_url, client_id, client_secret = given
    return {
        "auth": {
            "redirect_uri": f"{settings().public_url}/oauth2callback",
            "cookie_secret": _cookie_secret(client_secret),
            "client_id": client_id,
            "client_secret": client_secret,
            "server_metadata_url": metadata_url,
        }
    }


def _cookie_secret(client_secret: str) -> str:
    """The secret of Streamlit's own short-lived cookie, the same in every process."""
    return hmac.new(client_secret.encode(), b"oversight cookie", hashlib.sha256).hexdigest()
