"""Frozen editions of anonymous group numbers: which hospitals' answers are in them, and when more come in.

An edition of a group (the hospitals of one class, in one year, with one sheet) takes in so many hospitals at once that no
reader can tell what any few of them answered: at least the minimum beside those that a reader may know by name (the margin).
What is in one stays as it was then; a later edition only adds. So the numbers of yesterday and of today differ by whole
editions, and they are the same for every reader.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from checklist.model.assessments import Track
from checklist.model.permission import Thing, Verb
from checklist.rules import disclosure, fiscal_year
from checklist.rules.disclosure import Block
from checklist.rules.hospitals.bed_size import SIZES, bed_size
from checklist.store import region, rows
from checklist.store.act import Act, View
from checklist.store.assessments import submitted
from checklist.store.assessments.submitted import Filter, Line
from checklist.store.hospitals import center_consents, hospitals


class Audience(StrEnum):
    """For whom an edition is: the hospitals of the region, or the support centre, where only those are in that agreed."""

    REGION = "region"
    CENTER = "center"


class Kind(StrEnum):
    """What an edition holds: both sides of the hospitals that have both, or what was agreed."""

    RATED = "rated"
    AGREED = "agreed"


TRACKS = {Kind.RATED: (Track.SELF, Track.VISITOR), Kind.AGREED: (Track.AGREED,)}
Released = tuple[int, int, int, int, int, str, str, str]
"""A row as `Line` has it, of no assessment: what was released is no longer what stands there now."""
_SIZES_AT = 5
"""Behind an answer of an edition stand the sizes of its block."""


@dataclass(frozen=True)
class Edition:
    """How many hospitals of a class came in at which moment (ISO 8601), and how many of them it takes to show an item."""

    number: int
    fiscal_year: int
    addon_class: int
    minimum: int
    margin: int
    at: str
    hospitals: int
    blocks: tuple[Block, ...]
    """The hospitals in it by size, where these may stand apart; whoever was in it before sizes were kept is one block."""


def released(view: View, audience: Audience, chosen: Filter) -> tuple[tuple[Edition, ...], list[Released]]:
    """The editions of some years with one sheet, oldest first, and the answers of one track in them as rows.

    Whose answers they are stands in the result: a reader is shown sums alone. Raises Forbidden.
    """
    view.require(Verb.READ, Thing.COMPARISON)
    kind = next(kind for kind, tracks in TRACKS.items() if chosen.track in tracks)
    found = view.db.execute(
        """SELECT edition.* FROM edition JOIN sheet ON sheet.id = sheet_id WHERE audience = ? AND kind = ?
           AND fiscal_year BETWEEN ? AND ? AND sheet.code = ? ORDER BY edition.id""",
        [audience.value, kind.value, chosen.first_year, chosen.last_year, chosen.sheet],
    ).fetchall()
    editions: list[Edition] = []
    lines: list[Released] = []
    for number, row in enumerate(found, start=1):
        answers = [one for one in json.loads(row["answers"]) if one[0] == chosen.track.value]
        blocks = _blocks(answers)
        hospitals = sum(len(inside) for _, inside in blocks)
        editions.append(rows.one(Edition, row, number=number, hospitals=hospitals, blocks=blocks))
        place = (row["fiscal_year"], row["addon_class"], number)
        lines += [(0, hospital, *place, *rest) for _, hospital, *rest in (one[:_SIZES_AT] for one in answers)]
    return tuple(editions), lines


def make_due(act: Act) -> None:
    """Make every edition that is due; the server does so every day. Raises Forbidden."""
    act.require(Verb.WRITE, Thing.GROUP_NUMBERS)
    running = fiscal_year.of_day(act.today, region.of(act).fiscal_year_start_month)
    uses = [use for track in Track for use in submitted.versions_used(act, Filter(track))]
    sizes = {one.id: bed_size(one.beds) for one in hospitals.all_hospitals(act)}
    for sheet, year in sorted({(use.sheet_code, use.fiscal_year) for use in uses}):
        for kind in Kind:
            _make(act, kind, sheet, year, sizes, closed=year < running)


def _make(act: Act, kind: Kind, sheet: str, year: int, sizes: Mapping[int, int], closed: bool) -> None:
    """The editions that are due of one year, for both audiences and all classes."""
    groups = _groups(act, kind, sheet, year)
    consents, known, whole = center_consents.given(act), _known(act, year), submitted.classes(act, sheet)
    for audience in Audience:
        inside = _inside(act, audience, kind, sheet, year)
        for addon_class, answers in sorted(groups.items()):
            allowed = set(whole) | set(answers) if audience is Audience.REGION else consents
            new = (answers.keys() & allowed) - inside
            # The support centre knows no hospital by name, nor what any of them answered.
            circles = known.values() if audience is Audience.REGION else [set[int]()]
            least = region.of(act).minimum_group_size
            margin = disclosure.margin(len(new), [len(circle & new) for circle in circles], least)
            rest = {one for one, number in whole.items() if number == addon_class} & allowed - inside - new
            # Who comes last must not stand alone outside for ever.
            stranded = not closed and 0 < len(rest) < least + (margin or 0)
            if margin is not None and not stranded:
                row = {
                    "audience": audience, "kind": kind, "sheet_id": _sheet_id(act, sheet), "fiscal_year": year,
                    "addon_class": addon_class, "minimum": least, "margin": margin,
                    "answers": _text(
                        disclosure.blocks({one: sizes[one] for one in sorted(new)}, circles, least), answers
                    ),
                }  # fmt: skip
                rows.insert(act, "edition", row)


def _groups(view: View, kind: Kind, sheet: str, year: int) -> dict[int, dict[int, list[tuple[Track, Line]]]]:
    """Class -> hospital -> its assessments, of those that have every track of the kind; the class is that of the last track."""
    tracks = {track: submitted.lines(view, Filter(track, year, year, sheet)) for track in TRACKS[kind]}
    hospitals = set.intersection(*({line.hospital_id for line in lines} for lines in tracks.values()))
    *_, last = tracks.values()
    found: dict[int, dict[int, list[tuple[Track, Line]]]] = {}
    classes = {line.hospital_id: line.addon_class for line in last}
    for track, lines in tracks.items():
        for line in lines:
            number = classes.get(line.hospital_id, 0)
            if line.hospital_id in hospitals and number in disclosure.CLASSES:
                found.setdefault(number, {}).setdefault(line.hospital_id, []).append((track, line))
    return found


def _text(blocks: Iterable[Block], answers: Mapping[int, list[tuple[Track, Line]]]) -> str:
    rows_ = [
        [track.value, line.hospital_id, line.version_code, line.lacking, line.letters, sizes]
        for sizes, inside in blocks
        for one in inside
        for track, line in answers[one]
    ]
    return json.dumps(rows_, ensure_ascii=False)


def _inside(view: View, audience: Audience, kind: Kind, sheet: str, year: int) -> set[int]:
    """The hospitals that are in an edition already, with whatever class."""
    found = view.db.execute(
        """SELECT DISTINCT answer.value ->> 1 AS id FROM edition JOIN sheet ON sheet.id = sheet_id
           JOIN json_each(edition.answers) answer WHERE audience = ? AND kind = ? AND sheet.code = ? AND fiscal_year = ?""",
        [audience.value, kind.value, sheet, year],
    )
    return {row["id"] for row in found}


def _known(view: View, year: int) -> dict[int, set[int]]:
    """For each hospital those that its people may come to know by name in a year, itself included."""
    circles: dict[int, set[int]] = {}
    pairs = view.db.execute(
        """SELECT host_id, hospital_id FROM visit JOIN visit_hospital ON visit_id = visit.id
           WHERE fiscal_year = ? AND state <> 'cancelled'""",
        [year],
    )
    for host, evaluator in pairs:
        circles.setdefault(host, {host}).add(evaluator)
        circles.setdefault(evaluator, {evaluator}).add(host)
    # Nobody of an external partner reads comparisons.
    readers = view.db.execute("SELECT id FROM hospital WHERE NOT external").fetchall()
    return {row["id"]: circles.get(row["id"], {row["id"]}) for row in readers}


def _blocks(answers: Iterable[list[Any]]) -> tuple[Block, ...]:
    """The blocks of an edition by the sizes that stand with the answers; before these stood there, all was one block."""
    found: dict[tuple[int, ...], set[int]] = {}
    for one in answers:
        found.setdefault(tuple(*one[_SIZES_AT:]) or SIZES, set()).add(one[1])
    return tuple((sizes, tuple(sorted(inside))) for sizes, inside in sorted(found.items()))


def _sheet_id(view: View, sheet: str) -> int:
    return int(view.db.execute("SELECT id FROM sheet WHERE code = ?", [sheet]).fetchone()["id"])
