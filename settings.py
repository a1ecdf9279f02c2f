"""Every setting of the process, read once from the environment.

Each is an environment variable named OVERSIGHT_*; docs/settings.md lists them.
A setting that cannot be used stops the start and says its name and what it
expects. Secrets have no default.
"""

import os
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent


class SettingError(Exception):
    """A setting is missing or cannot be used; the text names it and says what to do."""


@dataclass(frozen=True)
class Settings:
    """The settings of one process.

    database_url   SQLAlchemy address of the store
    var            folder of the store, key, backups and packs
    today          the day to count as today, obeyed by a demonstration store only
    upload_mb      largest upload in megabytes
    smtp_host      server for reminders; none switches reminders off
    smtp_port      its port
    smtp_from      sender of reminders
    oidc           single sign-on: issuer metadata address, client id, client secret
    public_url     address that people type, used in reminders and single sign-on
    served_over_tls  cookies carry Secure
    """

    database_url: str
    var: Path
    today: date | None
    upload_mb: int
    smtp_host: str | None
    smtp_port: int
    smtp_from: str | None
    oidc_metadata_url: str | None
    oidc_client_id: str | None
    oidc_client_secret: str | None
    public_url: str
    served_over_tls: bool


@cache
def settings() -> Settings:
    """The settings, read from the environment at the first call."""
    var = Path(os.environ.get("OVERSIGHT_VAR", ROOT / "var"))
    return Settings(
        database_url=os.environ.get("OVERSIGHT_DATABASE_URL", f"sqlite:///{var}/oversight.db"),
        var=var,
        today=_day("OVERSIGHT_TODAY"),
        upload_mb=_whole("OVERSIGHT_UPLOAD_MB", 200, 1, 500),
        smtp_host=os.environ.get("OVERSIGHT_SMTP_HOST") or None,
        smtp_port=_whole("OVERSIGHT_SMTP_PORT", 25, 1, 65535),
        smtp_from=os.environ.get("OVERSIGHT_SMTP_FROM") or None,
        oidc_metadata_url=os.environ.get("OVERSIGHT_OIDC_METADATA_URL") or None,
        oidc_client_id=os.environ.get("OVERSIGHT_OIDC_CLIENT_ID") or None,
        oidc_client_secret=os.environ.get("OVERSIGHT_OIDC_CLIENT_SECRET") or None,
        public_url=os.environ.get("OVERSIGHT_PUBLIC_URL", "http://127.0.0.1:8501").rstrip("/"),
        served_over_tls=_flag("OVERSIGHT_TLS"),
    )


def _day(name: str) -> date | None:
    text = os.environ.get(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SettingError(f"{name} is “{text}”. Write a day as 2026-11-21.") from None


def _whole(name: str, default: int, low: int, high: int) -> int:
    text = os.environ.get(name)
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or not low <= int(text) <= high:
        raise SettingError(f"{name} is “{text}”. Write a whole number from {low} to {high}.")
    return int(text)


def _flag(name: str) -> bool:
    text = os.environ.get(name, "0")
    if text not in {"0", "1", ""}:
        raise SettingError(f"{name} is “{text}”. Write 1 for yes or 0 for no.")
    return text == "1"
