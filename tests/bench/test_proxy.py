"""The proxy as it is shipped, before two processes whose store is away."""

import shutil
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from tests.access.serving import free_port
from tests.bench.test_postgres import nginx_configuration

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


class Process(BaseHTTPRequestHandler):
    """Answers as the app does while PostgreSQL is away."""

    def do_GET(self):
        self.send_response(503 if self.path == "/health" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_given):
        """Nothing."""


@pytest.fixture
def processes():
    """The ports of two processes."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Process) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield [server.server_port for server in servers]
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def public(processes, tmp_path):
    """The address of the proxy before them."""
    port, configuration = free_port(), tmp_path / "nginx.conf"
    configuration.write_text(nginx_configuration(port, processes))
    command = [NGINX, "-p", str(tmp_path), "-e", str(tmp_path / "nginx.txt"), "-c",
               str(configuration), "-g", f"daemon off; pid {tmp_path}/nginx.pid;"]  # fmt: skip
    proxy = subprocess.Popen(command)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            requests.get(f"http://127.0.0.1:{port}/", timeout=5)
            break
        except requests.RequestException:
            time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    proxy.terminate()
    proxy.wait(timeout=20)


@pytest.mark.skipif(not NGINX, reason="nginx is not installed; make test-long needs it")
def test_a_look_at_the_health_does_not_take_the_site_down(public):
    assert [requests.get(f"{public}/health", timeout=5).status_code for _ in range(5)] == [503] * 5
    assert [requests.get(public, timeout=5).status_code for _ in range(5)] == [200] * 5
