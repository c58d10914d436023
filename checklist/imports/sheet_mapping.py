"""What somebody has said of the rows and columns of a check sheet: tap by tap, kept, and found again for its shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from checklist.imports import foreign_sheet
from checklist.imports.foreign_sheet import SheetFile
from checklist.model.mappings import ColumnRole, KeptMapping, RowRole, Subject
from checklist.rules.sheets.layout_rows import ReadRow
from checklist.rules.sheets.sheet_layout import NOTHING, Correction, Proposal, ReadSheet
from checklist.store import mappings
from checklist.store.act import Act, View

Said = Mapping[str, Correction]
"""What was said, by the name of the sheet."""


@dataclass(frozen=True)
class Reading:
    """A file, what was said of it, and what it says then; `kept` is what was taken over from an earlier file."""

    file: SheetFile
    said: Said
    found: Proposal
    kept: KeptMapping | None = None

    def sheet(self, name: str) -> ReadSheet:
        """One of its sheets."""
        return next(one for one in self.found.sheets if one.name == name)


def begin(file: SheetFile) -> Reading:
    """A file as the rules read it."""
    return Reading(file, {}, foreign_sheet.proposed(file))


def remembered(view: View, file: SheetFile) -> Reading:
    """The same with what was kept of files of its shape; raises Forbidden."""
    plain = begin(file)
    kept = mappings.of_shapes(view, Subject.SHEET, None, {one.shape for one in plain.found.sheets})
    said: dict[str, Correction] = {}
    for shape, known in kept.items():
        content = json.loads(known.roles)
        alike = [one for one in plain.found.sheets if one.shape == shape]
        said |= {one.name: _read(content) for one in alike}
    if not said:
        return plain
    # Rows are taken by what they look like once the columns are known.
    found = foreign_sheet.proposed(file, said)
    for shape, known in kept.items():
        alike = [one for one in found.sheets if one.shape == shape]
        for place, line_of, like, role in _rows(json.loads(known.roles)):
            if place < len(alike) and _looks(alike[place], line_of, like):
                one = said[alike[place].name]
                said[alike[place].name] = replace(one, rows={**one.rows, line_of: role})
    newest = max(kept.values(), key=lambda one: one.at)
    return Reading(file, said, foreign_sheet.proposed(file, said), newest)


def keep(act: Act, reading: Reading) -> bool:
    """Keep what was said of every shape of a file; whether anything is new. Raises Forbidden or Refused."""
    shapes = list(dict.fromkeys(one.shape for one in reading.found.sheets))
    return sum(mappings.keep(act, Subject.SHEET, None, shape, _written(reading, shape)) for shape in shapes) > 0


def forget(act: Act, reading: Reading) -> None:
    """Forget what was kept of files of these shapes."""
    for shape in {one.shape for one in reading.found.sheets}:
        mappings.keep(act, Subject.SHEET, None, shape, {})


def use(reading: Reading, sheet: str, used: bool) -> Reading:
    """Whether a sheet counts at all."""
    return _with(reading, {sheet: replace(reading.said.get(sheet, NOTHING), used=used)})


def column(reading: Reading, sheet: str, at: int, role: ColumnRole) -> Reading:
    """What a column is for, in all sheets of the same shape; two with items are two tables side by side."""
    known = reading.sheet(sheet)
    return _with(reading, {
        name: replace(one, columns={**dict(enumerate(known.columns)), at: role})
        for name, one in _alike(reading, known).items()
    })  # fmt: skip


def row(reading: Reading, sheet: str, one: ReadRow, role: RowRole) -> Reading:
    """What a single row is."""
    before = reading.said.get(sheet, NOTHING)
    return _with(reading, {sheet: replace(before, rows={**before.rows, (one.block, one.line): role})})


def likeness(reading: Reading, sheet: str, like: str, role: RowRole) -> Reading:
    """What all rows are that look like this, in all sheets of the same shape."""
    known = reading.sheet(sheet)
    looks = {(name, one.block, one.line) for name in _alike(reading, known) for one in reading.sheet(name).rows
             if one.likeness == like}  # fmt: skip
    return _with(reading, {
        name: replace(
            before, likenesses={**before.likenesses, like: role},
            rows={place: kind for place, kind in before.rows.items() if (name, *place) not in looks},
        )
        for name, before in _alike(reading, known).items()
    })  # fmt: skip


def others(reading: Reading, sheet: str, one: ReadRow) -> int:
    """How many other rows look like a row and are not what it is."""
    known = reading.sheet(sheet)
    return sum(
        other.likeness == one.likeness and other.role is not one.role
        for name in _alike(reading, known)
        for other in reading.sheet(name).rows
    )


def _with(reading: Reading, changed: Said) -> Reading:
    said = {**reading.said, **changed}
    return replace(reading, said=said, found=foreign_sheet.proposed(reading.file, said))


def _alike(reading: Reading, known: ReadSheet) -> dict[str, Correction]:
    return {one.name: reading.said.get(one.name, NOTHING) for one in reading.found.sheets if one.shape == known.shape}


def _looks(sheet: ReadSheet, place: tuple[int, int], like: str) -> bool:
    return any((one.block, one.line) == place and one.likeness == like for one in sheet.rows)


def _written(reading: Reading, shape: str) -> dict[str, Any]:
    """What was said of the sheets of a shape, without a word of what stands in them."""
    alike = [one for one in reading.found.sheets if one.shape == shape]
    content: dict[str, Any] = {}
    rows = []
    for place, sheet in enumerate(alike):
        said = reading.said.get(sheet.name, NOTHING)
        if said.used is not None:
            content["used"] = said.used
        content |= {"columns": {str(at): role.value for at, role in said.columns.items()}} if said.columns else {}
        content |= (
            {"likenesses": {like: role.value for like, role in said.likenesses.items()}} if said.likenesses else {}
        )
        looks = {(one.block, one.line): one.likeness for one in sheet.rows}
        rows += [[place, *at, looks[at], role.value] for at, role in said.rows.items() if at in looks]
    return content | ({"rows": rows} if rows else {})


def _read(content: Mapping[str, Any]) -> Correction:
    columns = {int(at): ColumnRole(role) for at, role in content.get("columns", {}).items() if role in set(ColumnRole)}
    likenesses = {like: RowRole(role) for like, role in content.get("likenesses", {}).items() if role in set(RowRole)}
    return Correction(content.get("used"), columns, likenesses)


def _rows(content: Mapping[str, Any]) -> list[tuple[int, tuple[int, int], str, RowRole]]:
    found = content.get("rows", [])
    return [
        (place, (block, line), like, RowRole(role)) for place, block, line, like, role in found if role in set(RowRole)
    ]
