"""The invented region: the same for the same seed, complete, and true to life where tests and screens rely on it."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from sqlite_utils import Database

from checklist.demo import comments, description, opening, own_files, pictures, schedule
from checklist.demo.description import Description
from checklist.demo.region import Wish
from checklist.errors import Refused
from checklist.formats.file_columns import ASK, ColumnsAsked
from checklist.imports import foreign_sheet, record_file, sheet_mapping
from checklist.model.accounts import Role
from checklist.model.assessments import AssessmentState, Track
from checklist.model.hospitals import Addon, HospitalKind
from checklist.model.mappings import Subject
from checklist.model.records import Conference
from checklist.model.scales import ABCX
from checklist.model.visits import Visit, VisitState
from checklist.readings import sign_in_agenda
from checklist.rules.access import WRITABLE_VISITS
from checklist.store import clock, database_file, db, doctor, mappings, region
from checklist.store.accounts import people, second_factors
from checklist.store.assessments import assessment_rows, assessments, expected_items
from checklist.store.clock import to_text
from checklist.store.database_file import FileState
from checklist.store.files import files
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets
from checklist.store.visits import visits
from tests import built_once
from tests.world import by, principal

TODAY = "2026-11-20"
YEAR = 2026
SMALL = {"hospitals": 8, "years": 2}


def build(folder: Path, name: str, **wish: int) -> Path:
    """A demo file."""
    path = folder / name
    assert opening.open_or_build(path, Wish(**wish))
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight hospitals over three years: the region of other files, too."""
    return built_once.region(tmp_path_factory, TODAY, 8, 3, 2)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A region with every special hospital, over four years."""
    return built_once.region(tmp_path_factory, TODAY, 15, 4, 3)


@pytest.fixture(params=["small", "large"])
def demo(request: pytest.FixtureRequest) -> Path:
    """Both of them in turn."""
    found: Path = request.getfixturevalue(request.param)
    return found


def described(path: Path) -> Description:
    """What `demo --json` prints."""
    with db.reading(path) as connection:
        return description.describe(by(connection), path, "http://127.0.0.1:8501")


def content(path: Path) -> list[tuple[object, ...]]:
    """Everything invented: hospitals, people, visits, ratings with their times, photos."""
    queries = (
        "SELECT code, name, founder, address, beds FROM hospital",
        "SELECT login, name, hospital_id FROM person",
        "SELECT id, host_id, visit_date, state FROM visit",
        "SELECT assessment_id, item_id, value, comment, saved_at, version FROM rating ORDER BY 1, 2",
        "SELECT assessment_id, item_id, sha256, operation_id, saved_at FROM photo",
    )
    with db.reading(path) as connection:
        return [tuple(row) for query in queries for row in connection.execute(query)]


@contextmanager
def classes(path: Path) -> Iterator[tuple[Database, dict[int, int]]]:
    """A connection, and the class of every hospital."""
    with db.reading(path) as connection:
        yield connection, hospitals.classes_on(by(connection), date(YEAR, 11, 20))


def test_the_same_seed_gives_the_same_region_and_another_seed_another(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    # The two of the same seed are those of the cycle's test, too.
    paths = (*built_once.twice(tmp_path_factory, TODAY, 3, 3, 2), built_once.region(tmp_path_factory, TODAY, 3, 3, 1))
    first, again, other = map(content, paths)
    assert first == again != other


def test_it_is_marked_as_fictional_in_settings_and_names(demo: Path) -> None:
    with db.reading(demo) as connection:
        assert region.load(connection).fictional
        assert "架空地域" in region.load(connection).name
        found = hospitals.all_hospitals(by(connection))
    assert all(hospital.name.startswith("架空") and hospital.address.startswith("架空県") for hospital in found)
    assert all(20 <= hospital.beds <= 800 for hospital in found)


def test_a_second_factor_is_announced_to_administrators_and_keeps_nobody_out(demo: Path) -> None:
    with db.reading(demo) as connection:
        rule, view = second_factors.rule(by(connection)), by(connection)
        assert rule.roles == {Role.ADMIN}
        assert rule.since > view.today.replace(year=YEAR + 1)
        admin = principal(people.by_login(view, "admin"))
        assert not second_factors.holds(connection, admin.person_id)
        tasks = [one.title for one in sign_in_agenda.tasks(by(connection, admin))]
    assert "二段階認証が必要になる日：2029年4月1日" in tasks[0]


def test_files_of_their_own_are_known_when_they_come_again_and_would_not_be_read_so_by_rules(demo: Path) -> None:
    file = foreign_sheet.open_file("点検表.csv", own_files.SHEET.read_bytes())
    assert {one.chapter for one in sheet_mapping.begin(file).found.items} != set(own_files.CHAPTERS)
    with db.reading(demo) as connection:
        view = by(connection, principal(people.by_login(by(connection), "secretariat")))
        reading = sheet_mapping.remembered(view, file)
        manager = principal(people.by_login(by(connection), "manager.h001"))
        with pytest.raises(ColumnsAsked) as asked:
            record_file.read(Conference, view.today, "記録.csv", own_files.CONFERENCES.read_bytes(), {ASK: ASK})
        shape = asked.value.shape
        (kept,) = mappings.of_shapes(by(connection, manager), Subject.RECORDS, manager.hospital_id, [shape]).values()
    assert reading.kept
    assert Counter(one.chapter for one in reading.found.items) == {"病棟": 3, "外来": 2, "薬剤部": 2, "手術室": 2}
    said = {ASK: ASK, **json.loads(kept.roles)["columns"]}
    draft = record_file.read(Conference, view.today, "記録.csv", own_files.CONFERENCES.read_bytes(), said)
    assert [(one.faults, one.record and one.record.day.month) for one in draft.rows] == [((), 4)] * 3


def test_doctor_finds_nothing(demo: Path) -> None:
    found = doctor.examine(demo)
    assert (found.faults, found.remarks) == ((), ())


def test_both_classes_and_both_add_ons_are_filed(small: Path) -> None:
    with classes(small) as (connection, found):
        assert Counter(found.values()) == {1: 4, 2: 4}
        filed = Counter((filing.addon, filing.addon_class) for filing in hospitals.filings(by(connection)))
        both = {(addon, number): 4 for addon in (Addon.SAFETY, Addon.REGIONAL) for number in (1, 2)}
        infection = {(Addon.INFECTION, 1): 3, (Addon.INFECTION, 2): 4}
        assert filed == both | infection


def test_a_larger_region_has_an_evaluator_without_filing_and_an_external_partner(large: Path) -> None:
    with classes(large) as (connection, found):
        every = hospitals.all_hospitals(by(connection))
        special = [hospital for hospital in every if hospital.id not in found]
        assert len(every) == 15
        assert {(one.kind, one.external) for one in special} == {
            (HospitalKind.ADVANCED_TREATMENT, False),
            (HospitalKind.GENERAL, True),
        }
        going = {key for visit in visits.all_visits(by(connection)) for key in visit.evaluator_ids}
        advanced = next(one.id for one in special if not one.external)
        assert advanced in going
        assert all(visit.host_id != advanced for visit in visits.all_visits(by(connection)))
        assert {visit.state for visit in visits.all_visits(by(connection)) if visit.record_only} == {VisitState.CLOSED}


def test_the_last_year_is_on_the_newest_version_and_the_first_on_the_oldest(demo: Path) -> None:
    with db.reading(demo) as connection:
        used: dict[int, set[str]] = {}
        for one in assessment_rows.everything(connection):
            used.setdefault(one.fiscal_year, set()).add(one.version_code)
    assert used[YEAR] == {"anzen-3", "kansen-1"}
    assert used[min(used)] - {"kansen-1"} == {"anzen-1"}


def test_one_visit_of_each_year_since_there_is_a_sheet_for_it_is_joint_with_infection_control(demo: Path) -> None:
    with db.reading(demo) as connection:
        rows = connection.execute(
            """SELECT v.fiscal_year, v.state, a.track, a.state = 'open' AS open, count(rating.item_id) AS answers
               FROM assessment a JOIN sheet_version ON sheet_version.id = a.version_id
               JOIN visit_sheet s ON a.id = s.self_assessment_id OR s.id = a.visit_sheet_id
               JOIN visit v ON v.id = s.visit_id LEFT JOIN rating ON rating.assessment_id = a.id
               WHERE sheet_version.code = 'kansen-1' GROUP BY a.id"""
        ).fetchall()
    assert Counter((row["fiscal_year"], row["track"]) for row in rows) == {
        (2025, "self"): 1, (2025, "visitor"): 1, (2025, "agreed"): 1, (YEAR, "self"): 1, (YEAR, "visitor"): 1,
    }  # fmt: skip
    now = {row["track"]: row for row in rows if row["fiscal_year"] == YEAR}
    assert now["visitor"]["state"] == VisitState.ON_SITE
    assert (now["visitor"]["open"], now["self"]["open"]) == (1, 0)
    assert 0 < now["visitor"]["answers"] < now["self"]["answers"]


def test_pictures_lie_on_disk_once_and_stand_at_answered_items_of_past_and_present_visits(demo: Path) -> None:
    with db.reading(demo) as connection:
        rows = connection.execute(
            """SELECT p.sha256, a.fiscal_year, item.code, p.caption, rating.value, p.person_id = rating.person_id AS own FROM photo p
               JOIN assessment a ON a.id = p.assessment_id AND a.track = 'visitor' JOIN item ON item.id = p.item_id
               JOIN rating ON rating.assessment_id = a.id AND rating.item_id = p.item_id"""
        ).fetchall()
        count = connection.execute("SELECT count(*) FROM photo").fetchone()[0]
    assert len(rows) == count > len({row["sha256"] for row in rows}) > 3
    assert {YEAR - 1, YEAR} <= {row["fiscal_year"] for row in rows}
    assert all(row["own"] for row in rows)
    shown, kept = {row["sha256"] for row in rows}, list(files.stored(files.folder_beside(demo)))
    with db.reading(demo) as connection:
        assert {path.name for path in kept} == files.referenced(connection) > shown
    with Image.open(next(path for path in kept if path.name in shown)) as one:
        assert one.size == (pictures.WIDTH, pictures.HEIGHT)
    items = {code for _, codes in pictures.SCENES.values() for code in codes}
    found = [row for row in rows if row["caption"] == pictures.FOUND]
    assert {row["code"] for row in rows if row not in found} <= items
    # What is talked about at the meeting has a picture, at most one for a sheet.
    assert {row["value"] for row in found} == {one.code for one in ABCX.grades if one.needs_comment}
    assert list(demo.parent.glob("*.building-*")) == []


def test_one_year_alone_is_the_current_one_on_the_newest_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKLIST_TODAY", TODAY)
    with db.reading(build(tmp_path, "one.db", hospitals=3, years=1)) as connection:
        found = assessment_rows.everything(connection)
    assert {(one.fiscal_year, one.version_code) for one in found} == {(YEAR, "anzen-3"), (YEAR, "kansen-1")}


def test_every_duty_is_met_in_every_past_year_and_planned_in_this_one(demo: Path) -> None:
    with classes(demo) as (connection, found):
        for year in {visit.fiscal_year for visit in visits.all_visits(by(connection))}:
            pairs = {
                (visit.evaluator_ids[0], visit.host_id)
                for visit in visits.all_visits(by(connection))
                if visit.fiscal_year == year and not visit.record_only
            }
            for hospital, number in found.items():
                goes_to = {found[host] for evaluator, host in pairs if evaluator == hospital}
                comes_from = {found[evaluator] for evaluator, host in pairs if host == hospital}
                assert comes_from == {1}
                assert goes_to == ({1, 2} if number == 1 else set())


def test_two_partners_go_to_each_other_in_every_year(demo: Path) -> None:
    with db.reading(demo) as connection:
        every = visits.all_visits(by(connection))
    ways = {(one.fiscal_year, one.host_id, evaluator) for one in every for evaluator in one.evaluator_ids}
    mutual = {year for year, host, evaluator in ways if (year, evaluator, host) in ways}
    assert mutual == {one.fiscal_year for one in every}


@pytest.mark.parametrize("ones", range(2, 12))
@pytest.mark.parametrize("turn", range(5))
def test_whoever_changes_places_every_partner_visits_one_and_is_visited_by_one(ones: int, turn: int) -> None:
    found = schedule.pairs(list(range(ones)), [100, 101], turn)
    among = [(evaluator, host) for evaluator, host in found if host < 100]
    assert sorted(evaluator for evaluator, _ in among) == sorted(host for _, host in among) == list(range(ones))
    assert all(evaluator != host for evaluator, host in among)
    # Three in a circle cannot.
    assert any((host, evaluator) in among for evaluator, host in among) is (ones != 3)


def test_past_visits_are_over_and_lie_in_their_year(demo: Path) -> None:
    with db.reading(demo) as connection:
        past = [visit for visit in visits.all_visits(by(connection)) if visit.fiscal_year < YEAR]
        states = {one.state for one in assessment_rows.everything(connection) if one.fiscal_year < YEAR}
    assert {visit.state for visit in past} <= {VisitState.ACKNOWLEDGED, VisitState.CLOSED}
    assert states == {AssessmentState.SEALED}
    for visit in past:
        assert visit.visit_date
        assert date(visit.fiscal_year, 11, 1) <= visit.visit_date <= date(visit.fiscal_year + 1, 3, 31)
        assert visit.visit_date.weekday() < 5


@pytest.mark.parametrize(
    ("today", "count"),
    [("2026-04-01", 3), ("2027-03-31", 3), ("2026-04-01", 8), ("2026-07-15", 8), ("2026-11-22", 8), ("2027-03-31", 8)],
)
def test_the_current_year_is_in_progress_whatever_the_day(
    today: str, count: int, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKLIST_TODAY", today)
    path = built_once.region(tmp_path_factory, today, count, 2)
    with db.reading(path) as connection:
        found = [visit for visit in visits.all_visits(by(connection)) if visit.fiscal_year == YEAR]
        rated = [one for one in assessment_rows.everything(connection) if one.fiscal_year == YEAR]
    states = Counter(visit.state for visit in found)
    assert states[VisitState.ON_SITE] >= 1
    assert states[VisitState.AGREED] >= 1
    assert states[VisitState.PLANNED] >= 1
    assert states[VisitState.REPORTED] + states[VisitState.ACKNOWLEDGED] >= 1
    assert all(_fits(visit, date.fromisoformat(today)) for visit in found)
    progress = Counter((one.track, one.state) for one in rated)
    for track in (Track.SELF, Track.VISITOR):
        assert progress[track, AssessmentState.OPEN] >= 1
        assert progress[track, AssessmentState.SUBMITTED] + progress[track, AssessmentState.SEALED] >= 1
        assert count < 8 or progress[track, AssessmentState.SUBMITTED] >= 1
    assert doctor.examine(path).faults == ()


def _fits(visit: Visit, today: date) -> bool:
    """Whether the state of a visit agrees with its day."""
    if visit.state in (VisitState.PLANNED, VisitState.AGREED, VisitState.READY):
        return visit.visit_date is None or today < visit.visit_date <= date(YEAR + 1, 3, 31)
    return visit.visit_date is not None and date(YEAR, 4, 1) <= visit.visit_date <= today


def test_this_years_results_hold_both_classes(demo: Path) -> None:
    with classes(demo) as (connection, found):
        done = {
            found[one.hospital_id]
            for one in assessment_rows.everything(connection)
            if (one.track, one.fiscal_year) == (Track.VISITOR, YEAR) and one.state is not AssessmentState.OPEN
        }
    assert done == {1, 2}


def test_open_visitor_assessments_are_partly_filled_in_and_their_members_can_sign_in(demo: Path) -> None:
    found = described(demo)
    passwords = {account["login"]: account["password"] for account in found["accounts"]}
    roles = {account["login"]: account["roles"] for account in found["accounts"]}
    places = {account["login"]: account["organisation"] for account in found["accounts"]}
    for visit in found["visits"]:
        assert visit["members"]
        for login in visit["members"]:
            assert passwords[login]
            assert roles[login] == [Role.EVALUATOR]
            assert places[login] in visit["evaluators"]
    on_site = {visit["id"] for visit in found["visits"] if visit["state"] == VisitState.ON_SITE}
    going_on = [one for one in found["assessments"] if one["track"] == "visitor" and one["visit"] in on_site]
    with db.reading(demo) as connection:
        counts = [len(assessment_rows.ratings(connection, one["id"])) for one in going_on]
    assert {one["state"] for one in going_on} <= {"open", "submitted"}
    filled = [(count, len(one["items"])) for one, count in zip(going_on, counts, strict=True) if one["state"] == "open"]
    assert filled
    assert all(0 <= count < items for count, items in filled)
    assert any(count for count, _ in filled)


def test_no_answer_lies_in_the_future_and_none_before_its_visit(demo: Path) -> None:
    with db.reading(demo) as connection:
        latest = connection.execute("SELECT max(saved_at), max(submitted_at) FROM rating, assessment").fetchone()
        stray = connection.execute(
            """SELECT count(*) FROM rating r JOIN assessment a ON a.id = r.assessment_id
               JOIN visit_sheet s ON s.id = a.visit_sheet_id JOIN visit v ON v.id = s.visit_id
               WHERE a.track = 'visitor' AND substr(r.saved_at, 1, 10) <> v.visit_date"""
        ).fetchone()[0]
    assert max(latest) <= to_text(clock.now())
    assert stray == 0


def test_what_needs_a_comment_has_one_in_every_submitted_assessment(demo: Path) -> None:
    with db.reading(demo) as connection:
        for one in assessment_rows.everything(connection):
            found = assessment_rows.ratings(connection, one.id)
            if one.track is not Track.AGREED and one.state is not AssessmentState.OPEN:
                assert not assessments.gaps(by(connection), one.id)
            assert all(len(rating.comment) < 200 for rating in found.values())


def test_every_item_of_a_newest_version_has_its_own_comments_on_both_sides(demo: Path) -> None:
    with comments.FILE.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["項目コード"], row["側"], row["評定"], row["コメント"]) for row in csv.DictReader(file)]
    assert len({row[:3] for row in rows}) == len(rows) == len({row[3] for row in rows})
    written = {row[:3] for row in rows}
    with db.reading(demo) as connection:
        known = {
            item.code for one in sheets.versions(by(connection)) for item in sheets.get(by(connection), one.code).items
        }
        newest = [item.code for code in ("anzen-3", "kansen-1") for item in sheets.get(by(connection), code).items]
    assert {row[0] for row in rows} == known
    for item in newest:
        assert {(item, "自己", "B"), (item, "訪問", "A"), (item, "訪問", "B"), (item, "訪問", "C")} <= written


def test_every_comment_fits_its_item_side_and_value(large: Path) -> None:
    with comments.FILE.open(encoding="utf-8-sig", newline="") as file:
        shipped = {(row["項目コード"], row["側"], row["評定"]): row["コメント"] for row in csv.DictReader(file)}
    sides = {Track.SELF: "自己", Track.VISITOR: "訪問"}
    said = 0
    with db.reading(large) as connection:
        for one in assessment_rows.everything(connection):
            if one.track is Track.AGREED:
                continue
            for item, rating in assessment_rows.ratings(connection, one.id).items():
                general = {"", comments.IMPROVED[one.track], comments.CONTINUED[one.track] + comments.NOT_YET}
                if rating.comment not in general | {comments.NOT_YET}:
                    own = shipped[item, sides[one.track], str(rating.value)]
                    assert rating.comment in (own, comments.CONTINUED[one.track] + own)
                    said += 1
    assert said > 500


def test_ratings_look_like_life(large: Path) -> None:
    counts: dict[Track, Counter[str | None]] = {Track.SELF: Counter(), Track.VISITOR: Counter()}
    with db.reading(large) as connection:
        for one in assessment_rows.everything(connection):
            if one.track is not Track.AGREED and one.state is not AssessmentState.OPEN:
                counts[one.track].update(
                    rating.value for rating in assessment_rows.ratings(connection, one.id).values()
                )
    shares = {track: {value: n / found.total() for value, n in found.items()} for track, found in counts.items()}
    for share in shares.values():
        assert 0.6 < share["A"] < 0.95
        assert 0.04 < share["B"] < 0.3
        assert 0 < share["C"] < 0.1
        assert 0 < share["NA"] < 0.1
    assert shares[Track.VISITOR]["A"] < shares[Track.SELF]["A"]
    assert 0 < shares[Track.VISITOR]["UNVERIFIED"] < 0.05
    assert "UNVERIFIED" not in shares[Track.SELF]


def test_what_was_criticised_improves_more_often_than_not(large: Path) -> None:
    values: dict[int, dict[int, dict[str, str | None]]] = {}
    with db.reading(large) as connection:
        for one in assessment_rows.everything(connection):
            if one.track is Track.VISITOR and one.state is not AssessmentState.OPEN:
                found = {code: rating.value for code, rating in assessment_rows.ratings(connection, one.id).items()}
                values.setdefault(one.hospital_id, {})[one.fiscal_year] = found
    after = Counter(
        years[year + 1][code] == "A"
        for years in values.values()
        for year in years
        if year + 1 in years
        for code, value in years[year].items()
        if value in ("B", "C") and code in years[year + 1]
    )
    assert after[True] > after[False]


def test_nobody_answers_what_a_hospital_is_not_asked(demo: Path) -> None:
    about = 0
    with db.reading(demo) as connection:
        for one in assessment_rows.everything(connection):
            asked = expected_items.of_assessment(by(connection), one)
            assert assessment_rows.ratings(connection, one.id).keys() <= set(asked)
            left = [
                item.module for item in sheets.get(by(connection), one.version_code).items if item.code not in asked
            ]
            about += any(left)
    assert about


def test_the_description_is_complete_and_consistent(demo: Path) -> None:
    found = described(demo)
    assert set(found) >= {"db", "url", "accounts", "visits", "assessments"}
    assert found["db"] == str(demo)
    with db.reading(demo) as connection:
        codes = {hospital.code for hospital in hospitals.all_hospitals(by(connection))}
        assert len(found["accounts"]) == len(people.all_people(by(connection)))
    single = {
        account["roles"][0]: account["organisation"] for account in found["accounts"] if len(account["roles"]) == 1
    }
    assert set(single) == set(Role)
    assert single[Role.CENTER_STAFF] == "center"
    assert single[Role.ADMIN] is None
    assert {account["organisation"] for account in found["accounts"]} <= {*codes, "center", None}
    visit_ids = {visit["id"]: visit for visit in found["visits"]}
    for one in found["assessments"]:
        assert one["hospital"] in codes
        assert len(one["items"]) == len(set(one["items"])) > 40
        if one["track"] != "self":
            assert visit_ids[one["visit"] or 0]["host"] == one["hospital"]
        else:
            assert one["visit"] is None
    with_ratings = {one["visit"] for one in found["assessments"] if one["visit"]}
    assert {key for key, visit in visit_ids.items() if visit["state"] in WRITABLE_VISITS} <= with_ratings


def test_an_account_whose_password_was_changed_is_shown_without_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKLIST_TODAY", TODAY)
    path = build(tmp_path, "demo.db", hospitals=3, years=1)
    with db.writing(path) as connection:
        people.set_password(by(connection), people.by_login(by(connection), "admin").id, "changed by somebody")
    passwords = {account["login"]: account["password"] for account in described(path)["accounts"]}
    assert passwords["admin"] is None
    assert passwords["secretariat"]


def test_the_list_for_people_names_every_role_the_password_and_the_address(small: Path) -> None:
    text = description.in_words(described(small))
    for word in (
        "架空データ",
        "地域事務局",
        "医療安全管理者",
        "訪問評価者",
        "病院幹部",
        "支援センター職員",
        "システム管理者",
    ):
        assert word in text
    assert "http://127.0.0.1:8501" in text


def test_an_existing_demo_is_opened_as_it_is(small: Path) -> None:
    before = content(small)
    assert not opening.open_or_build(small, Wish(hospitals=30, years=1, seed=9))
    assert content(small) == before


def test_anything_but_a_demo_is_refused_and_left_alone(empty_db: Path, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("手順書")
    for path in (empty_db, text, tmp_path):
        with pytest.raises(Refused):
            opening.open_or_build(path, Wish())
    assert text.read_text() == "手順書"
    with db.reading(empty_db) as connection:
        assert hospitals.all_hospitals(by(connection)) == []


def test_an_interrupted_build_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("checklist.store.assessments.assessments.submit", interrupt)
    with pytest.raises(KeyboardInterrupt):
        opening.open_or_build(tmp_path / "demo.db", Wish(**SMALL))
    assert list(tmp_path.iterdir()) == []
    assert database_file.state(tmp_path / "demo.db") is FileState.MISSING
