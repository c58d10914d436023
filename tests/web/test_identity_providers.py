"""Asking a provider without anybody else waiting, what is remembered of it, and tickets that are good once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.requests import Request
from starlette.responses import Response

from checklist.errors import Busy
from checklist.jobs.identity_client import Exchange, Unreachable
from checklist.model.accounts import ClaimMatch, Provider
from checklist.web import identity_providers, identity_ticket
from checklist.web.identity_providers import AT_ONCE, WAITING, IdentityProviders
from checklist.web.identity_ticket import Ticket, Tickets
from tests import identity_provider
from tests.identity_provider import CLIENT, SECRET
from tests.web.fake_time import FakeTime

NOTHING = Exchange("", "v" * 64, "n" * 64, "http://sogo.example/oauth2callback")
DISCOVERY = "/.well-known/openid-configuration"


@pytest.fixture
def asked() -> Iterator[IdentityProviders]:
    """The threads, as long as a test needs them."""
    found = IdentityProviders()
    yield found
    found.close()


def test_whoever_finds_the_waiting_room_full_is_turned_away_at_once(asked: IdentityProviders) -> None:
    gate = threading.Event()

    async def crowd() -> list[object]:
        first = [asyncio.ensure_future(asked.ask(gate.wait)) for _ in range(AT_ONCE + WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await asked.ask(lambda: "too many")
        gate.set()
        return [*await asyncio.gather(*first), await asked.ask(lambda: "room again")]

    assert asyncio.run(crowd()) == [True] * (AT_ONCE + WAITING) + ["room again"]


def test_nobody_waits_longer_than_the_patience_and_the_place_is_free_again(
    asked: IdentityProviders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity_providers, "PATIENCE", 0.01)
    gate = threading.Event()

    async def wait() -> None:
        for _ in range(AT_ONCE + WAITING + 2):
            with pytest.raises(Unreachable, match="時間内に応答しません"):
                await asked.ask(gate.wait)

    asyncio.run(wait())
    gate.set()


def test_what_a_provider_says_of_itself_is_remembered_for_these_settings_alone(
    asked: IdentityProviders, monkeypatch: pytest.MonkeyPatch
) -> None:
    with identity_provider.running() as found:
        provider = Provider(True, found.url, CLIENT, SECRET, ClaimMatch.MAIL, "病院")
        for _ in range(3):
            address = asked.leads_to(provider, "s" * 64, NOTHING)
        assert address.startswith(f"{found.url}/authorize?")
        assert SECRET not in address
        assert NOTHING.verifier not in address
        assert found.asked == [DISCOVERY]
        assert asked.names_itself(provider)
        assert found.asked == [DISCOVERY]
        asked.leads_to(replace(provider, label="別の名前"), "s" * 64, NOTHING)
        assert found.asked == [DISCOVERY] * 2
        monkeypatch.setattr(identity_providers, "FRESH", 0.0)
        asked.leads_to(replace(provider, label="別の名前"), "s" * 64, NOTHING)
        assert found.asked == [DISCOVERY] * 3
        found.metadata = {"issuer": "https://login.evil.example"}
        with pytest.raises(Unreachable, match="一致しません"):
            asked.leads_to(replace(provider, label="別の名前"), "s" * 64, NOTHING)


def came_back(response: Response, scheme: str = "http") -> Request:
    """A request of the browser that was given this answer's cookie."""
    cookie = response.headers["set-cookie"].partition(";")[0]
    return asking(cookie, scheme)


def asking(cookie: str = "", scheme: str = "http") -> Request:
    headers = [(b"host", b"sogo.example"), (b"cookie", cookie.encode())]
    scope = {"type": "http", "method": "GET", "path": "/", "scheme": scheme, "headers": headers, "query_string": b""}
    return Request(scope)


def given(tickets: Tickets, ticket: Ticket) -> Response:
    response = Response()
    tickets.put(response, asking(), ticket)
    return response


def test_a_ticket_is_taken_back_once_in_time_for_its_own_state(time: FakeTime) -> None:
    tickets = Tickets()
    ticket, other = tickets.new(1, "/visits"), tickets.new(1, "/visits")
    state = tickets.state(ticket)
    request = came_back(given(tickets, ticket))
    for wrong in ("", state[:-1], f"{state}0", tickets.state(other), "あ", state.upper()):
        assert tickets.take(request, wrong) is None, wrong
    assert tickets.take(request, state) == ticket
    assert tickets.take(request, state) is None
    for minutes, fits in ((9, True), (11, False)):
        late = tickets.new(1, "/")
        request = came_back(given(tickets, late))
        time.pass_by(minutes=minutes)
        assert (tickets.take(request, tickets.state(late)) == late) is fits
    early = tickets.new(1, "/")
    request = came_back(given(tickets, early))
    time.pass_by(minutes=-1)
    assert tickets.take(request, tickets.state(early)) is None, "begun under a clock that ran ahead"


def test_nobody_makes_a_ticket_and_none_tells_what_it_stands_for(time: FakeTime) -> None:
    tickets, ticket = Tickets(), Tickets().new(1, "/")
    own = tickets.new(1, "/")
    response = given(tickets, own)
    value = response.headers["set-cookie"].partition("=")[2].partition(";")[0]
    cookies = (
        "",
        "identity=",
        "identity=x.y",
        f"identity={value[:-2]}",
        f"identity=A{value}",
        "identity=" + "a" * 5_000,
    )
    assert {tickets.take(asking(one), tickets.state(own)) for one in cookies} == {None}
    # One of another process, or of before a restart.
    assert tickets.take(came_back(given(Tickets(), ticket)), tickets.state(ticket)) is None
    exchange = tickets.exchange(own, "code", "http://sogo.example/oauth2callback")
    secrets = {exchange.verifier, exchange.nonce, tickets.state(own)}
    assert len(secrets) == 3
    assert all(len(one) == 64 for one in secrets)
    assert not [one for one in secrets if one in response.headers["set-cookie"]]
    assert secrets.isdisjoint({tickets.exchange(ticket, "code", "").verifier, tickets.state(ticket)})


def test_only_so_many_used_tickets_are_remembered(time: FakeTime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity_ticket, "_MOST", 3)
    tickets = Tickets()
    for _ in range(5):
        ticket = tickets.new(1, "/")
        assert tickets.take(came_back(given(tickets, ticket)), tickets.state(ticket)) == ticket
    assert len(tickets._used) == 3


def test_the_cookie_is_for_this_host_alone_where_browsers_come_by_tls(
    time: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets = Tickets()
    plain = given(tickets, tickets.new(1, "/")).headers["set-cookie"]
    assert plain.startswith("identity=")
    assert "Secure" not in plain
    monkeypatch.setenv("CHECKLIST_URL", "https://anzen.example.jp")
    secure = given(tickets, tickets.new(1, "/")).headers["set-cookie"]
    assert secure.startswith("__Host-identity=")
    assert all(word in secure for word in ("HttpOnly", "Path=/", "Secure", "SameSite=lax"))
    gone = Response()
    tickets.drop(gone, asking())
    assert 'identity=""' in gone.headers["set-cookie"]
