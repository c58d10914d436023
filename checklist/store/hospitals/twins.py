"""Hospitals that nobody could tell apart: the same code, or names that look alike."""

from __future__ import annotations

from collections.abc import Iterable

from checklist.errors import Fault, Refused
from checklist.model.permission import Thing, Verb
from checklist.rules.fields import typed_text
from checklist.store.act import View


class Twins:
    """The codes and names that hospitals have, each with whose it is."""

    def __init__(self, known: Iterable[tuple[int, str, str]]) -> None:
        self._said: dict[int, tuple[str, str]] = {}
        self._codes: dict[str, int] = {}
        self._names: dict[str, dict[int, str]] = {}
        for one in known:
            self.note(*one)

    def refuse(self, hospital_id: int, code: str, name: str) -> None:
        """Raise Refused if another hospital has the code, or a name that nobody could tell from this one."""
        written = typed_text.line(name)
        alike = [one for key, one in self._names.get(typed_text.same(written), {}).items() if key != hospital_id]
        if self._codes.get(code, hospital_id) != hospital_id or written in alike:
            raise Refused([Fault("病院コード・病院名", "同じコードまたは名称の病院がすでに登録されています。")])
        if alike:
            told = f"登録済みの「{alike[0]}」と同じ名前です（空白や全角・半角のみが違います）。"
            raise Refused([Fault("病院名", told)])

    def note(self, hospital_id: int, code: str, name: str) -> None:
        """What a hospital is called from here on."""
        if hospital_id in self._said:
            former_code, former = self._said[hospital_id]
            del self._codes[former_code]
            del self._names[former][hospital_id]
        written = typed_text.line(name)
        self._said[hospital_id] = (code, typed_text.same(written))
        self._codes[code] = hospital_id
        self._names.setdefault(typed_text.same(written), {})[hospital_id] = written


def read(view: View) -> Twins:
    """What all hospitals are called; raises Forbidden."""
    view.require(Verb.READ, Thing.HOSPITALS)
    found = view.db.execute("SELECT id, code, name FROM hospital ORDER BY id")
    return Twins((row["id"], row["code"], row["name"]) for row in found)
