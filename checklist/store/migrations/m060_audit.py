"""The audit also knows who signed in, was refused, took something away, or changed what others may do."""

from __future__ import annotations

from sqlite_utils import Database

KINDS = (
    "signed_in", "sign_in_failed", "refused", "exported", "account_added", "account_changed", "hospital_changed",
    "filing_changed", "consent_changed", "members_changed", "pass_issued", "pass_revoked", "settings_changed",
)  # fmt: skip


def apply(db: Database) -> None:
    """Add the kinds, and whose hospital it was: a column to look for, the words of the deed name it as well."""
    for code in KINDS:
        db.execute("INSERT INTO audit_kind (code) VALUES (?)", [code])
    db.execute("ALTER TABLE audit ADD COLUMN hospital_id INTEGER REFERENCES hospital (id)")
    db.execute("CREATE INDEX audit_by_hospital ON audit (hospital_id, id)")
    db.execute("CREATE INDEX audit_by_day ON audit (at)")
