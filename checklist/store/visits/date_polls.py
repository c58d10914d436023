"""Polls for the day of a visit: days are offered, both sides answer, and one of them becomes the day of the visit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from sqlite3 import Row

from checklist import words
from checklist.errors import Fault, NotFound, Refused, Stale
from checklist.model.permission import Thing, Verb
from checklist.model.visits import DateAnswer, DateOffer, DatePoll, PollState, Visit, VisitTime
from checklist.rules import access, fiscal_year
from checklist.rules.visits import visit_states, visit_times
from checklist.store import region, rows
from checklist.store.act import Act, View
from checklist.store.db import slots
from checklist.store.visits import visit_rows, visits

MOST = 20
"""So many times stand in one poll at most; nobody answers more in ten seconds."""
_SELECT = """
SELECT p.*, person.name AS changed_by, p.updated_at AS changed_at, coalesce((
    SELECT sum(a.version) FROM date_answer a JOIN date_offer o ON o.id = a.offer_id WHERE o.poll_id = p.id
), 0) AS turn FROM date_poll p JOIN person ON person.id = p.person_id
"""


def of_visit(view: View, visit_id: int) -> DatePoll | None:
    """The newest poll of a visit, whatever has become of it; raises NotFound or Forbidden."""
    return of_visits(view, [visit_rows.by_id(view, visit_id)]).get(visit_id)


def of_visits(view: View, found: Collection[Visit]) -> dict[int, DatePoll]:
    """The newest poll of each of these visits that has one; raises Forbidden."""
    for one in found:
        view.require(Verb.READ, Thing.DATE_POLL, access.of_visit(one))
    return view.each("date poll", [one.id for one in found], lambda ids: _read(view, ids))


def readable(view: View, found: Iterable[Visit]) -> list[Visit]:
    """Those of these visits whose polls the principal may read."""
    return [one for one in found if view.may(Verb.READ, Thing.DATE_POLL, access.of_visit(one))]


def _read(view: View, visit_ids: list[int]) -> dict[int, DatePoll]:
    # The newest of a visit comes last, and stays in the dictionary.
    newest = {
        row["visit_id"]: row
        for row in view.db.execute(f"{_SELECT} WHERE visit_id IN ({slots(visit_ids)}) ORDER BY p.id", visit_ids)
    }
    # The start page of everybody asks, and most visits have no poll.
    offers = _offers(view, [row["id"] for row in newest.values()]) if newest else {}
    return {visit_id: _poll(row, offers.get(row["id"], [])) for visit_id, row in newest.items()}


def _poll(row: Row, offers: Sequence[tuple[Row, DateOffer]]) -> DatePoll:
    fixed = next((one for _, one in offers if one.id == row["fixed_id"]), None)
    standing = tuple(one for kept, one in offers if kept["dropped_at"] is None)
    return rows.one(DatePoll, row, offers=standing, fixed=fixed)


def _offers(view: View, poll_ids: list[int]) -> dict[int, list[tuple[Row, DateOffer]]]:
    """Every time of these polls, also those that were dropped, by day."""
    kept = view.db.execute(
        f"SELECT * FROM date_offer WHERE poll_id IN ({slots(poll_ids)}) ORDER BY on_date, begins, id", poll_ids
    ).fetchall()
    # The newest answer of an offer comes last: of several managers of the host it is the one that counts.
    answers = view.db.execute(
        f"""SELECT a.* FROM date_answer a JOIN date_offer o ON o.id = a.offer_id WHERE o.poll_id IN ({slots(poll_ids)})
            ORDER BY a.updated_at, a.id""",
        poll_ids,
    )
    given: dict[int, dict[int, DateAnswer]] = {row["id"]: {} for row in kept}
    for row in answers:
        given[row["offer_id"]][row["person_id"]] = DateAnswer(row["value"])
    found: dict[int, list[tuple[Row, DateOffer]]] = {}
    for row in kept:
        one = DateOffer(row["id"], rows.one(VisitTime, row), given[row["id"]])
        found.setdefault(row["poll_id"], []).append((row, one))
    return found


def offer(act: Act, visit_id: int, seen: int, times: Iterable[VisitTime]) -> None:
    """Offer further times, in a new poll if none is open (`seen` 0); raises Stale, Refused or Forbidden."""
    visit = _ahead(act, visit_id, Thing.DATE_POLL)
    poll = _standing(act, visit, seen)
    there = [one.time for one in poll.offers] if poll else []
    wanted = list(times)
    if found := _faults(act, visit, there, wanted):
        raise Refused(found)
    if poll:
        rows.update(act, "date_poll", poll.id, {"version": poll.version + 1})
    begun = {"visit_id": visit_id, "state": PollState.OPEN, "fixed_id": None, "version": 1}
    poll_id = poll.id if poll else rows.insert(act, "date_poll", begun)
    for one in wanted:
        row = {"poll_id": poll_id, "on_date": one.on_date, "part": one.part, "begins": one.begins}
        rows.insert(act, "date_offer", row)


def _faults(act: Act, visit: Visit, there: Sequence[VisitTime], wanted: Sequence[VisitTime]) -> list[Fault]:
    start = region.load(act.db).fiscal_year_start_month
    found = [] if wanted else [Fault("候補日", "日付を入力してください。")]
    if len(there) + len(wanted) > MOST:
        found.append(Fault("候補日", f"候補は{MOST}件までです。"))
    for place, one in enumerate(wanted):
        if one.on_date < act.today:
            found.append(Fault("候補日", "過ぎた日は候補にできません。"))
        elif fiscal_year.of_day(one.on_date, start) != visit.fiscal_year:
            found.append(Fault("候補日", f"{visit.fiscal_year}年度の日付にしてください。"))
        if any((one.on_date, one.part) == (known.on_date, known.part) for known in (*there, *wanted[:place])):
            found.append(Fault("候補日", "この日の同じ時間帯は、すでに候補にあります。"))
        if told := visit_times.fault(one):
            found.append(Fault("開始時刻", told))
    return found


def drop(act: Act, offer_id: int, seen: int) -> None:
    """Offer a time no longer; the last one is withdrawn with its poll. Raises NotFound, Stale, Refused or Forbidden."""
    visit_id = _visit_of(act, offer_id)
    visit = _ahead(act, visit_id, Thing.DATE_POLL)
    poll = _require(_standing(act, visit, seen))
    _offered(poll, offer_id)
    if len(poll.offers) == 1:
        raise Refused("候補は1件以上必要です。日程調整をやめる場合は「取りやめる」を選んでください。")
    rows.update(act, "date_offer", offer_id, {"dropped_at": act.at})
    rows.update(act, "date_poll", poll.id, {"version": poll.version + 1})


def answer(act: Act, offer_id: int, value: DateAnswer) -> None:
    """Say for oneself whether a time suits, as often as one likes until it is fixed; raises NotFound, Refused or Forbidden."""
    visit = _ahead(act, _visit_of(act, offer_id), Thing.DATE_ANSWER)
    poll = _require(_current(act, visit))
    found = _offered(poll, offer_id)
    if found.time.on_date < act.today:
        raise Refused("過ぎた候補日には回答できません。")
    own = [offer_id, act.principal.person_id]
    known = act.db.execute("SELECT * FROM date_answer WHERE offer_id = ? AND person_id = ?", own).fetchone()
    if known is None:
        rows.insert(act, "date_answer", {"offer_id": offer_id, "value": value, "version": 1})
    elif known["value"] != value:
        rows.update(act, "date_answer", known["id"], {"value": value, "version": known["version"] + 1})


def fix(act: Act, offer_id: int, seen: tuple[int, int]) -> None:
    """Make a time the day of the visit, if nothing was offered or answered since what was `seen` (`DatePoll.seen`).

    Raises NotFound, Stale, Refused or Forbidden.
    """
    visit = _ahead(act, _visit_of(act, offer_id), Thing.DATE_FIX)
    poll = _require(_standing(act, visit, seen[0]))
    found = _offered(poll, offer_id)
    if poll.turn != seen[1]:
        raise Stale("回答が新しくなっています。日程は決めていません。現在の回答を確かめて、もう一度決めてください。")
    rows.update(
        act, "date_poll", poll.id, {"state": PollState.FIXED, "fixed_id": offer_id, "version": poll.version + 1}
    )
    visits.fix_day(act, visit.id, found.time)


def withdraw(act: Act, visit_id: int, seen: int) -> None:
    """End the open poll of a visit without a day; its answers stay on record. Raises Stale, Refused or Forbidden."""
    visit = visits.require(act, visit_id, Thing.DATE_POLL, Verb.WRITE)
    poll = _require(_standing(act, visit, seen))
    rows.update(act, "date_poll", poll.id, {"state": PollState.WITHDRAWN, "version": poll.version + 1})


def _ahead(act: Act, visit_id: int, thing: Thing) -> Visit:
    visit = visits.require(act, visit_id, thing, Verb.WRITE)
    if visit.state not in visit_states.AHEAD:
        raise Refused("始まった訪問・報告済みの訪問・中止した訪問の日程は調整できません。")
    return visit


def _current(act: Act, visit: Visit) -> DatePoll | None:
    """The open poll of a visit, asked for by a verb that has asked its own question already."""
    found = _read(act, [visit.id]).get(visit.id)
    return found if found and found.state is PollState.OPEN else None


def _standing(act: Act, visit: Visit, seen: int) -> DatePoll | None:
    """The same if it is the version that was seen, 0 for none; raises Stale, which says who changed it when."""
    found = _current(act, visit)
    if (found.version if found else 0) == seen:
        return found
    if found is None:
        raise Stale(
            "この日程調整は、すでに決定または取りやめになっています。何も変更していません。画面を開き直してください。"
        )
    raise Stale(
        f"{found.changed_by}さんが{words.moment(found.changed_at)}に候補日を変更しています。何も変更していません。"
        "変更後の候補を確かめてください。"
    )


def _require(poll: DatePoll | None) -> DatePoll:
    if poll is None:
        raise Refused("この日程調整は、すでに決定または取りやめになっています。")
    return poll


def _visit_of(act: Act, offer_id: int) -> int:
    """The visit of an offer; what does not exist and what is not for the principal are told alike."""
    row = act.db.execute(
        "SELECT visit_id FROM date_offer JOIN date_poll ON date_poll.id = poll_id WHERE date_offer.id = ?", [offer_id]
    ).fetchone()
    if row is None:
        raise NotFound("この候補日は登録されていません。")
    return int(row["visit_id"])


def _offered(poll: DatePoll, offer_id: int) -> DateOffer:
    found = next((one for one in poll.offers if one.id == offer_id), None)
    if found is None:
        raise Refused("この候補日は取り下げられています。画面を開き直してください。")
    return found
