"""The plan on a map: every hospital has room, lines of hundreds are those that are asked for, what is lacking is ringed."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.model.plan import DutyState, Partner, PlanDuty, PlannedVisit
from checklist.readings.year_plan import PlanPage
from checklist.rules.plan.duty_states import DutyLine
from checklist.rules.plan.partnership import Question
from checklist.ui import charts, labels, widgets
from checklist.ui.plan import plan_map, plan_pictures

ISLAND = 9


def partner(number: int, place: tuple[float, float] | None) -> Partner:
    return Partner(number, f"H{number:03}", f"架空第{number}病院", 1 + number % 2, None, place=place)


def page(many: int, lacking: tuple[int, ...] = ()) -> PlanPage:
    """A chain of visits through a region with one far island; the first is a draft that something speaks against."""
    found = [partner(one, (35 + one % 7 / 70, 139 + one / many)) for one in range(1, many)]
    partners = {one.id: one for one in (*found, partner(many, (33.0, 149.0)))}
    visits = [PlannedVisit(one + 1, (one,), 5, visit_id=one if one > 1 else None) for one in range(1, many)]
    duties = tuple(DutyLine(one, PlanDuty.EVALUATED, DutyState.MISSING, ()) for one in lacking)
    made = SimpleNamespace(
        year=2026, visits=tuple(visits), partners=partners, question=Question((5,), partners), duties=duties,
        remarks={visits[0]: ("前年度にも訪問しています。",)},
    )  # fmt: skip
    return cast(PlanPage, made)


def drawn(found: PlanPage, monkeypatch: pytest.MonkeyPatch, chosen: str = "") -> tuple[list[Any], str, str]:
    """The traces of the map by their names, what is said to those who do not see it, and the sentences below."""
    pictures, notes = [], []
    monkeypatch.setattr(charts, "draw", lambda figure, told, key: pictures.append((figure, told)))
    monkeypatch.setattr(widgets, "notes", lambda lines: notes.extend(lines))
    monkeypatch.setattr(widgets, "section", lambda title: None)
    monkeypatch.setattr(widgets, "choice", lambda label, options, key, shown: chosen or options[0])
    plan_pictures.show(found)
    return list(pictures[0][0].data), pictures[0][1], "".join(notes)


def test_of_a_small_plan_every_line_is_there_and_of_hundreds_those_that_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lines(many: int, chosen: str = "") -> dict[str, int]:
        traces, told, notes = drawn(page(many), monkeypatch, chosen)
        count = {one.name: len(one.x) // 3 for one in traces if "lines" in one.mode}
        assert f"訪問{sum(count.values())}件" in told
        assert ("のみを示しています" in notes) is (many > plan_pictures.IN_MATRIX)
        assert (plan_map.SAME in told, plan_map.SAME in notes) == (True, True)
        return count

    assert lines(24) == {"登録済み": 22, "計画案": 1}
    # What speaks against a visit comes first; then the longest ways; then each hospital's own.
    assert lines(300) == {"計画案": 1}
    assert lines(300, plan_map.FAR) == {"登録済み": plan_map.FARTHEST}
    assert lines(300, "7") == {"登録済み": 2}
    far = plan_map.lines_of(page(300), plan_map.FAR)
    assert far[0].host_id == 300


def test_of_hundreds_only_those_with_a_line_have_their_class_and_code_and_all_are_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    traces, _, _ = drawn(page(300), monkeypatch, "7")
    by_name = {one.name: one for one in traces}
    assert len(by_name["線のない病院"].x) == 297
    assert sorted([*by_name["加算1"].text, *by_name["加算2"].text]) == ["H006", "H007", "H008"]
    assert "線のない病院" not in {one.name for one in drawn(page(24), monkeypatch)[0]}


@pytest.mark.parametrize("many", [24, 300])
def test_hospitals_without_a_partner_for_a_duty_are_ringed_named_and_told(
    many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    traces, told, _ = drawn(page(many, (5, 5, 20)), monkeypatch)
    (ring,) = [one for one in traces if one.name == plan_map.LACKING]
    assert (len(ring.x), ring.marker.symbol) == (2, "circle-open")
    assert f"{plan_map.LACKING}は2病院です。" in told
    assert {"H005", "H020"} <= {code for one in traces if "text" in one.mode for code in one.text}
    assert plan_map.LACKING not in drawn(page(many), monkeypatch)[1]


def test_most_codes_of_a_region_have_room_on_a_phone_and_the_island_takes_none_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    traces, _, notes = drawn(page(24), monkeypatch)
    dots = [one for one in traces if "text" in one.mode]
    assert sum(1 for one in dots for code in one.text if code) >= 20
    east = sorted(x for one in dots for x in one.x)
    assert east[-1] - east[-2] < 0.2 * (east[-2] - east[0])
    assert "間を縮めて" in notes


@given(st.lists(st.floats(-1e6, 1e6), max_size=60))
def test_far_places_are_drawn_in_without_losing_their_order(values: list[float]) -> None:
    found = plan_map.drawn_in(values)
    assert len(found) == len(values)
    moved = dict(zip(values, found, strict=True))
    assert all(moved[one] <= moved[after] for one, after in pairwise(sorted(values)))
    if len(values) < plan_map.SOME:
        assert found == values


def test_the_squares_of_the_matrix_say_what_they_are_also_where_all_are_alike() -> None:
    found = page(24)
    figure = plan_pictures._matrix(found, list(found.partners.values()))
    assert (len(figure.data), figure.layout.showlegend) == (2, True)
    assert labels.SIDES[0] == "top center"
