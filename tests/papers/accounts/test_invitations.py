"""Invitations on paper: everybody's own slip, with a code to be read and one to be typed."""

from __future__ import annotations

from datetime import UTC, datetime

from checklist.model.accounts import Invited
from checklist.papers.accounts import invitations
from checklist.store.accounts import first_passwords
from checklist.store.act import viewing
from tests import pdf_text
from tests.world import World, operator

BASE = "https://anzen.example.jp"


def test_everybody_gets_a_slip_with_address_code_and_last_day(world: World) -> None:
    people = [
        Invited(
            f"login{number}", f"*架空* {number}郎", first_passwords.generate(), datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
        )
        for number in range(5)
    ]
    with viewing(operator()) as view:
        made = invitations.document(view, people, BASE)
    first, second = ("".join(page.split()) for page in pdf_text.pages(made))
    for one in people:
        own, other = (second, first) if one is people[4] else (first, second)
        assert own.count(one.token) == 1
        assert one.token not in other
        assert one.token not in repr(one)
    assert first.count(f"{BASE}/invitation") == first.count("2026年11月30日") == 4
    assert invitations.link(BASE, people[0]) == f"{BASE}/invitation/{people[0].token}"
