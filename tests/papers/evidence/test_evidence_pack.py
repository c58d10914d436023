"""The evidence pack: what the index says is what is in it, on Windows as well, for any day, and for its own people only."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from checklist import words
from checklist.errors import Forbidden, Refused
from checklist.formats.zip_file import LONGEST, PackFile, archive, safe
from checklist.model.criteria import Certainty, Result
from checklist.model.records.incidents import IncidentCount
from checklist.papers.evidence import evidence_index, evidence_pack, evidence_pages, evidence_pdf
from checklist.papers.evidence.evidence_pack import Pack
from checklist.readings import criteria, criteria_words
from checklist.rules.criteria.evaluation import Judgement
from checklist.rules.evidence.evidence_days import DocumentFields
from checklist.store import clock, db
from checklist.store.accounts import people
from checklist.store.act import acting
from checklist.store.closing import erasures, findings
from checklist.store.evidence import evidence_documents
from checklist.store.files import attachment, files
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from tests import cycle
from tests.attached_files import office, pdf
from tests.cycle import who
from tests.pictures import jpeg, photograph, png
from tests.world import HOST, World, by, principal

DAY = date(2026, 3, 31)
"""The last day of a fiscal year within the 令和6 set, when every visit of the year is over."""


def of_demo(code: str = "H001", on: date = DAY) -> Pack:
    with db.reading() as connection:
        hospital = hospitals.by_code(by(connection), code)
        manager = people.by_login(by(connection), f"manager.{code.lower()}")
        return evidence_pack.collect(by(connection, principal(manager)), hospital.id, on)


@pytest.fixture(scope="module")
def pack(demo_file: Path) -> Pack:
    """The pack of the first hospital of the demo on the day."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("CHECKLIST_DB", str(demo_file))
        monkeypatch.setenv("CHECKLIST_TODAY", "2026-11-22")
        return of_demo()


def listed(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_index_names_every_file_with_its_true_hash(pack: Pack) -> None:
    with zipfile.ZipFile(io.BytesIO(evidence_pack.as_zip(pack))) as found:
        assert found.testzip() is None
        lines = listed(found.read("目次.csv"))
        assert {line["ファイル"] for line in lines} | {"00_目次.pdf", "目次.csv"} == set(found.namelist())
        for line in lines:
            assert hashlib.sha256(found.read(line["ファイル"])).hexdigest() == line["SHA-256"], line["ファイル"]
        assert len(found.namelist()) == len(set(found.namelist())) > 30


def test_an_independent_reader_opens_it_and_reads_the_japanese_names(pack: Pack, tmp_path: Path) -> None:
    target = tmp_path / "pack.zip"
    target.write_bytes(evidence_pack.as_zip(pack))
    done = subprocess.run(
        ["unzip", "-q", str(target), "-d", str(tmp_path / "out")], env={**os.environ, "LC_ALL": "C.UTF-8"}, check=False
    )
    assert done.returncode == 0
    names = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert names == {*(one.place for one in pack.files), "00_目次.pdf", "目次.csv"}


def test_every_name_is_right_on_windows(pack: Pack) -> None:
    with zipfile.ZipFile(io.BytesIO(evidence_pack.as_zip(pack))) as found:
        for entry in found.infolist():
            assert entry.flag_bits & 0x800 or entry.filename.isascii(), entry.filename
            assert len(entry.filename) <= 160
            for part in entry.filename.split("/"):
                assert part == safe(part)
                assert len(part) <= LONGEST + 4
                assert not set(part) & set('<>:"\\|?*')
                assert not part.endswith((".", " "))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("議事録 4月.pdf", "議事録 4月.pdf"),
        ('a<b>:"c/d\\e|f?*.pdf', "a_b___c_d_e_f__.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("議事録\u202efdp.exe.pdf", "議事録_fdp.exe.pdf"),
        ("lpt1", "_lpt1"),
        ("...", "_"),
        ("題 . .pdf", "題.pdf"),
        ("改\r\n行.docx", "改__行.docx"),
        ("か\u3099.pdf", "が.pdf"),
        ("長" * 200 + ".pdf", "長" * (LONGEST - 4) + ".pdf"),
    ],
)
def test_a_name_is_made_safe(name: str, expected: str) -> None:
    assert safe(name) == expected


def test_the_same_day_gives_the_same_bytes(pack: Pack, demo_db: Path) -> None:
    again = of_demo()
    assert again.files == tuple(replace(one, paper=two.paper) for one, two in zip(pack.files, again.files, strict=True))
    assert evidence_pack.as_zip(again) == evidence_pack.as_zip(pack)


def test_everything_stands_in_the_order_of_the_inspection(pack: Pack) -> None:
    places = [one.place for one in pack.files]
    assert places == sorted(places)
    assert places[0] == "01_施設基準の判定.pdf"
    heads = {place.split("/")[0] for place in places}
    assert heads == {"01_施設基準の判定.pdf", "02_活動記録", "03_評価報告書", "04_証拠書類"}
    reports = [one.kind for one in pack.files if one.requirement_kind == "visit_report"]
    assert {"評価報告書（受けた評価）", "評価報告書（行った訪問の控え）"} == set(reports)
    numbers = [one.requirement.inspection for one in evidence_index.judgements(pack.evaluation)]
    assert numbers == sorted(numbers)


def test_one_pdf_holds_the_same_with_page_numbers_that_are_true(pack: Pack) -> None:
    content = evidence_pack.as_pdf(pack)
    reader = PdfReader(io.BytesIO(content))
    text = " ".join(page.extract_text() for page in reader.pages[:12])
    for word in ("要件と資料", "収録したファイル", "求められる書類", "施設基準の判定.pdf"):
        assert word in text
    starts = {str(one.title): reader.get_destination_page_number(one) for one in reader.outline}  # type: ignore[union-attr,arg-type]
    assert starts["目次"] == 0
    conference = next(name for name in starts if name.startswith("カンファレンスの記録"))
    assert conference.removesuffix("件）").rpartition("（")[2].isdigit()
    assert "カンファレンス" in reader.pages[starts[conference] or 0].extract_text()
    assert all((starts[one.title] or 0) > 0 for one in pack.files)


def test_a_later_record_changes_nothing_of_an_earlier_day(pack: Pack, demo_db: Path) -> None:
    first = of_demo(on=date(2025, 8, 1))
    assert max(one.dated_on for one in first.files if one.dated_on) == date(2025, 8, 1)
    assert len(first.files) < len(pack.files)
    assert all("2026" not in one.title for one in first.files)


@pytest.mark.parametrize("on", [date(2026, 11, 23), date(2020, 4, 1)])
def test_a_day_to_come_or_before_the_rules_is_refused(demo_db: Path, on: date) -> None:
    with pytest.raises(Refused):
        of_demo(on=on)


def judged(code: str, on: date) -> list[Judgement]:
    with db.reading() as connection:
        hospital = hospitals.by_code(by(connection), code)
        manager = principal(people.by_login(by(connection), f"manager.{code.lower()}"))
        return evidence_index.judgements(criteria.evaluation(by(connection, manager), hospital.id, on))


def test_since_june_2026_answers_are_told_as_they_are_and_marked_as_far_as_they_were_confirmed(demo_db: Path) -> None:
    chosen = judged("H001", date(2026, 8, 1))
    assert "適" in {criteria_words.result_word(one) for one in chosen}
    assert {one.requirement.certainty for one in chosen} == {Certainty.CONFIRMED, Certainty.UNSEEN}


def test_in_the_demo_some_meet_everything_some_miss_one_and_some_several(demo_db: Path) -> None:
    missed = {
        code: {one.requirement.code for one in judged(code, DAY) if one.verdict.result is not Result.MET}
        for code in ("H001", "H003", "H004", "H005", "H007")
    }
    assert missed["H001"] == set()
    assert missed["H003"] == {"safety-1.system-a-hours"}
    assert missed["H004"] == {"safety-2.department-c-weekly"}
    assert missed["H005"] == {"safety-1.system-a"}
    assert len(missed["H007"]) >= 4


FIELDS = DocumentFields("organisation", "組織図/医療安全: 第1版?", date(2026, 4, 1))


def test_documents_come_along_and_what_cannot_be_a_page_is_listed(world: World) -> None:
    manager, host = who(world, "manager.h01"), world.hospitals[HOST]
    given = [("組織図.pdf", pdf(2)), ("写真.jpg", jpeg()), ("図.png", png()), ("名簿.xlsx", office("xlsx"))]
    with db.writing() as connection:
        for name, content in given:
            evidence_documents.add(by(connection, manager), host, FIELDS, attachment.check(name, content))
        found = evidence_pack.collect(by(connection, manager), host, date(2026, 5, 1))
    own = [one for one in found.files if one.requirement_kind == "organisation"]
    assert [one.content for one in own] == [content for _, content in given]
    assert {one.place.split("/")[1] for one in own} == {"03_組織図・設置要綱"}
    assert own[0].place.endswith("/01_組織図_医療安全_ 第1版_.pdf")
    told: dict[str, str] = {}

    def index(pages: object) -> bytes:
        told.update(pages)  # type: ignore[call-overload]
        return pdf()

    merged = PdfReader(io.BytesIO(evidence_pdf.merged(own, index, "題")))
    assert [told[one.place] for one in own] == ["2", "4", "5", "別ファイル"]
    assert len(merged.pages) == 5


def test_a_pdf_that_cannot_be_read_is_listed_and_does_not_stop_the_rest() -> None:
    broken = PackFile("a.pdf", "種類", "壊れた書類", b"%PDF-1.7\n%%EOF", "application/pdf")
    whole = PackFile("b.pdf", "種類", "書類", pdf(), "application/pdf")
    told: dict[str, str] = {}

    def index(pages: object) -> bytes:
        told.update(pages)  # type: ignore[call-overload]
        return pdf()

    assert len(PdfReader(io.BytesIO(evidence_pdf.merged([broken, whole], index, "題"))).pages) == 2
    assert told == {"a.pdf": "別ファイル", "b.pdf": "2"}


def crowded() -> bytes:
    """A PDF of a few megabytes that names its one page a million times: whoever reads it fills the memory."""
    parts = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        b"2 0 obj<</Type/Pages/Count 1000000/Kids[" + b"3 0 R " * 1_000_000 + b"]>>endobj",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj",
    ]
    starts = [9]
    for part in parts:
        starts.append(starts[-1] + len(part) + 1)
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % start for start in starts[:3])
    end = b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % starts[3]
    return b"%PDF-1.7\n" + b"\n".join(parts) + b"\n" + table + end


def test_a_pdf_that_takes_too_much_is_listed_and_fills_no_memory_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_pages, "LIMITS", replace(evidence_pages.LIMITS, memory=400 * 1024 * 1024))
    for name in ("_bind", "_put_together"):
        monkeypatch.setattr(evidence_pages, name, lambda work: pytest.fail("read in the process that serves others"))
    content = attachment.check("a.pdf", crowded()).content
    files = [PackFile(f"{one}.pdf", "種類", one, pdf(), "application/pdf") for one in "bc"]
    files.insert(1, PackFile("a.pdf", "種類", "数えきれない書類", content, "application/pdf"))
    told: dict[str, str] = {}

    def index(pages: object) -> bytes:
        told.update(pages)  # type: ignore[call-overload]
        return pdf()

    book = PdfReader(io.BytesIO(evidence_pdf.merged(files, index, "題")))
    assert told == {"b.pdf": "2", "a.pdf": "別ファイル", "c.pdf": "3"}
    assert len(book.pages) == 3
    assert book.metadata is not None
    assert (book.metadata.title, book.metadata.author) == ("題", words.PRODUCT)
    # Opened with its bookmarks beside it.
    assert book.page_mode == "/UseOutlines"
    assert str(book.root_object["/Lang"]) == "ja"
    assert [(one.title, book.get_destination_page_number(one)) for one in book.outline] == [  # type: ignore[union-attr, arg-type]
        ("目次", 0),
        ("b", 1),
        ("c", 2),
    ]


def test_a_pack_that_is_too_much_for_one_pdf_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_pages, "LIMITS", replace(evidence_pages.LIMITS, seconds=0))
    with pytest.raises(Refused, match="ZIPで取り出してください"):
        evidence_pdf.merged([], lambda pages: pdf(), "題")


def test_a_hospital_without_anything_gets_a_pack_that_says_so(world: World) -> None:
    with db.reading() as connection:
        host = world.hospitals[HOST]
        found = evidence_pack.collect(by(connection, who(world, "leader.h01")), host, date(2026, 5, 1))
    assert [one.place for one in found.files] == ["01_施設基準の判定.pdf"]
    with zipfile.ZipFile(io.BytesIO(evidence_pack.as_zip(found))) as opened:
        assert len(listed(opened.read("目次.csv"))) == 1
    assert "不足している書類" in PdfReader(io.BytesIO(evidence_pack.as_pdf(found))).pages[0].extract_text()


def test_a_document_that_the_disk_has_lost_is_told_by_its_name(world: World) -> None:
    manager, host = who(world, "manager.h01"), world.hospitals[HOST]
    with db.writing() as connection:
        evidence_documents.add(by(connection, manager), host, FIELDS, attachment.check("組織図.pdf", pdf(2)))
        for path in files.folder(connection).rglob("*"):
            if path.is_file():
                path.unlink()
        with pytest.raises(
            Refused, match=r"「組織図/医療安全: 第1版\?」（2026年4月1日（水））のファイルが保存場所にない"
        ):
            evidence_pack.collect(by(connection, manager), host, date(2026, 5, 1))


def test_the_report_in_the_pack_shows_the_photos_of_its_findings_and_no_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A report counts from the moment of its seal, which `CHECKLIST_TODAY` does not move.
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 3, tzinfo=UTC))
    red, _ = (photograph(world, "evaluator.h02", world.visitor_assessment, one, "1-05", one) for one in ("red", "blue"))
    cycle.meeting(world)
    finding = cycle.noted(world)
    with acting(who(world, "evaluator.h02")) as act:
        findings.choose_photos(act, finding, 1, [red])
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    cycle.handed_over(world)

    def shown(*contents: bytes) -> list[tuple[int, ...]]:
        """Red, green and blue of every picture, full or not at all."""
        found = [
            one.data for content in contents for page in PdfReader(io.BytesIO(content)).pages for one in page.images
        ]
        first = [Image.open(io.BytesIO(one)).convert("RGB").tobytes()[:3] for one in found]
        return [tuple(round(part / 255) for part in one) for one in first]

    def report_of(found: Pack) -> bytes:
        """The report as it lies in the archive."""
        (place,) = [one.place for one in found.files if one.requirement_kind == "visit_report"]
        with zipfile.ZipFile(io.BytesIO(evidence_pack.as_zip(found))) as opened:
            return opened.read(place)

    with acting(who(world, "manager.h01")) as act:
        whole = evidence_pack.collect(act, world.hospitals[HOST], act.today)
    assert shown(report_of(whole), evidence_pack.as_pdf(whole)) == [(1, 0, 0)] * 2
    with acting(who(world, "secretariat")) as act:
        erasures.erase_photo(act, red, "患者名")
    with acting(who(world, "manager.h01")) as act:
        assert shown(report_of(evidence_pack.collect(act, world.hospitals[HOST], act.today))) == []


def test_the_counts_of_incidents_come_along_and_stand_beside_what_they_are_shown_for(world: World) -> None:
    manager, host, on = who(world, "manager.h01"), world.hospitals[HOST], date(2026, 11, 1)
    with db.reading() as connection:
        before = evidence_pack.collect(by(connection, manager), host, on)
    with db.writing() as connection:
        for month in (date(2026, 9, 30), date(2026, 11, 30)):
            counted = IncidentCount(held_on=month, profession="nurse", level_1=30, level_3b=0)
            records.save(by(connection, manager), host, counted)
    with db.reading() as connection:
        after = evidence_pack.collect(by(connection, manager), host, on)
    new = [one for one in after.files if one.place not in {two.place for two in before.files}]
    assert [(one.place.partition("_")[2], one.title) for one in new] == [
        ("活動記録/06_インシデント報告.xlsx", "インシデント報告の記録（1件）")
    ]
    assert [one.result for one in after.evaluation.judgements] == [one.result for one in before.evaluation.judgements]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(evidence_pack.as_pdf(after))).pages)
    assert "インシデント報告 2026年9月" in text.replace("\n", "")
    assert "2026年11月　" not in text


@pytest.mark.parametrize(
    "login", ["evaluator.h01", "manager.h02", "leader.h02", "evaluator.h02", "secretariat", "center", "admin"]
)
def test_nobody_else_gets_a_pack(world: World, login: str) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE hospital SET shares_entitlement = 1")
    with db.reading() as connection, pytest.raises(Forbidden):
        evidence_pack.collect(by(connection, who(world, login)), world.hospitals[HOST], date(2026, 5, 1))


def test_an_archive_says_its_day_and_no_other() -> None:
    content = archive([PackFile("a/題.pdf", "種類", "題", b"x", "application/pdf")], DAY)
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert [(one.filename, one.date_time[:3]) for one in found.infolist()] == [("a/題.pdf", (2026, 3, 31))]
