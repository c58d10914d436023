"""The real server as a process of its own, which tests may kill and start again."""

from __future__ import annotations

import http.client
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from tests import nursery
from tests.nursery import Forked

ROOT = Path(__file__).resolve().parents[1]
TODAY = "2026-11-22"
START_SECONDS = 60


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def lasting_port() -> Iterator[int]:
    """A port that is this process's also while nobody listens there: the system hands out none below its own range.

    Other processes that want one know by the port's twin, of datagrams, that it is taken.
    """
    first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    while True:
        with socket.socket(type=socket.SOCK_DGRAM) as twin, socket.socket() as own:
            port = random.randrange(first // 2, first)
            try:
                twin.bind(("127.0.0.1", port))
                own.bind(("127.0.0.1", port))
            except OSError:
                continue
            own.close()
            yield port
            return


class Server:
    """`streamlit run app.py` on a database; `with Server(database) as server`. A `warm` one has its imports behind it.

    A cold one may be started by another program, `prefix`, that takes rights away from it.
    """

    def __init__(
        self, database: Path, today: str = TODAY, *, warm: bool = False, port: int = 0, prefix: Sequence[str] = ()
    ) -> None:
        self.database = database
        self.port = port or free_port()
        self.app = ROOT / "app.py"
        self.log = database.with_suffix(".server.log")
        self.today = today
        self._warm = warm
        self._prefix = prefix
        self._process: subprocess.Popen[bytes] | Forked | None = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def url(self) -> str:
        """Where the server answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process id of the running server."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start the process and wait until it answers; always on the same port."""
        environment = {**os.environ, "CHECKLIST_DB": str(self.database), "CHECKLIST_TODAY": self.today}
        command = ["streamlit", "run", str(self.app), "--server.port", str(self.port)]
        if self._warm:
            self._process = nursery.fork(command, environment, self.log)
        else:
            with self.log.open("ab") as log:
                self._process = subprocess.Popen(
                    [*self._prefix, sys.executable, "-m", *command], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log,
                    stderr=subprocess.STDOUT, start_new_session=True,
                )  # fmt: skip
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """End the process and whatever it started at once, with SIGKILL."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask the process to end in good order."""
        self._end(signal.SIGTERM)

    def restart(self) -> None:
        """Kill the process and start it again on the same database and port."""
        self.kill()
        self.start()

    def output(self) -> str:
        """Everything that the server has written on its console."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """No file of the server can grow: what a full disk is for it, and nobody else on the machine feels it."""
        before = resource.prlimit(self.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (4096, before[1]))
        try:
            yield
        finally:
            resource.prlimit(self.pid, resource.RLIMIT_FSIZE, before)

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            os.killpg(self._process.pid, number)
        self._process.wait(30)
        self._process = None

    def _wait_until_it_answers(self) -> None:
        assert self._process is not None
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended at once:\n{self.output()[-2000:]}")
            if self._answers():
                return
            time.sleep(0.02)
        raise RuntimeError(f"the server does not answer:\n{self.output()[-2000:]}")

    def _answers(self) -> bool:
        """By the simplest client there is: that of a library reads certificates, 17 ms of a processor at each try."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)) as asked:
            try:
                asked.request("GET", "/healthz")
                return asked.getresponse().status == 200
            except (OSError, http.client.HTTPException):
                return False
