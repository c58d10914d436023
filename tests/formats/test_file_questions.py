"""What only a person can say of a file is asked, and what is plain is not."""

from __future__ import annotations

from typing import Any

import pytest

from checklist.errors import Refused
from checklist.formats import grid_file
from checklist.formats.file_questions import HIDDEN, LEAVE, SHEET, STRUCK, TAKE, Asked
from tests.formats import odd_books
from tests.formats.odd_books import As
from tests.formats.test_text_table import COLUMNS, TEXTS

LIST: list[list[Any]] = [["コード", "病院名", "病床数"], ["X01", "架空東病院", 100], ["X02", "架空西病院", 80]]
pytestmark = pytest.mark.usefixtures("read_here")

GUIDE: list[list[Any]] = [["記入要領"], ["水色のセルに記入してください"], ["病床数", "許可病床の数"]]


@pytest.mark.parametrize(
    ("sheets", "hidden"),
    [
        ({"記入要領": GUIDE, "病院一覧": LIST}, ()),
        ({"病院一覧": LIST, "記入要領": GUIDE}, ()),
        ({"list": [[1], [2]], "病院一覧": LIST}, ("list",)),
        ({"去年": LIST, "病院一覧": LIST}, ("去年",)),
        ({"様式": LIST[:1], "病院一覧": LIST}, ()),
        ({"病院一覧": LIST, "空": []}, ()),
    ],
)
def test_the_sheet_that_has_the_columns_is_the_one_that_is_meant(
    sheets: dict[str, list[list[object]]], hidden: tuple[str, ...]
) -> None:
    found = grid_file.read("一覧.xlsx", odd_books.xlsx(sheets, hidden=hidden), COLUMNS)
    assert tuple(found) == TEXTS
    assert found.sheet == ("病院一覧" if len([one for one in sheets.values() if one]) > 1 else "")


def asked(data: bytes, **answers: str) -> list[str]:
    """The questions that a file brings up."""
    with pytest.raises(Asked) as found:
        grid_file.read("一覧.xlsx", data, COLUMNS, answers=answers)
    return [f"{one.key}：{one.sentence}：{'・'.join(code for code, _ in one.options)}" for one in found.value.questions]


def test_two_sheets_that_fit_are_asked_about_and_the_answer_is_taken() -> None:
    other = [LIST[0], ["Y01", "架空北病院", 60]]
    data = odd_books.xlsx({"2025年度": LIST, "2026年度": other, "記入要領": GUIDE})
    assert asked(data) == ["sheet：取り込む表はどのシートですか。：2025年度・2026年度"]
    assert grid_file.read("一覧.xlsx", data, COLUMNS, answers={SHEET: "2026年度"})[1] == ("Y01", "架空北病院", "60")
    assert asked(data, sheet="2027年度") == asked(data)
    # Without knowing what is wanted, nothing can be asked.
    assert grid_file.read("一覧.xlsx", data) == TEXTS


def test_a_table_that_only_a_hidden_sheet_has_is_asked_about() -> None:
    data = odd_books.xlsx({"記入要領": GUIDE, "病院一覧": LIST}, hidden=["病院一覧"])
    assert asked(data) == [
        "sheet：取り込める表は、非表示のシートにあります。取り込むシートを選んでください。：病院一覧"
    ]
    assert grid_file.read("一覧.xlsx", data, COLUMNS, answers={SHEET: "病院一覧"}) == TEXTS


@pytest.mark.parametrize("answer", [TAKE, LEAVE])
def test_hidden_and_struck_out_rows_are_asked_about_and_left_out_rows_keep_their_numbers(answer: str) -> None:
    lines = [*LIST, ["X03", As("架空南病院", struck=True), 60], ["X04", "架空北病院", 40]]
    data = odd_books.xlsx({"一覧": lines}, rows=[1])
    first, second = asked(data)
    assert first == "hidden：「一覧」シートに非表示の行があります（2行目）。取り込みますか。：leave・take"
    assert second == "struck：「一覧」シートに取り消し線のある行があります（4行目）。取り込みますか。：leave・take"
    assert len(asked(data, hidden=answer)) == 1
    found = grid_file.read("一覧.xlsx", data, COLUMNS, answers={HIDDEN: answer, STRUCK: TAKE})
    assert [row[:1] for row in found[1:]] == [("X01",) if answer == TAKE else (), ("X02",), ("X03",), ("X04",)]
    found = grid_file.read("一覧.xlsx", data, COLUMNS, answers={HIDDEN: TAKE, STRUCK: answer})
    assert [row[:1] for row in found[3:]] == [("X03",) if answer == TAKE else (), ("X04",)]


def test_many_hidden_rows_are_counted_and_the_head_is_never_one_of_them() -> None:
    data = odd_books.xlsx({"一覧": [LIST[0], *[["X", "架空", 1]] * 12]}, rows=range(13))
    assert "（2、3、4、5、6、7、8、9、10、11行目など12行）" in asked(data)[0]
    assert asked(odd_books.xlsx({"一覧": LIST}, rows=[0, 1]))[0].startswith(
        "hidden：「一覧」シートに非表示の行があります（2行目）"
    )
    assert grid_file.read("一覧.xlsx", odd_books.xlsx({"一覧": LIST}, rows=[0]), COLUMNS) == TEXTS


def test_what_is_wrong_in_a_row_that_is_left_out_keeps_nobody() -> None:
    data = odd_books.xlsx({"一覧": [*LIST, ["X03", As(1, 31), 60]]}, rows=[3])
    assert grid_file.read("一覧.xlsx", data, COLUMNS, answers={HIDDEN: LEAVE}) == (*TEXTS, ())
    with pytest.raises(Refused, match="4行目・B列：日付に変わっています"):
        grid_file.read("一覧.xlsx", data, COLUMNS, answers={HIDDEN: TAKE})


def test_the_sheet_of_a_fault_is_named_where_there_are_several() -> None:
    data = odd_books.xlsx({"病院一覧": [*LIST, [As(1, 31)], ["", As(0.5, "h:mm")]], "記入要領": GUIDE})
    with pytest.raises(Refused) as refused:
        grid_file.read("一覧.xlsx", data, COLUMNS)
    assert [one.where for one in refused.value.faults] == [
        "「病院一覧」シート　4行目・A列", "「病院一覧」シート　5行目・B列",
    ]  # fmt: skip
    assert grid_file.read("一覧.xlsx", data, COLUMNS, dates=True).days == {(3, 0)}


@pytest.mark.parametrize("name", ["一覧.xls", "一覧.ods", "一覧.csv", "なし"])
def test_what_a_file_is_says_its_content_and_not_its_name(name: str) -> None:
    assert grid_file.read(name, odd_books.xlsx({"一覧": LIST}), COLUMNS) == TEXTS
    assert grid_file.read(name, odd_books.xls(LIST), COLUMNS) == TEXTS
