"""What is handed to the inspectors: cover, order, numbers on every page, no judgement, and only what was chosen."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from checklist.errors import Forbidden, Refused
from checklist.formats import pdf as pdf_file
from checklist.papers.evidence import evidence_index, submission
from checklist.papers.evidence.submission import SEALED, Submission
from checklist.papers.hospitals import filing_form
from checklist.rules.evidence.evidence_days import DocumentFields
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.evidence import evidence_documents
from checklist.store.files import attachment
from checklist.store.hospitals import hospitals
from tests.attached_files import office, pdf
from tests.cycle import who
from tests.pictures import jpeg
from tests.world import HOST, World, by, principal

DAY = date(2026, 3, 31)
JUDGED = ("要確認", "試算", "不足", "必要な対応", "目安", "推定", "SHA", "wic-net", "yakuyomi", "http")


def of_demo(parts: tuple[str, ...] | None, login: str = "manager.h001") -> Submission:
    with db.reading() as connection:
        hospital = hospitals.by_code(by(connection), "H001")
        return submission.collect(by(connection, principal(people.by_login(by(connection), login))), hospital.id, DAY, parts)  # fmt: skip


def front(found: Submission) -> str:
    with db.reading():
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_file.document(submission.cover_and_index(found, {})))).pages)  # fmt: skip
    return "".join(text.split())


def test_the_front_says_whose_papers_these_are_and_judges_nothing(demo_db: Path) -> None:
    found = of_demo(None)
    text = front(found)
    for word in ("H001", "受理番号", "算定開始", "保医発0305第5号", "2026年3月31日"):
        assert word in text, word
    assert all(one.receipt_number in text for one in found.filings)
    assert len(found.filings) == 2
    assert not [word for word in JUDGED if word in text.replace("https://www.mhlw.go.jp", "")]
    assert not [one for one in found.files if one.kind == "判定"]


def test_only_what_was_chosen_is_in_it_and_nothing_at_all_is_refused(demo_db: Path) -> None:
    assert {one.requirement_kind for one in of_demo(("conference", SEALED)).files} == {"conference", SEALED}
    for nothing in ((), ("no such kind",)):
        with pytest.raises(Refused):
            of_demo(nothing)
    with pytest.raises(Forbidden):
        of_demo(None, "secretariat")


def test_files_stand_in_the_order_in_which_the_inspection_asks(demo_db: Path) -> None:
    found = of_demo(None)
    order = submission._order(evidence_index.judgements(found.evaluation))
    first, *files = found.files
    assert first.requirement_kind == submission.FILING
    places = [order.get(one.requirement_kind, len(order)) for one in files]
    assert places == sorted(places)
    assert len(set(places)) > 5


def test_every_page_bears_its_number_in_the_whole_and_the_index_names_it(world: World) -> None:
    manager, host = who(world, "manager.h01"), world.hospitals[HOST]
    given = [("組織図.pdf", pdf(2)), ("写真.jpg", jpeg()), ("名簿.xlsx", office("xlsx"))]
    fields = DocumentFields("organisation", "組織図", date(2026, 4, 1))
    with db.writing() as connection:
        for name, content in given:
            evidence_documents.add(by(connection, manager), host, fields, attachment.check(name, content))
        found = submission.collect(by(connection, manager), host, date(2026, 5, 1), ("organisation",))
    with zipfile.ZipFile(io.BytesIO(submission.render(found, "zip"))) as pack:
        whole, beside = pack.namelist()
        assert beside.startswith("別添/")
        assert beside.endswith("組織図.xlsx")
        content = pack.read(whole)
    reader = PdfReader(io.BytesIO(content))
    count = len(reader.pages)
    for number, page in enumerate(reader.pages, 1):
        assert f"{number} / {count}" in page.extract_text()
    starts = {str(one.title): (reader.get_destination_page_number(one) or 0) + 1 for one in reader.outline}  # type: ignore[union-attr,arg-type]
    index = "".join("".join(page.extract_text() for page in reader.pages[: starts["組織図"] - 1]).split())
    pages = [str(count - 2), str(count), "別ファイル"]
    assert re.search("組織図2026年4月1日（水）" + pages[0], index)
    assert all(one in index for one in pages)


def test_no_link_but_to_the_ministry_is_left() -> None:
    text = "通知（保医発0305第5号） https://www.mhlw.go.jp/a.pdf 解説 https://wic-net.com/x/1 "
    assert filing_form.official(text).strip() == "通知（保医発0305第5号） https://www.mhlw.go.jp/a.pdf 解説"
