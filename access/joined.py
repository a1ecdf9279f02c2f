"""Streamlit's scripts that every page loads, joined into a few files.

As Streamlit comes they are ninety. From its own cache a browser reads them one after another, a
few milliseconds each, before it runs any. `make streamlit` joins those of the Streamlit that
requirements.txt names. With another, or where the scripts have other names, all is as it comes.

What is loaded later stays a file of Streamlit's, at an address beside the joined ones', and takes
from those what it would import from a script that is in them: no script is loaded twice.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit

STATIC = Path(streamlit.__file__).parent / "static"
SCRIPTS = STATIC / "static" / "js"
PREFIX = "/static/joined-"
_BUILT = Path(__file__).resolve().parent.parent / "static" / "streamlit"
# What one of Streamlit's scripts says to import from another: names, or none. Or an entry in its
# list of what to load ahead.
_IMPORT = re.compile(r'(?:\{([^{}]*)\}from)?"\./([\w.-]+\.js)"')


@dataclass(frozen=True)
class Joined:
    """The joined files that fit the installed Streamlit."""

    folder: str  # of their addresses, with a slash at both ends
    files: tuple[Path, ...]  # the last imports the others
    names: dict[str, tuple[str, dict[str, str]]]  # script to file, and its exports' names there

    def built(self) -> dict[str, Path]:
        """Address to file, the one that starts the page last."""
        return {self.folder + path.name: path for path in self.files}

    def others(self) -> dict[str, Path]:
        """Address to file of Streamlit's scripts that are not in them."""
        return {
            self.folder + path.name: path
            for path in SCRIPTS.glob("*.js")
            if path.name not in self.names
        }

    def importing(self, text: str) -> str:
        """A script that is not in them, importing from them."""
        return _IMPORT.sub(self._import, text)

    def _import(self, found: re.Match) -> str:
        listed, name = found.groups()
        if name not in self.names:
            return found[0]
        file, exported = self.names[name]
        if listed is None:
            return f'"./{file}"'
        named = []
        for each in filter(None, listed.split(",")):
            theirs, _, here = each.partition(" as ")
            named.append(f"{exported[theirs]} as {here or theirs}")
        return f'{{{",".join(named)}}}from"./{file}"'


def wanted(parts: list[str]) -> list[str]:
    """What `make streamlit` is told: the version, the folder, the first script and the parts."""
    return [streamlit.__version__, str(SCRIPTS), _entry(), *parts]


@cache
def joined() -> Joined | None:
    """The joined files, or None where they were built from another Streamlit."""
    listed = _BUILT / f"streamlit-{streamlit.__version__}.json"
    if not listed.exists():
        return None
    said = json.loads(listed.read_text("utf-8"))
    files = tuple(_BUILT / each["file"] for each in said["files"])
    names = {
        name: (each["file"], exported)
        for each in said["files"]
        for name, exported in each["names"].items()
    }
    if said["entry"] != _entry() or not all((SCRIPTS / name).exists() for name in names):
        return None
    # Browsers keep what they get for a year: what differs in any way has another address.
    made_of = (*files, listed, Path(__file__))
    mark = hashlib.sha256(b"".join(each.read_bytes() for each in made_of)).hexdigest()[:12]
    return Joined(f"{PREFIX}{streamlit.__version__}-{mark}/", files, names)


def _entry() -> str:
    """The script that Streamlit's page starts with."""
    found = re.search(r'src="\./static/js/([^"]+)"', (STATIC / "index.html").read_text("utf-8"))
    return found[1] if found else ""
