"""No way into the database takes a name with what nobody sees, or loses a part of a longer text without a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Refused
from checklist.imports import sheet_files
from checklist.model.hospitals import Addon, Filing
from checklist.model.records import Appointment
from checklist.rules.evidence.evidence_days import DocumentFields
from checklist.rules.fields.typed_text import LINES
from checklist.rules.sheets import sheet_draft
from checklist.store import db, region, rows
from checklist.store.accounts import people
from checklist.store.act import Act
from checklist.store.evidence import evidence_documents
from checklist.store.files import attachment
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from checklist.store.visits import visits
from tests.attached_files import pdf
from tests.cycle import who
from tests.imports.taken import take_in
from tests.world import FIRST, HOST, World, by

BAD = "架空\u202e名"
SEND: dict[str, Callable[[Act, World], object]] = {
    "病院名": lambda act, world: hospitals.save(act, replace(hospitals.get(act, world.hospitals[HOST]), name=BAD)),
    "病院コード": lambda act, world: hospitals.save(act, replace(hospitals.get(act, world.hospitals[HOST]), code=BAD)),
    "開設者": lambda act, world: hospitals.save(act, replace(hospitals.get(act, world.hospitals[HOST]), founder=BAD)),
    "所在地": lambda act, world: hospitals.save(act, replace(hospitals.get(act, world.hospitals[HOST]), address=BAD)),
    "受理番号": lambda act, world: hospitals.save_filing(
        act, Filing(0, world.hospitals[HOST], Addon.REGIONAL, 1, date(1990, 4, 1), date(1991, 3, 31), BAD)
    ),
    "地域の名称": lambda act, world: region.save(act, replace(region.load(act.db), name=BAD)),
    "氏名": lambda act, world: people.change(act, replace(world.people["manager.h01"], name=BAD)),
    "ログインID": lambda act, world: people.add(act, replace(world.people["manager.h01"], id=0, login=BAD), "x" * 12),
    "書類の名称": lambda act, world: evidence_documents.add(
        act, world.hospitals[HOST], DocumentFields("organisation", BAD, date(2026, 4, 1)), attachment.check("書類.pdf", pdf())
    ),
    "職員の氏名": lambda act, world: records.save(
        act, world.hospitals[HOST], Appointment(staff_name=BAD, profession="nurse", post="safety_manager",
                                                dedication="dedicated", valid_from=date(2024, 4, 1))
    ),
}  # fmt: skip
BY = {"受理番号": "manager.h01", "書類の名称": "manager.h01", "職員の氏名": "manager.h01"}


@pytest.mark.parametrize("field", SEND)
def test_a_name_with_a_mark_of_direction_is_refused_with_its_field(field: str, world: World) -> None:
    with db.writing() as connection, pytest.raises(Refused) as refused:
        SEND[field](by(connection, who(world, BY[field]) if field in BY else None), world)
    assert "の次に、文字の向きを変える見えない記号（U+202E）があります。" in refused.value.message


def test_every_column_that_is_named_exists_and_no_way_to_it_is_left_out(world: World) -> None:
    with db.writing() as connection:
        for table, names in LINES.items():
            assert set(names) <= {column.name for column in connection[table].columns}
            for column, name in names.items():
                with pytest.raises(Refused, match=name):
                    rows.update(by(connection), table, 1, {column: BAD})


@pytest.mark.parametrize("alike", ["架空 市民病院", "架空　市民\u00a0病院", "架空市民病院 ", "架\u2009空市民病院"])
def test_a_hospital_that_looks_like_another_is_told_so(alike: str, world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        twin = replace(hospitals.get(act, world.hospitals[HOST]), name=alike)
        with pytest.raises(Refused, match=r"同じ(名前です|コードまたは名称)"):
            hospitals.save(act, twin)


def test_a_file_names_every_row_whose_name_is_not_to_be_seen_or_stands_there_twice(world: World) -> None:
    lines = ["コード,病院名,病床数,開設者", "X1,中央\u200b病院,120,", "X2,南病院,120,開\u202e設", "X3,西 病院,120,",
             "X4,西　病院,120,", 'X5,"東\n院",120,']  # fmt: skip
    with pytest.raises(Refused) as refused:
        take_in(world, "病院.csv", "\n".join(lines).encode())
    told = [str(fault) for fault in refused.value.faults]
    assert told == [
        "2行目・病院名：「中央」の次に、見えない文字（U+200B）があります。取り除いてください。",
        "3行目・開設者：「開」の次に、文字の向きを変える見えない記号（U+202E）があります。取り除いてください。",
        "5行目・病院名：「西　病院」は4行目と重複しています。",
        "5行目・病院名：同じコードまたは名称の病院がすでに登録されています。",
        "6行目・病院名：「東」の次に、改行があります。1行で入力してください。",
    ]


def test_a_sheet_names_every_cell_that_holds_what_nobody_sees(world: World) -> None:
    first = FIRST.items[0]
    bad = replace(
        FIRST, code="mini-x", number=9, items=(replace(first, place="病\u200b棟", text="方\u202e針"), *FIRST.items[1:])
    )
    with db.reading() as connection:
        _, faults = sheet_files.check_file(by(connection), sheet_files.read("点検表.csv", sheet_files.export_csv(bad)))
    told = [str(fault) for fault in faults if "見えない" in fault.message]
    assert len(told) == 2
    assert "確認場所：「病」の次に、見えない文字（U+200B）" in told[0] + told[1]
    assert "項目：「方」の次に、文字の向きを変える" in told[0] + told[1]
    assert sheet_draft.read(sheet_draft.grid(FIRST)).rows


def test_a_longer_text_loses_control_characters_and_says_so(world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        visits.change(act, replace(visits.get(act, world.visit), note="一行目\x0b二行目\x07 👩\u200d⚕️"))
        assert act.told == "保存できない制御文字は取り除きました。"
        assert visits.get(act, world.visit).note == "一行目\n二行目 👩\u200d⚕️"


def test_names_are_stored_with_normal_blanks_and_composed(world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        hospitals.save(act, replace(hospitals.get(act, world.hospitals[HOST]), name="　架空\u00a0カ\u3099ン 病院 "))
        assert hospitals.get(act, world.hospitals[HOST]).name == "架空 ガン 病院"
        assert act.told == ""
