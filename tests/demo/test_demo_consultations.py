"""The invented consultations: five years in the proportions that centres have, through the same verbs, and marked as invented."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from checklist.demo.consultations import LONGEST, REGULARS, SUBJECTS
from checklist.model.accounts import Role
from checklist.model.center import Known
from checklist.readings.center import case_figures
from checklist.readings.center.case_figures import FiguresPage
from checklist.rules import fiscal_year
from checklist.store import db, links
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.center import cases, desk, messages, search
from tests.world import by


def center(view: View) -> View:
    """The demo as somebody of the centre reads it."""
    who = next(one for one in people.all_people(view) if Role.CENTER_STAFF in one.roles)
    return View.now(view.db, people.principal(view, who.id))


@pytest.fixture(scope="module")
def told(demo_file: Path) -> tuple[list[Known], FiguresPage, int, int]:
    """Everything of the demo that is looked at here: cases, figures, open messages, editions."""
    with db.reading(demo_file) as connection:
        view = center(by(connection))
        return (
            cases.between(view),
            case_figures.read(view, None),
            len(messages.open_ones(view)),
            len(desk.editions(view)),
        )


def test_each_full_year_has_about_a_thousand_cases(told: tuple[list[Known], FiguresPage, int, int]) -> None:
    years = Counter(fiscal_year.of_day(one.case.received_on) for one in told[0])
    assert len(years) == 5
    assert all(900 < count < 1100 for count in list(dict(sorted(years.items())).values())[:-1])
    assert told[1].fictional


def test_subjects_minutes_and_satisfaction_are_as_centres_have_them(
    told: tuple[list[Known], FiguresPage, int, int],
) -> None:
    found, whole = told[0], len(told[0])
    heads = Counter("8" if one.case.subject == "9" else one.case.subject for one in found)
    assert all(abs(100 * heads[code] / whole - share) < 3 for code, share in SUBJECTS.items())
    minutes = [each.minutes or 0 for one in found for each in one.contacts]
    assert 18 < 100 * sum(one >= 30 for one in minutes) / len(minutes) < 28
    assert max(minutes) == LONGEST
    content = sum(one.case.satisfaction in ("yes", "rather") for one in found)
    assert 65 < 100 * content / whole < 75
    complaints = sum(one.case.kind == "complaint" for one in found)
    assert 35 < 100 * complaints / whole < 55


def test_three_call_again_and_the_lists_change_once(told: tuple[list[Known], FiguresPage, int, int]) -> None:
    found, _, waiting, editions = told
    assert {one.case.reference_word for one in found} - {""} == {word for word, _ in REGULARS}
    assert {one.case.edition for one in found} == {0, 1}
    assert (waiting, editions) == (3, 2)
    assert any(len(one.contacts) > 1 for one in found)


def test_the_demo_is_searched_and_linked_like_any_other_file(demo_file: Path) -> None:
    with db.reading(demo_file) as connection:
        ids, count = search.found(center(by(connection)), "差額ベッド")
        assert (len(ids), count > 50) == (search.MOST, True)
        assert links.verify(connection).broken is None
