"""A hospital says what is printed for the 外字 of its names: kept, taken back, and never printed for anybody else's."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from sqlite3 import IntegrityError
from typing import Any

import pytest
from PIL import Image

from checklist.errors import Forbidden, NotFound, Refused
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import acting, viewing
from checklist.store.files import picture
from checklist.store.hospitals import hospitals, name_signs
from tests.cycle import who
from tests.world import HOST, LEADING, SMALL, World, by

SIGN, OTHER, VARIANT = "\ue000", "\ue001", "辻\U000e0101"


def rename(world: World, code: str, **fields: Any) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        hospitals.save(act, replace(hospitals.get(act, world.hospitals[code]), **fields))


def choose(world: World, sign: str, text: str, login: str = "manager.h01", code: str = HOST) -> str:
    with acting(who(world, login)) as act:
        return name_signs.choose(act, world.hospitals[code], sign, text)


def printed(world: World, login: str = "manager.h01") -> dict[str, str]:
    with viewing(who(world, login)) as view:
        return {name: one.text for name, one in name_signs.printed_names(view).items()}


def history(world: World, code: str = HOST, login: str = "manager.h01") -> list[tuple[str, str, str]]:
    with viewing(who(world, login)) as view:
        return [(one.sign, one.text, one.by) for one in name_signs.history(view, world.hospitals[code])]


def test_what_was_chosen_is_kept_and_the_last_choice_counts(world: World) -> None:
    rename(world, HOST, name=f"{SIGN}原中央病院", founder=f"医療法人{OTHER}会")
    assert printed(world) == {}
    assert choose(world, "U+E000", "斎") == SIGN
    assert printed(world) == {f"{SIGN}原中央病院": "斎原中央病院"}
    assert choose(world, SIGN, "齋") == SIGN
    assert choose(world, " ｕ＋ｅ００１ ", "(高)", login="secretariat") == OTHER
    # The same again is no choice of its own.
    assert choose(world, SIGN, "齋") == SIGN
    named = {f"{SIGN}原中央病院": "齋原中央病院", f"医療法人{OTHER}会": "医療法人(高)会"}
    # Whoever reads hospitals prints them alike; evaluators of another hospital, too.
    for login in ("manager.h01", "leader.h02", "evaluator.h02", "secretariat", "center"):
        assert printed(world, login) == named, login
    assert choose(world, "U+E000", "") == SIGN
    assert printed(world) == {f"医療法人{OTHER}会": "医療法人(高)会"}
    assert [one[:2] for one in history(world)] == [(SIGN, "斎"), (SIGN, "齋"), (OTHER, "(高)"), (SIGN, "")]
    with db.reading() as connection:
        assert hospitals.get(by(connection), world.hospitals[HOST]).name == f"{SIGN}原中央病院"


def test_a_sign_is_printed_for_nobody_else_who_may_mean_another_one(world: World) -> None:
    rename(world, HOST, name=f"{SIGN}原中央病院", corporate_group=f"{SIGN}会")
    rename(world, LEADING, name=f"{SIGN}田病院", corporate_group=f"{SIGN}会")
    with acting(who(world, "admin")) as act:
        person = people.by_login(act, "evaluator.h01")
        people.change(act, replace(person, name=f"{SIGN}田 花子"))
    choose(world, SIGN, "斎")
    # The group is of both, and the other hospital has not said what it means.
    assert printed(world) == {f"{SIGN}原中央病院": "斎原中央病院", f"{SIGN}田 花子": "斎田 花子"}
    choose(world, SIGN, "峯", "manager.h02", LEADING)
    assert printed(world)[f"{SIGN}田病院"] == "峯田病院"
    assert f"{SIGN}会" not in printed(world)
    choose(world, SIGN, "斎", "manager.h02", LEADING)
    assert printed(world)[f"{SIGN}会"] == "斎会"


def test_variants_and_rare_signs_can_be_replaced_and_common_ones_cannot(world: World) -> None:
    rename(world, HOST, name=f"{VARIANT}中央病院", founder="𠮷田 㐂一", address="架空県")
    assert choose(world, VARIANT, "辻") == VARIANT
    assert choose(world, "20BB7", "吉") == "𠮷"
    assert choose(world, "㐂", "喜") == "㐂"
    assert printed(world) == {f"{VARIANT}中央病院": "辻中央病院", "𠮷田 㐂一": "吉田 喜一"}


@pytest.mark.parametrize(
    ("sign", "text", "told"),
    [
        ("", "斎", "外字：1文字、"),
        (SIGN + "原", "斎", "外字：1文字、"),
        ("U+D800", "斎", "外字：1文字、"),
        ("U+110000", "斎", "外字：1文字、"),
        (OTHER, "斎", "外字：U+E001は、この病院の名称・開設者・所在地・グループにも、所属する人の氏名にもありません。"),
        ("原", "源", "外字：どの機器でも同じ字形の文字は、置き換えられません。"),
        (SIGN, "斎" * 21, "印刷する文字：20文字以内"),
        (SIGN, f"斎{SIGN}", "印刷する文字：置き換える外字を含まない"),
        (SIGN, "斎\u200b藤", "印刷する文字："),
    ],
)
def test_what_is_wrong_with_a_choice_is_told_and_nothing_kept(sign: str, text: str, told: str, world: World) -> None:
    rename(world, HOST, name=f"{SIGN}原中央病院")
    with pytest.raises(Refused) as refused:
        choose(world, sign, text)
    assert told in refused.value.message
    assert history(world) == []


def test_who_may_choose_and_who_may_see_what_was_chosen(world: World) -> None:
    rename(world, HOST, name=f"{SIGN}原中央病院")
    for login in ("manager.h02", "leader.h01", "evaluator.h01", "center", "admin"):
        with pytest.raises(Forbidden):
            choose(world, SIGN, "斎", login)
    for login in ("manager.h02", "evaluator.h02", "center", "admin"):
        with pytest.raises(Forbidden):
            history(world, login=login)
    assert history(world, login="leader.h01") == []
    with pytest.raises(NotFound), acting(who(world, "secretariat")) as act:
        name_signs.choose(act, 999, SIGN, "斎")
    choose(world, SIGN, "斎")
    with db.writing() as connection:
        for statement in ("UPDATE name_sign SET text = '峯'", "DELETE FROM name_sign"):
            with pytest.raises(Exception, match="refused: kept"):
                connection.execute(statement)
    assert history(world, SMALL, "secretariat") == []


def picture_of(size: tuple[int, int] = (60, 60), ink: int = 0, kind: str = "PNG") -> bytes:
    found = Image.new("L", size, 255)
    found.paste(ink, (5, 5, 30, 30))
    target = io.BytesIO()
    found.save(target, kind)
    return target.getvalue()


def test_a_picture_goes_with_its_choice_and_is_gone_with_the_next_one(world: World) -> None:
    rename(world, HOST, name=f"{SIGN}原中央病院")
    small = picture.sign(picture_of((900, 900)))
    assert len(small) < 40_000
    chosen = [(small, "斎"), (small, "斎"), (b"", "斎"), (small, "斎")]
    for content, text in chosen:
        with acting(who(world, "manager.h01")) as act:
            name_signs.choose(act, world.hospitals[HOST], SIGN, text, content)
    with viewing(who(world, "leader.h02")) as view:
        (one,) = name_signs.printed_names(view).values()
    assert [(sign, base64.b64decode(found)) for sign, found in one.pictures] == [(SIGN, small)]
    with viewing(who(world, "manager.h01")) as view:
        kept = name_signs.history(view, world.hospitals[HOST])
    assert [bool(found.picture) for found in kept] == [True, False, True], "the same again is no choice"
    # Without letters there is nothing for files, and somebody else may not.
    refused: list[tuple[str, type[Exception]]] = [("manager.h01", Refused), ("manager.h02", Forbidden)]
    for login, error in refused:
        with pytest.raises(error), acting(who(world, login)) as act:
            name_signs.choose(act, world.hospitals[HOST], SIGN, "", small)
    choose(world, SIGN, "")
    assert printed(world) == {}
    with db.writing() as connection:
        for change in ("UPDATE name_sign_picture SET picture = 'x'", "DELETE FROM name_sign_picture"):
            with pytest.raises(IntegrityError, match="kept"):
                connection.execute(change)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "画像として読み取れない"), (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "画像として読み取れない"),
        (picture_of()[:90], "画像として読み取れない"), (picture_of(kind="GIF"), "画像として読み取れない"),
        (picture_of(ink=250), "文字が見えません"), (picture_of((600, 60)), "細長すぎます"),
    ],
)  # fmt: skip
def test_what_is_no_picture_of_a_sign_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(Refused, match=told):
        picture.sign(content)
