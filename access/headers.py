"""What every response says to the browser about what it may do."""

import base64
import hashlib
import re
from functools import cache

from access import shell
from settings import settings


@cache
def security_headers() -> tuple[tuple[bytes, bytes], ...]:
    """The headers of every response."""
    named = {
        "content-security-policy": content_policy(),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    if settings().served_over_tls:
        named["strict-transport-security"] = "max-age=31536000"
    return tuple((name.encode(), value.encode()) for name, value in named.items())


def content_policy() -> str:
    """Scripts come from ourselves, or are the ones in the first page, by hash."""
    hashes = " ".join(f"'sha256-{mark}'" for mark in inline_scripts(shell.page().decode()))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {hashes}".strip(),
            # Streamlit writes its styles from script, and each differs: no hash can name them.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'self'",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'self'",
            "frame-ancestors 'none'",
        )
    )


def inline_scripts(page: str) -> list[str]:
    """The SHA-256 of each inline script of a page, in base 64."""
    found = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in found]
