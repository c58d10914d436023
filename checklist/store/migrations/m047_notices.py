"""What people are told, how they want to be told, the server for mail, and the outbox."""

from __future__ import annotations

from sqlite_utils import Database

PLAN = """CREATE TABLE mail_plan (
    id INTEGER PRIMARY KEY,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    host TEXT NOT NULL CHECK (length(host) <= 255),
    port INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535),
    security TEXT NOT NULL CHECK (security <> ''),
    login TEXT NOT NULL CHECK (length(login) <= 254),
    password TEXT NOT NULL CHECK (length(password) <= 200),
    sender TEXT NOT NULL CHECK (length(sender) <= 254),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT"""
CHOICE = """CREATE TABLE notification_choice (
    id INTEGER PRIMARY KEY,
    mail INTEGER NOT NULL CHECK (mail IN (0, 1)),
    hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
    kinds TEXT NOT NULL CHECK (json_valid(kinds)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT"""
# One row for each person: the day on which it was last looked what they have to be told.
ROUND = """CREATE TABLE notification_round (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    day TEXT NOT NULL
) STRICT"""
MAIL = """CREATE TABLE mail (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    address TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state <> ''),
    tries INTEGER NOT NULL CHECK (tries >= 0),
    next_at TEXT NOT NULL,
    fault TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT"""
NOTICE = """CREATE TABLE notification (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind <> ''),
    thread TEXT NOT NULL,
    stage TEXT NOT NULL,
    what TEXT NOT NULL,
    href TEXT NOT NULL,
    at TEXT NOT NULL,
    seen_at TEXT,
    mail_id INTEGER REFERENCES mail (id)
) STRICT"""
INDEXES = (
    "CREATE INDEX notification_by_thread ON notification (person_id, thread)",
    "CREATE INDEX notification_unseen ON notification (person_id) WHERE seen_at IS NULL",
    "CREATE INDEX notification_by_mail ON notification (mail_id)",
    "CREATE INDEX notification_choice_by_person ON notification_choice (person_id)",
    "CREATE INDEX mail_by_state ON mail (state, next_at)",
    "CREATE INDEX mail_by_person ON mail (person_id)",
)


def apply(db: Database) -> None:
    """Create the tables; nobody is told anything yet, and no mail leaves before a server is set."""
    for statement in (PLAN, CHOICE, ROUND, MAIL, NOTICE, *INDEXES):
        db.execute(statement)
