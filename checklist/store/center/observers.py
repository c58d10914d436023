"""Who comes to listen to a council meeting: applications and their draw; names until the meeting, then only the number."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace

from checklist.errors import Fault, Refused
from checklist.model.center.activities import CouncilMeeting
from checklist.model.center.council import Draw, Observer
from checklist.model.permission import Thing, Verb
from checklist.rules.center import council, draw
from checklist.rules.fields import typed_text
from checklist.store import db, rows
from checklist.store.act import Act, View
from checklist.store.records import records
from checklist.words.center import LISTENING

MOST = {"name": 100, "contact": 200, "access": 200}
_LABELS = {"name": "氏名", "contact": "連絡先", "access": "必要な配慮"}


def of_meeting(view: View, meeting_id: int) -> list[Observer]:
    """Everybody who applied or came, by number; without a name once the meeting is over. Raises Forbidden or NotFound."""
    meeting = records.get(view, CouncilMeeting, meeting_id)
    found = rows.many(
        Observer, view.db.execute("SELECT * FROM council_observer WHERE meeting_id = ? ORDER BY number", [meeting_id])
    )
    if council.names_kept(meeting, view.today):
        return found
    return [replace(one, name="", contact="", access="") for one in found]


def register(act: Act, meeting_id: int, way: str, name: str, contact: str = "", access: str = "") -> int:
    """Take somebody down who wants to listen, and return the number given; raises Forbidden, NotFound or Refused."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    meeting = records.get(act, CouncilMeeting, meeting_id)
    texts = {key: typed_text.line(text) for key, text in (("name", name), ("contact", contact), ("access", access))}
    if found := list(_faults(act, meeting, way, texts)):
        raise Refused(found)
    last = act.db.execute("SELECT max(number) FROM council_observer WHERE meeting_id = ?", [meeting_id]).fetchone()[0]
    rows.insert(act, "council_observer", {"meeting_id": meeting_id, "number": (last or 0) + 1, "way": way, **texts})
    return (last or 0) + 1


def _faults(act: Act, meeting: CouncilMeeting, way: str, texts: dict[str, str]) -> list[Fault]:
    found = [
        Fault(_LABELS[key], f"{MOST[key]}文字以内で入力してください。")
        for key, text in texts.items()
        if len(text) > MOST[key]
    ]
    found += typed_text.faults({_LABELS[key]: text for key, text in texts.items()})
    if not texts["name"]:
        found.append(Fault("氏名", "入力してください。"))
    if way not in LISTENING:
        found.append(Fault("受付の方法", "選んでください。"))
    if meeting.form == "written" or not meeting.seats:
        found.append(Fault("傍聴席", "この会議には傍聴席がありません。"))
    if not council.names_kept(meeting, act.today):
        found.append(Fault("開催日", "終わった会議の傍聴は受け付けられません。"))
    elif way == "applied" and meeting.apply_until and meeting.apply_until < act.today:
        found.append(Fault("受付の方法", "申込みの締切日を過ぎています。"))
    elif drawn_for(act, meeting.id) and way == "applied":
        found.append(Fault("受付の方法", "抽選を終えています。"))
    return found


def drawn_for(view: View, meeting_id: int) -> Draw | None:
    """The draw of a meeting, if it was made; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    row = view.db.execute("SELECT * FROM council_draw WHERE meeting_id = ?", [meeting_id]).fetchone()
    return rows.one(Draw, row) if row else None


def draw_seats(act: Act, meeting_id: int) -> Draw:
    """Draw the seats among those who applied, once and for all; raises Forbidden, NotFound or Refused."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    meeting = records.get(act, CouncilMeeting, meeting_id)
    if drawn_for(act, meeting_id):
        raise Refused("抽選はすでに行われています。2回目の抽選はできません。")
    if not council.names_kept(meeting, act.today):
        raise Refused("終わった会議の抽選はできません。")
    entrants = [one.number for one in of_meeting(act, meeting_id) if one.way == "applied"]
    if len(entrants) <= meeting.seats:
        raise Refused("申込みが席の数を超えていないため、抽選の必要はありません。")
    seed = secrets.token_hex(32)
    found = {"entrants": json.dumps(entrants), "drawn": json.dumps(draw.drawn(seed, entrants, meeting.seats))}
    rows.insert(act, "council_draw", {"meeting_id": meeting_id, "seats": meeting.seats, "seed": seed, **found})
    made = drawn_for(act, meeting_id)
    assert made is not None
    return made


def forget(act: Act, meeting_id: int) -> None:
    """Let every name, address and request go that was kept for a meeting, and leave nothing of them in the log."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    act.db.execute(
        "UPDATE council_observer SET name = '', contact = '', access = '' WHERE meeting_id = ? AND name <> ''",
        [meeting_id],
    )
    file = db.file_of(act.db)
    act.after(lambda: db.empty_log(file))


def overdue(view: View) -> list[CouncilMeeting]:
    """Meetings that are over and for which names are still kept, because nobody noted that they were held; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    kept = {row[0] for row in view.db.execute("SELECT DISTINCT meeting_id FROM council_observer WHERE name <> ''")}
    return [
        one
        for one in records.of_hospital(view, None, CouncilMeeting)
        if one.id in kept and not council.names_kept(one, view.today)
    ]
