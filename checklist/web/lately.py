"""Sessions that the gate has found lately, for answers alone: the writer asks again in the transaction that takes them.

Asked twice, the session was a sixth of what the loop did at fifty people who answer. Nothing is permitted by this: it
only keeps strangers out, who would otherwise send bodies into the queue.
"""

from __future__ import annotations

import time

from checklist.store.accounts.sessions import Session

SECONDS, MOST = 30.0, 2_000


class Lately:
    """For use in the server's loop only."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[float, Session]] = {}

    def note(self, token: str, session: Session) -> None:
        """A session that is living just now."""
        if len(self._found) >= MOST:
            self._found.clear()
        self._found[token] = (time.monotonic() + SECONDS, session)

    def find(self, token: str) -> Session | None:
        """The session of a token that was found living within the last seconds; it may have ended since."""
        until, session = self._found.get(token, (0.0, None))
        return session if time.monotonic() < until else None
