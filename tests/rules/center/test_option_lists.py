"""The lists of a desk: what is wrong with new ones, and where a code went through every edition since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.model.center import Case, Contact
from checklist.model.center.desk import Option
from checklist.rules.center import option_lists
from checklist.store.center import shipped
from checklist.words.center import LISTS
from tests.center_editions import edition, option

SHIPPED = shipped.edition()
SINCE = date(2026, 4, 1)
DAY = date(2026, 11, 16)


def wrong(*more: Option, name: str = "新しい分類", since: date = SINCE) -> list[tuple[str, str]]:
    """What is told of the shipped lists with some more entries."""
    found = option_lists.faults(name, since, [*SHIPPED.options, *more], [SHIPPED])
    return [(one.where, one.message) for one in found]


def test_the_shipped_lists_may_be_adopted_again_as_they_are() -> None:
    assert wrong() == []


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (Option("colour", "red", "赤"), "一覧「colour」はありません"),
        (Option("kind", "", "空"), "コードは20文字以内"),
        (Option("kind", "a" * 21, "長い"), "コードは20文字以内"),
        (Option("kind", "苦情", "苦情"), "コードは20文字以内"),
        (Option("kind", "a,b", "区切り"), "コードは20文字以内"),
        (Option("kind", "a b", "空白"), "コードは20文字以内"),
        (Option("kind", "--", "記号のみ"), "コードは20文字以内"),
        (Option("kind", "new", " "), "名称は60文字以内"),
        (Option("kind", "new", "あ" * 61), "名称は60文字以内"),
    ],
)
def test_each_fault_of_an_entry_is_told_with_its_line(one: Option, told: str) -> None:
    line = len(SHIPPED.options) + 2
    assert [where for where, message in wrong(one) if told in message] == [f"{line}行目"]


@pytest.mark.parametrize("code", ["a", "a" * 20, "A-1_b", "6-1-2"])
def test_a_plain_code_is_taken(code: str) -> None:
    assert wrong(Option("gender", code, "名" * 60)) == []


def test_a_code_stands_once_in_its_list_and_again_in_another() -> None:
    line = len(SHIPPED.options) + 2
    assert wrong(Option("kind", "complaint", "また苦情")) == [
        (f"{line}行目", "コード「complaint」は8行目と重複しています。")
    ]
    assert wrong(Option("gender", "complaint", "別の一覧")) == []


def test_a_small_subject_needs_a_great_one_above_it() -> None:
    ((where, message),) = wrong(Option("detail", "9-1", "何か", "9"))
    assert (where, message) == (f"{len(SHIPPED.options) + 2}行目", "上位の「9」は相談内容（大）にありません。")
    assert wrong(Option("detail", "8-99", "何か", "8")) == []


@pytest.mark.parametrize("listed", sorted(LISTS))
def test_no_list_may_be_empty(listed: str) -> None:
    left = [one for one in SHIPPED.options if one.listed != listed]
    found = option_lists.faults("新", SINCE, left, [SHIPPED])
    assert (LISTS[listed], "1つ以上の選択肢が必要です。") in [(one.where, one.message) for one in found]


def test_the_lists_together_have_a_limit() -> None:
    room = option_lists.MOST - len(SHIPPED.options)
    fill = [Option("gender", f"g{number}", "名") for number in range(room + 1)]
    assert wrong(*fill[:-1]) == []
    assert wrong(*fill) == [("分類", "400行以内にしてください。")]


@pytest.mark.parametrize(
    ("since", "told"),
    [
        (date(1949, 12, 31), "日付を確かめてください。"),
        (date(2200, 1, 2), "日付を確かめてください。"),
        (SHIPPED.since, "今の版（標準分類（例））より後の日にしてください。"),
    ],
)
def test_an_edition_begins_after_the_last_one(since: date, told: str) -> None:
    assert wrong(since=since) == [("適用を始める日", told)]


@pytest.mark.parametrize(("name", "good"), [("", False), ("　", False), ("あ" * 101, False), ("あ" * 100, True)])
def test_an_edition_has_a_name(name: str, good: bool) -> None:
    assert wrong(name=name) == ([] if good else [("版の名称", "100文字以内で入力してください。")])


OLD = edition(0, date(2000, 1, 1), option("kind", "a"), option("kind", "b"), option("kind", "c"), option("gender", "a"))
MIDDLE = edition(1, date(2025, 4, 1), option("kind", "A", former="a"), option("kind", "b"), option("gender", "a"))
NEW = edition(2, date(2026, 4, 1), option("kind", "X", former="A"), option("kind", "b"), option("gender", "a"))
LATER = edition(3, date(2027, 4, 1), option("kind", "X"), option("kind", "b"), option("gender", "a"))


def test_a_code_is_followed_through_every_edition() -> None:
    assert option_lists.todays("kind", [OLD, MIDDLE, NEW]) == [
        {"a": "X", "b": "b", "c": "c"}, {"A": "X", "b": "b"}, {"X": "X", "b": "b"},
    ]  # fmt: skip


def test_an_edition_that_names_no_former_codes_forgets_none() -> None:
    assert option_lists.todays("kind", [OLD, MIDDLE, NEW, LATER])[0]["a"] == "X"
    assert option_lists.anywhere("kind", [OLD, MIDDLE, NEW, LATER]) == {
        "a": "X", "A": "X", "X": "X", "b": "b", "c": "c",
    }  # fmt: skip


def test_a_list_that_never_changed_moves_nothing() -> None:
    assert option_lists.todays("gender", [OLD, MIDDLE, NEW]) == [{"a": "a"}] * 3
    assert option_lists.todays("kind", [OLD]) == [{"a": "a", "b": "b", "c": "c"}]
    assert option_lists.anywhere("nothing", [OLD, NEW]) == {}


def test_a_code_that_comes_back_with_another_meaning_means_that_from_then_on_alone() -> None:
    back = edition(2, date(2026, 4, 1), option("kind", "A"), option("kind", "a", "別の意味"), option("kind", "b"))
    assert [one.get("a") for one in option_lists.todays("kind", [OLD, MIDDLE, back])] == ["A", None, "a"]


def test_the_fields_are_shown_with_the_words_of_these_lists() -> None:
    shown = {one.name: one.choices for one in option_lists.shown(Case, {"kind": {"x": "え"}})}
    assert shown["kind"] == {"x": "え"}
    assert shown["gender"] == {}
    assert "summary" in shown


def test_codes_that_no_list_has_are_named_by_their_fields() -> None:
    lists = SHIPPED.lists()
    case = Case(received_on=DAY, kind="complaint", subject="2", detail="2-1")
    assert option_lists.unknown(case, lists) == []
    bad = replace(case, kind="x", gender="y", others=("1", "z"), reasons=())
    assert [one.where for one in option_lists.unknown(bad, lists)] == ["種別", "性別", "ほかの相談内容"]
    contact = Contact(case_id=1, held_on=DAY, channel="phone", responses=("listen",), referrals=("7",))
    assert [one.where for one in option_lists.unknown(contact, lists)] == ["紹介先"]
    assert option_lists.unknown(contact, {**lists, option_lists.REFERRALS: {"7": "医師会"}}) == []


CARE = {"6-1": "診療報酬", "6-2": "自由診療", "6-3": "差額ベッド料", "6-9": "その他"}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("3", "6-3"), ("３", "6-3"), (" 3 ", "6-3"), ("3 転院・退院", "6-3"), ("差額", "6-3"), ("3 差額ベッド料", "6-3"),
        ("診療", "6-1"), ("5", None), ("33", None), ("", None), ("眼科", None),
    ],
)  # fmt: skip
def test_what_was_typed_before_its_list_was_there_is_understood(typed: str, code: str | None) -> None:
    assert option_lists.meant(CARE, typed) == code


def test_only_what_belongs_to_a_code_stands_below_it() -> None:
    parents = {"6-1": "6", "2-1": "2"}
    options = {"6-1": "診療報酬", "2-1": "接遇", "9": "孤立"}
    assert option_lists.below(options, parents, "6") == {"6-1": "診療報酬"}
    assert option_lists.below(options, parents, "") == {}
