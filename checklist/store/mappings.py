"""What was said of files of a shape, kept for the next one: by the region, a hospital or the centre, for itself alone."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from checklist.errors import Forbidden, Refused
from checklist.model.fields import Owner
from checklist.model.mappings import KeptMapping, Subject
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.store import rows
from checklist.store.act import Act, View

LONGEST = 100_000
NOTHING = "{}"
_NEWEST = """
SELECT shape, roles, at, person.name AS "by" FROM mapping_choice m JOIN person ON person.id = m.person_id
WHERE m.id IN (SELECT max(id) FROM mapping_choice WHERE subject = ? AND hospital_id IS ? GROUP BY shape)
    AND shape IN (SELECT value FROM json_each(?)) AND roles <> '{}'
"""


def of_shapes(view: View, subject: Subject, hospital_id: int | None, shapes: Collection[str]) -> dict[str, KeptMapping]:
    """What counts for these shapes, by shape; absent where nothing was kept or it is forgotten.

    Raises Forbidden for whoever may not take in such files.
    """
    _require(view, subject, hospital_id)
    found = view.db.execute(_NEWEST, [subject, hospital_id, json.dumps(sorted(shapes))])
    return {one.shape: one for one in rows.many(KeptMapping, found)}


def keep(act: Act, subject: Subject, hospital_id: int | None, shape: str, roles: Mapping[str, Any]) -> bool:
    """Keep what was said of a shape; nothing forgets it. Whether anything changed. Raises Forbidden or Refused."""
    _require(act, subject, hospital_id)
    text = json.dumps(roles, ensure_ascii=False, sort_keys=True)
    if len(text) > LONGEST:
        raise Refused("割り当てが多すぎるため、覚えられません。同じ形の行をまとめて指定してください。")
    known = of_shapes(act, subject, hospital_id, [shape]).get(shape)
    if text == (known.roles if known else NOTHING):
        return False
    rows.insert(act, "mapping_choice", {"subject": subject, "hospital_id": hospital_id, "shape": shape, "roles": text})
    return True


def _require(view: View, subject: Subject, hospital_id: int | None) -> None:
    """Whoever may store what such a file holds; of a hospital's records its own, and without one the centre's."""
    if subject in (Subject.RECORDS, Subject.ACTIVITIES):
        owner = Owner.CENTER if hospital_id is None else Owner.HOSPITAL
        view.require(Verb.WRITE, *access.of_records(owner, hospital_id))
    elif hospital_id is not None:
        raise Forbidden
    elif subject is Subject.SHEET:
        view.require(Verb.WRITE, Thing.SHEETS)
    elif not view.may(Verb.WRITE, Thing.ACCOUNTS):
        view.require(Verb.WRITE, Thing.HOSPITALS)
