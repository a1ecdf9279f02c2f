"""The same records on a real PostgreSQL: python -m bench.on_postgresql [--size S].

It starts a server of its own, loads the store through the app's own commands, prints how
long that, a form's save and a rerun of the overview take, and stops the server.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

import pgserver

from bench import profiling, saving, stores


def main() -> int:
    """Load and measure; both stores hold the same records."""
    parser = argparse.ArgumentParser(prog="python -m bench.on_postgresql", description=__doc__)
    parser.add_argument("--size", choices=("S", "M", "L"), default="S")
    size = parser.parse_args().size
    stores.make(size)
    # Not beside the stores: as root the server runs as a user of its own.
    with tempfile.TemporaryDirectory(prefix="oversight-bench-", ignore_cleanup_errors=True) as at:
        server = pgserver.get_server(at, cleanup_mode="stop")
        os.environ["BENCH_URL"] = server.get_uri().replace("postgresql", "postgresql+psycopg", 1)
        try:
            _load(size)
            _measure(size)
        finally:
            server.cleanup()
    return 0


def _load(size: str) -> None:
    for command in stores.commands(size):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", *command], cwd=stores.ROOT, env=stores.environment(size),
            check=True,
        )  # fmt: skip
        print(f"python -m {' '.join(command)}: {time.perf_counter() - began:.0f} s", flush=True)


def _measure(size: str) -> None:
    print(f"a form's save: {statistics.median(saving.measure(size)):.0f} ms")
    for kind, parts in profiling.measure(size).items():
        print(f"the overview, {kind}: {parts['all']:.0f} ms of processor time")


if __name__ == "__main__":
    sys.exit(main())
