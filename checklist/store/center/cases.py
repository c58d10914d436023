"""Cases and their contacts: taken down during a call, changed, found again, and read for the figures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from checklist.errors import Fault, Refused
from checklist.model.center import Case, Contact, Known
from checklist.model.center.desk import Edition
from checklist.model.permission import Thing, Verb
from checklist.rules.center import option_lists
from checklist.rules.fields import checks, patient_names
from checklist.store.act import Act, View
from checklist.store.center import desk, kept, search
from checklist.store.records import records

R = TypeVar("R", Case, Contact)


def take_down(act: Act, case: Case, contact: Contact, confirmed: bool = False, edition: Edition | None = None) -> int:
    """A new case with its first contact; gives its id. Its lists are those of its day, or of another `edition`.

    Raises Forbidden, or Refused with everything wrong with both and, unless `confirmed`, what looks like a name.
    """
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    used = edition or desk.edition_on(act, case.received_on)
    lists = {**used.lists(), option_lists.REFERRALS: desk.names(act)}
    number = case.number.strip() or _next_number(act, case.received_on)
    new = replace(case, number=number, edition=used.number)
    first = replace(contact, case_id=1)
    wrong = [*_faults(act, new, lists), *(one for one in _faults(act, first, lists) if one.where != "対応日")]
    if found := wrong or ([] if confirmed else patient_names.questions_of(new, first)):
        raise Refused(found)
    if _number_taken(act, number):
        raise Refused([Fault("受付番号", f"「{number}」はすでに使われています。")])
    case_id = records.save(act, None, new, confirmed=True)
    records.save(act, None, replace(first, case_id=case_id), confirmed=True)
    search.put(act, case_id)
    return case_id


def add_contact(act: Act, contact: Contact, confirmed: bool = False) -> int:
    """One more contact about a case, or a change of one; raises Forbidden, NotFound, Stale or Refused."""
    case = records.get(act, Case, contact.case_id)
    kept.require(act, case.id)
    lists = lists_on(act, contact.held_on)
    found = _faults(act, contact, lists) or ([] if confirmed else patient_names.questions(contact))
    if contact.held_on < case.received_on:
        found.append(Fault("対応日", "受付日より前の日にはできません。"))
    if found:
        raise Refused(found)
    contact_id = records.save(act, None, contact, confirmed=True)
    search.put(act, case.id)
    return contact_id


def change(act: Act, case: Case, confirmed: bool = False) -> None:
    """Change what is known of a case; it keeps its number and the edition of its lists. Raises as above."""
    old = records.get(act, Case, case.id)
    kept.require(act, case.id)
    new = replace(case, number=old.number, edition=old.edition)
    lists = {**desk.edition(act, old.edition).lists(), option_lists.REFERRALS: desk.names(act)}
    if found := _faults(act, new, lists) or ([] if confirmed else patient_names.questions(new)):
        raise Refused(found)
    records.save(act, None, new, confirmed=True)
    search.put(act, case.id)


def lists_on(view: View, day: date) -> dict[str, dict[str, str]]:
    """Every list that a case of a day is taken from, the book of places included; raises Forbidden."""
    return {**desk.edition_on(view, day).lists(), option_lists.REFERRALS: desk.names(view)}


def _faults(view: View, record: Case | Contact, lists: dict[str, dict[str, str]]) -> list[Fault]:
    return checks.faults(record, view.today) or option_lists.unknown(record, lists)


def _next_number(view: View, day: date) -> str:
    """受付番号: the calendar year and a count within it."""
    # As numbers and not as texts: a file may have brought 99999, and behind it 100000 is the next one.
    last = view.db.execute(
        """SELECT max(CAST(substr(number, 6) AS INTEGER)) FROM center_case
            WHERE number BETWEEN :first AND :last AND number NOT GLOB :other AND length(number) BETWEEN 10 AND 14""",
        {"first": f"{day.year}-0", "last": f"{day.year}-:", "other": f"{day.year}-*[^0-9]*"},
    ).fetchone()[0]
    return f"{day.year}-{(last or 0) + 1:05}"


def _number_taken(view: View, number: str) -> bool:
    return bool(view.db.execute("SELECT 1 FROM center_case WHERE number = ?", [number]).fetchone())


def known_numbers(view: View, numbers: Sequence[str]) -> frozenset[str]:
    """Those of these 受付番号 that are taken; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute(
        "SELECT number FROM center_case WHERE number IN (SELECT value FROM json_each(?))", [json.dumps(list(numbers))]
    )
    return frozenset(row[0] for row in found)


def get(view: View, case_id: int) -> Known:
    """A case with its contacts; raises NotFound or Forbidden."""
    case = records.get(view, Case, case_id)
    return Known(case, tuple(_contacts(view, [case_id]).get(case_id, ())))


def several(view: View, case_ids: Sequence[int]) -> list[Case]:
    """These cases in their order, without those that were taken back; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = {one.id: one for one in records.by_ids(view, None, Case, case_ids)}
    return [found[one] for one in case_ids if one in found]


def between(view: View, since: date | None = None, until: date | None = None) -> list[Known]:
    """Every case received between two days (both included) with its contacts, the oldest first; raises Forbidden."""
    found = records.of_hospital(view, None, Case, since, until)[::-1]
    contacts = _contacts(view, None)
    return [Known(one, tuple(contacts.get(one.id, ()))) for one in found]


def contacts_between(view: View, since: date, until: date) -> list[Contact]:
    """Every contact of these days, whenever its case came in, the oldest first; raises Forbidden."""
    found = records.of_hospital(view, None, Contact, since, until)[::-1]
    # Who takes a case back takes back all that was done about it; its contacts stay in the file as they are.
    gone = {row[0] for row in view.db.execute("SELECT id FROM center_case WHERE withdrawn_at IS NOT NULL")}
    return [one for one in found if one.case_id not in gone]


def _contacts(view: View, case_ids: Iterable[int] | None) -> dict[int, list[Contact]]:
    """Contacts by case, the first one first."""
    every = (
        records.of_hospital(view, None, Contact)
        if case_ids is None
        else records.where(view, None, Contact, "case_id", list(case_ids))
    )
    found: dict[int, list[Contact]] = {}
    for one in sorted(every, key=lambda one: (one.held_on, one.started, one.id)):
        found.setdefault(one.case_id, []).append(one)
    return found


def by_word(view: View, word: str, most: int = 5) -> list[Case]:
    """The cases of somebody who is known by a word, the newest first; raises Forbidden."""
    found = records.where(view, None, Case, "reference_word", [word.strip()]) if word.strip() else []
    return sorted(found, key=lambda one: (one.received_on, one.id), reverse=True)[:most]


def newest(view: View, most: int, open_only: bool = False) -> list[Case]:
    """The newest cases; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    left = "AND closed = 0" if open_only else ""
    rows = view.db.execute(
        f"SELECT id FROM center_case WHERE withdrawn_at IS NULL {left} ORDER BY received_on DESC, id DESC LIMIT ?",
        [most],
    )
    return several(view, [row[0] for row in rows])


def alike(view: View, subject: str, detail: str, most: int) -> list[Case]:
    """Earlier cases with the same 内容, the newest first; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    rows = view.db.execute(
        """SELECT id FROM center_case WHERE withdrawn_at IS NULL AND subject = :subject AND (:detail = '' OR detail = :detail)
            AND summary <> '' ORDER BY id DESC LIMIT :most""",
        {"subject": subject, "detail": detail, "most": most},
    )
    return several(view, [row[0] for row in rows])


def count_of(view: View, since: date, until: date) -> tuple[int, int]:
    """How many cases (件) and contacts (回) there were between two days; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    row = view.db.execute(
        """SELECT (SELECT count(*) FROM center_case WHERE withdrawn_at IS NULL AND received_on BETWEEN :since AND :until),
            (SELECT count(*) FROM center_contact t WHERE withdrawn_at IS NULL AND held_on BETWEEN :since AND :until
                AND NOT EXISTS (SELECT 1 FROM center_case c WHERE c.id = t.case_id AND c.withdrawn_at IS NOT NULL))""",
        {"since": since.isoformat(), "until": until.isoformat()},
    ).fetchone()
    return row[0], row[1]


def count_open(view: View) -> int:
    """How many cases are not closed; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute("SELECT count(*) FROM center_case WHERE withdrawn_at IS NULL AND closed = 0").fetchone()
    return int(found[0])
