"""定型文 of a region: for all items or for one, the last choice counts, and every choice stays known."""

from __future__ import annotations

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.store import db
from checklist.store.act import acting
from checklist.store.sheets import phrases
from tests.cycle import who
from tests.world import World, by


def choose(world: World, item: str, texts: str, login: str = "secretariat", sheet: str = "mini-2") -> int:
    with acting(who(world, login)) as act:
        return phrases.choose(act, sheet, item, texts)


def history(world: World, sheet: str = "mini-2") -> list[phrases.Choice]:
    with db.reading() as connection:
        return phrases.history(by(connection, who(world, "evaluator.h02")), sheet)


def test_without_a_choice_there_are_none(world: World) -> None:
    assert phrases.standing(history(world)) == {}


def test_the_last_choice_counts_and_the_others_stay_known(world: World) -> None:
    assert choose(world, "", " 記録を確認した。 \r\n\n記録を確認した。\n担当者から聞き取った。") == 2
    choose(world, "1-01", "規程の改訂日を確認した。")
    assert phrases.standing(history(world)) == {
        "": ("記録を確認した。", "担当者から聞き取った。"),
        "1-01": ("規程の改訂日を確認した。",),
    }
    choose(world, "1-01", "")
    assert phrases.standing(history(world)).keys() == {""}
    assert [(one.item_code, one.by) for one in history(world)] == [
        ("", "secretariat さん"),
        ("1-01", "secretariat さん"),
        ("1-01", "secretariat さん"),
    ]


def test_another_version_of_the_sheet_has_the_same_ones(world: World) -> None:
    choose(world, "1-01", "規程の改訂日を確認した。", sheet="mini-1")
    assert phrases.standing(history(world)) == {"1-01": ("規程の改訂日を確認した。",)}


@pytest.mark.parametrize(
    ("item", "texts", "fault"),
    [
        ("9-99", "文", "この点検表にない項目"),
        ("", "\n".join(map(str, range(21))), "20行以内"),
        ("", "あ" * 201, "200文字以内"),
    ],
)
def test_what_is_too_much_is_refused(item: str, texts: str, fault: str, world: World) -> None:
    with pytest.raises(Refused) as refused:
        choose(world, item, texts)
    assert fault in refused.value.message
    assert history(world) == []


def test_only_the_secretariat_chooses(world: World) -> None:
    with pytest.raises(Forbidden):
        choose(world, "", "文", "manager.h01")
    with pytest.raises(NotFound):
        choose(world, "", "文", sheet="none")
