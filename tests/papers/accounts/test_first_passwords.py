"""First passwords on paper: four slips on a page, each with what its reader needs and nothing of the others."""

from __future__ import annotations

import pytest

from checklist.model.accounts import FirstPassword
from checklist.papers.accounts import first_passwords
from checklist.store.accounts import first_passwords as given
from checklist.store.act import viewing
from tests import pdf_text
from tests.world import World, operator


def pages(found: list[FirstPassword]) -> list[str]:
    with viewing(operator()) as view:
        return ["".join(page.split()) for page in pdf_text.pages(first_passwords.document(view, found))]


def test_everybody_gets_a_slip_with_region_login_password_and_address(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKLIST_URL", "https://anzen.example.jp")
    people = given.of({f"login{number}": f"架空 {number}郎" for number in range(5)})
    first, second = pages(people)
    for one in people:
        page = second if one is people[4] else first
        assert page.count(one.password) == page.count(one.login) == 1
        assert one.password not in (first if one is people[4] else second)
    assert first.count("架空地域") == first.count("https://anzen.example.jp") == first.count("パスワードに変更") == 4
    assert first.count("架空データ") == 4


def test_without_an_address_in_the_settings_none_is_printed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHECKLIST_URL", raising=False)
    (page,) = pages([FirstPassword("login", "*架空* #太郎\ue000", "aaaa-bbbb-cccc-dddd")])
    assert "アドレス" not in page
    assert "*架空*#太郎〓様" in page
    assert "所属" not in page
    # Whoever hands out hundreds of them sees on each where it belongs.
    (page,) = pages([FirstPassword("login", "架空 太郎", "aaaa-bbbb-cccc-dddd", "架空*中央*病院")])
    assert "所属架空*中央*病院" in page


def test_a_password_stands_in_no_text_of_its_object() -> None:
    (one,) = given.of({"login": "架空 太郎"})
    assert one.password not in repr(one)
    assert one.password not in str(one)
    assert {given.generate() for _ in range(50)}.isdisjoint({one.password})
