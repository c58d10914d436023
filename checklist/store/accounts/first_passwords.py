"""First passwords: made by the server, told once, and stored as nothing but a hash."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from checklist.model.accounts import FirstPassword
from checklist.store.accounts import people

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody mistakes for each other."""


def generate() -> str:
    """A new password: 16 characters out of 32, which are 80 bits, in four groups."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def of(names: Mapping[str, str], places: Mapping[str, str] | None = None) -> list[FirstPassword]:
    """One for each login of login -> name; `places` gives the organisation by name, where there is one."""
    return [FirstPassword(login, name, generate(), (places or {}).get(login, "")) for login, name in names.items()]


def hashed(found: list[FirstPassword]) -> dict[str, str]:
    """Login -> hash; a tenth of a second for each, so it is done before anybody has a transaction."""
    return {one.login: people.hash_password(one.password) for one in found}
