"""What is shipped for a desk holds together: every code has its list, every text fits into the field that it is for."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from checklist.model.center import Case, Contact, Referral
from checklist.model.fields import LONG_LIMIT, TEXT_LIMIT, columns
from checklist.rules.center import figures, option_lists
from checklist.rules.fields import checks
from checklist.store import db
from checklist.store.center import shipped
from checklist.words.center import LISTS

EDITION = shipped.edition()


@pytest.mark.parametrize("name", ["options", "phrases", "national", "referrals"])
def test_every_row_of_a_file_is_read_and_has_all_its_cells(name: str) -> None:
    with (db.ROOT / "data" / "center" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert {len(row) for row in rows} == {len(head)}
    counts = {
        "options": len(EDITION.options), "phrases": len(shipped.phrases()), "national": len(shipped.national()),
        "referrals": len(shipped.referrals()),
    }  # fmt: skip
    assert counts[name] == len(rows) > 0


@pytest.mark.parametrize("listed", sorted(LISTS))
def test_no_list_has_one_word_twice_below_the_same_head(listed: str) -> None:
    words = [(one.parent, one.label) for one in EDITION.options if one.listed == listed]
    assert len(set(words)) == len(words) > 1


def test_every_field_that_is_taken_from_a_list_has_one() -> None:
    listed = {one.listed for kind in (Case, Contact) for one in columns(kind) if one.listed}
    assert listed - {option_lists.REFERRALS} == set(LISTS)


def test_what_a_field_holds_without_a_choice_stands_in_its_list() -> None:
    for column in columns(Case):
        if column.listed and not column.required and isinstance(column.empty, str) and column.empty:
            assert column.empty in EDITION.choices(column.listed), column.label


def test_the_codes_on_which_figures_rest_are_in_the_lists() -> None:
    assert set(EDITION.choices("response")) >= figures.TELLS
    assert set(figures.FIELDS) <= set(LISTS)


def test_heads_are_of_another_list_and_only_small_subjects_have_one() -> None:
    assert {one.listed for one in EDITION.options if one.parent} == {"detail"}
    assert set(EDITION.parents().values()) == set(EDITION.choices("subject"))
    assert EDITION.choices("detail", "6").keys() < EDITION.choices("detail").keys()
    assert EDITION.choices("detail", "99") == {}


def test_every_shipped_place_could_be_typed_into_the_book() -> None:
    for name, purpose, subjects in shipped.referrals():
        one = Referral(name=name, purpose=purpose, subjects=subjects, checked_on=shipped.EVER)
        assert checks.faults(one, date(2026, 11, 22)) == [], name
        assert option_lists.unknown(one, EDITION.lists()) == [], name  # type: ignore[arg-type]
    names = [one[0] for one in shipped.referrals()]
    assert len(set(names)) == len(names)


def test_phrases_fit_into_a_record_of_a_call() -> None:
    assert all(
        one.situation and len(one.situation) <= TEXT_LIMIT and 0 < len(one.text) <= LONG_LIMIT
        for one in shipped.phrases()
    )


def test_no_national_figure_is_of_a_year_to_come_or_less_than_nothing() -> None:
    assert all(1999 < one.year <= 2026 and one.value > 0 and one.unit for one in shipped.national())
    keys = [(one.what, one.part, one.year) for one in shipped.national()]
    assert len(set(keys)) == len(keys)
