"""What became of findings, by other queries; and sums for the support centre that nobody can take apart, today or over time."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.errors import Forbidden
from checklist.model.accounts import Principal
from checklist.model.improvements import Sequel
from checklist.rules.improvements import followed
from checklist.rules.improvements.followed import Followed
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import View, acting, viewing
from checklist.store.hospitals import center_consents
from checklist.store.improvements import follow_ups, followed_findings, improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from tests import cycle
from tests.cycle import who
from tests.store.test_doctor import break_with
from tests.world import World, by


def someone(connection: Database, login: str) -> Principal:
    row = connection.execute("SELECT id FROM person WHERE login = ?", [login]).fetchone()
    return people.principal(by(connection), row["id"])


def of_hospital(world: World, login: str = "manager.h01") -> list[Followed]:
    with viewing(who(world, login)) as view:
        return followed_findings.of_hospital(view, world.hospitals["H01"])


def test_a_finding_carries_its_plan_and_what_the_next_visit_says_once_that_is_reported(
    world: World, world_db: Path
) -> None:
    finding = cycle.sealed(world)
    fields = PlanFields("手順書を改訂する", "架空 担当", date(2026, 12, 1), date(2026, 12, 20))
    with acting(who(world, "manager.h01")) as act:
        improvement_plans.save(act, finding, 0, fields)
    later = cycle.next_year(world)
    with acting(who(world, "evaluator.h02")) as act:
        follow_ups.mark(act, later, finding, Sequel.RESOLVED)
    (one,) = of_hospital(world)
    assert (one.finding_id, one.fiscal_year, one.item, one.text) == (
        finding,
        2026,
        "1-05",
        "院長の出席が記録されていない",
    )
    assert (one.latest, one.due_on, one.completed_on) == (None, date(2026, 12, 1), date(2026, 12, 20))
    break_with(world_db, "UPDATE visit SET state = 'reported'")
    (one,) = of_hospital(world)
    assert one.latest is one.next_year is Sequel.RESOLVED


def test_a_finding_at_the_place_of_an_earlier_year_came_again(world: World) -> None:
    cycle.sealed(world)
    cycle.found_again(world, cycle.next_year(world))
    assert {(one.fiscal_year, one.item, one.again) for one in of_hospital(world)} == {
        (2026, "1-05", False), (2027, "1-05", True), (2027, "2-03", False),
    }  # fmt: skip


def test_a_good_practice_is_no_finding(world: World) -> None:
    finding, _ = cycle.sealed_with_practice(world)
    assert [one.finding_id for one in of_hospital(world)] == [finding]


@pytest.mark.parametrize("login", ["manager.h02", "evaluator.h02", "leader.h04", "secretariat", "center", "admin"])
def test_the_texts_are_read_by_the_hospitals_own_people_alone(login: str, world: World) -> None:
    cycle.sealed(world)
    with pytest.raises(Forbidden):
        of_hospital(world, login)
    assert of_hospital(world, "leader.h01")[0].text


def test_the_secretariat_is_given_no_word_of_any_finding(demo_db: Path) -> None:
    with db.reading() as connection:
        found = followed_findings.of_region(View.now(connection, someone(connection, "secretariat")))
        for login in ("manager.h001", "center", "admin"):
            with pytest.raises(Forbidden):
                followed_findings.of_region(View.now(connection, someone(connection, login)))
    assert len(found) > 100
    assert {one.text for one in found} == {""}


def test_the_figures_of_the_region_are_those_of_other_queries(demo_db: Path) -> None:
    with db.reading() as connection:
        found = followed_findings.of_region(View.now(connection, someone(connection, "secretariat")))
        done = "visit.state IN ('reported', 'acknowledged', 'closed')"
        marks = connection.execute(
            f"""SELECT f.id, visit.fiscal_year AS year, later.fiscal_year AS later, u.mark FROM follow_up u
                JOIN finding f ON f.id = u.finding_id JOIN visit ON visit.id = f.visit_id AND {done}
                JOIN visit later ON later.id = u.visit_id AND later.state IN ('reported', 'acknowledged', 'closed')
                WHERE f.kind = 'finding' AND f.dropped_at IS NULL ORDER BY later.visit_date, later.id"""
        ).fetchall()
        sums = connection.execute(
            f"""SELECT c.code, visit.fiscal_year, count(*) FROM finding f JOIN visit ON visit.id = f.visit_id AND {done}
                JOIN item ON item.id = f.item_id JOIN chapter c ON c.id = item.chapter_id
                WHERE f.kind = 'finding' AND f.dropped_at IS NULL GROUP BY 1, 2"""
        ).fetchall()
        days = [
            row[0]
            for row in connection.execute(
                """SELECT julianday(p.completed_on) - julianday(date(min(r.sealed_at), '+9 hours')) FROM improvement_plan p
                   JOIN finding f ON f.id = p.finding_id JOIN report r ON r.visit_id = f.visit_id
                   WHERE p.completed_on IS NOT NULL AND f.kind = 'finding' GROUP BY p.id ORDER BY 1"""
            )
        ]
        again = follow_ups.repeated(
            View.now(connection, someone(connection, "secretariat")), {one.hospital_id for one in found}
        )
    last = {row["id"]: row["mark"] for row in marks}
    within = {row["id"]: row["mark"] for row in marks if row["later"] == row["year"] + 1}
    assert Counter(one.latest for one in found) == Counter(Sequel(one) for one in last.values()) + Counter(
        {None: len(found) - len(last)}
    )
    share = followed.resolved_within_a_year(found)
    assert (share.count, share.of) == (list(within.values()).count("resolved"), len(within))
    years = sorted({one.fiscal_year for one in found})
    chapters = followed.by_chapter(found, years)
    assert {
        (code, year): count
        for code, row in chapters.items()
        for year, (count, _) in zip(years, row, strict=True)
        if count
    } == {(row[0], row[1]): row[2] for row in sums}
    middle = len(days) // 2
    median = days[middle] if len(days) % 2 else (days[middle - 1] + days[middle]) / 2
    until_done = followed.days_until_done(found)
    assert until_done is not None
    assert until_done[0] == pytest.approx(median)
    assert until_done[1] == len(days)
    assert Counter((one.hospital_id, one.chapter) for one in found if one.again) == Counter(again)


def totals(path: Path, today: str, monkeypatch: pytest.MonkeyPatch) -> followed_findings.Totals:
    monkeypatch.setenv("CHECKLIST_TODAY", today)
    with db.reading(path) as connection:
        return followed_findings.totals(View.now(connection, someone(connection, "center")))


@pytest.fixture
def region(demo_db: Path, tmp_path: Path) -> Path:
    """A copy of the invented region that may be changed."""
    return Path(shutil.copy(demo_db, tmp_path / "region.db"))


def test_the_sums_of_the_centre_are_those_of_the_hospitals_that_agreed(
    region: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = totals(region, "2026-11-22", monkeypatch)
    with db.reading(region) as connection:
        by_hand = {
            (row[0], row[1]): row[2]
            for row in connection.execute(
                """SELECT visit.fiscal_year, c.code, count(*) FROM finding f JOIN visit ON visit.id = f.visit_id
                   JOIN item ON item.id = f.item_id JOIN chapter c ON c.id = item.chapter_id
                   JOIN sheet_version v ON v.id = item.version_id JOIN sheet ON sheet.id = v.sheet_id
                   WHERE f.kind = 'finding' AND sheet.code = 'anzen' AND visit.fiscal_year < 2026
                       AND visit.host_id IN (SELECT hospital_id FROM center_consent WHERE given)
                       AND EXISTS (SELECT 1 FROM report r WHERE r.visit_id = visit.id
                           AND date(r.sealed_at, '+9 hours') <= (visit.fiscal_year + 1) || '-03-31')
                   GROUP BY 1, 2"""
            )
        }
    assert {(one.fiscal_year, one.chapter): one.findings for one in found.found} == by_hand
    assert min(found.hospitals.values()) >= 5
    assert 2026 not in found.hospitals


def test_nothing_that_happens_after_a_year_moves_its_sums(region: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Yesterday's sums less today's would tell what one hospital did in between."""
    before = totals(region, "2026-11-22", monkeypatch)
    with db.writing(region) as connection:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('finding', 'follow_up') AND name <> 'finding_updated'"
        ).fetchall():
            connection.conn.execute(f"DROP TRIGGER {trigger}")
        # Left out, turned into something else, marked, taken back, agreed to: each by one hospital, all of it now.
        for number, (column, value) in enumerate((("dropped_at", "'2026-11-22'"), ("kind", "'good_practice'"))):
            connection.execute(
                f"""UPDATE finding SET {column} = {value}, version = version + 1, updated_at = '2026-11-22T01:00:00.000000+00:00'
                    WHERE id IN (SELECT f.id FROM finding f JOIN visit ON visit.id = f.visit_id
                        WHERE f.kind = 'finding' AND visit.fiscal_year = ? LIMIT 40)""",
                [2024 + number],
            )
        connection.execute("UPDATE follow_up SET mark = 'recurred'")
        agreed = sorted(center_consents.given(by(connection)))
        refused = connection.execute(
            f"SELECT id FROM hospital WHERE NOT external AND id NOT IN ({','.join(map(str, agreed))})"
        ).fetchall()
        for hospital, said in (*((one, 0) for one in agreed[:3]), *((row[0], 1) for row in refused)):
            connection.execute(
                "INSERT INTO center_consent (hospital_id, given, at, person_id) VALUES (?, ?, ?, 1)",
                [hospital, said, "2026-11-22T01:00:00.000000+00:00"],
            )
    assert totals(region, "2026-11-23", monkeypatch) == before
    assert totals(region, "2027-03-31", monkeypatch) == before


def test_a_year_comes_in_on_the_day_after_it_and_stays(region: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    last, first = totals(region, "2026-03-31", monkeypatch), totals(region, "2026-04-01", monkeypatch)
    assert [*first.hospitals] == [*last.hospitals, 2025]
    assert [one for one in first.found if one.fiscal_year < 2025] == list(last.found)


@pytest.mark.parametrize("agreed", [4, 5])
def test_fewer_hospitals_than_the_minimum_have_no_sum(
    agreed: int, region: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing(region) as connection:
        for trigger in ("update", "delete"):
            connection.conn.execute(f"DROP TRIGGER center_consent_{trigger}_kept")
        hosts = connection.execute(
            """SELECT DISTINCT host_id FROM visit JOIN report ON report.visit_id = visit.id
               WHERE fiscal_year = 2024 AND host_id IN (SELECT hospital_id FROM center_consent WHERE given) LIMIT ?""",
            [agreed],
        ).fetchall()
        kept = json.dumps([row[0] for row in hosts])
        connection.execute(
            "DELETE FROM center_consent WHERE hospital_id NOT IN (SELECT value FROM json_each(?))", [kept]
        )
    found = totals(region, "2026-11-22", monkeypatch)
    assert (2024 in found.hospitals) == (agreed == 5)
    assert all(number >= 5 for number in found.hospitals.values())
    assert {one.fiscal_year for one in found.found} <= set(found.hospitals)


@pytest.mark.parametrize("refusing", [0, 1, 4, 5])
def test_the_report_of_the_region_less_the_sums_of_the_centre_tells_of_nobody_who_did_not_agree(
    refusing: int, region: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-11-22")
    with db.writing(region) as connection:
        connection.conn.execute("DROP TRIGGER center_consent_update_kept")
        hosts = [
            row[0]
            for row in connection.execute(
                """SELECT DISTINCT host_id FROM visit JOIN report ON report.visit_id = visit.id JOIN visit_sheet s
                   ON s.visit_id = visit.id JOIN sheet_version v ON v.id = version_id JOIN sheet ON sheet.id = v.sheet_id
                   WHERE fiscal_year = 2024 AND sheet.code = 'anzen' ORDER BY host_id"""
            )
        ]
        for number, host in enumerate(hosts):
            connection.execute(
                "INSERT INTO center_consent (hospital_id, given, at, person_id) VALUES (?, ?, ?, 1)",
                [host, number >= refusing, "2024-05-01T01:00:00.000000+00:00"],
            )
            connection.execute("UPDATE center_consent SET given = ? WHERE hospital_id = ?", [number >= refusing, host])
        every = Counter(
            dict(
                connection.execute(
                    """SELECT c.code, count(*) FROM finding f JOIN visit ON visit.id = f.visit_id
                       JOIN item ON item.id = f.item_id JOIN chapter c ON c.id = item.chapter_id
                       JOIN sheet_version v ON v.id = item.version_id JOIN sheet ON sheet.id = v.sheet_id
                       WHERE f.kind = 'finding' AND sheet.code = 'anzen' AND fiscal_year = 2024
                           AND EXISTS (SELECT 1 FROM report WHERE report.visit_id = visit.id) GROUP BY 1"""
                ).fetchall()
            )
        )
    found = totals(region, "2026-11-22", monkeypatch)
    left = every - Counter({one.chapter: one.findings for one in found.found if one.fiscal_year == 2024})
    # Nobody is left over, or so many that the difference tells of none of them.
    outside = len(hosts) - found.hospitals[2024]
    assert (outside, bool(left)) == ({0: 0, 1: 6, 4: 7, 5: 8}[refusing], refusing > 0)
    # Nor do the sums of before and after the minimum is lowered, which are made anew each time.
    shown = [found.hospitals[2024]]
    for least in (4, 3):
        with db.writing(region) as connection:
            connection.execute("UPDATE region SET minimum_group_size = ?", [least])
        shown.append(totals(region, "2026-11-22", monkeypatch).hospitals[2024])
    assert shown[1] == shown[0]
    assert shown[2] - shown[1] == (0 if refusing == 0 else 3)


def test_a_sheet_that_few_hospitals_used_has_no_chapters_there(region: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One visit a year has the sheet of infection control: its chapters would name the hospital."""
    found = totals(region, "2026-11-22", monkeypatch)
    with db.reading(region) as connection:
        there = connection.execute(
            "SELECT count(*) FROM finding f JOIN item ON item.id = f.item_id JOIN chapter c ON c.id = item.chapter_id WHERE c.code LIKE 'K%'"
        ).fetchone()[0]
    assert there > 0
    assert not [one for one in found.found if one.chapter.startswith("K")]


@pytest.mark.parametrize("login", ["manager.h001", "leader.h001", "evaluator1.h009", "secretariat", "admin"])
def test_the_sums_are_for_the_centre_alone(login: str, demo_db: Path) -> None:
    with db.reading() as connection, pytest.raises(Forbidden):
        followed_findings.totals(View.now(connection, someone(connection, login)))
