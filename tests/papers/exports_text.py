"""What everybody can take away from a small invented region, each file as one hash of what it says.

`python -m tests.papers.exports_text` writes the hashes anew to exports.sha256; with a folder behind it, it also writes
there what was hashed, so that two folders can be compared.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import openpyxl
from PIL import Image
from pptx import Presentation
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from checklist import words
from checklist.demo import opening
from checklist.demo.region import Wish
from checklist.formats.file_kinds import CSV, EXCEL, PDF, SLIDES, ZIP
from checklist.model.accounts import Principal
from checklist.model.records import KINDS
from checklist.store import clock, db, open_file
from checklist.store.accounts import people
from checklist.store.files import attachment
from checklist.store.improvements import improvement_plans
from checklist.store.visits import visit_papers
from checklist.web import downloads
from tests import pdf_text
from tests.pictures import jpeg
from tests.world import by, principal

PLACE = Path(__file__).with_name("exports.sha256")
HEAD = "# What every file says that can be taken away. Written by: python -m tests.papers.exports_text\n"
TODAY = "2026-11-22"
WISH = Wish(hospitals=15, years=2, seed=7)
SECRETARIAT, MANAGER, CENTER = "secretariat", "manager.h001", "center"
FORMATS = ("csv", "xlsx", "pdf")
YEARS = "first=2025&last=2026"
KNOWN = {kind.code: kind.media_type for kind in (CSV, EXCEL, PDF)}

FONTS = {"NotoSansCJKjp-Regular": True, "NotoSansCJKjp-Bold": True}
"""The fonts of every paper, embedded in it."""

_PRINTED = re.compile(r"出力日時.*?\d\d:\d\d")
_AS_OF = re.compile(r"時点：[^　\n\r,]*")
SAYS_ITSELF = re.compile(r"出力日時　?20\d\d年.*\d\d:\d\d　?出力者　?.")
"""When a file was taken and by whom, as it stands in it."""
_HASH = re.compile(r"[0-9a-f]{64,}")
_CELL = re.compile(r"^\w+ s .*出力日時")
"""The cell of a workbook that says when it was taken."""
_STAMPS = re.compile(r"(?m)^(DTSTAMP|CREATED|LAST-MODIFIED)[:;].*\r?\n")
_HEAD = re.compile(r"\d+件　?(?:[0-9a-f]{4} ?){4}")
"""The head of the chain, in which tokens stand that nobody can guess."""


@contextmanager
def region(folder: Path, build: Callable[[Path, Wish], object] = opening.open_or_build) -> Iterator[Path]:
    """The invented region as the database of the program, with what its story leaves out; its connections stay open."""
    path, before = folder / "exports.db", {name: os.environ.get(name) for name in ("CHECKLIST_DB", "CHECKLIST_TODAY")}
    os.environ.update(CHECKLIST_DB=str(path), CHECKLIST_TODAY=TODAY)
    try:
        # The links of questionnaires are printed on their posters.
        with patch("secrets.token_urlsafe", _numbered()):
            build(path, WISH)
        open_file.keep(path)
        with db.writing(path) as connection:
            manager = by(connection, principal(people.by_login(by(connection), MANAGER)))
            visit = _first(connection, "SELECT id FROM visit WHERE state = 'closed' AND host_id = ?", manager.principal)
            finding = _first(
                connection,
                "SELECT p.finding_id FROM improvement_plan p JOIN finding f ON f.id = p.finding_id"
                " JOIN visit v ON v.id = f.visit_id WHERE v.host_id = ?",
                manager.principal,
            )
            visit_papers.add(manager, visit, attachment.check("報告書.jpg", jpeg()))
            improvement_plans.add_proof(manager, finding, attachment.check("掲示.jpg", jpeg()))
        yield path
    finally:
        open_file.let_go(path)
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def _numbered() -> Callable[[int], str]:
    """Tokens that are the same every time."""
    numbers = count(1)
    return lambda size: f"{next(numbers):022d}"


def _first(connection: Database, sql: str, who: Principal) -> int:
    return int(connection.execute(f"{sql} ORDER BY 1", [who.hospital_id]).fetchone()[0])


@dataclass(frozen=True)
class Taken:
    """What one file says, and whether it says when it was taken, and by whom."""

    text: str
    says_itself: bool


def taken(path: Path) -> dict[str, Taken]:
    """Login and address -> the file; refused where one is not handed over."""
    with db.reading(path) as connection:
        logins = {login: principal(people.by_login(by(connection), login)) for login in (SECRETARIAT, MANAGER, CENTER)}
        asked = {login: list(addresses(connection, one)) for login, one in logins.items()}
    found = {}
    for login, who in logins.items():
        client = client_of(who)
        for address in asked[login]:
            answer = client.get(f"/download/{address}")
            assert answer.status_code == 200, (login, address, answer.text)
            text = said(answer.content, answer.headers["content-type"])
            found[f"{login} {address}"] = Taken(_timeless(_lasting(text)), bool(SAYS_ITSELF.search(text)))
    return found


def _timeless(text: str) -> str:
    """Without moments of the real day, when live figures were counted, and without the head of the chain."""
    day = words.moment(clock.now())[: -len("00:00")]
    return _HEAD.sub("", re.sub(rf"{re.escape(day)}\d\d:\d\d", "", text))


def client_of(who: Principal) -> TestClient:
    """The downloads before somebody who is signed in."""
    return TestClient(_As(who, Starlette(routes=downloads.routes)))


class _As:
    """Lets one person in, as the gate does with a cookie."""

    def __init__(self, who: Principal, app: ASGIApp) -> None:
        self.who, self.app = who, app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"] = {"principal": self.who, "runtime": None}
        await self.app(scope, receive, send)


def addresses(connection: Database, who: Principal) -> Iterator[str]:
    """Every kind of file in every format, and the quick ones (CSV, short Excel) of everything the person may read."""
    if who.login == CENTER:
        yield from _of_the_center()
    elif who.login == SECRETARIAT:
        yield from _of_the_region(connection)
    else:
        yield from _of_a_hospital(connection, who.hospital_id or 0)


def _comparisons(*more: str) -> Iterator[str]:
    for query in ("by=classes", *more):
        yield from (f"comparison.{kind}?{YEARS}&{query}" for kind in FORMATS)
    yield f"comparison.csv?{YEARS}&by=classes&chapter=1"


def _of_the_center() -> Iterator[str]:
    yield from _comparisons()
    for query in ("period=fy2025", "period=fy2025&public=1"):
        yield from (f"center/figures.{kind}?{query}" for kind in FORMATS)
    yield from (f"center/activities.{kind}?year=2025" for kind in FORMATS)
    for report in ("annual", "council"):
        for query in ("period=h12025", "period=fy2025&public=1"):
            yield from (f"center/reports/{report}.{kind}?{query}" for kind in FORMATS)
    yield "center/survey.xlsx?year=2025"
    yield from ("center/papers/3.pdf", "center/papers/4.xlsx")
    yield from (f"center/learning.{kind}" for kind in FORMATS)
    yield from (f"center/{name}.{kind}?year=2025" for name in ("casebook", "evaluations") for kind in FORMATS)
    yield from (
        f"center/{name}.{kind}"
        for name in ("options", "cases", "case_mapping", "topics", "guideline")
        for kind in ("csv", "xlsx")
    )
    yield from (f"center/trainings/5/{name}.pdf" for name in ("brief", "announcement", "forwarding"))
    yield from (f"center/trainings/5/attendances.{kind}" for kind in ("csv", "xlsx"))
    yield "center/questionnaires/1/poster.pdf"
    yield from (f"center/questionnaires/1/results.{kind}" for kind in FORMATS)


def _of_the_region(connection: Database) -> Iterator[str]:
    yield from _comparisons("by=hospitals", "by=tracks")
    yield f"comparison.csv?{YEARS}&by=hospitals&class=2&track=self"
    yield from (f"region/annual.{kind}?year=2025" for kind in (*FORMATS, "pptx"))
    for code in ("anzen-1", "anzen-2", "kansen-1"):
        yield from (f"sheets/{code}.{kind}" for kind in FORMATS)
        yield f"sheets/{code}/xlsform.xlsx"
    yield from (f"revisions/1.{kind}" for kind in FORMATS)
    yield from (f"revisions/1/sheet.{kind}" for kind in ("csv", "xlsx"))
    yield from (f"hospitals/template.{kind}" for kind in ("csv", "xlsx"))
    yield from (f"forms/{name}.{kind}" for name in ("sheets", "plan", "travel") for kind in ("csv", "xlsx"))
    for name in ("overdue", "visits", "filings", "region-plans", "criteria"):
        yield from (f"lists/{name}.{kind}" for kind in ("csv", "xlsx"))
    yield from (f"visits/{one}.csv" for one in _ids(connection, "SELECT id FROM visit"))
    yield from (f"visits/{one}.xlsx" for one in _ids(connection, "SELECT min(id) FROM visit GROUP BY state"))
    joint = "SELECT visit_id FROM visit_sheet GROUP BY visit_id HAVING count(*) > 1"
    yield from (f"visits/{one}.{kind}" for one in _ids(connection, joint)[:1] for kind in ("xlsx", "pdf"))
    reports = _ids(connection, "SELECT visit_id FROM report")
    yield from (f"visits/{one}/{paper}.xlsx" for one in reports for paper in ("report", "findings"))
    yield from (f"visits/{one}/report.pdf{edition}" for one in reports[-1:] for edition in ("", "?edition=1"))
    yield from (f"visits/{one}/places.pdf" for one in reports[-1:])
    yield from (f"visits/{one}/day.ics" for one in reports[-1:])
    submitted = "FROM assessment WHERE state <> 'open' AND track <> 'agreed'"
    yield from (f"assessments/{one}.csv" for one in _ids(connection, f"SELECT id {submitted}"))
    for one in _ids(connection, f"SELECT min(id) {submitted} GROUP BY track"):
        yield from (f"assessments/{one}{kind}" for kind in (".xlsx", ".pdf", "/paper.pdf"))


def _of_a_hospital(connection: Database, own: int) -> Iterator[str]:
    yield from _comparisons("by=tracks")
    base = f"hospitals/{own}"
    yield from (f"{base}/criteria.{kind}" for kind in FORMATS)
    yield f"{base}/criteria.csv?on=2026-03-31"
    for name in ("plans", "partners", "filing"):
        yield from (f"{base}/{name}.{kind}" for kind in ("xlsx", "pdf"))
    yield from (f"{base}/incidents.{kind}" for kind in FORMATS)
    yield f"{base}/leader.pdf"
    for record in KINDS:
        yield from (f"{base}/records/{record}.{kind}" for kind in ("csv", "xlsx"))
        yield f"{base}/records/{record}.csv?year=2025"
        yield f"{base}/records/{record}.csv?empty=1"
    yield from (f"{base}/annual.{kind}?year=2025" for kind in (*FORMATS, "pptx"))
    yield f"{base}/submission.zip?on=2026-03-31&parts=conference,visit_report"
    yield f"{base}/evidence-pack.zip"
    yield f"{base}/evidence-pack.pdf?on=2026-03-31"
    for table, path in (("plan_evidence", "evidence"), ("visit_paper", "visit-papers")):
        yield from (f"{path}/{one}" for one in _ids(connection, f"SELECT id FROM {table}"))
    stored = f"SELECT min(id) FROM evidence_document WHERE hospital_id = {own} GROUP BY media_type, kind"
    yield from (f"evidence-documents/{one}" for one in _ids(connection, stored))
    for one in _ids(connection, f"SELECT id FROM visit WHERE host_id = {own} AND state = 'closed'"):
        yield from (f"visits/{one}{part}.{kind}" for part in ("", "/partners") for kind in FORMATS)


def _ids(connection: Database, sql: str) -> list[int]:
    return [row[0] for row in connection.execute(f"{sql} ORDER BY 1")]


def says(content: bytes, media_type: str) -> str:
    """What is in a file, as text, without when it was taken and by whom."""
    return _lasting(said(content, media_type))


def _lasting(text: str) -> str:
    lines = (line for line in text.split("\n") if not _CELL.search(line))
    return _AS_OF.sub("", _PRINTED.sub("", "\n".join(lines)))


def said(content: bytes, media_type: str) -> str:
    """Everything that is in a file, as text.

    CSV is ours to the last byte. The bytes of Excel and PDF belong to XlsxWriter and Typst, of pictures to Pillow, and
    change with their versions; so these are told by their cells, their words and their size in pixels.
    """
    if media_type == CSV.media_type:
        return content.decode("utf-8")
    if media_type.startswith("text/calendar"):
        return _STAMPS.sub("", content.decode("utf-8"))
    if media_type == ZIP.media_type:
        return "\n".join(_members(content))
    if media_type == EXCEL.media_type:
        return _cells(content)
    if media_type == PDF.media_type:
        # No machine may put a sign of its own in the place of one of ours.
        assert pdf_text.fonts(content).items() <= FONTS.items(), pdf_text.fonts(content)
        return _words(content)
    if media_type == SLIDES.media_type:
        return _slides(content)
    return str(Image.open(io.BytesIO(content)).size)


def _members(content: bytes) -> Iterator[str]:
    """Every file of an archive; their own hashes, which a listing names, are as little ours as their bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        for one in pack.infolist():
            kind = KNOWN.get(one.filename.rpartition(".")[2], "image/jpeg")
            yield f"{one.filename} {one.date_time}\n{_HASH.sub('-', says(pack.read(one), kind))}"


def _cells(content: bytes) -> str:
    """Every cell of every sheet with its format, and the titles of the charts."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    lines = []
    for sheet in book:
        lines.append(f"{sheet.title} {sheet.freeze_panes} {sheet.auto_filter.ref} {len(sheet._charts)}")
        # A workbook without a front says in its margin when it was taken.
        margin = " ".join(filter(None, (one.text for one in (sheet.oddFooter.left, sheet.oddFooter.center))))
        lines += [f"margin s {sheet.title} {margin}"] if "出力日時" in margin else []
        lines += [
            f"{cell.coordinate} {cell.data_type} {cell.number_format} {cell.value}"
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        ]
    return "\n".join(lines)


def _slides(content: bytes) -> str:
    """The words of every slide, and the numbers of its charts."""
    lines = []
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_chart:
                lines += [f"{one.name} {tuple(one.values)}" for one in shape.chart.plots[0].series]
            elif shape.has_table:
                lines += [cell.text for row in shape.table.rows for cell in row.cells]
            else:
                lines.append(shape.text_frame.text)
    return "\n".join(lines)


def _words(content: bytes) -> str:
    """The words of every page, without white space."""
    pages = ("".join(page.split()) for page in pdf_text.pages(content))
    return _HASH.sub("-", "\n".join(pages))


def listing(found: Mapping[str, Taken]) -> str:
    """One line for each file."""
    lines = (f"{hashlib.sha256(one.text.encode()).hexdigest()}  {name}\n" for name, one in found.items())
    return "".join([HEAD, *lines])


def write(folder: Path | None) -> None:
    """Write the hashes, and what was hashed if somebody wants to see it."""
    with TemporaryDirectory() as place, region(Path(place)) as path:
        found = taken(path)
    PLACE.write_text(listing(found), encoding="utf-8")
    for name, one in found.items() if folder else ():
        (folder or Path()).joinpath(re.sub(r"[/?]", "_", name) + ".txt").write_text(one.text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
