"""Paths before anybody has asked what they lead to: which are open to all, and which no browser would ever send."""

from __future__ import annotations

import re

# /visit/ and /sw.js among them: a tablet that begins at its home screen may be offline, and the shell names nobody.
_OPEN = re.compile(
    r"/healthz|/login|/login/oidc|/oauth2callback|/setup|/favicon\.ico|/visit/|/meeting/|/sw\.js|/assets/[^/\n]+|/pass/[^/\n]+|/q/[^/\n]+"
    r"|/invitation(/[^/\n]+)?"
    r"|/calendar/[\w-]+\.ics"
    r"|/public/council(/papers/[0-9]{1,18}\.(pdf|xlsx))?"
)
_LONGEST = 1_000
"""No path of ours is longer; beyond it the router would choke on numbers of thousands of digits."""
_NOT_NORMAL = re.compile(r"[\x00-\x1f\x7f\\]|//|/\.\.?(/|$)")
_DELIVERY = re.compile(r"/api/assessments/\d+/(answers|late-answers|photos)|/api/visits/\d+/(follow-ups|notes)")
_ANSWERS = re.compile(r"/api/assessments/\d{1,18}/answers")
_EVERYTHING = re.compile(r"/download/region/.+|/download/lists/(accounts|audit)\..+", re.S)
_FOR_MACHINES = ("/api/", "/download/")


def is_open(path: str) -> bool:
    """Whether a path asks nobody who they are."""
    return len(path) <= _LONGEST and _OPEN.fullmatch(path) is not None


def is_nothing(path: str) -> bool:
    """Whether it lies beside what is open to all, where there is nothing; behind us it would get an empty page."""
    return path.startswith(("/assets/", "/pass/", "/calendar/", "/q/", "/invitation/")) and not is_open(path)


def is_normal(path: str) -> bool:
    """Whether a path is written the one way that the gate and everything behind it understand alike."""
    return len(path) <= _LONGEST and not _NOT_NORMAL.search(path)


def is_for_machines(path: str) -> bool:
    """Whether what lies there is answered as JSON."""
    return path.startswith(_FOR_MACHINES)


def is_everything(path: str) -> bool:
    """Whether all of a region leaves there at once, for which whoever has an authenticator types a new code."""
    return _EVERYTHING.fullmatch(path) is not None


def is_delivery(path: str) -> bool:
    """Whether a tablet brings there what was entered on it."""
    return _DELIVERY.fullmatch(path) is not None


def is_answers(path: str) -> bool:
    """Whether answers come in there, for which the session is asked in the transaction that takes them."""
    return _ANSWERS.fullmatch(path) is not None
