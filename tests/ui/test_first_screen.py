"""The start page of each role: what stands first, that every figure leads somewhere, and that nobody sees too much."""

from __future__ import annotations

import re

import pytest

from checklist.rules.grants import PAGES
from checklist.store import db
from tests import cycle
from tests.ui import screens
from tests.ui.screens import open_page, text
from tests.world import World

HREF = re.compile(r'href="([^"]+)"')


def home(world: World, login: str, monkeypatch: pytest.MonkeyPatch) -> str:
    screens.sign_in(monkeypatch, world.people[login].id)
    shown = open_page("home")
    assert not shown.exception
    return text(shown)


def test_a_leader_sees_the_hospital_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.sealed(world)
    shown = home(world, "leader.h01", monkeypatch)
    order = ["<h1>架空中央病院</h1>", "class=\"tile", "終わった年度の得点率はまだありません", "期限を過ぎた改善計画",
             "期限を過ぎた手続き", "2026年度は途中です", "次の日程", "強み（章）", "弱み（章）", "画面の案内"]  # fmt: skip
    places = [shown.index(one) for one in order]
    assert places == sorted(places)
    assert f'href="/download/hospitals/{world.hospitals["H01"]}/leader.pdf"' in shown
    assert 'alt="2026年度は途中です' in shown


def test_a_manager_sees_the_next_tasks_before_the_figures(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = home(world, "manager.h01", monkeypatch)
    first, tile, rest = (shown.index(one) for one in ('class="part task', 'class="tile', "ほかにすること"))
    assert first < tile < rest
    assert "訪問について協議し、記録する" in shown[first:tile]


def test_the_secretariat_sees_the_region(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = home(world, "secretariat", monkeypatch)
    for one in ("<h1>架空地域</h1>", "加算1の病院から評価を受ける予定", "訪問の実施（2026年度）", "期限内の評価報告書",
                "期限を過ぎている病院", "57日超過", "繰り返しの指摘事項"):  # fmt: skip
        assert one in shown
    assert "強み" not in shown
    assert "leader.pdf" not in shown


def test_the_centre_sees_its_month_and_no_figure_of_a_hospital(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = home(world, "center", monkeypatch)
    assert "<h1>医療安全支援センター</h1>" in shown
    assert shown.count('class="tile') == 4
    assert "得点率" not in shown


@pytest.mark.parametrize("login", ["evaluator.h02", "admin"])
def test_others_see_what_to_do_and_no_figures(login: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = home(world, login, monkeypatch)
    assert 'class="tile' not in shown
    assert 'class="first' not in shown.replace("first-head", "")
    assert "<h1>次にすること</h1>" in shown


@pytest.mark.parametrize("login", ["leader.h01", "manager.h01", "secretariat"])
def test_every_figure_leads_to_a_page_that_the_reader_may_open(
    login: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle.sealed(world)
    shown = home(world, login, monkeypatch)
    pages = {one.strip("/").partition("?")[0].partition("#")[0] for one in HREF.findall(shown) if "download" not in one}
    roles = world.people[login].roles
    assert {one for one in pages if one in PAGES and not PAGES[one] & roles} == set()
    assert pages - set(PAGES) <= {"", "logout", "password"} | {f"visit/{world.visit}"}


def test_names_are_no_markup(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE hospital SET name = '<i>架空</i>' || code")
    for login in ("leader.h01", "secretariat"):
        assert "<i>架空" not in home(world, login, monkeypatch)
