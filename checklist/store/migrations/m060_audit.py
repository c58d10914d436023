"""The audit also knows who signed in, was refused, took something away, or changed what others may do."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import keep

KINDS = (
    "signed_in", "sign_in_failed", "refused", "exported", "account_added", "account_changed", "hospital_changed",
    "filing_changed", "consent_changed", "members_changed", "pass_issued", "pass_revoked", "settings_changed",
)  # fmt: skip


def apply(db: Database) -> None:
    """Add the kinds, and whose hospital it was: in a table beside, for the columns of the audit stand in its links."""
    for code in KINDS:
        db.execute("INSERT INTO audit_kind (code) VALUES (?)", [code])
    db.executescript(
        """
        CREATE TABLE audit_hospital (
            id INTEGER PRIMARY KEY REFERENCES audit (id),
            hospital_id INTEGER NOT NULL REFERENCES hospital (id),
            at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX audit_hospital_by_hospital ON audit_hospital (hospital_id, id);
        CREATE INDEX audit_by_day ON audit (at);
        CREATE INDEX audit_about ON audit (about_id, kind, id);
        """
    )
    db.executescript(keep(("audit_hospital",), (), ("audit_hospital",)))
