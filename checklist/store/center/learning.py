"""Why a training or an item of the council was drafted, who attended, and what became of the figure behind it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from sqlite3 import Row

import msgspec

from checklist.model.center.activities import CouncilItem, Training
from checklist.model.center.learning import Draft, Drafted, Effect, Ground
from checklist.model.fields import Record
from checklist.model.permission import Thing, Verb
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.records import records
from checklist.store.rows import insert

KINDS: dict[Drafted, type[Record]] = {Drafted.TRAINING: Training, Drafted.COUNCIL: CouncilItem}


def draft(act: Act, record: Record, ground: Ground) -> int:
    """Save a new record that remembers the figure for which it was drafted, and return its id; raises Forbidden or Refused."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    kind = next(code for code, one in KINDS.items() if isinstance(record, one))
    record_id = records.save(act, None, record)
    insert(act, "learning_draft", {"kind": kind, "record_id": record_id, "ground": _text(ground)})
    return record_id


def drafts(view: View) -> tuple[Draft, ...]:
    """Everything that was drafted from a figure and not taken back, the newest first; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute("SELECT * FROM learning_draft ORDER BY id DESC").fetchall()
    made = [rows.one(Draft, row, ground=_ground(row)) for row in found]
    standing = {
        (kind, one.id)
        for kind, of in KINDS.items()
        for one in records.by_ids(view, None, of, [one.record_id for one in made if one.kind is kind])
    }
    return tuple(one for one in made if (one.kind, one.record_id) in standing)


def attendance(view: View, training_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """Training -> the hospitals of the region of which 受講者数 stand; of what nobody counted, nothing. Raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    return _attendance(view, training_ids)


def _attendance(view: View, training_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    found = view.db.execute(
        """SELECT a.training_id, json_group_array(DISTINCT h.id) AS hospitals FROM attendance a
            JOIN hospital h ON h.code = a.hospital_code AND NOT h.external
            WHERE a.withdrawn_at IS NULL AND a.training_id IN (SELECT value FROM json_each(?)) GROUP BY a.training_id""",
        [json.dumps(list(training_ids))],
    )
    return {row["training_id"]: frozenset(json.loads(row["hospitals"])) for row in found}


def due_trainings(act: Act) -> list[tuple[Draft, date, frozenset[int]]]:
    """The trainings held of which nothing was measured yet, with their day and who attended; raises Forbidden."""
    act.require(Verb.WRITE, Thing.GROUP_NUMBERS)
    found = act.db.execute(
        """SELECT d.*, t.held_on FROM learning_draft d JOIN training_session t ON t.id = d.record_id
            WHERE d.kind = 'training_session' AND t.held AND t.withdrawn_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM learning_effect e WHERE e.draft_id = d.id) ORDER BY d.id"""
    ).fetchall()
    came = _attendance(act, [row["record_id"] for row in found])
    return [
        (
            rows.one(Draft, row, ground=_ground(row)),
            date.fromisoformat(row["held_on"]),
            came.get(row["record_id"], frozenset()),
        )
        for row in found
    ]


def keep_effect(act: Act, effect: Effect) -> None:
    """Keep what was measured, for ever as it is; raises Forbidden."""
    act.require(Verb.WRITE, Thing.GROUP_NUMBERS)
    content = {name: value for name, value in asdict(effect).items() if name not in ("draft_id", "at")}
    insert(act, "learning_effect", {"draft_id": effect.draft_id, "content": json.dumps(content, ensure_ascii=False)})


def effects(view: View) -> dict[int, Effect]:
    """Draft -> what became of its figure, with the hospitals behind it: shown are the sides alone. Raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    return _effects(view)


def known_effects(act: Act) -> list[Effect]:
    """Everything that was measured before, for whoever measures; raises Forbidden."""
    act.require(Verb.WRITE, Thing.GROUP_NUMBERS)
    return list(_effects(act).values())


def _effects(view: View) -> dict[int, Effect]:
    found = view.db.execute("SELECT draft_id, content, at FROM learning_effect ORDER BY id")
    made = ({**json.loads(row["content"]), "draft_id": row["draft_id"], "at": row["at"]} for row in found)
    return {one["draft_id"]: msgspec.convert(one, Effect, strict=False) for one in made}


def count_by_subject(view: View, since: date, until: date) -> dict[tuple[int, str, str], int]:
    """Edition, subject and detail -> how many cases came in between two days; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute(
        """SELECT edition, subject, detail, count(*) FROM center_case
            WHERE withdrawn_at IS NULL AND received_on BETWEEN ? AND ? GROUP BY 1, 2, 3""",
        [since.isoformat(), until.isoformat()],
    )
    return {(edition, subject, detail): number for edition, subject, detail, number in found}


def _text(ground: Ground) -> str:
    return json.dumps(asdict(ground), ensure_ascii=False, default=str)


def _ground(row: Row) -> Ground:
    return msgspec.convert(json.loads(row["ground"]), Ground, strict=False)
