"""A process that has imported all that the server imports, and forks itself into a server whenever it is asked.

`streamlit run` spends its first seconds on imports. From there on a forked server is what a started one is: a process
of its own that runs Streamlit's command line, with its own threads and files, and can be killed.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import inspect
import json
import os
import pkgutil
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

import checklist
from checklist.formats import glyphs
from checklist.imports import sheet_files
from checklist.web import packed

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = (
    "streamlit.web.bootstrap", "streamlit.web.cli", "streamlit.starlette", "pandas", "PIL.ImageFile", "uvicorn",
    # What they import when the first browser comes.
    "anyio._backends._asyncio", "starlette.applications", "starlette.middleware.sessions", "streamlit.emojis",
    "streamlit.watcher.polling_path_watcher", "streamlit.web.server.app_discovery",
    "streamlit.web.server.starlette.starlette_agent_routes", "uvicorn.lifespan.on", "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto", "uvicorn.protocols.websockets.websockets_sansio_impl",
)  # fmt: skip


class Forked:
    """A server that was forked; the nursery is its parent, so that its end is looked for and not told."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """None as long as it runs."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self, timeout: float) -> int:
        """Wait for its end."""
        end = time.monotonic() + timeout
        while self.poll() is None:
            assert time.monotonic() < end, "the server does not end"
            time.sleep(0.01)
        return 0


def fork(command: list[str], environment: dict[str, str], log: Path) -> Forked:
    """Have `python -m` with these arguments run in a process of its own that writes to `log`."""
    nursery = _nursery()
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    wish = {"command": command, "environment": environment, "log": str(log)}
    nursery.stdin.write(json.dumps(wish) + "\n")
    nursery.stdin.flush()
    return Forked(int(nursery.stdout.readline()))


@cache
def _nursery() -> subprocess.Popen[str]:
    """One for the test process, ended with it."""
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.nursery"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert started.stdin is not None
    atexit.register(started.stdin.close)
    return started


def _import_everything() -> None:
    """All that a server has imported once every page was opened, but for the app itself and its command line."""
    for name in LIBRARIES:
        importlib.import_module(name)
    for module in pkgutil.walk_packages(checklist.__path__, "checklist."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def _do_once() -> None:
    """What each server would do anew: compress scripts, read fonts and sheets, look for components, and look through all that was imported."""
    scanner: Any = importlib.import_module("streamlit.components.v2.manifest_scanner")
    found = scanner.scan_component_manifests()
    scanner.scan_component_manifests = lambda: found
    for path in packed.files().values():
        packed.content(path)
    glyphs.covered()
    for path in sheet_files.SHIPPED.glob("*.csv"):
        sheet_files._shipped(path.name, path.read_bytes())
    # Before its first element Streamlit looks whether it stands at a prompt: Python asks for that where every module lies.
    inspect.stack()
    gc.collect()
    gc.freeze()


def _become(wish: dict[str, object], log: int) -> None:
    """Turn this forked process into the server."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    environment, command = wish["environment"], wish["command"]
    assert isinstance(environment, dict)
    assert isinstance(command, list)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = command
    from streamlit.web.cli import main

    main(prog_name=command[0])


def serve() -> None:
    """Fork a server for each line of the input, and tell its process id."""
    _import_everything()
    _do_once()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        wish = json.loads(line)
        log = os.open(wish["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        pid = os.fork()
        if pid == 0:
            try:
                _become(wish, log)
            finally:
                os._exit(1)
        os.close(log)
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)
        print(pid, flush=True)


if __name__ == "__main__":
    serve()
