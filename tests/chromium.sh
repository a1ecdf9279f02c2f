#!/bin/sh
# See that there is a Chromium for the browser tests, or say what to install.
set -eu
has() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1; }
has && exit 0
as_root=none
[ "$(id -u)" = 0 ] && as_root=""
[ "$as_root" = none ] && command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null && as_root="sudo -n"
if [ "$as_root" != none ] && command -v apt-get >/dev/null 2>&1; then
    echo "Chromium is missing. Installing it from Debian's packages."
    $as_root apt-get update -q >/dev/null || true
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -q --no-install-recommends chromium >/dev/null || true
fi
has && exit 0
echo "The browser tests need Chromium, and it could not be installed from here." >&2
echo "Install it with: sudo apt-get install chromium. Then run: make test" >&2
exit 1
