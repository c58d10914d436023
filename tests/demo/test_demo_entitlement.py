"""What the invented hospitals recorded: sound, complete, the same every time, and with stories that differ."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from html import escape
from pathlib import Path
from random import Random

import pytest
from sqlite_utils import Database

from checklist.demo import activities, documents, staff
from checklist.demo.staff import Place
from checklist.demo.story import FIRST_CLASS, SECOND_CLASS, Story
from checklist.model.criteria import Result
from checklist.model.hospitals import Addon
from checklist.model.records import KINDS, Record, StaffTraining
from checklist.readings import criteria_sets, partnership
from checklist.rules.criteria.evaluation import Evaluation, assess, choose
from checklist.rules.criteria.filed_partners import differences
from checklist.rules.criteria.points import standings
from checklist.rules.fields import checks, patient_names
from checklist.store import db, doctor
from checklist.store.accounts import people
from checklist.store.act import operator
from checklist.store.criteria import criteria_facts
from checklist.store.evidence import evidence_documents
from checklist.store.files import files
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from tests.ui import screens
from tests.world import by

TODAY = date(2026, 11, 22)


def judged_on(connection: Database, day: date) -> list[Evaluation]:
    """Every hospital of the region, as the rules judge it on a day."""
    rule_set = choose(criteria_sets.shipped(), day)
    return [assess(rule_set, one) for one in criteria_facts.of_day(by(connection), day).values()]


def told(story: Story, addon_class: int = 1, today: date = TODAY) -> list[Record]:
    place = Place(Random(5), story, addon_class, 300, "架空 花子", date(2024, 4, 1), today)
    return [*staff.records(place), *activities.records(place)]


@pytest.mark.parametrize("story", list(Story))
def test_every_record_is_sound_and_names_no_patient(story: Story) -> None:
    for one in told(story):
        assert checks.faults(one, TODAY) == [], one
        assert patient_names.questions(one) == [], one


def test_the_same_chance_tells_the_same_and_nothing_done_lies_in_the_future() -> None:
    assert told(Story.COMPLETE) == told(Story.COMPLETE)
    for today in (TODAY, date(2026, 4, 1), date(2027, 3, 31), date(2028, 2, 29)):
        later = [one for one in told(Story.COMPLETE, today=today) if one.day > today]
        assert {type(one).KIND for one in later} <= {"staff_training"}, today
        assert not any(getattr(one, "held", False) for one in later), today


def test_each_class_has_hospitals_that_pass_and_every_story_is_told() -> None:
    assert set(FIRST_CLASS) | set(SECOND_CLASS) == set(Story)
    for turns in (FIRST_CLASS, SECOND_CLASS):
        assert turns[0] is Story.COMPLETE
        assert len(set(turns)) > 5


def test_every_hospital_with_a_filing_has_records_partners_and_documents(demo_db: Path) -> None:
    with db.reading() as connection:
        filed = {one.hospital_id for one in hospitals.filings(by(connection)) if one.addon is Addon.REGIONAL}
        found = records.until(connection, TODAY, KINDS.values())
        papers = evidence_documents.facts_until(connection, TODAY)
        partners = {row[0] for row in connection.execute("SELECT DISTINCT hospital_id FROM filing_partner")}
    # A hospital without one may have taken attendances of the centre into its records.
    assert filed == set(papers)
    assert {one for one, kinds in found.items() if set(kinds) != {StaffTraining.KIND}} == filed
    assert filed <= partners
    assert Counter(len(kinds) for kinds in found.values()).most_common(1)[0][0] == len(KINDS)


def test_few_distinct_contents_are_stored_and_all_are_whole(demo_db: Path) -> None:
    with db.reading() as connection:
        rows = connection.execute("SELECT count(*), count(DISTINCT sha256) FROM evidence_document").fetchone()
    assert rows[0] > 500
    assert rows[1] <= len(documents.STANDING) + len(documents.YEARLY) + 3
    assert doctor.examine(demo_db).faults == ()


def test_the_papers_are_the_same_bytes_every_time() -> None:
    first = files.digest(documents.content("minutes"))
    documents.content.cache_clear()
    assert files.digest(documents.content("minutes")) == first


def test_hospitals_pass_nearly_pass_and_fail_and_some_share_it(demo_db: Path) -> None:
    day = date(2026, 5, 31)
    with db.reading() as connection:
        found = judged_on(connection, day)
    results = {one.result for evaluation in found for one in standings(evaluation) if one.filed}
    assert {Result.MET, Result.NOT_MET} <= results
    sharing = [one.facts.hospital.shares_entitlement for one in found]
    assert any(sharing)
    assert not all(sharing)


def test_today_some_hospitals_of_each_class_meet_every_line(demo_db: Path) -> None:
    with db.reading() as connection:
        found = judged_on(connection, TODAY)
    whole = [
        [line.addon.addon_class for line in filed]
        for one in found
        if (filed := [line for line in standings(one) if line.filed])
        and all(judged.result is Result.MET for line in filed for judged in line.judgements)
    ]
    assert whole.count([1, 1]) >= 2
    assert whole.count([2, 2]) >= 2


def test_a_person_finds_why_a_hospital_fails_within_three_clicks(
    demo_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """施設基準へ on the start page, the line that opens, and the link to what shows it or where it is entered."""
    monkeypatch.setenv("CHECKLIST_DB", str(shutil.copy(demo_db, tmp_path / "demo.db")))
    day = date(2026, 5, 31)
    with db.reading() as connection:
        judged = judged_on(connection, day)
        managers = {
            one.hospital_id: one.id for one in people.all_people(by(connection)) if one.login.startswith("manager.")
        }
    failing = [one for one in judged if any(line.filed and line.result is Result.NOT_MET for line in standings(one))]
    assert failing
    for evaluation in failing:
        filed = [line for line in standings(evaluation) if line.filed]
        screens.sign_in(monkeypatch, managers[evaluation.facts.hospital.id])
        assert 'href="/criteria' in screens.text(screens.open_page("home"))
        told = screens.text(screens.open_page("criteria", on=day.isoformat()))
        for one in (found for line in filed for found in line.of(Result.NOT_MET)):
            shown = told.partition(f'id="{one.requirement.code}"')[2].partition("</details>")[0]
            assert escape(one.verdict.reason) in shown, evaluation.facts.hospital.code
            assert escape(one.verdict.remedy) in shown
            assert all(escape(each.label) in shown for each in one.verdict.shown)


def test_the_judgement_and_the_filing_page_say_the_same_of_the_partners(demo_db: Path) -> None:
    with db.reading() as connection:
        judged = judged_on(connection, TODAY)
        found = partnership.read_all(by(connection, operator()), [one.facts.hospital for one in judged])
    told = 0
    for evaluation, one in zip(judged, found, strict=True):
        if one.difference is None:
            continue
        told += 1
        assert differences(evaluation.facts) == one.difference, evaluation.facts.hospital.code
    assert told > 10
    assert any(one.on is None for evaluation in judged for one in evaluation.facts.visits), "no visit without a date"
