"""Codes of a visit that are stored and must not follow a change of their Python name."""

from __future__ import annotations

from checklist.model.visits import VisitMode, VisitState


def test_a_visit_in_person_is_stored_under_the_code_it_always_had() -> None:
    assert [mode.value for mode in VisitMode] == ["on_site", "online", "paper"]
    assert VisitMode("on_site") is VisitMode.IN_PERSON
    assert VisitState("on_site") is VisitState.ON_SITE
