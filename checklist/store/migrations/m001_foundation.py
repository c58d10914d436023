"""Tables for everything from the region down to the rating; times are UTC text, dates ISO text."""

from __future__ import annotations

from sqlite_utils import Database

# STRICT, because SQLite otherwise stores any text in an INTEGER column. What is always asked for by its key, such as a
# rating by assessment and item, lies under that key itself (WITHOUT ROWID). assessment_by_visit_sheet and
# visit_sheet_by_self serve the permission question that every answer asks.
SCHEMA = """
CREATE TABLE region (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    fiscal_year_start_month INTEGER NOT NULL DEFAULT 4 CHECK (fiscal_year_start_month BETWEEN 1 AND 12),
    minimum_group_size INTEGER NOT NULL DEFAULT 5 CHECK (minimum_group_size BETWEEN 3 AND 100),
    blind_mode INTEGER NOT NULL DEFAULT 0 CHECK (blind_mode IN (0, 1)),
    fictional INTEGER NOT NULL DEFAULT 0 CHECK (fictional IN (0, 1)),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE hospital (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 20),
    name TEXT NOT NULL UNIQUE CHECK (length(trim(name)) > 0),
    founder TEXT NOT NULL,
    address TEXT NOT NULL,
    beds INTEGER NOT NULL CHECK (beds BETWEEN 1 AND 3000),
    kind TEXT NOT NULL CHECK (kind IN ('general', 'advanced_treatment')),
    external INTEGER NOT NULL DEFAULT 0 CHECK (external IN (0, 1)),
    shares_with_center INTEGER NOT NULL DEFAULT 0 CHECK (shares_with_center IN (0, 1)),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE filing (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    addon TEXT NOT NULL CHECK (addon IN ('safety', 'regional')),
    addon_class INTEGER NOT NULL CHECK (addon_class IN (1, 2)),
    valid_from TEXT NOT NULL CHECK (valid_from GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    valid_to TEXT CHECK (valid_to IS NULL OR valid_to >= valid_from),
    receipt_number TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX filing_by_hospital ON filing (hospital_id, addon, valid_from);

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL UNIQUE CHECK (length(login) BETWEEN 2 AND 60),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    hospital_id INTEGER REFERENCES hospital (id),
    center INTEGER NOT NULL DEFAULT 0 CHECK (center IN (0, 1)),
    password_hash TEXT NOT NULL,
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    created_at TEXT NOT NULL,
    CHECK (hospital_id IS NULL OR center = 0)
) STRICT;

CREATE TABLE role (
    person_id INTEGER NOT NULL REFERENCES person (id),
    role TEXT NOT NULL CHECK (role IN
        ('secretariat', 'safety_manager', 'evaluator', 'leader', 'center_staff', 'admin')),
    PRIMARY KEY (person_id, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_person ON session (person_id);

CREATE TABLE login_failure (
    login TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    blocked_until TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE scale_value (
    scale TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (scale, value)
) STRICT, WITHOUT ROWID;
INSERT INTO scale_value (scale, value) VALUES
    ('abcx', 'A'), ('abcx', 'B'), ('abcx', 'C'), ('abcx', 'NA'), ('abcx', 'UNVERIFIED'),
    ('sabc', 'S'), ('sabc', 'A'), ('sabc', 'B'), ('sabc', 'C'), ('sabc', 'NA'), ('sabc', 'UNVERIFIED'),
    ('yes-no', 'YES'), ('yes-no', 'NO'), ('yes-no', 'NA'), ('yes-no', 'UNVERIFIED');

CREATE TABLE sheet (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0)
) STRICT;

CREATE TABLE sheet_version (
    id INTEGER PRIMARY KEY,
    sheet_id INTEGER NOT NULL REFERENCES sheet (id),
    code TEXT NOT NULL UNIQUE,
    number INTEGER NOT NULL CHECK (number >= 1),
    name TEXT NOT NULL,
    from_fiscal_year INTEGER NOT NULL CHECK (from_fiscal_year BETWEEN 2000 AND 2200),
    scale TEXT NOT NULL CHECK (scale IN ('abcx', 'sabc', 'yes-no')),
    previous_id INTEGER REFERENCES sheet_version (id),
    frozen_at TEXT,
    created_at TEXT NOT NULL,
    UNIQUE (sheet_id, number)
) STRICT;

CREATE TABLE chapter (
    id INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES sheet_version (id),
    code TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (version_id, code),
    UNIQUE (version_id, id)
) STRICT;

CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES sheet_version (id),
    chapter_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    position INTEGER NOT NULL,
    text TEXT NOT NULL CHECK (length(trim(text)) > 0),
    law_part TEXT NOT NULL CHECK (law_part IN ('ア-イ', 'ア-ロ', 'ア-ハ', 'イ', '')),
    classes TEXT NOT NULL CHECK (classes IN ('1', '2', '1・2')),
    department TEXT NOT NULL,
    place TEXT NOT NULL,
    methods TEXT NOT NULL,
    purpose TEXT NOT NULL,
    basis TEXT NOT NULL,
    procedure TEXT NOT NULL,
    evidence TEXT NOT NULL,
    UNIQUE (version_id, code),
    FOREIGN KEY (version_id, chapter_id) REFERENCES chapter (version_id, id)
) STRICT;

CREATE TABLE lineage (
    item_id INTEGER NOT NULL REFERENCES item (id),
    previous_item_id INTEGER NOT NULL REFERENCES item (id),
    relation TEXT NOT NULL CHECK (relation IN ('same', 'reworded', 'split', 'merged')),
    PRIMARY KEY (item_id, previous_item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE visit (
    id INTEGER PRIMARY KEY,
    fiscal_year INTEGER NOT NULL,
    host_id INTEGER NOT NULL REFERENCES hospital (id),
    visit_date TEXT CHECK (visit_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    mode TEXT NOT NULL CHECK (mode IN ('on_site', 'online', 'paper')),
    state TEXT NOT NULL CHECK (state IN
        ('planned', 'agreed', 'ready', 'on_site', 'reported', 'acknowledged', 'closed', 'cancelled')),
    record_only INTEGER NOT NULL DEFAULT 0 CHECK (record_only IN (0, 1)),
    note TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX visit_by_host ON visit (host_id, fiscal_year);

CREATE TABLE visit_hospital (
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    leading INTEGER NOT NULL CHECK (leading IN (0, 1)),
    PRIMARY KEY (visit_id, hospital_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX visit_one_leading ON visit_hospital (visit_id) WHERE leading = 1;
CREATE INDEX visit_by_evaluator ON visit_hospital (hospital_id);

CREATE TABLE visit_member (
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (visit_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_by_member ON visit_member (person_id);

CREATE TABLE visit_event (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TABLE visit_sheet (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    version_id INTEGER NOT NULL REFERENCES sheet_version (id),
    self_assessment_id INTEGER REFERENCES assessment (id),
    UNIQUE (visit_id, version_id)
) STRICT;

CREATE TABLE assessment (
    id INTEGER PRIMARY KEY,
    track TEXT NOT NULL CHECK (track IN ('self', 'visitor', 'agreed')),
    version_id INTEGER NOT NULL REFERENCES sheet_version (id),
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    fiscal_year INTEGER NOT NULL,
    edition INTEGER NOT NULL DEFAULT 1 CHECK (edition >= 1),
    visit_sheet_id INTEGER REFERENCES visit_sheet (id),
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'submitted', 'sealed')),
    submitted_at TEXT,
    approved_at TEXT,
    created_at TEXT NOT NULL,
    CHECK ((track = 'self') = (visit_sheet_id IS NULL)),
    CHECK ((state = 'open') = (submitted_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX assessment_one_self ON assessment (hospital_id, fiscal_year, version_id, edition)
    WHERE track = 'self';
CREATE UNIQUE INDEX assessment_one_track ON assessment (visit_sheet_id, track) WHERE track <> 'self';
CREATE INDEX assessment_by_visit_sheet ON assessment (visit_sheet_id);
CREATE INDEX visit_sheet_by_self ON visit_sheet (self_assessment_id);
CREATE INDEX assessment_by_year ON assessment (fiscal_year, track, state);

CREATE TABLE assessment_event (
    id INTEGER PRIMARY KEY,
    assessment_id INTEGER NOT NULL REFERENCES assessment (id),
    kind TEXT NOT NULL CHECK (kind IN ('submitted', 'withdrawn', 'approved', 'sealed')),
    reason TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    CHECK (kind <> 'withdrawn' OR length(trim(reason)) > 0)
) STRICT;

CREATE TABLE rating (
    assessment_id INTEGER NOT NULL REFERENCES assessment (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    value TEXT,
    comment TEXT NOT NULL CHECK (length(comment) <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    saved_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    operation_id TEXT NOT NULL,
    tapped_at TEXT,
    PRIMARY KEY (assessment_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE rating_history (
    id INTEGER PRIMARY KEY,
    assessment_id INTEGER NOT NULL REFERENCES assessment (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    version INTEGER NOT NULL,
    value TEXT,
    comment TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    operation_id TEXT NOT NULL UNIQUE,
    tapped_at TEXT,
    UNIQUE (assessment_id, item_id, version)
) STRICT;
"""


def apply(db: Database) -> None:
    """Create the tables in a new database."""
    db.executescript(SCHEMA)
