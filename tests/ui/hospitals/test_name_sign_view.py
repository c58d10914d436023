"""外字 of names on the page of a hospital: told where they stand, chosen, taken back, and closed to everybody else."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from checklist.store import db
from checklist.store.hospitals import hospitals
from checklist.ui.hospitals import name_sign_view
from tests.cycle import who
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.world import HOST, World, by

SIGN, NAME = "\ue000", "\ue000原中央病院"


def rename(world: World, name: str) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        hospitals.save(act, replace(hospitals.get(act, world.hospitals[HOST]), name=name))


def drawn(content: io.BytesIO) -> None:
    found = Image.new("L", (40, 40), 255)
    found.paste(0, (5, 5, 20, 30))
    found.save(content, "PNG")


def test_a_manager_says_what_is_printed_and_takes_it_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    own = world.hospitals[HOST]
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    screen = open_page("hospitals", hospital=own)
    opened = next(one for one in screen.expander if one.label == name_sign_view.TITLE)
    assert not opened.proto.expanded
    assert "架空中央病院" in text(screen)
    rename(world, NAME)
    screen = open_page("hospitals", hospital=own)
    opened = next(one for one in screen.expander if one.label == name_sign_view.TITLE)
    # What waits for an answer stands open, with the number of the sign filled in.
    assert opened.proto.expanded
    assert "〓原中央病院" in text(screen)
    assert "U+E000→〓" in text(screen)
    key = f"{name_sign_view.FORM}-{own}-r0"
    assert screen.text_input(key=f"{key}-sign").value == "U+E000"
    screen.text_input(key=f"{key}-text").set_value("👍")
    press(screen, "外字の印刷を保存する")
    assert "印刷できない文字が含まれます" in faults(screen)
    screen.text_input(key=f"{key}-text").set_value("斎")
    screen.text_input(key=f"{key}-sign").set_value("U+E123")
    press(screen, "外字の印刷を保存する")
    assert "U+E123は、この病院の名称" in faults(screen)
    screen.text_input(key=f"{key}-sign").set_value(SIGN)
    press(screen, "外字の印刷を保存する")
    shown = text(screen).replace("\\", "")
    assert "U+E000の印刷を保存しました。" in shown
    assert "斎原中央病院" in shown
    assert "外字の変更の記録" in shown
    # A picture as well: one that shows nothing changes nothing, one that does is kept, and gone with the next choice.
    for ink, told in ((255, "図に文字が見えません"), (0, "U+E000の印刷を保存しました。")):
        screen = open_page("hospitals", hospital=own)
        screen.text_input(key=f"{key}-sign").set_value(SIGN)
        screen.text_input(key=f"{key}-text").set_value("斎")
        content = io.BytesIO()
        Image.new("L", (40, 40), 255).save(content, "PNG") if ink else drawn(content)
        upload = next(one for one in screen.file_uploader if one.label == name_sign_view.PICTURE)
        upload.upload("外字.png", content.getvalue())
        press(screen, "外字の印刷を保存する")
        assert told in (text(screen) + faults(screen)).replace("\\", "")
    assert "斎と図" in text(screen)
    screen = open_page("hospitals", hospital=own)
    screen.text_input(key=f"{key}-sign").set_value("E000")
    press(screen, "外字の印刷を保存する")
    assert "U+E000の印刷の指定を取り消しました。" in text(screen).replace("\\", "")
    assert "U+E000→〓" in text(screen)


@pytest.mark.parametrize(("login", "sees"), [("secretariat", True), ("manager.h02", False), ("leader.h01", False)])
def test_only_those_who_keep_the_hospital_see_the_form(
    login: str, sees: bool, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people[login].id)
    screen = open_page("hospitals", hospital=world.hospitals[HOST])
    assert any(one.label == name_sign_view.TITLE for one in screen.expander) is sees
    assert (name_sign_view.HINT[:10] in text(screen)) is sees
