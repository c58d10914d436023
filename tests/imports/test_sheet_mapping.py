"""What the rules cannot know of a check sheet is said by tap, is right then, and is known of the next one of its shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from checklist.errors import Forbidden, Refused
from checklist.imports import foreign_sheet, sheet_mapping
from checklist.imports.foreign_sheet import SheetFile
from checklist.imports.sheet_mapping import Reading
from checklist.model.mappings import ColumnRole, RowRole, Subject
from checklist.store import db, mappings
from checklist.store.act import Act
from tests.formats import odd_books
from tests.rules.sheets.drawn_layouts import Drawn, Rows, side_by_side_with_a_gap
from tests.rules.sheets.test_drawn_layouts import wrong
from tests.world import World, by, principal

FIRST = {
    "病棟": ("薬の保管庫", "救急カート"),
    "外来": ("待合の見守り", "案内の表示"),
    "薬局": ("冷蔵庫の温度", "調剤の鑑査"),
}
NEXT = {"手術室": ("器械の数え方", "部位の印", "体温の管理"), "透析室": ("水質の確認", "穿刺部の観察")}
Texts = Mapping[str, tuple[str, ...]]
Tap = Callable[[Reading], Reading]


def items(texts: Texts) -> tuple[tuple[str, str], ...]:
    return tuple((chapter, text) for chapter, found in texts.items() for text in found)


def beyond_rules(texts: Texts) -> Drawn:
    """Chapters that look like the items below them, and a remark that looks like one, too."""
    rows: Rows = [["巡視の手引き", "", ""]]
    for chapter, found in texts.items():
        rows += [["", chapter, "終日"], *(["", text, "終日"] for text in found), ["確認者", "担当の師長", "終日"]]
    return Drawn({"表": rows}, items(texts))


def explanations_are_longer(texts: Texts) -> Drawn:
    """No head, and what is written beside the items is longer than they are."""
    long = "手順書と記録を確かめ、担当者に聞き取ったうえで、現場の状況と照らし合わせて判定する。"
    rows = [
        [chapter if at == 0 else "", text, long] for chapter, found in texts.items() for at, text in enumerate(found)
    ]
    return Drawn({"表": rows}, items(texts))


def texts_in_two_columns(texts: Texts) -> Drawn:
    rows: Rows = [["番号", "点検項目", "", "判定"]]
    rows += [[str(at), text[:3], text[3:], ""] for found in texts.values() for at, text in enumerate(found, start=1)]
    return Drawn({"表": rows}, tuple(("表", text) for _, text in items(texts)))


def items_on_a_sheet_called_a_list(texts: Texts) -> Drawn:
    rows: Rows = [["番号", "点検項目"], *([f"{at}", text] for at, (_, text) in enumerate(items(texts), start=1))]
    cover: Rows = [["担当", "点検項目"], ["", "この様式について"]]
    return Drawn({"案内": cover, "項目リスト": rows}, tuple(("項目リスト", text) for _, text in items(texts)))


def rows_like(word: str, role: RowRole) -> Tap:
    """All rows that look like the first one with a word in it."""

    def tap(now: Reading) -> Reading:
        sheet = now.found.sheets[-1]
        one = next(row for row in sheet.rows if word in row.whole)
        said = sheet_mapping.row(now, sheet.name, one, role)
        return sheet_mapping.likeness(said, sheet.name, one.likeness, role)

    return tap


def one_row(word: str, role: RowRole) -> Tap:
    """Only the row with a word in it."""

    def tap(now: Reading) -> Reading:
        sheet = now.found.sheets[-1]
        return sheet_mapping.row(now, sheet.name, next(row for row in sheet.rows if word in row.whole), role)

    return tap


def the_column(at: int, role: ColumnRole) -> Tap:
    return lambda now: sheet_mapping.column(now, now.found.sheets[-1].name, at, role)


@dataclass(frozen=True)
class Case:
    layout: Callable[[Texts], Drawn]
    taps: tuple[Tap, ...]
    again: bool = True
    """Whether what was said holds for other texts of the same shape, too."""


CASES = (
    Case(beyond_rules, (rows_like("担当の師長", RowRole.UNUSED), *(one_row(one, RowRole.CHAPTER) for one in FIRST)), False),
    Case(explanations_are_longer, (the_column(1, ColumnRole.ITEM), the_column(2, ColumnRole.UNUSED), the_column(0, ColumnRole.CHAPTER))),
    Case(texts_in_two_columns, (the_column(2, ColumnRole.MORE),)),
    Case(
        items_on_a_sheet_called_a_list,
        (lambda now: sheet_mapping.use(now, "項目リスト", True), lambda now: sheet_mapping.use(now, "案内", False)),
    ),
)  # fmt: skip


def opened(drawn: Drawn) -> SheetFile:
    return foreign_sheet.open_file("点検表.xlsx", odd_books.xlsx(dict(drawn.sheets)))


def corrected(case: Case) -> Reading:
    now = sheet_mapping.begin(opened(case.layout(FIRST)))
    for tap in case.taps:
        now = tap(now)
    return now


@pytest.fixture
def act(world: World) -> Iterator[Act]:
    with db.writing() as connection:
        yield by(connection, principal(world.people["secretariat"]))


@pytest.mark.parametrize("case", CASES, ids=[one.layout.__name__ for one in CASES])
def test_what_the_rules_get_wrong_is_right_after_the_taps_and_is_known_of_the_next_file(case: Case, act: Act) -> None:
    before = sheet_mapping.begin(opened(case.layout(FIRST)))
    assert wrong(case.layout(FIRST), before.found), "the rules know it already: draw another one"
    after = corrected(case)
    assert wrong(case.layout(FIRST), after.found) == []
    assert sheet_mapping.keep(act, after)
    assert not sheet_mapping.keep(act, after), "said twice, kept once"
    same = sheet_mapping.remembered(act, opened(case.layout(FIRST)))
    assert same.kept is not None
    assert same.kept.by == act.principal.name
    assert same.found.items == after.found.items
    other = sheet_mapping.remembered(act, opened(case.layout(NEXT)))
    assert (wrong(case.layout(NEXT), other.found) == []) is case.again
    (row,) = act.db.execute("SELECT roles FROM mapping_choice ORDER BY id DESC LIMIT 1").fetchall()
    assert not any(word in row["roles"] for chapter, found in FIRST.items() for word in (chapter, *found))


def test_what_was_kept_is_forgotten_and_can_be_left_aside(act: Act) -> None:
    case = CASES[1]
    sheet_mapping.keep(act, corrected(case))
    file = opened(case.layout(NEXT))
    assert sheet_mapping.begin(file).kept is None
    sheet_mapping.forget(act, sheet_mapping.remembered(act, file))
    assert sheet_mapping.remembered(act, file).kept is None
    assert wrong(case.layout(NEXT), sheet_mapping.remembered(act, file).found)
    assert act.db.execute("SELECT count(*) FROM mapping_choice").fetchone()[0] == 2


def test_a_file_of_another_shape_is_read_by_the_rules_alone(act: Act) -> None:
    sheet_mapping.keep(act, corrected(CASES[2]))
    drawn = texts_in_two_columns(FIRST)
    drawn.sheets["表"][0][3] = "結果"
    assert sheet_mapping.remembered(act, opened(drawn)).kept is None
    drawn.sheets["表"][0][3] = "判定"
    assert sheet_mapping.remembered(act, opened(drawn)).kept is not None


def test_the_year_in_a_head_makes_no_other_shape(act: Act) -> None:
    drawn = texts_in_two_columns(FIRST)
    drawn.sheets["表"][0][3] = "令和8年度の判定"
    sheet_mapping.keep(act, the_column(2, ColumnRole.MORE)(sheet_mapping.begin(opened(drawn))))
    drawn.sheets["表"][0][3] = "令和10年度の判定"
    assert sheet_mapping.remembered(act, opened(drawn)).kept is not None


def test_without_a_word_nothing_is_kept(act: Act) -> None:
    assert not sheet_mapping.keep(act, sheet_mapping.begin(opened(CASES[0].layout(FIRST))))
    assert act.db.execute("SELECT count(*) FROM mapping_choice").fetchone()[0] == 0


@pytest.mark.parametrize("role", RowRole)
def test_any_row_may_be_anything_and_the_result_is_drawn_anew(role: RowRole) -> None:
    file = opened(side_by_side_with_a_gap())
    now = sheet_mapping.begin(file)
    for one in now.found.sheets[0].rows:
        changed = sheet_mapping.row(now, one_sheet(now), one, role)
        found = next(row for row in changed.found.sheets[0].rows if (row.block, row.line) == (one.block, one.line))
        assert (found.role, found.why) == (role, "指定した役割")
        assert all(item.text for item in changed.found.items)


@pytest.mark.parametrize("role", ColumnRole)
def test_any_column_may_be_anything_and_no_table_is_lost_in_a_fault(role: ColumnRole) -> None:
    file = opened(side_by_side_with_a_gap())
    for at in range(7):
        changed = sheet_mapping.column(sheet_mapping.begin(file), "病棟", at, role)
        assert changed.found.sheets[0].columns[at] is role
        assert foreign_sheet.book(changed.found)
        for other in ColumnRole:
            again = sheet_mapping.column(changed, "病棟", (at + 3) % 7, other)
            assert again.found.sheets[0].columns[(at + 3) % 7] is other


def one_sheet(now: Reading) -> str:
    return now.found.sheets[0].name


def test_who_may_not_store_sheets_reads_and_keeps_no_mapping(world: World) -> None:
    now = corrected(CASES[1])
    for login in ("manager.h01", "admin"):
        with db.writing() as connection:
            mine = by(connection, principal(world.people[login]))
            with pytest.raises(Forbidden):
                sheet_mapping.remembered(mine, now.file)
            with pytest.raises(Forbidden):
                sheet_mapping.keep(mine, now)


def test_a_mapping_is_of_whoever_made_it(world: World) -> None:
    """A hospital neither sees nor changes what another, the region or the centre has said of the same shape."""
    roles, shape = {"columns": {"所属": "部署"}}, "b" * 64
    with db.writing() as connection:
        mine = by(connection, principal(world.people["manager.h01"]))
        own, other = world.hospitals["H01"], world.hospitals["H02"]
        assert mappings.keep(mine, Subject.RECORDS, own, shape, roles)
        assert json.loads(mappings.of_shapes(mine, Subject.RECORDS, own, [shape])[shape].roles) == roles
        assert mappings.of_shapes(mine, Subject.ACTIVITIES, own, [shape]) == {}
        for subject, hospital in ((Subject.RECORDS, other), (Subject.RECORDS, None), (Subject.SHEET, None), (Subject.SHEET, own), (Subject.HOSPITALS, None), (Subject.HOSPITALS, own)):  # fmt: skip
            with pytest.raises(Forbidden):
                mappings.of_shapes(mine, subject, hospital, [shape])
            with pytest.raises(Forbidden):
                mappings.keep(mine, subject, hospital, shape, roles)
        with pytest.raises(Refused, match="割り当てが多すぎるため"):
            mappings.keep(mine, Subject.RECORDS, own, shape, {"rows": ["x" * mappings.LONGEST]})
        theirs = by(connection, principal(world.people["manager.h02"]))
        assert mappings.of_shapes(theirs, Subject.RECORDS, other, [shape]) == {}
