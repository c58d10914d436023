"""What a scale is: every value written out by hand, and nothing of it told in a second place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checklist.model.scales import NOT_APPLICABLE, SCALES, UNVERIFIED, ScaleValue, known_value
from tests.test_house import ROOT, SOURCES, module_of, texts_of

YES, NO, NONE = True, False, None

# scale, code, letter, word, points in hundredths, grade (1 the best), needs a comment, always discussed, hue
DEFINED = [
    ("abcx", "A", "A", "適切", 100, 1, NO, NO, "blue"),
    ("abcx", "B", "B", "一部改善が必要", 50, 2, YES, NO, "amber"),
    ("abcx", "C", "C", "不適切・未実施", 0, 3, YES, YES, "red"),
    ("abcx", "NA", "該当なし", "該当なし", NONE, NONE, NO, NO, "gray"),
    ("abcx", "UNVERIFIED", "確認不能", "判定不能（X）", NONE, NONE, YES, YES, "violet"),
    ("sabc", "S", "S", "秀でている", NONE, 1, NO, NO, "green"),
    ("sabc", "A", "A", "適切", NONE, 2, NO, NO, "blue"),
    ("sabc", "B", "B", "一部改善が必要", NONE, 3, YES, NO, "amber"),
    ("sabc", "C", "C", "不適切・未実施", NONE, 4, YES, YES, "red"),
    ("sabc", "NA", "該当なし", "該当なし", NONE, NONE, NO, NO, "gray"),
    ("sabc", "UNVERIFIED", "確認不能", "判定不能（X）", NONE, NONE, YES, YES, "violet"),
    ("yes-no", "YES", "はい", "はい", 100, 1, NO, NO, "blue"),
    ("yes-no", "NO", "いいえ", "いいえ", 0, 2, YES, YES, "red"),
    ("yes-no", "NA", "該当なし", "該当なし", NONE, NONE, NO, NO, "gray"),
    ("yes-no", "UNVERIFIED", "確認不能", "判定不能（X）", NONE, NONE, YES, YES, "violet"),
]


@pytest.mark.parametrize(("scale", "code", "letter", "word", "points", "grade", "comment", "discussed", "hue"), DEFINED)
def test_every_value_of_every_scale_is_what_is_written_here(
    scale: str,
    code: str,
    letter: str,
    word: str,
    points: int | None,
    grade: int | None,
    comment: bool,
    discussed: bool,
    hue: str,
) -> None:
    found = SCALES[scale]
    value = found.by_code[code]
    assert (value.letter, value.word, value.points, value.hue) == (letter, word, points, hue)
    assert (found.needs_comment(code), found.discusses(code)) == (comment, discussed)
    order = [one.code for one in found.grades]
    assert (order.index(code) + 1 if code in order else None) == grade


def test_the_values_are_shown_in_this_order_and_there_are_no_others() -> None:
    assert [(scale.code, code) for scale in SCALES.values() for code in scale.codes] == [row[:2] for row in DEFINED]
    assert list(SCALES) == [scale.code for scale in SCALES.values()] == ["abcx", "sabc", "yes-no"]


def test_what_is_no_value_asks_for_nothing() -> None:
    for scale in SCALES.values():
        for code in (None, "", "Z"):
            assert not scale.needs_comment(code)
            assert not scale.discusses(code)
    assert known_value("Z") is known_value(None) is None


def _read(one: ScaleValue) -> tuple[str, str, str]:
    return one.letter, one.word, one.hue


def test_a_value_reads_the_same_on_every_scale_and_every_scale_ends_alike() -> None:
    """A cell or a badge knows the value, not always its scale."""
    read = {(one.code, *_read(one)) for scale in SCALES.values() for one in scale.values}
    for part in (0, 1):
        assert len({one[part] for one in read}) == len(read)
    for scale in SCALES.values():
        assert [one.code for one in scale.outside] == [NOT_APPLICABLE, UNVERIFIED] == list(scale.codes[-2:])


# Nothing of a scale is told twice. What follows finds a second place in Python, JavaScript and style sheets.

_CODES = {*SCALES, *(code for scale in SCALES.values() for code in scale.codes)}
_ANY = "|".join(sorted(_CODES, key=len, reverse=True))
_LETTERS = "|".join(sorted(one.letter for scale in SCALES.values() for one in scale.values))
_QUOTED = re.compile(rf"""(["'`])({_ANY})\1""")
_LISTED = re.compile(rf"({_LETTERS})・({_LETTERS})")
_STYLED = re.compile(rf"""(--[a-z-]+-|\.)({_ANY})\b|="?({_ANY})"?\]""")

_DEFINITION = "checklist.model.scales"
_FILES = "Excel（.xlsx・.xls）・ODS・CSVなどの表のファイル"
_ELSEWHERE = {
    ("checklist.store.files.picture", "A"), ("checklist.formats.workbook", "A"), ("checklist.rules.sheets.layout_texts", "A"), ("checklist.rules.fields.day_text", "S"), ("checklist.command.table_file", "S"),
    ("checklist.command.table_file", _FILES), ("checklist.command.command_line", _FILES),
}  # fmt: skip
"""Texts that only look like values: the band A of a picture, the S of 昭和, sheets by name, kinds of files."""
_OLDER = "scale.js"
"""What sheets of an older page lack; its own test holds it to the definition."""


def told_in_text(text: str) -> bool:
    """Whether a text of the program is a value or a scale, quotes one, or lists letters of values."""
    return text in _CODES or bool(_QUOTED.search(text) or _LISTED.search(text))


def told_in_page(text: str) -> bool:
    """Whether a script or a style sheet knows a value or a scale by its code."""
    return bool(_QUOTED.search(text) or _LISTED.search(text) or _STYLED.search(text))


def _pages() -> list[Path]:
    return sorted(path for kind in ("js", "css", "html") for path in (ROOT / "checklist").rglob(f"*.{kind}"))


def test_no_python_tells_what_a_value_is_a_second_time() -> None:
    told = [
        f"{path}: {text!r}"
        for path in SOURCES
        if module_of(path) != _DEFINITION and "migrations" not in path.parts
        for text in texts_of(path)
        if told_in_text(text) and (module_of(path), text) not in _ELSEWHERE
    ]
    assert told == []


def test_no_script_and_no_style_sheet_tells_what_a_value_is_a_second_time() -> None:
    assert len(_pages()) > 20
    assert [path for path in _pages() if path.name != _OLDER and told_in_page(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("text", ["UNVERIFIED", "NO", "A", "yes-no", "rating.value IN ('B', 'C')", "評定がB・Cの項目"])
def test_a_second_place_in_python_is_found(text: str) -> None:
    assert told_in_text(text)


@pytest.mark.parametrize(
    "text",
    [
        'new Set(["B", "C"])', "value === 'UNVERIFIED'", '.rate[data-value="NO"] { }', ".rating.NA { }", "--rate-S: #fff;",
        "[data-value=YES] { }", "「B・確認不能」",
    ],
)  # fmt: skip
def test_a_second_place_in_a_page_is_found(text: str) -> None:
    assert told_in_page(text)
