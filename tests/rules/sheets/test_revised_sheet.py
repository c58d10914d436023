"""A 改訂案 as the sheet that it would be: its file, the check beside its items, what it changes and what compares."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checklist.model.sheets import ChangeKind, Relation, RevisionChange, SheetVersion, Subject
from checklist.rules.sheets import revised_sheet, revising, sheet_check, sheet_draft
from checklist.rules.sheets.revised_sheet import Beside, RevisedSheet
from tests.rules.sheets.test_revising import Step, made
from tests.world import FIRST, SECOND

WHOLE_LAW: tuple[Step, ...] = (
    ("set", {"key": "i4", "texts": {"law_part": "ア-ロ"}}),
    ("set", {"key": "i3", "texts": {"law_part": "ア-ハ"}}),
)
"""The small sheet of tests leaves out two parts of the law, which no sheet may."""


def revised(*steps: Step) -> RevisedSheet:
    return RevisedSheet(made(*steps), (SECOND, FIRST), "mini-3", "第3版", 2027)


def test_a_draft_without_a_change_is_the_version_before_under_another_name() -> None:
    sheet = revised()
    version = sheet.version
    assert (version.sheet_code, version.code, version.number, version.previous_code) == ("mini", "mini-3", 3, "mini-2")
    assert version.items == SECOND.items
    assert version.chapters == SECOND.chapters
    assert {link.relation for link in version.lineage} == {Relation.SAME}
    assert sheet.differences == ()
    # Its file says what a file of sheets says, and is read as one.
    assert sheet_draft.version(sheet_draft.read(sheet_draft.grid(version))) == version


def test_what_can_be_compared_is_counted_over_every_version_before() -> None:
    assert [(version.name, count) for version, count in revised().comparable] == [("第2版", 6), ("第1版", 3)]
    changed = revised(("split", {"key": "i2"}), ("relate", {"key": "i0", "same": False}), ("retire", {"key": "i4"}))
    assert [(version.name, count) for version, count in changed.comparable] == [("第2版", 3), ("第1版", 1)]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), []),
        ((("set", {"key": "i0", "texts": {"text": ""}}),), [Beside("i0", "text", "入力されていません。")]),
        (
            (("set", {"key": "i5", "texts": {"text": SECOND.items[0].text}}),),
            [Beside("i5", "text", "項目1-01と同じです。")],
        ),
        (
            (("set", {"key": "i1", "texts": {"classes": "3", "methods": "電話"}}),),
            [
                Beside("i1", "classes", "「3」は使えません。1、2、1・2のどれかです。"),
                Beside("i1", "methods", "「電話」は使えません。書類・面接・現場から重複なく選びます。"),
            ],
        ),
        ((("set", {"key": "i2", "texts": {"place": "あ" * 61}}),), [Beside("i2", "place", "60文字以内にしてください（現在61文字）。")]),
        ((("set_chapter", {"key": "c1", "texts": {"name": ""}}),), [Beside("c1", "chapter", "入力されていません。")]),
        (
            (("add_chapter", {"texts": {"name": "情報"}}),),
            [Beside("d4", "chapter", "この章には項目がありません。項目を追加するか、章を削除してください。")],
        ),
        (
            (("relate", {"key": "i0", "same": False}), ("set", {"key": "i0", "texts": {"code": "2-02"}})),
            [Beside("i0", "code", "「2-02」は第1版で使われています。新しい項目コードにしてください。")],
        ),
        ((("retire", {"key": "i4"}),), [Beside("", "", "法令区分：「ア-ロ」の項目が1つもありません。")]),
    ],
)  # fmt: skip
def test_the_check_of_files_stands_beside_what_it_concerns(steps: tuple[Step, ...], expected: list[Beside]) -> None:
    assert list(revised(*WHOLE_LAW, *steps).faults) == expected


def test_it_is_the_one_check_and_no_other() -> None:
    sheet = revised(("set", {"key": "i0", "texts": {"text": "", "place": ""}}))
    found = sheet_check.faults(sheet.draft, sheet.chain)
    assert len(sheet.faults) == len(found)
    assert all(any(fault.message in one.message for one in sheet.faults) for fault in found)


def test_faults_stand_in_the_order_of_the_draft() -> None:
    sheet = revised(
        *WHOLE_LAW,
        ("set", {"key": "i5", "texts": {"text": ""}}),
        ("set", {"key": "i0", "texts": {"place": ""}}),
        ("set_chapter", {"key": "c1", "texts": {"name": ""}}),
        ("move_chapter", {"key": "c1", "after": ""}),
    )
    assert [fault.key for fault in revised_sheet.order(sheet.faults, sheet.content)] == ["c1", "i5", "i0"]


def test_differences_say_what_became_of_every_item() -> None:
    sheet = revised(
        ("set", {"key": "i0", "texts": {"text": "指針が最新で公開されている", "purpose": "別の目的"}}),
        ("set", {"key": "i1", "texts": {"classes": "1・2"}}),
        ("split", {"key": "i2"}),
        ("move", {"key": "i3", "chapter": "c1"}),
        ("relate", {"key": "i4", "same": False}),
        ("retire", {"key": "i5"}),
        ("add", {"chapter": "c0", "after": "i0"}),
    )
    told = [(one.relation, one.code, "+".join(one.previous_codes), one.what) for one in sheet.differences]
    assert told == [
        ("文言修正", "1-01", "1-01", ("目的：目的 → 別の目的",)),
        ("新設", "1-08", "", ()),
        ("同一", "1-02", "1-02", ("対象区分：1 → 1・2",)),
        ("分割", "1-06", "1-04", ()),
        ("分割", "1-07", "1-04", ()),
        ("同一", "1-05", "1-05", ("章：1 → 2",)),
        ("新設", "2-04", "", ()),
        ("廃止", "", "2-01", ()),
        ("廃止", "", "2-03", ()),
    ]
    assert sheet.differences[0].previous_texts == (SECOND.items[0].text,)
    # What was retired can be commented on by its key; what became something else goes by the item that it became.
    assert [one.key for one in sheet.differences][-2:] == ["", "i5"]


def test_a_draft_of_a_sheet_about_infection_stays_one() -> None:

    before: SheetVersion = replace(SECOND, subject=Subject.INFECTION, previous_code=None, lineage=())
    content = revising.begin(before)
    step = RevisionChange("operation", ChangeKind.SET, "i0", texts={"text": "別の文"})
    content = revising.apply(content, step, revising.Ground(before, (), 2))
    sheet = RevisedSheet(content, (before,), "mini-3", "第3版", 2027)
    assert sheet.version.subject is Subject.INFECTION
    assert [link.relation for link in sheet.version.lineage].count(Relation.REWORDED) == 1
    assert sheet.comparable == ((before, 6),)
