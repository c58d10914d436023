"""Who has typed something wrong too often has to wait: by a name, whether an account has it or not."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlite_utils import Database

from checklist.errors import TooManyAttempts
from checklist.rules.accounts import account_faults
from checklist.store.accounts.sessions import CLOCK_STEP
from checklist.store.clock import from_text, now, to_text

FREE_FAILURES = 5
LONGEST_WAIT = timedelta(minutes=15)


def check_wait(db: Database, login: str) -> None:
    """Refuse a login that has failed too often, known or unknown, until its wait is over."""
    # Unknown names wait, too: otherwise the wait would tell which logins exist.
    row = db.execute("SELECT * FROM login_failure WHERE login = ?", [account_faults.normal_login(login)]).fetchone()
    # A wait that ends later than it is long was set by a clock that ran ahead, and nobody would open that account.
    if row and now() < from_text(row["blocked_until"]) <= now() + wait_after(row["failures"]) + CLOCK_STEP:
        raise TooManyAttempts


def wait_after(failures: int) -> timedelta:
    """How long to wait after so many failures: nothing up to five, then 2, 4, 8 … seconds up to 15 minutes."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    # Without the cap of 20 a patient guesser reaches a power that timedelta cannot hold: an error instead of a wait.
    return min(LONGEST_WAIT, timedelta(seconds=2 ** min(failures - FREE_FAILURES + 1, 20)))


def note_failure(db: Database, login: str) -> None:
    """Count one wrong password and set the wait; old failures are forgotten after a day."""
    # A stranger chooses this text and it becomes a row: cut, and gone after a day.
    name, moment = account_faults.normal_login(login)[:200], now()
    db.execute("DELETE FROM login_failure WHERE blocked_until < ?", [to_text(moment - timedelta(days=1))])
    row = db.execute("SELECT failures FROM login_failure WHERE login = ?", [name]).fetchone()
    failures = (row["failures"] if row else 0) + 1
    until: datetime = moment + wait_after(failures)
    db.execute(
        "INSERT INTO login_failure (login, failures, blocked_until) VALUES (?, ?, ?) ON CONFLICT (login) "
        "DO UPDATE SET failures = excluded.failures, blocked_until = excluded.blocked_until",
        [name, failures, to_text(until)],
    )


def forget_failures(db: Database, login: str) -> None:
    """Start counting anew after a right password."""
    db.execute("DELETE FROM login_failure WHERE login = ?", [account_faults.normal_login(login)])
