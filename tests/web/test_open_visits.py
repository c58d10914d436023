"""The list of visits whose sheet page a reader may open: exactly those that would open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.client import Client
from tests.world import World


@pytest.mark.parametrize(
    ("login", "offered"),
    [
        ("evaluator.h02", True),
        ("manager.h02", True),
        ("evaluator.h04", False),
        ("manager.h01", False),
        ("secretariat", False),
        ("admin", False),
    ],
)
def test_a_visit_is_offered_if_its_page_opens(
    signed_in: Callable[[str], Client], world: World, login: str, offered: bool
) -> None:
    reader = signed_in(login)
    found = reader.http.get("/api/visits").json()
    assert [one["id"] for one in found] == ([world.visit] if offered else [])
    assert (reader.http.get(f"/visit/{world.visit}").status_code == 200) is offered
    for one in found:
        assert set(one) == {"id", "host", "date"}


def test_a_stranger_gets_none(anyone: TestClient, world: World) -> None:
    assert anyone.get("/api/visits").status_code == 401
