"""The package's form is loaded alone, and nobody else's libraries are touched."""

import subprocess
import sys

ALONE = """
import sys
from access.authenticator import Authenticate
assert Authenticate.__module__.startswith("streamlit_authenticator")
held = [name for name in ("PIL.ImageFont", "requests", "captcha") if name in sys.modules]
assert not held, held
import requests
assert requests.Session().headers
"""
AFTER = """
import requests
import access.authenticator
import sys
assert sys.modules["requests"] is requests and requests.get
"""


def run(text: str) -> None:
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def test_what_only_other_parts_of_the_package_need_is_not_loaded():
    run(ALONE)


def test_a_library_that_is_there_already_stays_as_it_is():
    run(AFTER)
