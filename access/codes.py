"""One-time codes (TOTP): the second factor."""

import hmac
import io

import pyotp
from cryptography.fernet import Fernet, InvalidToken

from models.account import Account
from models.key import KeyFileError, cipher_key
from models.quarters import now

ISSUER = "Collaboration Oversight"
_STEP_SECONDS = 30


def new_secret() -> str:
    """A new random secret, in base 32 as authenticator apps take it."""
    return pyotp.random_base32()


def keep_secret(account: Account, secret: str) -> None:
    """Turn codes on for an account; its secret is encrypted under the key file."""
    account.totp_secret = Fernet(cipher_key()).encrypt(secret.encode()).decode()


def code_is_right(account: Account, code: str) -> bool:
    """Whether a code fits now, 30 seconds early or late, and was not used before.

    Marks it as used; the caller's transaction keeps the mark.
    """
    secret = _secret_of(account)
    step = step_of(secret, code)
    if step is None or step <= account.totp_step:
        return False
    account.totp_step = step
    return True


def step_of(secret: str, code: str) -> int | None:
    """The number of the 30 seconds that a code belongs to; None where it fits none near now."""
    digits = "".join(code.split())
    current = int(now().timestamp()) // _STEP_SECONDS
    one_time = pyotp.TOTP(secret)
    for step in (current - 1, current, current + 1):
        if hmac.compare_digest(
            one_time.generate_otp(step), digits.encode("ascii", "ignore").decode()
        ):
            return step
    return None


def _secret_of(account: Account) -> str:
    try:
        return Fernet(cipher_key()).decrypt(account.totp_secret.encode()).decode()
    except InvalidToken:
        raise KeyFileError(
            "A one-time-code secret was kept under another key. Put the key file back."
        ) from None


def picture(secret: str, username: str) -> bytes:
    """A PNG that an authenticator app reads from the screen. It is drawn here, not fetched."""
    import qrcode  # late: only this screen needs it

    address = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)
    held = io.BytesIO()
    qrcode.make(address, box_size=6, border=4).save(held, format="PNG")
    return held.getvalue()
