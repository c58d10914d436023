"""Lists that grow stand in tables of their own: a new role or state is then a row, and no table is built anew for it."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.rebuilding import rebuild, room_to_rebuild

LISTS = {
    "role_kind": ("secretariat", "safety_manager", "evaluator", "leader", "center_staff", "admin"),
    "criteria_window": ("fiscal_year", "twelve_months"),
    "hospital_kind": ("general", "advanced_treatment"),
    "filing_event_kind": ("filed", "changed", "withdrawn"),
    "scale": ("abcx", "sabc", "yes-no"),
    "law_part": ("ア-イ", "ア-ロ", "ア-ハ", "イ", ""),
    "item_classes": ("1", "2", "1・2"),
    "lineage_relation": ("same", "reworded", "split", "merged"),
    "visit_mode": ("on_site", "online", "paper"),
    "visit_state": ("planned", "agreed", "ready", "on_site", "reported", "acknowledged", "closed", "cancelled"),
    "assessment_track": ("self", "visitor", "agreed"),
    "assessment_state": ("open", "submitted", "sealed"),
    "assessment_event_kind": ("submitted", "withdrawn", "approved", "sealed"),
    "finding_kind": ("finding", "good_practice"),
    "report_event_kind": ("handed_over", "acknowledged", "reopened"),
    "follow_up_mark": ("resolved", "continued", "recurred"),
    "erasure_place": ("rating_history", "late_answer", "finding_history", "progress_note", "report"),
}

COLUMNS = {
    "role": {"role": "role_kind"},
    "region": {"criteria_window": "criteria_window"},
    "hospital": {"kind": "hospital_kind"},
    "filing_event": {"kind": "filing_event_kind"},
    "sheet_version": {"scale": "scale"},
    "item": {"law_part": "law_part", "classes": "item_classes"},
    "lineage": {"relation": "lineage_relation"},
    "visit": {"mode": "visit_mode", "state": "visit_state"},
    "visit_agreement": {"method": "visit_mode"},
    "assessment": {"track": "assessment_track", "state": "assessment_state"},
    "assessment_event": {"kind": "assessment_event_kind"},
    "finding": {"kind": "finding_kind"},
    "report_event": {"kind": "report_event_kind"},
    "follow_up": {"mark": "follow_up_mark"},
    "erasure": {"place": "erasure_place"},
}
"""Table -> column -> the list that takes the place of its CHECK.

What keeps its CHECK has a fixed shape: yes or no (0, 1; late_decision.kind), the two sides that sign
(signature.side), and the two ends of a partnership (filing_partner.direction).
"""

# Each add-on has classes of its own, so the two are one key.
ADDON_CLASS = """CREATE TABLE addon_class (
    addon TEXT NOT NULL,
    addon_class INTEGER NOT NULL,
    PRIMARY KEY (addon, addon_class)
) STRICT, WITHOUT ROWID"""
FILING = {
    "addon TEXT NOT NULL CHECK (addon IN ('safety', 'regional'))": "addon TEXT NOT NULL",
    "addon_class INTEGER NOT NULL CHECK (addon_class IN (1, 2))": "addon_class INTEGER NOT NULL",
    "created_at TEXT NOT NULL": """created_at TEXT NOT NULL,
    FOREIGN KEY (addon, addon_class) REFERENCES addon_class (addon, addon_class)""",
}


def _reference(column: str, name: str) -> tuple[str, str]:
    codes = ", ".join(f"'{code}'" for code in LISTS[name])
    return f"CHECK ({column} IN ({codes}))", f"REFERENCES {name} (code)"


def apply(db: Database) -> None:
    """Create and fill the lists, and let the tables that use them refer to them."""
    for name, codes in LISTS.items():
        db.execute(f"CREATE TABLE {name} (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
        for code in codes:
            db.execute(f"INSERT INTO {name} (code) VALUES (?)", [code])
    db.execute(ADDON_CLASS)
    for addon in ("safety", "regional"):
        for number in (1, 2):
            db.execute("INSERT INTO addon_class (addon, addon_class) VALUES (?, ?)", [addon, number])
    with room_to_rebuild(db):
        for table, columns in COLUMNS.items():
            rebuild(db, table, dict(_reference(column, name) for column, name in columns.items()))
        rebuild(db, "scale_value", {"scale TEXT NOT NULL": "scale TEXT NOT NULL REFERENCES scale (code)"})
        rebuild(db, "filing", FILING)
