"""Real reverse proxies before the real server, with the configurations that stand in README."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

from tests.server import ROOT, free_port

NAME = "anzen.example.jp"
ADDRESS = f"https://{NAME}"
BARE_NGINX = """server {
    listen 443 ssl;
    server_name anzen.example.jp;
    ssl_certificate     /etc/ssl/certs/anzen.pem;
    ssl_certificate_key /etc/ssl/private/anzen.key;
    location / {
        proxy_pass http://127.0.0.1:8501;
    }
}
"""
"""nginx as it comes: its own upstream as Host, nothing forwarded, no WebSocket."""


def from_readme(language: str) -> str:
    """The one block of README in this language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    return str(found)


def program(name: str) -> str:
    """The path of a program; a machine without it fails the run instead of skipping it."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    assert found, f"no {name}: `bash tests/run` finds or installs it"
    return found


class Gateway:
    """A reverse proxy with TLS on a port of its own that leads to `upstream`; `with Gateway.nginx(...) as gateway`."""

    def __init__(self, command: list[str], port: int, folder: Path) -> None:
        self.port = port
        self._command, self._log, self._folder = command, folder / "gateway.log", folder
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def nginx(cls, site: str, upstream: int, folder: Path) -> Gateway:
        """nginx with one file of sites."""
        port, (certificate, key) = free_port(), _certificate(folder)
        site = site.replace("/etc/ssl/certs/anzen.pem", certificate).replace("/etc/ssl/private/anzen.key", key)
        site = site.replace("listen 443", f"listen 127.0.0.1:{port}").replace(":8501", f":{upstream}")
        owner = "user root;" if os.geteuid() == 0 else ""
        paths = "".join(
            f"{one}_temp_path {folder / one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        text = f"{owner} pid {folder / 'nginx.pid'}; events {{}} http {{ access_log off; {paths}\n{site}}}"
        (folder / "nginx.conf").write_text(text, encoding="utf-8")
        options = ["-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr", "-g", "daemon off;"]
        return cls([program("nginx"), *options], port, folder)

    @classmethod
    def caddy(cls, site: str, upstream: int, folder: Path) -> Gateway:
        """Caddy with a Caddyfile; it makes its certificate itself."""
        port, plain = free_port(), free_port()
        own = f"https_port {port}\nhttp_port {plain}\nlocal_certs\nskip_install_trust\nadmin off\nstorage file_system {folder}\n"
        site = site.replace(":8501", f":{upstream}")
        (folder / "Caddyfile").write_text(f"{{\n{own}}}\n{site}", encoding="utf-8")
        options = ["run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
        return cls([program("caddy"), *options], port, folder)

    def __enter__(self) -> Gateway:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=self._folder, env={**os.environ, "HOME": str(self._folder)}, stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        end = time.monotonic() + 30
        while not self._listens():
            assert self._process.poll() is None, self._log.read_text(encoding="utf-8")
            assert time.monotonic() < end, "the reverse proxy does not answer"
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(30)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def _certificate(folder: Path) -> tuple[str, str]:
    """A certificate that nobody trusts, and its key."""
    certificate, key = folder / "anzen.pem", folder / "anzen.key"
    subprocess.run(
        [program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
         "-out", str(certificate), "-keyout", str(key)],
        check=True, capture_output=True,
    )  # fmt: skip
    return str(certificate), str(key)
