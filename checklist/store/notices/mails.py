"""The outbox: every mail under a number of its own that stays, however often it has to be tried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from checklist.model.notices import Mail, MailState, Outbox
from checklist.model.permission import Thing, Verb
from checklist.rules.notices import stages
from checklist.rules.notices.digest import Digest
from checklist.store import clock, rows
from checklist.store.act import Act, View
from checklist.store.db import slots

MOST = 50
"""Mails that are taken up together, and that are listed."""


def put(act: Act, person_id: int, address: str, digest: Digest, message_id: str, notice_ids: Iterable[int]) -> int:
    """Put a mail into the outbox with the notices that it carries, and return its id."""
    act.require(Verb.WRITE, Thing.MAIL)
    row = {"person_id": person_id, "address": address, "subject": digest.subject, "body": digest.body}
    state = {"message_id": message_id, "state": MailState.WAITING, "tries": 0, "next_at": act.at, "fault": ""}
    mail_id = rows.insert(act, "mail", row | state)
    ids = list(notice_ids)
    act.db.execute(f"UPDATE notification SET mail_id = ? WHERE id IN ({slots(ids)})", [mail_id, *ids])
    return mail_id


def due(view: View) -> list[Mail]:
    """What is to be sent now, the oldest first: what waits, and what was being sent when a server stopped."""
    view.require(Verb.WRITE, Thing.MAIL)
    found = view.db.execute(
        f"""SELECT * FROM mail WHERE state IN ('waiting', 'sending') AND next_at <= ? ORDER BY id LIMIT {MOST}""",
        [clock.to_text(view.at)],
    )
    return rows.many(Mail, found)


def drop_of_inactive(act: Act) -> None:
    """Give up what waits for somebody whose account has been closed since: nobody of outside is told any more."""
    act.require(Verb.WRITE, Thing.MAIL)
    act.db.execute(
        """UPDATE mail SET state = 'failed', fault = ?, body = '' WHERE state IN ('waiting', 'sending')
           AND person_id IN (SELECT id FROM person WHERE active = 0)""",
        ["アカウントが停止されたため、送信していません。"],
    )


def begin(act: Act, mail: Mail) -> None:
    """Note that a mail is being sent, before it is: after a crash it is sent again under the same number."""
    act.require(Verb.WRITE, Thing.MAIL)
    rows.update(act, "mail", mail.id, {"state": MailState.SENDING})


def end(act: Act, mail: Mail) -> None:
    """Note that a mail was taken over by the server; what it said is on the screen and need not stay here."""
    act.require(Verb.WRITE, Thing.MAIL)
    rows.update(act, "mail", mail.id, {"state": MailState.SENT, "fault": "", "body": ""})


def fail(act: Act, mail: Mail, fault: str, for_good: bool) -> None:
    """Note why a mail could not be sent: it is tried again after a growing pause, or given up."""
    act.require(Verb.WRITE, Thing.MAIL)
    tries = mail.tries + 1
    pause = None if for_good else stages.pause(tries)
    if pause is None:
        rows.update(act, "mail", mail.id, {"state": MailState.FAILED, "tries": tries, "fault": fault, "body": ""})
    else:
        changes = {"state": MailState.WAITING, "tries": tries, "fault": fault, "next_at": act.at + pause}
        rows.update(act, "mail", mail.id, changes)


def outbox(view: View) -> Outbox:
    """How the mail stands: what waits and has been tried, and the newest that failed for good in the last 30 days."""
    view.require(Verb.READ, Thing.MAIL)
    waiting = view.db.execute(
        """SELECT count(*) AS waiting, min(CASE WHEN tries > 0 THEN at END) AS since, (
               SELECT fault FROM mail WHERE state IN ('waiting', 'sending') AND tries > 0 ORDER BY id DESC LIMIT 1
           ) AS fault FROM mail WHERE state IN ('waiting', 'sending')"""
    ).fetchone()
    failed = view.db.execute(
        f"SELECT * FROM mail WHERE state = 'failed' AND at >= ? ORDER BY id DESC LIMIT {MOST}",
        [clock.to_text(view.at - stages.RECENT)],
    )
    since = clock.day_of(clock.from_text(waiting["since"])) if waiting["since"] else None
    return Outbox(waiting["waiting"], since, waiting["fault"] or "", tuple(rows.many(Mail, failed)))


def recent(view: View) -> list[Mail]:
    """The newest mails, for whoever keeps the server: to whom, when, and what became of them; not what they said."""
    view.require(Verb.READ, Thing.MAIL)
    found = view.db.execute(f"SELECT * FROM mail ORDER BY id DESC LIMIT {MOST}")
    return [replace(one, body="") for one in rows.many(Mail, found)]
