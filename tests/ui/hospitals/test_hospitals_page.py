"""病院一覧: a file of hospitals is taken in whole or not at all, with everything that is wrong in one table."""

from __future__ import annotations

import re

import pytest

from checklist.imports import hospital_file, region_file
from checklist.model.hospitals import Addon, Hospital, HospitalKind
from checklist.store import db
from checklist.store.hospitals import hospitals
from checklist.ui import series, table_form, upload_form
from checklist.ui.region import import_view
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.world import World, by

HEADER = ",".join(hospital_file.COLUMNS)
READ = import_view.READ


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
    press(screen, READ)
    assert "読み込んでいません。4か所の誤りがあります。修正してからもう一度読み込んでください。" in faults(screen)
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
    press(screen, READ)
    assert "取り込むファイル：ファイルを選んでください。" in faults(screen)
    rows = ("H01,架空中央病院（改称）,,,210,,,,,,", "H09,架空南病院,架空市,架空県,120,一般,,1,1,2024-06-01,第9号")
    screen.file_uploader[0].upload("病院.csv", "\n".join([HEADER, *rows]).encode()).run()
    before = names()
    press(screen, READ)
    assert [one.value for one in screen.success] == [table_form.CHECK]
    assert "病院：新規 1件・変更 1件、届出：新規 2件" in text(screen)
    assert "病床数：200床 → 210床" in text(screen)
    # Below the hundreds of rows of a prefecture nobody would find it.
    order = [getattr(one, "label", "") or getattr(getattr(one, "proto", None), "body", "") for one in screen.main]
    assert order.index(table_form.TAKE) < [" → 210床" in one for one in order].index(True)
    assert [one.startswith('<div class="scroll tall"') for one in order if " → 210床" in one] == [True]
    assert names() == before
    press(screen, table_form.TAKE)
    assert screen.success[0].value.replace("\\", "").startswith("取り込みました（病院：新規 1件・変更 1件")
    assert {"架空中央病院（改称）", "架空南病院"} <= set(names())
    assert "架空南病院" in text(screen)
    assert screen.file_uploader[0].value is None


def test_whoever_leaves_the_review_has_changed_nothing(secretariat: World) -> None:
    before, screen = names(), open_page("hospitals")
    screen.file_uploader[0].upload("病院.csv", f"{HEADER}\nH09,架空南病院,,,120,,,,,,".encode()).run()
    press(screen, READ)
    assert not screen.file_uploader
    press(screen, table_form.LEAVE)
    assert screen.file_uploader[0].value is None
    assert names() == before


def test_a_file_that_changes_nothing_says_so_and_offers_nothing(secretariat: World) -> None:
    screen = open_page("hospitals")
    screen.file_uploader[0].upload("病院.csv", "コード,病院名,病床数\nH01,架空中央病院,200床\n".encode()).run()
    press(screen, READ)
    assert "変更はありません" in text(screen)
    assert [one.label for one in screen.button if one.label == table_form.TAKE] == []


def test_a_row_that_somebody_else_stored_meanwhile_is_shown_again_before_it_is_taken_in(secretariat: World) -> None:
    screen = open_page("hospitals")
    screen.file_uploader[0].upload("病院.csv", f"{HEADER}\nH09,架空南病院,,,120,,,,,,".encode()).run()
    press(screen, READ)
    with db.writing() as connection:
        hospitals.save(by(connection), Hospital(0, "H09", "架空南病院", "", "", 90, HospitalKind.GENERAL, False))
    press(screen, table_form.TAKE)
    assert [one.value for one in screen.success] == [region_file.MOVED]
    assert "病床数：90床 → 120床" in text(screen)
    press(screen, table_form.TAKE)
    assert "変更 1件" in screen.success[0].value


def test_saved_with_the_next_to_follow_the_form_stays_and_keeps_what_is_common(secretariat: World) -> None:
    screen = open_page("hospitals")
    for place, name in enumerate(("架空北病院", "架空西病院")):
        key = f"hospital-0-r{place}"
        assert screen.text_input(key=f"{key}-code").value == ""
        assert screen.selectbox(key=f"{key}-kind").value is (HospitalKind.CLINIC if place else HospitalKind.GENERAL)
        screen.text_input(key=f"{key}-code").set_value(f"H1{place}")
        screen.text_input(key=f"{key}-name").set_value(name)
        screen.selectbox(key=f"{key}-kind").set_value(HospitalKind.CLINIC)
        press(screen, series.ANOTHER)
        assert [one.value for one in screen.success] == [f"{name}を保存しました。"]
        assert any(one.label == "病院を登録する" and one.proto.expanded for one in screen.expander)
    press(screen, "病院を保存する")
    assert "病院コード" in faults(screen)


def test_the_next_filing_has_the_other_addon_the_same_class_and_the_same_day(secretariat: World) -> None:
    with db.writing() as connection:
        new = hospitals.save(by(connection), Hospital(0, "H09", "架空南病院", "", "", 90, HospitalKind.GENERAL, False))
    screen = open_page("hospitals", hospital=new)
    assert "下の「届出を登録・変更する」から登録してください。" in text(screen)
    key = f"filing-{new}-0-r0"
    assert screen.selectbox(key=f"{key}-addon").value is Addon.SAFETY
    screen.radio(key=f"{key}-class").set_value(2)
    screen.text_input(key=f"{key}-from").set_value("2026/4/1")
    press(screen, series.ANOTHER)
    assert [one.value.replace("\\", "") for one in screen.success] == [
        "届出を保存しました（医療安全対策加算　加算2）。"
    ]
    key = f"filing-{new}-0-r1"
    assert screen.selectbox(key=f"{key}-addon").value is Addon.REGIONAL
    assert (screen.radio(key=f"{key}-class").value, screen.text_input(key=f"{key}-from").value) == (2, "2026/04/01")
    press(screen, "届出を保存する")
    with db.reading() as connection:
        assert len(hospitals.filings(by(connection), new)) == 2


def test_of_very_many_faults_the_first_are_shown(secretariat: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_form, "FAULTS_SHOWN", 3)
    screen = open_page("hospitals")
    rows = [f"N{number:02},架空{number}病院,,,0,,,,,," for number in range(5)]
    screen.file_uploader[0].upload("病院.csv", "\n".join([HEADER, *rows]).encode()).run()
    press(screen, READ)
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


def test_the_administrator_takes_in_a_file_of_people_and_finds_one_of_them_among_many(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["admin"].id)
    screen = open_page("accounts")
    row = "new.h01,架空 新任,架空中央病院,病院幹部"
    screen.file_uploader[0].upload("利用者.csv", f"ログインID,氏名,所属,役割\n{row}\n".encode()).run()
    press(screen, READ)
    assert "利用者：新規 1件" in text(screen)
    press(screen, table_form.TAKE)
    assert screen.success[0].value.replace("\\", "").startswith("取り込みました（利用者：新規 1件")
    assert "new.h01" in text(screen)
    # The password that was made for them stands there to be handed over, on paper as well.
    assert "初回のパスワード（1人）" in text(screen)
    (kept,) = screen.session_state["first-passwords"]
    assert kept.place == "架空中央病院"
    # The ways to print and to close stand above the rows, however many there are.
    order = [one.key or kept.password in str(getattr(one.proto, "body", "")) for one in screen.main]
    assert order.index("first-passwords-close") < order.index(True)
    screen.text_input(key="list-accounts").set_value("新任").run()
    assert re.search(r"全\d{2}件のうち1件を表示しています。", text(screen))
    assert {one.label for one in screen.selectbox} >= {"役割", "所属", "状態", "並べ替え"}
