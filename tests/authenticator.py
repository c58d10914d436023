"""An authenticator as somebody has it on a phone: registered through the store, and showing codes."""

from __future__ import annotations

from dataclasses import dataclass

import pyotp

from checklist.model.accounts import Person
from checklist.rules.accounts import one_time_codes
from checklist.store import clock, db
from checklist.store.accounts import second_factors
from tests.world import by, principal


@dataclass(frozen=True)
class Authenticator:
    """The secret on the phone, and the codes on paper for the day on which it is lost."""

    secret: str
    recovery: tuple[str, ...] = ()

    @classmethod
    def of(cls, person: Person) -> Authenticator:
        """Register one with the code of half a minute ago, so that the present one is still to be used."""
        with db.writing() as connection:
            act = by(connection, principal(person))
            factor, secret = second_factors.begin(act)
            given = second_factors.confirm(act, factor, cls(secret).code(-1), "no session")
        return cls(secret, given)

    def code(self, steps: int = 0) -> str:
        """What it shows now, or so many half minutes from now."""
        now = int(clock.now().timestamp()) // one_time_codes.SECONDS
        return pyotp.TOTP(self.secret).generate_otp(now + steps)
