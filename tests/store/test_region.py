"""The region's settings."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checklist import words
from checklist.errors import Forbidden, Refused
from checklist.model.accounts import Provider
from checklist.model.region import Deadlines, Region, Yardsticks
from checklist.readings import criteria_sets
from checklist.store import db, region
from checklist.store.accounts import providers
from checklist.store.act import Act
from tests.world import World, by, principal


def test_before_the_first_set_up_there_are_defaults(empty_db: Path) -> None:
    with db.reading() as connection:
        assert region.find(connection) is None
        assert region.load(connection).minimum_group_size == 5


def test_settings_are_kept_and_an_invented_region_stays_marked(world: World) -> None:
    with db.writing() as connection:
        region.save(by(connection), Region("新しい名前", 4, 7, blind_mode=True, fictional=False))
        assert region.load(connection) == Region("新しい名前", 4, 7, blind_mode=True, fictional=True)


@pytest.mark.parametrize("changes", [{"name": "　"}, {"minimum_group_size": 2}])
def test_a_faulty_setting_is_refused(world: World, changes: dict[str, object]) -> None:
    with pytest.raises(Refused), db.writing() as connection:
        region.save(by(connection), replace(region.load(connection), **changes))  # type: ignore[arg-type]


def test_the_deadlines_of_a_visit_are_kept_within_a_year(world: World) -> None:
    with db.writing() as connection:
        chosen = Deadlines(agreement_days=90, self_days=7, report_days=0, acknowledge_days=366, plan_days=45)
        region.save(by(connection), replace(region.load(connection), deadlines=chosen))
        assert region.load(connection).deadlines == chosen
        for bad in (Deadlines(self_days=-1), Deadlines(plan_days=367)):
            with pytest.raises(Refused, match="366"):
                region.save(by(connection), replace(region.load(connection), deadlines=bad))
        assert region.load(connection).deadlines == chosen


def test_who_changed_which_setting_when_is_read_by_those_who_keep_them(world: World) -> None:
    admin, nasty = principal(world.people["admin"]), "北；協議の期限：1 → 2；（仮）"
    days = Deadlines()
    with db.writing() as connection:
        old, moments = region.load(connection), [datetime(2026, 4, day, tzinfo=UTC) for day in (1, 2, 3)]
        acts = [Act.of(connection, admin, moment) for moment in moments]
        region.save(acts[0], replace(old, deadlines=replace(days, report_days=14, plan_days=60)))
        region.save(acts[1], replace(old, name=nasty, deadlines=replace(days, report_days=21, plan_days=60)))
        third = Region(
            nasty,
            4,
            5,
            not old.blind_mode,
            True,
            replace(days, report_days=21, plan_days=60),
            "twelve_months",
            Yardsticks(more_departments="engineering,radiology"),
        )
        region.save(acts[2], third)
        # Neither what changes nothing, nor what is refused, nor what is set elsewhere is a change of these.
        region.save(acts[2], region.load(connection))
        with pytest.raises(Refused):
            region.save(acts[2], replace(old, deadlines=replace(days, plan_days=999)))
        providers.save(acts[2], Provider(issuer="https://login.example.jp"))
    with db.reading() as connection:
        found = region.changes(by(connection, admin))
        for login in ("secretariat", "manager.h01", "leader.h01", "center"):
            with pytest.raises(Forbidden):
                region.changes(by(connection, principal(world.people[login])))
    told = [(one.name, one.before, one.after) for one in found if one.at == moments[2]]
    assert told == [
        ("訪問前の自己評価の非表示", "いいえ", "はい"),
        ("施設基準の「年1回程度」の数え方", *words.CRITERIA_WINDOWS.values()),
        ("4部門のほかに専任の職員を求める部門", "空欄", "臨床工学部門・放射線部門"),
    ]
    by_day = [(one.at.day, one.by, one.name, one.before, one.after) for one in found if one.at in moments[:2]]
    assert by_day == [
        (2, admin.name, "地域の名称", old.name, "北，協議の期限：1→2，（仮）"),
        (2, admin.name, "報告書の期限", "14", "21"),
        (1, admin.name, "報告書の期限", str(days.report_days), "14"),
        (1, admin.name, "改善計画の期限", str(days.plan_days), "60"),
    ]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"conference_percent": 0}, "カンファレンスを開催した週の割合（％）：1から100まで"),
        ({"conference_percent": 70}, "「適」とする割合より多くできません"),
        ({"committee_low_percent": 90}, "「適」とする割合より多くできません"),
        ({"conference_holidays": "お盆"}, "月日の範囲を入力してください"),
        ({"grace_days": 367}, "0から366まで"),
        ({"more_departments": "kitchen"}, "「kitchen」は選択肢にありません"),
    ],
)
def test_yardsticks_that_cannot_be_are_refused(world: World, changed: dict[str, object], told: str) -> None:
    with db.writing() as connection:
        old = region.load(connection)
        with pytest.raises(Refused, match=told):
            region.save(by(connection), replace(old, yardsticks=replace(old.yardsticks, **changed)))  # type: ignore[arg-type]


def test_yardsticks_are_kept_and_those_of_a_new_region_are_the_ones_of_the_sets(world: World) -> None:
    kept = Yardsticks(95, 60, 3, "8/13-8/16", 70, 40, 3, 6, 14, 30, "engineering,radiology")
    with db.writing() as connection:
        old = region.load(connection)
        assert old.yardsticks == Yardsticks()
        region.save(by(connection), replace(old, yardsticks=kept))
        assert region.load(connection).yardsticks == kept
    named = {
        name: value
        for rule_set in criteria_sets.shipped()
        for one in rule_set.requirements
        for name, value in one.parameters.items()
        if name in asdict(kept)
    }
    assert named == asdict(Yardsticks())
