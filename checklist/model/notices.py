"""Notices: what is written down of who did what from where."""

from __future__ import annotations

from enum import StrEnum


class AuditKind(StrEnum):
    """What somebody did that others may have to prove."""

    PASSWORD_CHANGED = "password_changed"
    """By the person."""
    PASSWORD_SET = "password_set"
    """By whoever keeps the accounts, for somebody else."""
    SIGNED = "signed"
    SIGNATURE_VOIDED = "signature_voided"
    SEALED = "sealed"
    RECEIVED = "received"
    TAKEN_BACK = "taken_back"
    """A step of a visit, with its reason."""
