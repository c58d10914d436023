"""Accounts: people, their roles, and who acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person may come for; the codes are stored and printed by `demo --json`."""

    SECRETARIAT = "secretariat"
    SAFETY_MANAGER = "safety_manager"
    EVALUATOR = "evaluator"
    LEADER = "leader"
    CENTER_STAFF = "center_staff"
    EXPERT = "expert"
    """専門家・顧問: whom the support centre asks for advice about single cases."""
    ADMIN = "admin"


HOSPITAL_ROLES = frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER})
"""Roles that only make sense for a person who belongs to a hospital."""


@dataclass(frozen=True)
class Principal:
    """Who acts: a person with roles, an organisation, a scope (one visit, or everything theirs) and an expiry."""

    person_id: int
    login: str
    name: str
    roles: frozenset[Role]
    hospital_id: int | None
    center: bool
    expires_at: datetime
    visit_scope: int | None = None
    second_factor: bool = False
    """Whether the person signs in with a code of their authenticator as well."""


@dataclass(frozen=True)
class Person:
    """An account; the password hash never leaves the store."""

    id: int
    login: str
    name: str
    hospital_id: int | None
    center: bool
    roles: frozenset[Role]
    active: bool
    mail: str = ""
    """Where others may write to; empty without one."""


@dataclass(frozen=True)
class FirstPassword:
    """What somebody signs in with for the first time, for as long as it is told: only its hash is stored."""

    login: str
    name: str
    # Not in its text: whatever writes an object into a log or an error leaves it out.
    password: str = field(repr=False)


@dataclass(frozen=True)
class SecondFactor:
    """The authenticator of a person: since when it counts, and how many recovery codes are left."""

    id: int
    confirmed_at: datetime
    codes_left: int


@dataclass(frozen=True)
class SecondFactorRule:
    """Whose role needs a second factor, and from which day on; nobody's as long as nothing was decided."""

    roles: frozenset[Role] = frozenset()
    since: date = date.min


@dataclass(frozen=True)
class Retyped:
    """What somebody types once more for what others rely on: the own password, and a code of the authenticator if they have one."""

    password: str = field(default="", repr=False)
    code: str = field(default="", repr=False)


class InvitationState(StrEnum):
    """What has become of an invitation."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Invitation:
    """A link with which one person chooses a password, once; the link itself is not kept."""

    id: int
    invited_id: int
    login: str
    name: str
    active: bool
    at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    def state(self, at: datetime) -> InvitationState:
        """What has become of it by a moment."""
        if self.used_at is not None:
            return InvitationState.USED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        return InvitationState.EXPIRED if self.expires_at <= at else InvitationState.OPEN


@dataclass(frozen=True)
class Invited:
    """An invitation as it is told once to whoever hands it over."""

    login: str
    name: str
    token: str = field(repr=False)
    expires_at: datetime
