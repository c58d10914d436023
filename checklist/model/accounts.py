"""Accounts: people, their roles, and who acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
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
