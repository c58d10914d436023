"""Addresses of the plan, the polls and the audit that no link of ours has, and hospitals of which little is known."""

from __future__ import annotations

import pytest

from checklist.model.hospitals import Hospital, HospitalKind
from checklist.store import db
from checklist.store.hospitals import hospitals
from checklist.store.plan import travel_times
from tests.cycle import who
from tests.ui import screens
from tests.ui.screens import open_page, text
from tests.world import World, by

ADDRESSES = [
    ("secretariat", "plan", {"part": "moves", "grid": "<x>", "hospital": "zz", "year": "-1"}, "年間計画"),
    ("secretariat", "plan", {"part": "schedule", "hospital": "999", "year": "9" * 30}, "手続き"),
    ("manager.h04", "plan", {"part": "moves", "hospital": "1"}, "年間計画"),
    ("evaluator.h02", "date_polls", {"visit": "9" * 14}, "この訪問の日程調整は表示できません"),
    ("manager.h04", "date_polls", {"visit": "1"}, "この訪問の日程調整は表示できません"),
    ("evaluator.h02", "date_polls", {"visit": "1 OR 1"}, "日程を調整している訪問はありません"),
    ("admin", "audit", {"days": "x", "kind": "<b>", "person": "9" * 30}, "操作の記録"),
]


def test_an_address_that_leads_nowhere_shows_a_page_and_nothing_of_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for login, page, address, told in ADDRESSES:
        screens.sign_in(monkeypatch, world.people[login].id)
        screen = open_page(page, **address)
        assert not screen.exception, address
        assert told in text(screen), (page, address)
        assert "計画案を作成すると、ここで訪問を動かせます" not in text(screen) or login == "secretariat"
        assert "<x>" not in text(screen)


def test_times_of_hospitals_outside_and_without_a_filing_are_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        outside, small = (
            hospitals.save(act, Hospital(0, code, name, "", "", 20, HospitalKind.GENERAL, external))
            for code, name, external in (("H09", "架空<i>外部</i>病院", True), ("H10", "架空診療所", False))
        )
        travel_times.save(act, {(outside, small): 31, (outside, 1): 17})
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("plan", part="work")
    assert not screen.exception
    assert "架空診療所" in text(screen)
    assert "<i>外部" not in text(screen)
