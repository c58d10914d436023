"""Somebody looks for closed items and drafts on every path that is open to all: page, papers, file properties, headers, sources."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

from checklist.model.center.activities import CouncilItem, CouncilMeeting
from checklist.model.center.council import ReportRemark
from checklist.store import db
from checklist.store.act import Act
from checklist.store.center import council, observers
from checklist.store.center.council import Drawn
from checklist.store.files import files
from checklist.store.records import records
from tests import pdf_text
from tests.center_council import CLOSED, COMING, MEETING, MEMBER, OPEN, consultations, freeze, keep
from tests.center_desk import acting, staff
from tests.world import World

MARK = "しるし"
TODAY = date(2026, 11, 22)
DRAFT = replace(MEETING, name=f"{MARK}下書きの会議", place=f"{MARK}会場", published_on=None)
SECRET = replace(CLOSED, papers=f"{MARK}非公開の資料", opinions=f"{MARK}非公開の意見")


SPELLINGS = (
    "papers/N", "papers/", "papers/N.pdf/", "papers/%31%30.pdf", "papers/N.pdf?closed=0", "papers/../papers/N.pdf", "papers/-N.pdf",
    "papers/٣.pdf", "papers/99999999999999999999.pdf", "papers/N%2epdf", "papers/0x1.pdf", "PAPERS/N.pdf",
)  # fmt: skip
"""Ways to write the address of a paper (N) that is not open."""


def everything_in(content: bytes, media_type: str) -> str:
    """All that a file says: its text, its properties, and its bytes as they are."""
    told = content.decode("latin-1") + content.decode("utf-8", "replace") + content.decode("utf-16-be", "replace")
    if "pdf" in media_type:
        reader = PdfReader(io.BytesIO(content))
        told += "".join(pdf_text.pages(content)) + repr(dict(reader.metadata or {}))
        told += repr(reader.xmp_metadata.rdf_root.toxml() if reader.xmp_metadata else "") + repr(reader.outline)
    elif "sheet" in media_type:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            told += "".join(pack.read(one).decode("utf-8", "replace") + one for one in pack.namelist())
    return told.replace("\n", "")


@pytest.fixture
def planted(world: World) -> list[int]:
    """A published meeting beside drafts, with a mark in everything that must stay inside; every paper that there is."""
    consultations(world, summary=f"{MARK}要旨", wish=f"{MARK}要望", topic=f"{MARK}話題", facility_name=f"{MARK}病院")
    meeting, first, closed, _, drafted, coming, titled, _ = keep(
        world, MEETING, OPEN, SECRET, DRAFT, replace(OPEN, title=f"{MARK}議題", opinions=f"{MARK}意見"),
        replace(COMING, announced_on=TODAY), replace(OPEN, title="予定の議題", papers=f"{MARK}準備", opinions=f"{MARK}下書き"),
        replace(MEMBER, name=f"{MARK} 委員"),
    )  # fmt: skip
    with acting(staff(world)) as act:
        observers.register(act, coming, "applied", f"{MARK} 傍聴", f"{MARK}連絡先", f"{MARK}配慮")
        council.save_item(act, replace(OPEN, title=f"{MARK}会議のない議題"))
        gone = council.save_item(act, replace(OPEN, meeting_id=meeting, title=f"{MARK}取消"))
        records.withdraw(act, CouncilItem, gone, 1, "誤り")
        records.save(act, None, ReportRemark(held_on=TODAY, period="fy2024", part="work", text=f"{MARK}文章"))
        lost = records.save(act, None, replace(MEETING, name=f"{MARK}取り消した会議"))
        records.withdraw(act, CouncilMeeting, lost, 1, f"{MARK}理由")
    found = [one for item in (first, drafted, titled) for one in freeze(world, item)]
    found += freeze(world, closed, "council", "fy2025")
    taken = freeze(world, first, "activities", "fy2026")
    with acting(staff(world)) as act:
        council.take_back(act, taken[0].id, f"{MARK}取り下げ")
    return [one.id for one in (*found, *taken)]


def test_no_mark_is_found_on_any_open_path(planted: list[int], world: World, anyone: TestClient) -> None:
    page = anyone.get("/public/council")
    told = {"/public/council": page.text + repr(page.headers)}
    for paper in range(max(planted) + 3):
        for file in ("pdf", "xlsx", "PDF", "csv", "html"):
            answer = anyone.get(f"/public/council/papers/{paper}.{file}", follow_redirects=False)
            if answer.status_code == 200:
                kind = answer.headers["content-type"]
                told[f"{paper}.{file}"] = everything_in(answer.content, kind) + repr(answer.headers)
            else:
                assert answer.status_code in (303, 401, 404), (paper, file)
                assert MARK not in answer.text
    # The two files of the one open item of the published meeting, and of the report that is left of two.
    assert [one for one in told if one != "/public/council"] == [
        f"{planted[0]}.pdf",
        f"{planted[1]}.xlsx",
        f"{planted[-1]}.xlsx",
    ]
    for path, text in told.items():
        assert MARK not in text, path
        assert MARK.encode("utf-16-be").decode("latin-1") not in text, path
    assert OPEN.title in told["/public/council"]
    assert "上半期" in told[f"{planted[0]}.pdf"]
    linked = {one.split('"')[0] for one in page.text.split('href="')[1:]}
    assert linked == {f"/public/council/papers/{one}" for one in told if one != "/public/council"}
    assert "2026年9月25日（金）" in page.text
    assert "<script" not in page.text
    assert "<!--" not in page.text
    for path in SPELLINGS:
        answer = anyone.get(f"/public/council/{path}".replace("N", str(planted[2])), follow_redirects=False)
        assert answer.status_code in (303, 400, 401, 404), path
        assert MARK not in answer.text


@pytest.fixture
def paper(world: World) -> str:
    """The address of a paper of an open item of a published meeting."""
    _, item = keep(world, MEETING, OPEN)
    drawn = Drawn("council", "h12026", True, "a" * 64, "資料", datetime(2026, 8, 20, tzinfo=UTC), (("pdf", b"%PDF-1"),))
    with acting(staff(world)) as act:
        return f"/public/council/papers/{council.freeze(act, item, drawn)[0]}.pdf"


CHANGES: dict[str, Callable[[Act, CouncilItem, CouncilMeeting], object]] = {
    "closed": lambda act, item, _: council.save_item(act, replace(item, closed=True, closed_reason="個人情報")),
    "unpublished": lambda act, _, meeting: records.save(act, None, replace(meeting, published_on=None)),
    "of tomorrow": lambda act, _, meeting: records.save(act, None, replace(meeting, published_on=date(2026, 11, 23))),
    "meeting withdrawn": lambda act, _, meeting: records.withdraw(act, CouncilMeeting, 1, meeting.version, "誤り"),
    "item withdrawn": lambda act, item, _: records.withdraw(act, CouncilItem, 1, item.version, "誤り"),
    "without a meeting": lambda act, item, _: council.save_item(act, replace(item, meeting_id=None)),
    "taken back": lambda act, *_: council.take_back(act, 1, "差し替え"),
}
"""What may become of it."""


@pytest.mark.parametrize("change", CHANGES)
def test_a_paper_that_was_open_is_gone_at_once(change: str, paper: str, world: World, anyone: TestClient) -> None:
    assert anyone.get(paper).status_code == 200
    with acting(staff(world)) as act:
        CHANGES[change](act, records.get(act, CouncilItem, 1), records.get(act, CouncilMeeting, 1))
    assert anyone.get(paper).status_code == 404
    assert paper not in anyone.get("/public/council").text


def test_a_paper_is_handed_over_as_a_file_of_its_kind_and_a_damaged_one_is_not(paper: str, anyone: TestClient) -> None:
    answer = anyone.get(paper)
    assert (answer.content, answer.headers["content-type"]) == (b"%PDF-1", "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert anyone.get(paper.replace(".pdf", ".xlsx")).status_code == 404
    with db.reading() as connection:
        files.place(files.folder(connection), files.digest(b"%PDF-1")).write_bytes(b"other")
    assert anyone.get(paper).status_code == 404
