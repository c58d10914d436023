"""Everything by which a person is signed in somewhere, or could be without a password, as rows."""

from __future__ import annotations

from sqlite_utils import Database


def end_all(db: Database, person_id: int, at: str, by: int | None) -> None:
    """End every session of a person, and take back every pass that waits to be opened: a link in a mail is one, too."""
    db.execute("DELETE FROM session WHERE person_id = ?", [person_id])
    db.execute(
        """UPDATE visit_pass SET revoked_at = ?, revoked_by = ?
           WHERE person_id = ? AND opened_at IS NULL AND revoked_at IS NULL""",
        [at, by or None, person_id],
    )


def end_waits(db: Database, person_id: int) -> None:
    """Forget the wrong passwords of a person: those of the name, and those of each device that is known by it."""
    db.execute(
        """DELETE FROM login_failure WHERE EXISTS (SELECT 1 FROM person WHERE person.id = ?
               AND (login_failure.login = person.login
                    OR substr(login_failure.login, 1, length(person.login) + 1) = person.login || char(10)))""",
        [person_id],
    )


def end_feeds(db: Database, person_id: int, at: str) -> None:
    """End the address under which a calendar fetches what concerns a person, if there is one."""
    db.execute("UPDATE calendar_feed SET ended_at = ? WHERE person_id = ? AND ended_at IS NULL", [at, person_id])


def end_others(db: Database, person_id: int, kept: str) -> None:
    """End every session of a person but the one of this hash; a pass stays on the tablet that is on its way."""
    db.execute("DELETE FROM session WHERE person_id = ? AND token_hash <> ? AND pass_id IS NULL", [person_id, kept])


def pass_step(db: Database, token_hash: str, at: str) -> None:
    """Note that a code was typed right in a session."""
    db.execute("UPDATE session SET factor_at = ? WHERE token_hash = ? AND pass_id IS NULL", [at, token_hash])
