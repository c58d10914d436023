"""Every place that takes a file: what is wrong with it is told in a sentence, nothing of it stays, and it is still chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from checklist.formats import grid_file
from checklist.imports import hospital_file
from checklist.store import db
from checklist.store.files import attachment, files
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from tests import cycle
from tests.attached_files import office, pdf
from tests.pictures import bomb, jpeg
from tests.ui import screens
from tests.ui.screens import faults, open_page, press
from tests.ui.test_empty_region import shown
from tests.world import World, by


@dataclass(frozen=True)
class Place:
    """Where a file is taken: who opens which page, and the button below it; an id of the scene by its name."""

    login: str
    page: str
    button: str
    ids: tuple[str, ...] = ()
    address: Mapping[str, object] = field(default_factory=dict)


TABLES = {
    "hospitals": Place("secretariat", "hospitals", "ファイルを読み込む"),
    "people": Place("admin", "accounts", "ファイルを読み込む"),
    "sheets": Place("secretariat", "sheets", "点検表を読み込む"),
    "conferences": Place("manager.h01", "records", "記録を取り込む"),
    "courses": Place("manager.h01", "records", "記録を取り込む", address={"kind": "course"}),
}
DOCUMENTS = {
    "evidence": Place("manager.h01", "evidence", "書類を登録する"),
    "visit papers": Place("manager.h01", "visits", "書類を登録する", ("visit",), {"part": "paperwork"}),
    "plan evidence": Place("manager.h01", "improvements", "資料を登録する", ("finding",)),
}
HEADER = ",".join(hospital_file.COLUMNS)

# What is wrong with a table: its name, its content, and the sentence.
BAD_TABLES = [
    ("表.csv", b"", "表.csv ファイルが空です。"),
    ("表.csv", b"\xef\xbb\xbf", "ありません。"),
    ("表.csv", "コード".encode("utf-16"), "ありません。"),
    ("表.csv", b"\x81\xff,\xa0", "文字コードを判別できません。UTF-8またはShift_JISで保存してください。"),
    ("表.csv", b"x" * (grid_file.FILE_LIMIT + 1), "ファイルが大きすぎます（5MBまで）。"),
    ("表.csv", b"a\n" * (grid_file.ROW_LIMIT + 1), "表が大きすぎます（2000行、40列まで）。"),
    (
        "表.xlsx",
        b"PK\x03\x04 broken",
        "ファイルを開けません。壊れているか、パスワードが設定されている可能性があります。",
    ),
    ("表.xlsx", office("docx"), "ファイルを開けません。"),
    ("表.xls", b"\xd0\xcf\x11\xe0" + bytes(512), "ファイルを開けません。"),
    (
        "表.xlsx",
        b"\xd0\xcf\x11\xe0" + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
        "パスワードが設定されています。パスワードを外して保存し直してください。",
    ),
    ("写真.csv", jpeg(), "文字コードを判別できません。"),
    ("議事録.csv", pdf(), "1行目"),
    ("他の表.csv", b"name,number\nA,3\n", "1行目"),
]

# What is wrong with a document: its name, its content, and the sentence.
BAD_DOCUMENTS = [
    ("書類.pdf", b"", "PDF、JPEG、PNG、Word、Excel、PowerPointのファイルを選んでください。"),
    ("書類.pdf", b"<html>", "PDF、JPEG、PNG、Word、Excel、PowerPointのファイルを選んでください。"),
    ("書類.pdf", pdf()[:-200], "PDFが途中で切れているか、壊れています。"),
    ("書類.pdf", pdf(password="secret"), "パスワードや制限の付いたPDFは登録できません。"),
    ("書類.docx", b"PK\x03\x04 broken", "Officeのファイルとして読み取れません。"),
    ("書類.docx", office("docx", macro=True), "マクロを含むファイルは登録できません。"),
    ("書類.jpg", jpeg()[:300], "画像として読み取れないファイルです。JPEGまたはPNGの写真を選んでください。"),
    ("書類.png", bomb(), "画像の画素数が大きすぎるため、保存できません。"),
    ("書類.pdf", b"%PDF-1.7" + bytes(attachment.MOST_BYTES), "ファイルが大きすぎます。20MBまでです。"),
]

KEPT = ("hospital", "filing", "person", "sheet_version", "item", "conference", "course", "evidence_document", "visit_paper",
        "plan_evidence")  # fmt: skip


def kept() -> tuple[dict[str, int], list[Path]]:
    """How much of everything that a file may add is stored, and the files beside the database."""
    with db.reading() as connection:
        counts = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in KEPT}
        return counts, list(files.stored(files.folder(connection)))


@pytest.fixture
def scene(world: World) -> dict[str, int]:
    """A sealed report with a finding that has a plan, to which a file can be attached."""
    finding = cycle.sealed(world)
    with db.writing() as connection:
        improvement_plans.save(by(connection, cycle.who(world, "manager.h01")), finding, 0, PlanFields("改善する"))
    return {"visit": world.visit, "finding": finding}


def opened(place: Place, world: World, scene: Mapping[str, int], monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page with what stands beside the file filled in."""
    screens.sign_in(monkeypatch, world.people[place.login].id)
    screen = open_page(place.page, **{name: scene[name] for name in place.ids}, **place.address)
    assert len(screen.file_uploader) == 1
    if place.page == "evidence":
        screen.text_input(key="evidence-new-r0-title").set_value("4月の議事録")
        screen.text_input(key="evidence-new-r0-day").set_value("2026/5/20")
    return screen


OF_OTHERS = "「病院」と「届出」は地域事務局のみが取り込めます。"


def first_sentence(told: str) -> str:
    """The first sentence of a refusal, which is followed by the number of faults and what to do."""
    first, _, rest = told.partition("。")
    assert rest.endswith("修正してからもう一度" + first.removesuffix("んでいません") + "んでください。"), told
    return f"{first}。"


@pytest.mark.parametrize("name", [*TABLES, *DOCUMENTS])
def test_without_a_file_a_sentence_asks_for_one(
    name: str, world: World, scene: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = {**TABLES, **DOCUMENTS}[name]
    before, screen = kept(), opened(place, world, scene, monkeypatch)
    assert "ファイルを選んでください。" in faults(press(screen, place.button))
    assert kept() == before


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(("file", "content", "told"), BAD_TABLES, ids=[str(n) for n in range(len(BAD_TABLES))])
def test_a_table_that_cannot_be_read_changes_nothing(
    name: str, file: str, content: bytes, told: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, before = TABLES[name], kept()
    screen = opened(place, world, {}, monkeypatch)
    screen.file_uploader[0].upload(file, content).run()
    press(screen, place.button)
    assert not screen.exception
    # A table of hospitals is not the administrator's to take in, whatever else is wrong with it.
    if name != "people" or OF_OTHERS not in faults(screen):
        assert first_sentence(faults(screen)) in ("取り込んでいません。", "読み込んでいません。")
        assert told in shown(screen)
    assert kept() == before
    assert screen.file_uploader[0].value is not None


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize(("file", "content", "told"), BAD_DOCUMENTS, ids=[str(n) for n in range(len(BAD_DOCUMENTS))])
def test_a_document_that_is_none_is_refused_and_nothing_lies_beside_the_database(
    name: str, file: str, content: bytes, told: str, world: World, scene: dict[str, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    place, before = DOCUMENTS[name], kept()
    screen = opened(place, world, scene, monkeypatch)
    screen.file_uploader[0].upload(file, content)
    press(screen, place.button)
    assert not screen.exception
    assert told in faults(screen)
    assert kept() == before


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_is_one_is_kept_once_and_the_form_begins_anew(
    name: str, world: World, scene: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, before = DOCUMENTS[name], kept()
    screen = opened(place, world, scene, monkeypatch)
    screen.file_uploader[0].upload("4月の議事録.pdf", pdf())
    press(screen, place.button)
    assert not screen.error
    assert screen.file_uploader[0].value is None
    assert sum(kept()[0].values()) == sum(before[0].values()) + 1
    assert len(kept()[1]) == len(before[1]) + 1


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("N1,架空北病院,,,0,,,,,,", "2行目・病床数"),
        ("N1,,,,10,,,,,,", "2行目・病院名"),
        (",架空北病院,,,10,,,,,,", "2行目・コード"),
        ("N1,架空北病院,,,10,大学,,,,,", "「大学」は使えません"),
        ("N1,架空北病院,,,10,,,1,,昨日,", "「昨日」は日付として読み取れません"),
        ("N1,架空北病院,,,10,,,1,,,", "加算の区分がある行には算定開始日が必要です。"),
        ("N1,架空中央病院,,,10,,,,,,", "2行目・病院名"),
        ("", "病院の行がありません。何も変更していません。"),
    ],
)
def test_one_bad_row_leaves_the_good_ones_out_as_well(
    row: str, told: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, before = TABLES["hospitals"], kept()
    screen = opened(place, world, {}, monkeypatch)
    rows = [HEADER, row, "N9,架空良病院,,,20,,,,,,"] if row else [HEADER]
    screen.file_uploader[0].upload("病院.csv", "\n".join(rows).encode()).run()
    press(screen, place.button)
    assert told in shown(screen)
    assert kept() == before
