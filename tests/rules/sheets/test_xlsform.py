"""A check sheet as an XLSForm and back: equal both ways, whatever its texts are; what is wrong is told where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from checklist.model.sheets import Chapter, Item, Lineage, Module, Relation, SheetVersion, Subject
from checklist.rules.sheets import sheet_check, sheet_draft, xlsform, xlsform_reading
from checklist.rules.sheets.sheet_draft import Grid
from checklist.rules.sheets.xlsform import CHOICES, LABEL, SETTINGS, SURVEY
from tests import nasty_strings
from tests.world import SECOND

Sheets = dict[str, Grid]


def back(sheets: Sheets) -> SheetVersion:
    found = xlsform_reading.convert(sheets)
    draft = sheet_draft.read(found.grid)
    assert xlsform_reading.placed(found, sheet_check.faults(draft, [])) == []
    return sheet_draft.version(draft)


def version(**changed: Any) -> SheetVersion:
    """A sound first version with an item for everybody, for a class, for a department and for both."""
    wanted = ((1, 2), Module.WHOLE), ((1,), Module.WHOLE), ((1, 2), Module.DIALYSIS), ((2,), Module.SURGERY)
    items = tuple(
        Item(f"{place}-01", str(1 + place // 2), f"架空の項目{place}", part, classes, module, "病棟", "病棟", ("書類", "現場"), "目的", "", "手順", "資料")
        for place, (part, (classes, module)) in enumerate(zip(sheet_check.LAW_PARTS, wanted, strict=True))
    )  # fmt: skip
    chapters = (Chapter("1", "体制"), Chapter("2", "活動"))
    made = SheetVersion("s", "架空シート", "s-1", 1, "第1版", 2026, "abcx", None, chapters, items, ())
    return replace(made, **changed)


def changed(sheets: Sheets, sheet: str, row: int, column: str, text: str) -> Sheets:
    """The form with one cell of it changed; rows as people count them."""
    rows = [list(one) for one in sheets[sheet]]
    rows[row - 1][rows[0].index(column)] = text
    return {**sheets, sheet: tuple(map(tuple, rows))}


def told(sheets: Sheets) -> list[str]:
    found = xlsform_reading.convert(sheets)
    return [str(one) for one in xlsform_reading.placed(found, sheet_check.faults(sheet_draft.read(found.grid), []))]


def test_a_version_comes_back_as_it_was_and_leaves_as_it_came() -> None:
    interleaved = tuple(version().items[place] for place in (0, 2, 1, 3))
    versions = [
        version(),
        version(items=interleaved),
        version(scale="sabc"),
        version(scale="yes-no", subject=Subject.INFECTION),
        version(items=tuple(replace(one, law_part="") for one in version().items)),
        replace(
            version(), code="s-2", number=2, previous_code="s-1",
            lineage=tuple(Lineage(one.code, Relation.NEW, ()) for one in version().items),
        ),
    ]  # fmt: skip
    for one in versions[:-1]:
        sheets = xlsform.sheets(one)
        assert back(sheets) == one, one.scale
        assert xlsform.sheets(back(sheets)) == sheets
    # The second version needs the first one at hand to be checked; what it says comes back all the same.
    assert (
        sheet_draft.version(sheet_draft.read(xlsform_reading.convert(xlsform.sheets(versions[-1])).grid))
        == versions[-1]
    )


def test_the_survey_says_what_is_asked_of_whom() -> None:
    rows = xlsform.sheets(version())[SURVEY]
    cells = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    of = {one["name"]: one for one in cells if one["name"]}
    assert [one["type"] for one in cells][:3] == [
        "select_one addon_class",
        "select_multiple departments",
        "begin_group",
    ]
    assert (of["chapter_1"][LABEL], of["q_0-01"][LABEL]) == ("1\u3000体制", "0-01\u3000架空の項目0")
    assert [of[f"q_{n}-01"]["relevant"] for n in range(4)] == [
        "", "selected(${addon_class}, '1')", "selected(${departments}, 'dialysis')",
        "selected(${addon_class}, '2') and selected(${departments}, 'surgery')",
    ]  # fmt: skip
    assert of["q_0-01"]["required"] == "yes"
    assert of["comment_0-01"]["required"] == "${q_0-01} = 'B' or ${q_0-01} = 'C' or ${q_0-01} = 'UNVERIFIED'"
    assert of["finding_0-01"]["relevant"] == "${q_0-01} = 'B' or ${q_0-01} = 'C'"
    assert sum(one["type"] == "begin_group" for one in cells) == sum(one["type"] == "end_group" for one in cells) == 2
    names = [one["name"] for one in cells if one["name"]]
    assert len(names) == len(set(names))
    # A sheet that asks everybody the same begins with its items.
    plain = version(items=tuple(replace(one, classes=(1, 2), module=Module.WHOLE) for one in version().items))
    assert xlsform.sheets(plain)[SURVEY][1][0] == "begin_group"


def test_every_nasty_string_comes_through_as_an_item() -> None:
    for text in nasty_strings.ALL:
        kept = sheet_draft.normal(text) and text.strip()
        items = (replace(version().items[0], text=text.strip(), procedure=text.strip()), *version().items[1:])
        one = version(items=items, name=f"版{text.strip()}")
        found = xlsform_reading.convert(xlsform.sheets(one))
        row = sheet_draft.read(found.grid).rows[0]
        assert (row.text("項目"), row.text("確認の手順")) == (text.strip(), text.strip()), repr(text)
        assert kept is not None
        # Nothing in a text refers to another question.
        for line in xlsform.sheets(one)[SURVEY][1:]:
            assert "${" not in line[2], repr(text)


CASES: list[tuple[Callable[[Sheets], Sheets], list[str]]] = [
    (
        lambda one: changed(changed(one, SURVEY, 5, "name", "q_日付"), SURVEY, 8, LABEL, ""),
        ["「survey」シート　5行目・name：「日付」は使えません。", "「survey」シート　8行目・label::日本語 (ja)：入力されていません。"],
    ),
    (lambda one: changed(one, SURVEY, 8, "relevant", ""), ["「survey」シート　8行目・relevant：対象区分・対象部門と合いません（selected(${addon_class}, '1')になります）。"]),
    (lambda one: changed(one, SURVEY, 5, "type", "select_one color"), ["「survey」シート　5行目・type：選択肢の一覧が、評価尺度（abcx、sabc、yes-no）のどれとも合いません。"]),
    (lambda one: changed(one, SURVEY, 11, "type", "note"), ["「survey」シート　4行目・type：対応する end_group がありません。"]),
    (lambda one: changed(one, SURVEY, 4, "type", "note"), ["「survey」シート　11行目・type：対応する begin_group がありません。", "「survey」シート　5行目・name：章を表すグループ"]),
    (lambda one: changed(one, SETTINGS, 2, "version", "初版"), ["「settings」シート　2行目・version：1以上の整数で入力してください。"]),
    (lambda one: changed(one, SETTINGS, 2, "form_id", ""), ["「settings」シート　2行目・form_id：入力されていません。"]),
    (lambda one: changed(one, SETTINGS, 2, "評価尺度", "sabc"), ["「settings」シート　2行目・評価尺度：選択肢の一覧は「abcx」です。"]),
    (lambda one: changed(one, CHOICES, 2, "name", "AA"), ["「survey」シート　5行目・type：選択肢の一覧が、"]),
    (lambda one: changed(one, SURVEY, 5, "法令区分", "ウ"), ["「survey」シート　5行目・法令区分：「ウ」は使えません。"]),
    (lambda one: changed(one, SURVEY, 12, LABEL, "2\u3000" + "長" * 61), ["「survey」シート　12行目・label::日本語 (ja)：60文字以内にしてください"]),
    (lambda one: changed(one, SURVEY, 1, "確認場所", "場所"), ["「survey」シート　1行目・確認場所：この列がありません。"]),
    (lambda one: {**one, SURVEY: one[SURVEY][:1]}, ["「survey」シート　", "項目が1つもありません。"]),
    (lambda one: {SURVEY: one[SURVEY], CHOICES: one[CHOICES]}, ["「settings」シート　2行目・シートコード：入力されていません。"]),
    (lambda one: {SURVEY: ()}, ["列「type」がありません。", "列「name」がありません。"]),
]  # fmt: skip


@pytest.mark.parametrize(("change", "wanted"), CASES, ids=[str(n) for n in range(len(CASES))])
def test_every_fault_is_told_in_one_pass_with_sheet_row_and_column(
    change: Callable[[Sheets], Sheets], wanted: list[str]
) -> None:
    found = told(change(xlsform.sheets(version())))
    for part in wanted:
        assert any(part in one for one in found), (part, found)
    assert all(one.startswith("「") for one in found if "シート" in one[:12]), found
    assert len(found) == len(set(found))


FOREIGN: Sheets = {
    SURVEY: (
        ("type", "name", "label", "hint"),
        ("start", "start", "", ""),
        ("note", "intro", "はじめに", ""),
        ("begin group", "a", "安全管理", ""),
        ("select_one yn", "q1", "指針がある", "現場で確かめる"),
        ("text", "why", "理由", ""),
        ("begin repeat", "r", "病棟ごと", ""),
        ("select_one yn or_other", "q2", "施錠されている", ""),
        ("end repeat", "", "", ""),
        ("end group", "", "", ""),
        ("select_one yn", "q3", "全体の評価", ""),
        ("select_one yn", "q4", "", ""),
    ),
    CHOICES: (("list name", "name", "label"), ("yn", "y", "はい"), ("yn", "n", "いいえ")),
}


def test_a_form_of_others_is_a_proposal_and_says_what_is_left_out() -> None:
    found = xlsform_reading.proposal(FOREIGN)
    assert [(one.chapter, one.text, one.line) for one in found.items] == [
        ("安全管理", "指針がある", 5), ("病棟ごと", "施錠されている", 8), ("", "全体の評価", 11),
    ]  # fmt: skip
    assert [(one.line, one.why) for one in found.left_out] == [
        (3, "選択式でない設問（note）"), (6, "選択式でない設問（text）"), (12, "設問の文がない行"),
    ]  # fmt: skip
    # Taken for one of ours, it says in one sentence where it can be taken in.
    assert f"「survey」シート　1行目：{xlsform_reading.FOREIGN}" in told(FOREIGN)


def test_our_own_form_as_a_proposal_has_the_same_chapters_and_items() -> None:
    found = xlsform_reading.proposal(xlsform.sheets(SECOND))
    assert [one.text for one in found.items] == [one.text for one in SECOND.items]
    assert found.chapters == tuple(one.name for one in SECOND.chapters)
    assert found.left_out == ()
