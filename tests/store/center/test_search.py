"""Any two characters in the texts of a case find it, whatever their width; one that is gone is found no more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checklist.model.center import Case
from checklist.store import db
from checklist.store.center import cases, search
from checklist.store.records import records
from tests.center_desk import CONTACT, acting, staff, take_down
from tests.world import World, by


def found(world: World, text: str) -> list[int]:
    with db.reading() as connection:
        return search.found(by(connection, staff(world)), text)[0]


@pytest.fixture
def case(world: World) -> int:
    """A case whose texts are searched for."""
    take_down(staff(world), summary="薬の飲み方")
    return take_down(
        staff(world), summary="差額ベッド料の\n説明がＣＴ検査の後だった。ｱﾚﾙｷﾞｰ", note="窓口を案内", wish="夜も"
    )


@pytest.mark.parametrize(
    "text",
    [
        "差額",
        "ド料",
        "ベッド料の説明",
        "ct検査",
        "ＣＴ",
        "アレルギー",
        "ｱﾚﾙｷﾞｰ",
        "ギー",
        "だった。",
        "説明　窓口",
        "夜も",
        "窓 案内",
        "2026-00002",
    ],
)
def test_every_two_characters_find_the_case(text: str, case: int, world: World) -> None:
    assert found(world, text) == [case]


@pytest.mark.parametrize(
    "text", ["", "差", "説薬", "案内夜も", "た。ア薬", "\x1f\x1f", '"', "差額 飲み方", "AND", "差*", "内夜"]
)
def test_what_stands_in_no_case_finds_none(text: str, case: int, world: World) -> None:
    assert found(world, text) == []


def test_the_newest_comes_first_and_all_are_counted_up_to_a_limit(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [take_down(staff(world)) for _ in range(4)]
    monkeypatch.setattr(search, "COUNTED", 3)
    with db.reading() as connection:
        assert search.found(by(connection, staff(world)), "納得", 2) == ([ids[3], ids[2]], 3)


def test_a_changed_text_is_found_by_its_new_words_alone(case: int, world: World) -> None:
    who = staff(world)
    with acting(who) as act:
        cases.change(act, replace(cases.get(act, case).case, summary="領収書の内訳"))
        cases.add_contact(act, replace(CONTACT, case_id=case, note="会計に確認を勧めた"))
    assert (found(world, "差額"), found(world, "内訳"), found(world, "会計")) == ([], [case], [case])


@pytest.mark.parametrize("text", ["\0", "差額\0ベッド", "\0差額ベッド", "差\0", "\ud800差額ベッド"])
def test_signs_that_no_keyboard_types_find_nothing_and_break_nothing(text: str, case: int, world: World) -> None:
    assert found(world, text) == []


@pytest.mark.parametrize(
    "text", ["NEAR(差額)", "差額*", "(差額", "-差額", "^差額", "差額 OR 薬", "folded:差額", "'差額'", '差"額']
)
def test_signs_of_a_query_language_are_only_signs(text: str, case: int, world: World) -> None:
    assert found(world, text) == []


def test_a_case_that_was_taken_back_is_neither_found_nor_counted(case: int, world: World) -> None:
    other = take_down(staff(world), summary="差額ベッド料の別の件")
    with acting(staff(world)) as act:
        assert search.found(act, "差額") == ([other, case], 2)
        records.withdraw(act, Case, case, 1, "二重に登録した")
        assert search.found(act, "差額") == ([other], 1)
        assert search.found(act, "差額ベッド") == ([other], 1)


def test_hundreds_of_words_are_a_question_as_well(case: int, world: World) -> None:
    assert found(world, "差額 " * 300) == [case]
    assert found(world, " ".join(f"語{number}" for number in range(300))) == []
