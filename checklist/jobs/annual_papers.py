"""The yearly reports of all hospitals as one ZIP, made by a process of its own that ends: followed, and cancelled.

What it comes to lies in a folder beside the database: how far it is, a wish to stop, and the archive.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import msgspec

from checklist.errors import ChecklistError, NotFound, Refused
from checklist.formats import csv_file, files, pdf, printed_names
from checklist.formats.file_kinds import PDF
from checklist.formats.table import Column, Table
from checklist.formats.zip_file import safe
from checklist.model.accounts import Principal
from checklist.model.permission import Thing, Verb
from checklist.papers.hospitals import annual as hospital_annual
from checklist.papers.region import annual as region_annual
from checklist.rules import access
from checklist.rules.access import REGION_WIDE
from checklist.store import region, start
from checklist.store.act import View, viewing
from checklist.store.hospitals import hospitals

ROOT = Path(__file__).resolve().parents[2]
MEMORY, CPU_SECONDS = 2 * 1024**3, 1800
"""What the process may take: a region of 300 hospitals takes two minutes."""
LISTING = "目次.csv"
MADE = "作成済み"
_beginning = threading.Lock()


class State(StrEnum):
    """What has become of the work."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Progress(msgspec.Struct, frozen=True):
    """How far the work is; `pid` is the process that does it."""

    year: int
    state: State
    done: int = 0
    total: int = 0
    pid: int = 0
    faults: int = 0


class Task(msgspec.Struct, frozen=True):
    """What the process is told."""

    database: str
    principal: Principal
    year: int


def _folder(database: Path) -> Path:
    return Path(f"{database}.reports")


def _archive(database: Path) -> Path:
    return _folder(database) / "reports.zip"


def _require(principal: Principal) -> None:
    # Without a view: who may plan the region is known without reading, and a page asks every other second.
    access.require(principal, Verb.WRITE, Thing.VISITS, REGION_WIDE)


def begin(principal: Principal, database: Path, year: int) -> None:
    """Begin to make the reports of a year; raises Forbidden, or Refused while others are being made."""
    _require(principal)
    with _beginning:
        before = _progress(database)
        if before and before.state is State.RUNNING:
            raise Refused(f"{before.year}年度の報告を作成しています。終わるのを待つか、中止してください。")
        shutil.rmtree(_folder(database), ignore_errors=True)
        _folder(database).mkdir()
        task = msgspec.msgpack.encode(Task(str(database), principal, year))
        process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, cwd=ROOT,
        )  # fmt: skip
        _note(database, Progress(year, State.RUNNING, pid=process.pid))
    # It waits for its task until its number is noted; afterwards it writes how far it is by itself.
    threading.Thread(target=process.communicate, args=(task,), daemon=True).start()


def progress(principal: Principal, database: Path) -> Progress | None:
    """How far the work is, None if there never was any; raises Forbidden."""
    _require(principal)
    return _progress(database)


def cancel(principal: Principal, database: Path) -> None:
    """Let the work end behind the hospital it is at; raises Forbidden."""
    _require(principal)
    if _folder(database).exists():
        (_folder(database) / "cancel").touch()


def content(view: View, database: Path) -> tuple[str, bytes]:
    """The name and the bytes of the archive; raises Forbidden, or NotFound while there is none."""
    view.require(Verb.WRITE, Thing.VISITS)
    found = _progress(database)
    if found is None or found.state is not State.DONE:
        raise NotFound("病院年次報告のZIPはまだ作成されていません。")
    return f"病院年次報告 {found.year}年度", _archive(database).read_bytes()


def _progress(database: Path) -> Progress | None:
    try:
        found = msgspec.json.decode((_folder(database) / "progress.json").read_bytes(), type=Progress)
    except (OSError, msgspec.MsgspecError):
        return None
    if found.state is State.RUNNING and not _lives(found.pid):
        return msgspec.structs.replace(found, state=State.FAILED)
    return found


def _lives(pid: int) -> bool:
    with contextlib.suppress(OSError):
        os.kill(pid, 0)
        return True
    return False


def _note(database: Path, found: Progress) -> None:
    # In one step: whoever asks meanwhile must not read half of it.
    draft = _folder(database) / "progress.writing"
    draft.write_bytes(msgspec.json.encode(found))
    draft.replace(_folder(database) / "progress.json")


def work(task: Task) -> Progress:
    """The other side: make every report, and note how far it is."""
    database = Path(task.database)
    last = Progress(task.year, State.FAILED, pid=os.getpid())
    try:
        with viewing(task.principal, database) as view, printed_names.on_papers_of(view):
            for last in _made(view, database, task.year):
                _note(database, last)
    except BaseException:
        # Half an archive is of no use, and holds reports of hospitals.
        (_folder(database) / "reports.writing").unlink(missing_ok=True)
        _note(database, msgspec.structs.replace(last, state=State.FAILED))
        raise
    return last


def _made(view: View, database: Path, year: int) -> Iterator[Progress]:
    view.require(Verb.WRITE, Thing.VISITS)
    own = [one for one in hospitals.all_hospitals(view) if not one.external]
    draft, rows = _folder(database) / "reports.writing", []
    yield Progress(year, State.RUNNING, 0, len(own), os.getpid())
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as pack:
        for count, one in enumerate(own, 1):
            name = safe(f"{one.code} {one.name} {year}年度.pdf")
            try:
                # A year that lacks something for one hospital must not cost the others theirs.
                pack.writestr(
                    name, files.render(hospital_annual.document(view, one.id, year), PDF.code, view.principal.name)
                )
                rows.append((one.code, one.name, name, MADE))
            except ChecklistError as error:
                rows.append((one.code, one.name, "", error.message))
            if (_folder(database) / "cancel").exists():
                draft.unlink()
                yield Progress(year, State.CANCELLED, count, len(own), os.getpid())
                return
            faults = sum(row[-1] != MADE for row in rows)
            yield Progress(year, State.RUNNING, count, len(own), os.getpid(), faults)
        whole = pdf.document(region_annual.document(view, year), pdf.taken(view.principal.name))
        pack.writestr(safe(f"00 地域年次報告書 {year}年度.pdf"), whole)
        columns = (Column("病院コード"), Column("病院名"), Column("ファイル"), Column("結果"))
        pack.writestr(LISTING, csv_file.encode(Table("目次", columns, tuple(rows)), region.of(view).fictional))
    draft.replace(_archive(database))
    yield Progress(year, State.DONE, len(own), len(own), os.getpid(), faults)


def main() -> None:
    """Limit oneself, read the task and do it."""
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    os.nice(10)
    start.keep_to_owner()
    work(msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Task))


if __name__ == "__main__":
    main()
