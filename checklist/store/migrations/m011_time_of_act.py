"""A visit sheet freezes its version at the moment of the act that made the visit, not when the server's clock says."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.rebuilding import rewrite_trigger

# A visit and its sheets are made in one act, so the moment of the visit is that of its sheets.
EXCHANGES = {
    "strftime('%Y-%m-%dT%H:%M:%f000+00:00', 'now')": "(SELECT created_at FROM visit WHERE id = NEW.visit_id)",
}


def apply(db: Database) -> None:
    """Write the trigger anew; raises Unexpected if it is not as it was landed."""
    rewrite_trigger(db, "visit_sheet_freezes_version", EXCHANGES)
