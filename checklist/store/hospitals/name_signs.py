"""外字 of names: what each hospital has printed in their place, every choice kept, and how names stand on paper for it."""

from __future__ import annotations

import base64

from checklist.errors import Refused
from checklist.model.hospitals import NameSign, PrintedName
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.rules.fields import typed_text
from checklist.rules.hospitals import name_signs
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.hospitals import hospitals

_HISTORY = """
SELECT sign, text, n.at, person.name AS "by", coalesce(picture, '') AS picture
FROM name_sign n JOIN person ON person.id = n.person_id LEFT JOIN name_sign_picture p ON p.name_sign_id = n.id
WHERE n.hospital_id = ? ORDER BY n.id
"""
_CHOSEN = """
SELECT hospital_id, sign, text, coalesce(picture, '') AS picture
FROM name_sign n LEFT JOIN name_sign_picture p ON p.name_sign_id = n.id ORDER BY n.id
"""
_NAMES = """
SELECT id AS hospital_id, name FROM hospital UNION SELECT id, founder FROM hospital UNION SELECT id, address FROM hospital
UNION SELECT id, corporate_group FROM hospital UNION SELECT hospital_id, name FROM person WHERE hospital_id IS NOT NULL
"""
"""Every name by the hospital whose it is: its own, and those of its people."""


def history(view: View, hospital_id: int) -> list[NameSign]:
    """Everything that was ever chosen for a hospital, the oldest first; raises Forbidden."""
    view.require(Verb.READ, Thing.NAME_SIGNS, access.of_hospital(hospital_id))
    return rows.many(NameSign, view.db.execute(_HISTORY, [hospital_id]))


def choose(act: Act, hospital_id: int, sign: str, text: str, picture: bytes = b"") -> str:
    """Have this text printed for a sign of the names of a hospital, nothing to take it back; gives the sign.

    On what is printed by us stands the picture (as `files.picture.sign` makes it) instead, if there is one.

    Raises NotFound, Forbidden or Refused. What is stored of the names stays as it is.
    """
    hospitals.get(act, hospital_id)
    act.require(Verb.WRITE, Thing.NAME_SIGNS, access.of_hospital(hospital_id))
    meant, instead = name_signs.sign_of(sign), typed_text.line(text)
    names = act.db.execute(f"SELECT name FROM ({_NAMES}) WHERE hospital_id = ?", [hospital_id])
    drawn = base64.b64encode(picture).decode()
    if found := list(name_signs.faults(meant, instead, {row["name"] for row in names}, drawn)):
        raise Refused(found)
    before = history(act, hospital_id)
    now = name_signs.standing(before).get(meant, ""), name_signs.pictures(before).get(meant, "")
    if now != (instead, drawn):
        chosen = rows.insert(act, "name_sign", {"hospital_id": hospital_id, "sign": meant, "text": instead})
        if drawn:
            rows.insert(act, "name_sign_picture", {"name_sign_id": chosen, "picture": drawn})
    return meant


def printed_names(view: View) -> dict[str, PrintedName]:
    """Names as they stand on the papers of the region; none for whoever does not read its hospitals."""
    if not view.may(Verb.READ, Thing.HOSPITALS):
        return {}
    chosen: dict[int, dict[str, str]] = {}
    drawn: dict[int, dict[str, str]] = {}
    for row in view.db.execute(_CHOSEN):
        chosen.setdefault(row["hospital_id"], {})[row["sign"]] = row["text"]
        drawn.setdefault(row["hospital_id"], {})[row["sign"]] = row["picture"]
    signs = {sign for own in chosen.values() for sign, text in own.items() if text}
    if not signs:
        return {}
    names: dict[int, set[str]] = {}
    for row in view.db.execute(_NAMES):
        if any(sign in row["name"] for sign in signs):
            names.setdefault(row["hospital_id"], set()).add(row["name"])
    standing = {hospital: {sign: text for sign, text in own.items() if text} for hospital, own in chosen.items()}
    shown = {hospital: {sign: one for sign, one in own.items() if one} for hospital, own in drawn.items()}
    return name_signs.printed(names, standing, shown)
