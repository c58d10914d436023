"""The comparison as files over HTTP, asked for by the address of the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.client import Client
from tests.world import World

SignIn = Callable[[str], Client]
YEARS = "first=2025&last=2026"


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv"])
@pytest.mark.parametrize("by", ["classes", "hospitals", "tracks"])
def test_every_comparison_leaves_as_every_kind_of_file(signed_in: SignIn, by: str, kind: str) -> None:
    address = f"/download/comparison.{kind}?by={by}&{YEARS}&scope=partners&class=1&groups=class1,own"
    answer = signed_in("manager.h01").http.get(address)
    assert answer.status_code == 200
    assert answer.content


@pytest.mark.parametrize(
    ("login", "status"),
    [("secretariat", 200), ("leader.h01", 200), ("center", 200), ("evaluator.h02", 403), ("admin", 403)],
)
def test_only_readers_of_the_comparison_take_it_away(signed_in: SignIn, login: str, status: int) -> None:
    assert signed_in(login).http.get(f"/download/comparison.csv?{YEARS}").status_code == status


@pytest.mark.parametrize("query", ["", "first=2026", f"{YEARS}&scope=world", f"{YEARS}&by=names", f"{YEARS}&class=x"])
def test_an_address_that_makes_no_sense_is_answered_in_words(signed_in: SignIn, query: str) -> None:
    answer = signed_in("secretariat").http.get(f"/download/comparison.csv?{query}")
    assert answer.status_code == 422
    assert "正しくありません" in answer.json()["message"]


@pytest.mark.parametrize(
    ("login", "status"),
    [("manager.h01", 200), ("leader.h02", 200), ("secretariat", 200), ("manager.h04", 403), ("center", 403)],
)
def test_partners_in_both_directions_are_for_both_sides(
    signed_in: SignIn, world: World, login: str, status: int
) -> None:
    answer = signed_in(login).http.get(f"/download/visits/{world.visit}/partners.xlsx")
    assert answer.status_code == status
