"""What people are told: written down once for each person, seen by that person, and by mail as they have chosen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace

from checklist.errors import Fault, Refused
from checklist.model.notices import Notification, NotificationChoice, NotificationKind, Told
from checklist.model.permission import Thing, Verb
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.words import TOKYO

MOST = 200
"""So many notices are shown; older ones are on the pages that they led to."""
_FIELDS = ("kind", "thread", "stage", "what", "href")


def unseen(view: View) -> int:
    """How many notices the reader has not seen."""
    view.require(Verb.READ, Thing.NOTICES)
    found = view.db.execute(
        "SELECT count(*) AS unseen FROM notification WHERE person_id = ? AND seen_at IS NULL",
        [view.principal.person_id],
    )
    return int(found.fetchone()["unseen"])


def own(view: View) -> list[Told]:
    """The reader's notices, the newest first."""
    view.require(Verb.READ, Thing.NOTICES)
    found = view.db.execute(
        f"SELECT * FROM notification WHERE person_id = ? ORDER BY id DESC LIMIT {MOST}", [view.principal.person_id]
    )
    return rows.many(Told, found)


def own_address(view: View) -> str:
    """Where mail to the reader goes; empty if they have no address."""
    view.require(Verb.READ, Thing.NOTICES)
    row = view.db.execute("SELECT mail FROM person WHERE id = ?", [view.principal.person_id]).fetchone()
    return row["mail"] if row else ""


def see(act: Act, until: int) -> None:
    """Have seen every notice of one's own up to this id: not what came while the page was open."""
    act.require(Verb.WRITE, Thing.NOTICES)
    act.db.execute(
        "UPDATE notification SET seen_at = ? WHERE person_id = ? AND seen_at IS NULL AND id <= ?",
        [act.stamp, act.principal.person_id, until],
    )


def choice(view: View) -> NotificationChoice:
    """How the reader wants to be told."""
    view.require(Verb.READ, Thing.NOTICES)
    return _choice(view, view.principal.person_id)


def _choice(view: View, person_id: int) -> NotificationChoice:
    row = view.db.execute(
        "SELECT * FROM notification_choice WHERE person_id = ? ORDER BY id DESC LIMIT 1", [person_id]
    ).fetchone()
    return rows.one(NotificationChoice, row) if row else NotificationChoice()


def choose(act: Act, wanted: NotificationChoice) -> None:
    """Be told in this way from now on; raises Refused."""
    act.require(Verb.WRITE, Thing.NOTICES)
    if not 0 <= wanted.hour <= 23:
        raise Refused([Fault("メールを受け取る時刻", "0から23までの数で入力してください。")])
    kinds = json.dumps([kind.value for kind in wanted.kinds])
    rows.insert(act, "notification_choice", {**asdict(wanted), "kinds": kinds})


def rounds_due(view: View) -> list[int]:
    """Everybody for whom it has not been looked today what there is to tell, though their hour has come."""
    view.require(Verb.WRITE, Thing.MAIL)
    found = view.db.execute(
        """SELECT id FROM person LEFT JOIN notification_round ON notification_round.person_id = person.id
           WHERE active = 1 AND coalesce(day, '') < :today AND coalesce((
               SELECT hour FROM notification_choice WHERE person_id = person.id ORDER BY notification_choice.id DESC LIMIT 1
           ), :usual) <= :hour ORDER BY id""",
        {"today": view.today.isoformat(), "usual": NotificationChoice().hour, "hour": view.at.astimezone(TOKYO).hour},
    )
    return [row["id"] for row in found]


def note(act: Act, person_id: int, found: Iterable[Notification]) -> dict[int, Notification]:
    """Write down what is new to a person, and that it was looked today; what was new, by the ids of its rows."""
    act.require(Verb.WRITE, Thing.MAIL)
    told = {}
    for one in new(act, person_id, found):
        row = {name: getattr(one, name) for name in _FIELDS}
        told[rows.insert(act, "notification", {**row, "person_id": person_id})] = one
    act.db.execute(
        "INSERT INTO notification_round VALUES (?, ?) ON CONFLICT (person_id) DO UPDATE SET day = excluded.day",
        [person_id, act.today.isoformat()],
    )
    return told


def tell(act: Act, person_id: int, thread: str, what: str, href: str) -> dict[int, Notification]:
    """Tell a person at once what was done with their account, for whoever keeps the accounts; the notice by its id."""
    act.require(Verb.WRITE, Thing.ACCOUNTS)
    one = Notification(NotificationKind.ACCOUNT, thread, act.stamp, what, href)
    row = {name: getattr(one, name) for name in _FIELDS}
    return {rows.insert(act, "notification", {**row, "person_id": person_id}): one}


def new(view: View, person_id: int, found: Iterable[Notification]) -> list[Notification]:
    """What of it the person has not been told, in the words in which it is told now."""
    view.require(Verb.WRITE, Thing.MAIL)
    known = _stages(view, person_id)
    fresh = []
    for one in found:
        what = (one.again or one.what) if one.thread in known else one.what
        if what and known.get(one.thread) != one.stage:
            fresh.append(replace(one, what=what, again=""))
    return fresh


def _stages(view: View, person_id: int) -> dict[str, str]:
    """Of which stage of each thread the person was told last."""
    found = view.db.execute("SELECT thread, stage FROM notification WHERE person_id = ? ORDER BY id", [person_id])
    return {row["thread"]: row["stage"] for row in found}


def by_mail(view: View, person_id: int, new: Mapping[int, Notification]) -> dict[int, Notification]:
    """Those of what is new that the person wants by mail, by their ids."""
    view.require(Verb.WRITE, Thing.MAIL)
    wanted = _choice(view, person_id)
    kinds = wanted.kinds if wanted.mail else ()
    return {key: one for key, one in new.items() if one.kind in kinds}
