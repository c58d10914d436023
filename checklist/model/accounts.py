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
    vouched_in: str = field(default="", repr=False)
    """How the session is stored in which the hospitals' own provider has vouched for them: it asks them anew there."""


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
    place: str = ""
    """The organisation by name, so that whoever hands out 240 of them knows where each belongs."""


class SignInWay(StrEnum):
    """How somebody has signed in; the session of a visit pass knows its pass instead."""

    PASSWORD = "password"
    PROVIDER = "provider"
    """By the hospitals' own provider of identities (OpenID Connect)."""


class ClaimMatch(StrEnum):
    """Which claim of a provider's token names an account, and by what; the first sign-in alone asks it."""

    MAIL = "email"
    """`email`, which the provider says it has verified, is the account's mail address."""
    NAME = "preferred_username"
    """`preferred_username` is the login."""
    NAME_AS_MAIL = "preferred_username_mail"
    """`preferred_username` is the account's mail address: Entra ID says of no `email` that it is verified."""
    SUBJECT = "sub"
    """`sub` is the login."""


@dataclass(frozen=True)
class Provider:
    """The provider of identities (OpenID Connect) of a region; nobody is sent there until it is active."""

    active: bool = False
    issuer: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    claim: ClaimMatch = ClaimMatch.MAIL
    label: str = ""
    """What stands on its button at the sign-in."""


@dataclass(frozen=True)
class Identity:
    """A person as a provider knows them: from the first sign-in on by issuer and subject alone, whatever else they claim."""

    id: int
    issuer: str
    subject: str
    person_id: int
    at: datetime


@dataclass(frozen=True)
class SignInSession:
    """One living session of a person: `key` names it to its owner and opens nothing; `visit_id` is that of a visit pass."""

    key: str
    began_at: datetime
    seen_at: datetime
    way: SignInWay
    device: str
    address: str
    visit_id: int | None
    own: bool
    """Whether it is the one that asks."""


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
