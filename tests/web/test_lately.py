"""What the gate remembers of sessions: for seconds, and not without end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from checklist.model.accounts import Principal, Role
from checklist.store.accounts.sessions import Session
from checklist.web import lately
from checklist.web.lately import Lately

LATER = datetime(2030, 1, 1, tzinfo=UTC)
SESSION = Session(Principal(1, "x", "架空", frozenset({Role.EVALUATOR}), 1, False, LATER), LATER)


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the clock of the gate says."""
    now = [100.0]
    monkeypatch.setattr("checklist.web.lately.time.monotonic", lambda: now[0])
    return now


def test_a_session_is_known_for_some_seconds_and_no_other_token_is(seconds: list[float]) -> None:
    found = Lately()
    assert found.find("token") is None
    found.note("token", SESSION)
    assert found.find("token") is SESSION
    assert found.find("token2") is None
    seconds[0] += lately.SECONDS
    assert found.find("token") is None


def test_it_never_holds_more_than_it_may(seconds: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lately, "MOST", 3)
    found = Lately()
    for number in range(4):
        found.note(str(number), SESSION)
    assert [found.find(str(number)) for number in range(4)] == [None, None, None, SESSION]
