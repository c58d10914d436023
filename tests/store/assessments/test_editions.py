"""Editions of anonymous numbers by themselves: when one is made, what stays as it was, who is in for whom."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.errors import Forbidden
from checklist.model.accounts import Role
from checklist.model.assessments import Track
from checklist.model.region import Region
from checklist.store import db, region
from checklist.store.assessments import assessment_rows, editions, submitted
from checklist.store.assessments.editions import Audience, Edition
from checklist.store.assessments.submitted import Filter
from checklist.store.hospitals import center_consents
from checklist.store.sheets import sheets
from tests.comparison.region_of_answers import add_assessment, add_hospital, add_person, add_visit, agree, release
from tests.world import FIRST, by

MINIMUM, RUNNING, CLOSED = 3, 2026, 2025
SELF_SIDE = Filter(Track.SELF, CLOSED, CLOSED, "mini")


class Place:
    """A region of one sheet, to which hospitals that submitted are added."""

    def __init__(self, connection: Database) -> None:
        self.db = connection
        region.save(by(connection), Region("架空地域", 4, MINIMUM, blind_mode=False, fictional=True))
        sheets.add(by(connection), FIRST)
        self.outside = add_hospital(connection, "X", None)
        connection.execute("UPDATE hospital SET external = 1 WHERE id = ?", [self.outside])
        add_person(connection, "first", None, Role.SECRETARIAT)
        self.number = 0

    def waiting(self, number: int, addon_class: int = 1) -> list[int]:
        """Hospitals of a class that have submitted nothing."""
        codes = [f"H{self.number + one}" for one in range(number)]
        self.number += number
        return [add_hospital(self.db, code, addon_class) for code in codes]

    def submit(self, hospitals: list[int], year: int, evaluator: int | None = None) -> list[int]:
        """Both sides of each of them, in a year; visited by the external partner unless another is named."""
        for one in hospitals:
            add_assessment(self.db, one, year, "mini-1", {"1-01": "A", "2-01": "B"})
            visit = add_visit(self.db, one, evaluator or self.outside, year)
            add_assessment(self.db, one, year, "mini-1", {"1-01": "B", "2-01": "C"}, visit=visit)
        return hospitals

    def released(self, year: int, audience: Audience = Audience.REGION) -> tuple[Edition, ...]:
        """Every edition of a year after what is due was made."""
        release(self.db)
        return self.standing(year, audience)

    def standing(self, year: int, audience: Audience = Audience.REGION) -> tuple[Edition, ...]:
        """The editions that are there."""
        return editions.released(by(self.db), audience, Filter(Track.VISITOR, year, year, "mini"))[0]

    def rows(self, year: int, track: Track, audience: Audience = Audience.REGION) -> list[editions.Released]:
        """The answers in them."""
        return editions.released(by(self.db), audience, Filter(track, year, year, "mini"))[1]


@pytest.fixture
def place(empty_db: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-11-22")
    with db.writing() as connection:
        yield Place(connection)


def sizes(found: tuple[Edition, ...]) -> list[int]:
    return [one.hospitals for one in found]


def test_a_region_without_answers_gets_no_edition_and_asking_again_makes_none_twice(place: Place) -> None:
    place.waiting(4)
    assert place.released(RUNNING) == ()
    place.submit(place.waiting(4), CLOSED)
    assert sizes(place.released(CLOSED)) == [4]
    assert sizes(place.released(CLOSED)) == [4]


@pytest.mark.parametrize(("number", "made"), [(2, []), (3, []), (4, [4]), (5, [5])])
def test_an_edition_takes_the_minimum_beside_the_reader_who_is_in_it(
    place: Place, number: int, made: list[int]
) -> None:
    place.submit(place.waiting(number), CLOSED)
    found = place.released(CLOSED)
    assert sizes(found) == made
    assert [(one.minimum, one.margin, one.addon_class) for one in found] == [(MINIMUM, 1, 1)] * len(made)


@pytest.mark.parametrize(("number", "margin"), [(4, 1), (5, 2), (6, 2)])
def test_partners_raise_the_margin_where_enough_are_left_beside_them(place: Place, number: int, margin: int) -> None:
    """With four, the two who know each other are not shown the group, and the others know themselves."""
    first, *rest = place.waiting(number)
    place.submit(rest[:1], CLOSED, evaluator=first)
    place.submit([first, *rest[1:]], CLOSED)
    assert [(one.hospitals, one.margin) for one in place.released(CLOSED)] == [(number, margin)]


def test_a_visit_that_was_cancelled_makes_nobody_a_partner(place: Place) -> None:
    first, second, *rest = place.waiting(5)
    add_visit(place.db, first, second, CLOSED, "cancelled")
    place.submit([first, second, *rest], CLOSED)
    assert [one.margin for one in place.released(CLOSED)] == [1]


def test_no_edition_is_made_where_everybody_knows_too_many(place: Place) -> None:
    """Four that all were visited by each other: nobody can be shown three whom they do not know."""
    found = place.submit(place.waiting(4), CLOSED)
    for one in found:
        for other in found:
            if one < other:
                add_visit(place.db, one, other, CLOSED)
    assert place.released(CLOSED) == ()


@pytest.mark.parametrize(("rest", "made"), [(0, [4]), (1, []), (3, []), (4, [4])])
def test_nobody_of_a_running_year_is_left_so_few_that_they_never_come_in(
    place: Place, rest: int, made: list[int]
) -> None:
    place.submit(place.waiting(4), RUNNING)
    place.waiting(rest)
    assert sizes(place.released(RUNNING)) == made


def test_who_was_held_back_for_stranded_ones_comes_in_together_with_them(place: Place) -> None:
    place.submit(place.waiting(4), RUNNING)
    last = place.waiting(1)
    assert place.released(RUNNING) == ()
    place.submit(last, RUNNING)
    assert sizes(place.released(RUNNING)) == [5]


def test_a_year_that_closes_waits_for_nobody(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.submit(place.waiting(4), RUNNING)
    place.waiting(1)
    monkeypatch.setenv("CHECKLIST_TODAY", "2027-03-31")
    assert place.released(RUNNING) == ()
    monkeypatch.setenv("CHECKLIST_TODAY", "2027-04-01")
    assert sizes(place.released(RUNNING)) == [4]


def test_whoever_is_too_few_after_a_closed_year_waits_until_enough_are_there(place: Place) -> None:
    place.submit(place.waiting(4), CLOSED)
    place.released(CLOSED)
    place.submit(place.waiting(3), CLOSED)
    assert sizes(place.released(CLOSED)) == [4]
    place.submit(place.waiting(1), CLOSED)
    assert sizes(place.released(CLOSED)) == [4, 4]


def test_classes_do_not_fill_each_other_up(place: Place) -> None:
    place.submit([*place.waiting(3, 1), *place.waiting(4, 2)], CLOSED)
    assert [(one.addon_class, one.hospitals) for one in place.released(CLOSED)] == [(2, 4)]


def test_a_hospital_with_one_side_alone_is_in_no_edition(place: Place) -> None:
    alone = place.waiting(1)
    add_assessment(place.db, alone[0], CLOSED, "mini-1", {"1-01": "A"})
    both = place.submit(place.waiting(4), CLOSED)
    assert sizes(place.released(CLOSED)) == [4]
    assert {row[1] for row in place.rows(CLOSED, Track.SELF)} == set(both)


def test_the_answers_of_each_side_stand_in_the_edition_apart_and_of_no_assessment(place: Place) -> None:
    place.submit(place.waiting(4), CLOSED)
    place.released(CLOSED)
    letters = {track: {row[-1] for row in place.rows(CLOSED, track)} for track in (Track.SELF, Track.VISITOR)}
    assert letters == {Track.SELF: {"A..B."}, Track.VISITOR: {"B..C."}}
    assert {row[0] for row in place.rows(CLOSED, Track.SELF)} == {0}
    assert place.rows(CLOSED, Track.AGREED) == []
    assert place.rows(RUNNING, Track.SELF) == []


def test_a_later_correction_or_withdrawal_changes_nothing_in_an_edition_that_was_made(place: Place) -> None:
    corrected, withdrawn, *_ = place.submit(place.waiting(4), CLOSED)
    before = (place.released(CLOSED), place.rows(CLOSED, Track.SELF))
    add_assessment(place.db, corrected, CLOSED, "mini-1", {"1-01": "C", "2-01": "C"}, edition=2)
    ids = "SELECT id FROM assessment WHERE hospital_id = ? AND track = 'self'"
    assessment_id = place.db.execute(ids, [withdrawn]).fetchone()[0]
    who = add_person(place.db, "manager", withdrawn, Role.SAFETY_MANAGER)
    assessment_rows.note(by(place.db, who), assessment_id, "withdrawn", "誤記のため")
    place.db.execute("UPDATE assessment SET state = 'open', submitted_at = NULL WHERE id = ?", [assessment_id])
    now = {line.hospital_id: line.letters for line in submitted.lines(by(place.db), SELF_SIDE)}
    assert withdrawn not in now
    assert now[corrected] == "C..C."
    assert (place.released(CLOSED), place.rows(CLOSED, Track.SELF)) == before


def test_the_next_edition_adds_to_the_former_and_takes_nobody_twice(place: Place) -> None:
    first = place.submit(place.waiting(4), CLOSED)
    place.released(CLOSED)
    second = place.submit(place.waiting(5), CLOSED)
    found = place.released(CLOSED)
    assert [(one.number, one.hospitals) for one in found] == [(1, 4), (2, 5)]
    inside = [(row[4], row[1]) for row in place.rows(CLOSED, Track.VISITOR)]
    assert sorted(inside) == sorted([*((1, one) for one in first), *((2, one) for one in second)])


def test_a_hospital_that_changes_its_class_is_in_no_second_edition_of_the_year(place: Place) -> None:
    moved, *_ = place.submit(place.waiting(4, 1), CLOSED)
    place.released(CLOSED)
    place.db.execute("UPDATE filing SET addon_class = 2 WHERE hospital_id = ?", [moved])
    place.submit(place.waiting(3, 2), CLOSED)
    assert sizes(place.released(CLOSED)) == [4]


@pytest.mark.parametrize(
    ("hospitals", "agreeing", "made"),
    [
        (4, 0, []),
        # The three would be left with themselves and two others, the one who did not agree with everybody's sum.
        (4, 3, []),
        (4, 4, [4]),
        (8, 3, []),
        (8, 4, [4]),
        # Three who did not agree are too few for one of them; so some who did stay with them.
        (8, 5, [4]),
        (8, 7, [4]),
        (8, 8, [8]),
        (9, 7, [5]),
    ],
)
def test_the_support_centre_is_shown_those_who_agreed_if_those_who_did_not_are_nobody_or_enough(
    place: Place, hospitals: int, agreeing: int, made: list[int]
) -> None:
    found = place.submit(place.waiting(hospitals), CLOSED)
    agree(place.db, *found[:agreeing])
    assert sizes(place.released(CLOSED, Audience.CENTER)) == made
    assert sizes(place.standing(CLOSED)) == [hospitals]
    assert {one.margin for one in place.standing(CLOSED, Audience.CENTER)} <= {1}
    inside = {row[1] for row in place.rows(CLOSED, Track.SELF, Audience.CENTER)}
    assert inside == set(found[: sum(made)])


def test_the_centre_is_shown_nobody_whom_the_region_is_not_shown(place: Place) -> None:
    """They would come into the region's numbers later, a few beside others, and could be taken out of them."""
    agree(place.db, *place.submit(place.waiting(3), CLOSED))
    assert place.released(CLOSED, Audience.CENTER) == place.standing(CLOSED) == ()


def test_consent_given_later_lets_hospitals_in_with_the_next_edition_alone(place: Place) -> None:
    found = place.submit(place.waiting(12), CLOSED)
    agree(place.db, *found[:4])
    assert sizes(place.released(CLOSED, Audience.CENTER)) == [4]
    agree(place.db, *found[4:7])
    assert sizes(place.released(CLOSED, Audience.CENTER)) == [4]
    agree(place.db, found[7])
    assert sizes(place.released(CLOSED, Audience.CENTER)) == [4, 4]
    inside = {(row[4], row[1]) for row in place.rows(CLOSED, Track.SELF, Audience.CENTER)}
    assert inside == {(1, one) for one in found[:4]} | {(2, one) for one in found[4:8]}


def test_consent_taken_back_leaves_what_was_made_and_keeps_out_of_what_comes(place: Place) -> None:
    inside, early, *rest = place.waiting(13)
    people = {one: add_person(place.db, f"m{one}", one, Role.SAFETY_MANAGER) for one in (inside, early)}
    agree(place.db, inside, *rest[:3], early)
    center_consents.say(by(place.db, people[early]), early, given=False)
    place.submit([inside, early, *rest], CLOSED)
    assert sizes(place.released(CLOSED, Audience.CENTER)) == [4]
    center_consents.say(by(place.db, people[inside]), inside, given=False)
    agree(place.db, *rest[3:6])
    # With the one who took it back before they would be four.
    assert sizes(place.released(CLOSED, Audience.CENTER)) == [4]
    agree(place.db, rest[6])
    assert sizes(place.released(CLOSED, Audience.CENTER)) == [4, 4]
    assert early not in {row[1] for row in place.rows(CLOSED, Track.SELF, Audience.CENTER)}


def test_the_centre_is_shown_what_the_region_is_shown_and_no_correction_since(place: Place) -> None:
    """Else the difference of two numbers over the same hospitals would be what one of them corrected."""
    found = place.submit(place.waiting(4), CLOSED)
    place.released(CLOSED)
    place.db.execute("UPDATE answer_vector SET letters = replace(letters, 'A', 'C')")
    agree(place.db, *found)
    assert sizes(place.released(CLOSED, Audience.CENTER)) == [4]
    for track in (Track.SELF, Track.VISITOR):
        assert place.rows(CLOSED, track, Audience.CENTER) == place.rows(CLOSED, track)


def test_an_item_that_a_few_of_the_others_rated_is_not_shown_to_the_centre(place: Place) -> None:
    """The sum of all without that of those who agreed would be what these few answered."""
    found = place.waiting(10)
    for number, one in enumerate(found):
        given: dict[str, str | None] = {"1-01": "A", "2-01": "B"} if number < 6 else {"1-01": "C"}
        add_assessment(place.db, one, CLOSED, "mini-1", given)
        visit = add_visit(place.db, one, place.outside, CLOSED)
        add_assessment(place.db, one, CLOSED, "mini-1", {"1-01": "A", "2-01": "B"}, visit=visit)
    agree(place.db, *found[:5])
    place.released(CLOSED)
    codes = [row[0] for row in place.db.execute("SELECT code FROM item ORDER BY id")]
    rated = {
        track: {code for row in place.rows(CLOSED, track, Audience.CENTER)
                for code, letter in zip(codes, row[-1], strict=True) if letter in "ABC"}
        for track in (Track.SELF, Track.VISITOR)
    }  # fmt: skip
    assert rated == {Track.SELF: {"1-01"}, Track.VISITOR: {"1-01", "2-01"}}


def test_a_minimum_that_is_raised_later_holds_for_new_editions_alone(place: Place) -> None:
    place.submit(place.waiting(4), CLOSED)
    place.released(CLOSED)
    region.save(by(place.db), Region("架空地域", 4, 5, blind_mode=False, fictional=True))
    place.submit(place.waiting(5), CLOSED)
    assert [one.minimum for one in place.released(CLOSED)] == [3]
    place.submit(place.waiting(1), CLOSED)
    assert [(one.minimum, one.hospitals) for one in place.released(CLOSED)] == [(3, 4), (5, 6)]


@pytest.mark.parametrize("role", [Role.SAFETY_MANAGER, Role.LEADER, Role.EVALUATOR, Role.CENTER_STAFF, Role.ADMIN])
def test_nobody_but_the_secretariat_makes_an_edition(place: Place, role: Role) -> None:
    found = place.submit(place.waiting(4), CLOSED)
    who = add_person(place.db, "somebody", None if role in (Role.CENTER_STAFF, Role.ADMIN) else found[0], role)
    with pytest.raises(Forbidden):
        editions.make_due(by(place.db, who))
    assert place.standing(CLOSED) == ()
    editions.make_due(by(place.db, add_person(place.db, "office", None, Role.SECRETARIAT)))
    assert sizes(place.standing(CLOSED)) == [4]


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.ADMIN])
def test_who_reads_no_comparison_reads_no_edition(place: Place, role: Role) -> None:
    who = add_person(place.db, "somebody", place.waiting(1)[0] if role is Role.EVALUATOR else None, role)
    with pytest.raises(Forbidden):
        editions.released(by(place.db, who), Audience.REGION, Filter(Track.SELF, CLOSED, CLOSED, "mini"))


def test_what_stands_in_an_edition_is_answers_and_no_comment_or_name(place: Place) -> None:
    hospitals = place.waiting(4)
    for one in hospitals:
        add_assessment(place.db, one, CLOSED, "mini-1", {"1-01": "A"}, comments={"1-01": "秘密の所見"})
        visit = add_visit(place.db, one, place.outside, CLOSED)
        add_assessment(place.db, one, CLOSED, "mini-1", {"1-01": "A"}, visit=visit)
    place.released(CLOSED)
    texts = [row[0] for row in place.db.execute("SELECT answers FROM edition WHERE audience = 'region'")]
    assert [len(json.loads(one)) for one in texts] == [8]
    assert not any(word in one for one in texts for word in ("秘密", "病院"))
