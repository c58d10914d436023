"""Telling everybody what there is to tell, once a day at their hour, and sending what waits; nothing twice, nothing lost.

A mail is noted as being sent before it is, and as sent once the server has taken it over. Whoever is killed in between
sends it again under the same number, which a mailbox knows: SMTP has no way to ask whether a mail has arrived.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import make_msgid
from pathlib import Path

from checklist.errors import ChecklistError, Fault, Refused
from checklist.jobs import smtp
from checklist.jobs.smtp import Unsent
from checklist.model.accounts import Person, Principal
from checklist.model.notices import Mail, MailPlan, Notification
from checklist.model.permission import Thing, Verb
from checklist.readings import notice_source
from checklist.rules.notices import digest
from checklist.store import clock, drafts, outer, region
from checklist.store.accounts import people
from checklist.store.act import Act, acting, operator, viewing
from checklist.store.notices import mail_plans, mails, notices
from checklist.words import PRODUCT
from checklist.words.notices import BUSY

LOCK = ".notices-lock"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Round:
    """What one round came to: how many people were told something new, and how many mails left or did not."""

    told: int
    sent: int
    unsent: int


def is_due(database: Path) -> bool:
    """Whether anybody's hour has come, or a mail waits."""
    with viewing(operator(), database) as view:
        sends = mail_plans.current(view).active
        return bool(notices.rounds_due(view) or (sends and mails.due(view)))


def run(database: Path) -> Round:
    """Tell everybody whose hour has come, and send what waits; raises Refused while another process does."""
    with drafts.held(database.with_name(f"{database.name}{LOCK}"), BUSY):
        told = sum(bool(_tell(database, person_id)) for person_id in _waiting(database))
        return Round(told, *_send(database))


def coming(database: Path) -> Iterator[tuple[str, list[Notification]]]:
    """What a round would tell now, by login, without telling it."""
    for person_id in _waiting(database):
        who, found = _found(database, person_id)
        with viewing(operator(), database) as view:
            new = notices.new(view, person_id, found)
        if new:
            yield who.login, new


def _waiting(database: Path) -> list[int]:
    with viewing(operator(), database) as view:
        return notices.rounds_due(view)


def _found(database: Path, person_id: int) -> tuple[Person, list[Notification]]:
    with viewing(operator(), database) as view:
        person, principal = people.get(view, person_id), people.principal(view, person_id)
    with viewing(principal, database) as own:
        return person, notice_source.read(own)


def _tell(database: Path, person_id: int) -> int:
    """How much is new to one person: written down with the mail that carries it, or nothing of both."""
    try:
        person, found = _found(database, person_id)
    except ChecklistError:
        # One account that cannot be read must not keep all the others from being told.
        _log.exception("somebody could not be told anything")
        found, person = [], None
    with acting(operator(), database) as act:
        new = notices.note(act, person_id, found)
        if person and new:
            _mail(act, person, new)
    return len(new)


def mail_at_once(act: Act, person_id: int, told: dict[int, Notification]) -> None:
    """Put what somebody was told just now into a mail of its own, if mail leaves and they have an address; raises Forbidden."""
    _mail(act, people.get(act, person_id), told)


def _mail(act: Act, person: Person, new: dict[int, Notification]) -> None:
    plan = mail_plans.current(act)
    wanted = notices.by_mail(act, person.id, new)
    if plan.active and person.mail and wanted:
        text = digest.of(list(wanted.values()), region.of(act).name, str(outer.outer() or ""))
        number = make_msgid(domain=plan.sender.rpartition("@")[2])
        mails.put(act, person.id, person.mail, text, number, wanted)


def _send(database: Path) -> tuple[int, int]:
    """Send what is due; how many mails went, and how many did not."""
    sent = unsent = 0
    with acting(operator(), database) as act:
        mails.drop_of_inactive(act)
    while found := _due(database):
        plan, name, waiting = found
        try:
            with smtp.connected(plan) as server:
                for mail in waiting:
                    with acting(operator(), database) as act:
                        mails.begin(act, mail)
                    with _noted(database, mail) as failed:
                        smtp.send(server, plan, name, mail)
                    sent, unsent = sent + (not failed), unsent + bool(failed)
        except Unsent as error:
            # Nobody else's mail would go through either: all of them wait as long as the first one does.
            with acting(operator(), database) as act:
                for mail in mails.due(act):
                    mails.fail(act, mail, error.sentence, for_good=False)
                    unsent += 1
    return sent, unsent


def _due(database: Path) -> tuple[MailPlan, str, list[Mail]] | None:
    with viewing(operator(), database) as view:
        plan, name = mail_plans.current(view), region.of(view).name or PRODUCT
        waiting = mails.due(view) if plan.active else []
    return (plan, name, waiting) if waiting else None


@contextmanager
def _noted(database: Path, mail: Mail) -> Iterator[list[Unsent]]:
    """Send one mail and write down what became of it; what would hit every other one is raised on."""
    failed: list[Unsent] = []
    try:
        yield failed
    except Unsent as error:
        if error.everybody:
            raise
        failed.append(error)
    with acting(operator(), database) as act:
        if failed:
            mails.fail(act, mail, failed[0].sentence, failed[0].for_good)
        else:
            mails.end(act, mail)


def try_out(principal: Principal, database: Path) -> str:
    """Send a mail to oneself by the plan that holds, and say to which address; raises Refused with what went wrong."""
    with viewing(principal, database) as view:
        view.require(Verb.WRITE, Thing.MAIL)
        plan, address, name = mail_plans.current(view), notices.own_address(view), region.of(view).name or PRODUCT
    if not address:
        raise Refused([Fault("", "あなたのアカウントにメールアドレスがありません。「アカウント」で登録してください。")])
    number = make_msgid(domain=plan.sender.rpartition("@")[2] or "localhost")
    try:
        with smtp.connected(plan) as server:
            smtp.send(server, plan, name, smtp.trial(address, clock.now(), number))
    except Unsent as error:
        raise Refused(error.sentence) from error
    return address
