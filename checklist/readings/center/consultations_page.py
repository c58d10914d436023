"""相談: the call that is being taken down with what helps beside it, the cases that are searched, or one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from checklist.errors import ChecklistError
from checklist.formats.table import Column
from checklist.model.center import Case, DeskRule, Known, Referral, ResponseLine
from checklist.model.center.desk import Edition, Message, Phrase
from checklist.model.center.passed import Kept
from checklist.model.fields import Record
from checklist.readings.center import passing
from checklist.readings.center.passing import Passing
from checklist.readings.listing import Line, Listing
from checklist.rules.center import option_lists
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.center import case_drafts, case_erasures, cases, desk, messages, retention, search, shipped

PARTS = ("call", "list", "kept")
"""The parts of the page as they stand in its address."""
ALIKE = 5
"""Earlier cases that stand beside the entry."""
COLUMNS = (
    Column("受付番号", "text", 14),
    Column("受付日", "date", 18),
    Column("種別", "text", 10),
    Column("相談内容", "text", 26, least=9),
    Column("相談の要旨", "text", 50, least=16),
    Column("納得度", "text", 14),
    Column("状態", "text", 10),
)
CLOSED, RUNNING = "終了", "継続中"


@dataclass(frozen=True)
class Beside:
    """What helps during a call: the same word before, what was agreed for it, where to send the caller, what was like it."""

    line: ResponseLine | None
    same_word: tuple[Case, ...]
    referrals: tuple[Referral, ...]
    alike: tuple[Case, ...]
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True)
class CallPage:
    """The call that is being taken down; without a `draft` none has begun."""

    today: date
    rule: DeskRule
    edition: Edition
    lists: Mapping[str, Mapping[str, str]]
    draft: Mapping[str, object]
    beside: Beside
    recent: tuple[Case, ...] = ()
    """While no call is being taken down: the last ones, of which one is often not done with."""


def call(view: View) -> CallPage:
    """The own call as it stands; raises Forbidden."""
    draft = case_drafts.load(view)
    edition, book = desk.edition_on(view, view.today), desk.referrals(view)
    lists = {**edition.lists(), option_lists.REFERRALS: {str(one.id): one.name for one in book}}
    recent = () if draft else tuple(cases.newest(view, ALIKE))
    return CallPage(view.today, desk.rule(view, view.today), edition, lists, draft, _beside(view, draft, book), recent)


def _beside(view: View, draft: Mapping[str, object], book: list[Referral]) -> Beside:
    subject, detail, word = (str(draft.get(name) or "") for name in ("subject", "detail", "reference_word"))
    fitting = [one for one in book if subject and subject in one.subjects]
    return Beside(
        desk.line(view, word) if word else None,
        tuple(cases.by_word(view, word)),
        tuple(fitting),
        tuple(cases.alike(view, subject, detail, ALIKE) if subject else ()),
        shipped.phrases(),
    )


def is_due(one: Record, today: date) -> bool:
    """Whether nobody has checked for a year what has to be checked; what has ended need not be."""
    checked, ended = (getattr(one, name, None) for name in (one.CHECKED, "ended_on"))
    # As in the book: until its last day it is told to callers.
    in_use = ended is None or ended > today
    return checked is not None and in_use and (today - checked).days > 365


@dataclass(frozen=True)
class SearchPage:
    """The cases that were asked for, newest first, and how many there are."""

    typed: str
    found: Listing[Case]
    count: int
    all_counted: bool


def searched(view: View, typed: str) -> SearchPage:
    """The cases that hold what was typed, the newest of all without anything; raises Forbidden."""
    if typed.strip():
        ids, count = search.found(view, typed)
        found = cases.several(view, ids)
    else:
        found = cases.newest(view, search.MOST)
        count = cases.count_of(view, date.min, view.today)[0]
    return SearchPage(typed, listing(view, found), count, count < search.COUNTED or not typed.strip())


def listing(view: View, found: list[Case]) -> Listing[Case]:
    """Cases as a list, each in the words of its own edition."""
    return Listing("cases", "相談事例の一覧", COLUMNS, tuple(_line(view, one) for one in found), ())


def _line(view: View, one: Case) -> Line[Case]:
    edition = desk.edition(view, one.edition)
    head = edition.choices("subject").get(one.subject, one.subject)
    small = edition.choices("detail").get(one.detail, "")
    cells = (
        one.number, one.received_on, edition.choices("kind").get(one.kind, one.kind), f"{head}（{small}）" if small else head, one.summary,
        edition.choices("satisfaction").get(one.satisfaction, ""), CLOSED if one.closed else RUNNING,
    )  # fmt: skip
    return Line(cells, one, f"/consultations?case={one.id}", {})


@dataclass(frozen=True)
class CasePage:
    """One case with everything about it; `refusal` says why there is none."""

    known: Known | None
    refusal: str
    lists: Mapping[str, Mapping[str, str]]
    """As they were when the case came in."""
    now: Mapping[str, Mapping[str, str]]
    """As they are today, for a further contact."""
    parents: Mapping[str, str]
    messages: tuple[Message, ...]
    names: Mapping[int, str]
    today: date
    passing: Passing | None = None


@dataclass(frozen=True)
class KeptPage:
    """What need not be kept any more, what was ended so far, and the cases that were taken back."""

    due: tuple[Kept, ...]
    ended: tuple[retention.Ended, ...]
    taken_back: tuple[case_erasures.TakenBack, ...]
    years: int


def kept(view: View) -> KeptPage:
    """The same; raises Forbidden."""
    years = desk.rule(view, view.today).retention_years
    return KeptPage(
        tuple(retention.due(view)), tuple(retention.ended(view)), tuple(case_erasures.taken_back(view)), years
    )


def case(view: View, case_id: int) -> CasePage:
    """The case of a number; raises Forbidden."""
    now = cases.lists_on(view, view.today)
    try:
        known = cases.get(view, case_id)
    except ChecklistError as error:
        return CasePage(None, error.message, {}, now, {}, (), {}, view.today)
    edition = desk.edition(view, known.case.edition)
    lists = {**edition.lists(), option_lists.REFERRALS: _every_place(view)}
    told = messages.of_case(view, case_id)
    names = people.names(view, [one.person_id for one in told])
    return CasePage(
        known, "", lists, now, edition.parents(), tuple(told), names, view.today, passing.of_case(view, case_id)
    )


def _every_place(view: View) -> dict[str, str]:
    return {str(one.id): one.name for one in desk.all_referrals(view)}


Shown = CallPage | SearchPage | CasePage | KeptPage


def read(view: View, case_id: int | None, address: Mapping[str, str]) -> Shown:
    """What an address asks for: one case, the cases that hold some words, or the own call; raises Forbidden."""
    if case_id is not None:
        return case(view, case_id)
    if address.get("part") == PARTS[2]:
        return kept(view)
    if address.get("part") == PARTS[1]:
        return searched(view, address.get("words", ""))
    return call(view)
