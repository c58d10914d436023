"""Columns under somebody's own names are asked about, once, and then read as ours."""

from __future__ import annotations

import pytest

from checklist.errors import Refused
from checklist.formats import file_columns, file_lines
from checklist.formats.file_columns import ASK, UNUSED, ColumnsAsked
from checklist.formats.file_lines import ReadGrid
from checklist.imports import column_words

OURS = ("開催日", "出席者数", "うち委員会の構成員", "議題と検討内容")
GRID = ReadGrid.of(
    [
        ("令和8年度 記録", "", "", ""),
        ("実施日", "参加人数", "議題と検討内容", "決裁印"),
        ("2026/4/1", "6", "架空の検討", "済"),
    ]
)
ASKED = {ASK: ASK}
ALL = ASKED | {"column:実施日": "開催日", "column:参加人数": "出席者数", "column:決裁印": UNUSED}


def renamed(answers: dict[str, str], grid: ReadGrid = GRID) -> ReadGrid:
    return file_columns.renamed(grid, OURS, answers, column_words.suggest)


def asked(answers: dict[str, str], grid: ReadGrid = GRID) -> ColumnsAsked:
    with pytest.raises(ColumnsAsked) as found:
        renamed(answers, grid)
    return found.value


def test_who_cannot_be_asked_gets_the_file_as_it_is() -> None:
    assert renamed({}) is GRID


def test_a_head_that_is_broken_into_lines_is_the_same_head() -> None:
    """As people break them by hand, and as our own workbooks do where the page has no room for all."""
    broken = ReadGrid.of(
        [("開催日", "出席\n者数", "うち委員会の\n構成員", "議題と\n検討内容"), ("2026/4/1", "6", "5", "架空")]
    )
    assert renamed(ASKED, broken) is broken
    (line,) = file_lines.read(broken, OURS, OURS, "なし")
    assert line.cells == dict(zip(OURS, ("2026/4/1", "6", "5", "架空"), strict=True))


def test_each_unknown_column_is_one_question_with_an_example_and_a_proposal() -> None:
    found = asked(ASKED).questions
    assert [(one.key, one.start) for one in found] == [
        ("column:実施日", "開催日"), ("column:参加人数", "出席者数"), ("column:決裁印", ""),
    ]  # fmt: skip
    assert found[0].sentence == "列「実施日」（例：2026/4/1）は、どの欄として取り込みますか。"
    assert [code for code, _ in found[2].options] == ["開催日", "出席者数", "うち委員会の構成員", UNUSED]
    assert "（開催日・出席者数・うち委員会の構成員・使わない）" in asked(ASKED).message


def test_as_long_as_one_answer_is_missing_all_are_asked() -> None:
    assert len(asked(ASKED | {"column:実施日": "開催日"}).questions) == 3


def test_with_the_answers_the_header_is_ours_and_what_is_not_used_is_gone() -> None:
    assert renamed(ALL)[1:] == (
        ("開催日", "出席者数", "議題と検討内容", ""), ("2026/4/1", "6", "架空の検討", ""),
    )  # fmt: skip
    assert renamed(ALL)[0] == GRID[0]


def test_two_columns_cannot_be_the_same() -> None:
    with pytest.raises(Refused, match="2つ以上の列を「開催日」に割り当てています。"):
        renamed(ALL | {"column:参加人数": "開催日"})


def test_a_header_of_which_nothing_is_known_is_found_all_the_same() -> None:
    grid = ReadGrid.of([("", "記録"), ("いつ", "何人", "何を"), ("2026/4/1", "6", "架空の検討")])
    assert [one.key for one in asked(ASKED, grid).questions] == ["column:いつ", "column:何人", "column:何を"]
    assert renamed(ASKED, ReadGrid.of([("1", "2"), ("3", "4")])) == (("1", "2"), ("3", "4"))
    assert renamed(ASKED, ReadGrid.of([])) == ()
    for foreign in (("%PDF-1.7", "obj", "<<"), ("name", "number"), ("2026年4月", "2026年5月"), ("あ" * 50, "い" * 50)):
        assert renamed(ASKED, ReadGrid.of([foreign, ("x", "y")]))[0] == foreign


def test_the_shape_is_the_header_in_its_order_whatever_stands_below() -> None:
    below = ReadGrid.of([*GRID[:2], ("2025/1/1", "9", "ほかの検討", "")])
    assert asked(ASKED).shape == asked(ASKED, below).shape
    turned = ReadGrid.of([tuple(reversed(row)) for row in GRID])
    assert asked(ASKED).shape != asked(ASKED, turned).shape


def test_where_other_columns_do_not_matter_only_a_missing_one_is_asked_for() -> None:
    needed = ("開催日", "出席者数")
    with pytest.raises(ColumnsAsked) as found:
        file_columns.placed(GRID, needed, OURS, ASKED)
    assert [(one.key, one.sentence) for one in found.value.questions] == [
        ("column:開催日", "「開催日」に当たる列はどれですか。"), ("column:出席者数", "「出席者数」に当たる列はどれですか。"),
    ]  # fmt: skip
    assert found.value.questions[0].options == (("0", "実施日"), ("1", "参加人数"), ("3", "決裁印"))
    done = file_columns.placed(GRID, needed, OURS, ASKED | {"column:開催日": "0", "column:出席者数": "1"})
    assert done[1] == ("開催日", "出席者数", "議題と検討内容", "決裁印")
    assert file_columns.placed(GRID, needed, OURS, {}) is GRID


@pytest.mark.parametrize(
    ("name", "columns", "meant"),
    [
        ("日付", ("巡回日", "部署"), "巡回日"), ("病棟", ("巡回日", "部署"), "部署"), ("参加者数（人）", ("出席者数",), "出席者数"),
        ("＊研修テーマ", ("実施日（予定日）", "研修名"), "研修名"), ("実施日", ("実施日（予定日）",), "実施日（予定日）"),
        ("医療機関名", ("コード", "病院名"), "病院名"), ("許可病床数", ("病床数",), "病床数"), ("印", ("病院名",), ""), ("", ("病院名",), ""),
        ("決定事項の要旨", ("決定事項",), "決定事項"),
    ],
)  # fmt: skip
def test_a_name_is_taken_for_a_column_by_rules_that_can_be_read(
    name: str, columns: tuple[str, ...], meant: str
) -> None:
    assert column_words.suggest(name, columns) == meant
