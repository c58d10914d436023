"""病院・届出: a file of hospitals is taken in whole or not at all, with everything that is wrong in one table."""

from __future__ import annotations

import pytest

from checklist.imports import hospital_file
from checklist.store import db
from checklist.store.hospitals import hospitals
from checklist.ui import upload_form
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.world import World, by

HEADER = ",".join(hospital_file.COLUMNS)
TAKE_IN = "病院を取り込む"


def names() -> list[str]:
    with db.reading() as connection:
        return [one.name for one in hospitals.all_hospitals(by(connection))]


@pytest.fixture
def secretariat(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world, with the secretariat signed in."""
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    return world


def test_a_file_with_faults_changes_nothing_and_shows_all_of_them(secretariat: World) -> None:
    before = names()
    screen = open_page("hospitals")
    assert 'href="/download/hospitals/template.xlsx"' in text(screen)
    rows = ("H01,架空中央病院（改称）,,,多い,,,,,,", "H09,<b>南</b>,,,120,大学,,3,,昨日,")
    screen.file_uploader[0].upload("病院.csv", "\n".join([HEADER, *rows]).encode()).run()
    press(screen, TAKE_IN)
    assert "取り込んでいません。4か所の誤りがあります。修正してからもう一度取り込んでください。" in faults(screen)
    shown = text(screen)
    for part in (
        "2行目・病床数",
        "3行目・種別",
        "「大学」は使えません",
        "3行目・加算区分",
        "3行目・算定開始日",
        "「昨日」は",
    ):
        assert part in shown
    assert names() == before


def test_a_right_file_is_taken_in_and_counted(secretariat: World) -> None:
    screen = open_page("hospitals")
    press(screen, TAKE_IN)
    assert "病院のファイル：ファイルを選んでください。" in faults(screen)
    rows = ("H01,架空中央病院（改称）,,,210,,,,,,", "H09,架空南病院,架空市,架空県,120,一般,,1,1,2024-06-01,第9号")
    screen.file_uploader[0].upload("病院.csv", "\n".join([HEADER, *rows]).encode()).run()
    press(screen, TAKE_IN)
    assert [one.value for one in screen.success] == ["2病院を取り込みました。"]
    assert {"架空中央病院（改称）", "架空南病院"} <= set(names())
    assert "架空南病院" in text(screen)
    assert screen.file_uploader[0].value is None


def test_of_very_many_faults_the_first_are_shown(secretariat: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_form, "FAULTS_SHOWN", 3)
    screen = open_page("hospitals")
    rows = [f"N{number:02},架空{number}病院,,,0,,,,,," for number in range(5)]
    screen.file_uploader[0].upload("病院.csv", "\n".join([HEADER, *rows]).encode()).run()
    press(screen, TAKE_IN)
    assert "5か所の誤りがあります" in faults(screen)
    assert "はじめの3か所を表示しています。" in text(screen)
    assert "4行目・病床数" in text(screen)
    assert "5行目・病床数" not in text(screen)


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "center"])
def test_nobody_else_is_offered_it(login: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people[login].id)
    screen = open_page("hospitals")
    assert not screen.file_uploader
    assert "template.xlsx" not in text(screen)


def test_a_name_that_no_paper_prints_is_told_below_its_field_and_once_it_is_saved(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("hospitals", hospital=1)
    next(field for field in screen.text_input if field.label == "病院名").input("架空\ue000原病院")
    screen = screens.press(screen, "病院を保存する")
    told = "印刷できない文字が含まれます：U+E000。PDFでは「〓」と印刷されます。"
    plain = [one.value.replace("\\", "") for one in screen.success]
    assert plain == [f"架空\ue000原病院を保存しました。{told}"]
    assert told in [one.value.replace("\\", "") for one in screen.caption]


def test_a_name_with_what_nobody_sees_is_refused_on_the_screen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("hospitals", hospital=1)
    next(field for field in screen.text_input if field.label == "病院名").input("中央\u200b病院")
    screen = screens.press(screen, "病院を保存する")
    assert "病院名：「中央」の次に、見えない文字（U+200B）があります。取り除いてください。" in screens.faults(screen)
