"""Frozen editions of anonymous group numbers: which hospitals' answers are in them, and when more come in.

An edition of a group (the hospitals of one class, in one year, with one sheet) takes in so many hospitals at once that no
reader can tell what any few of them answered: at least the minimum beside those that a reader may know by name (the margin).
What is in one stays as it was then; a later edition only adds. So the numbers of yesterday and of today differ by whole
editions, and they are the same for every reader.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from checklist.model.assessments import Track
from checklist.model.hospitals import Profile
from checklist.model.permission import Thing, Verb
from checklist.model.scales import NOT_APPLICABLE, UNVERIFIED
from checklist.rules import disclosure, fiscal_year
from checklist.rules.assessments import submission
from checklist.rules.disclosure import Block
from checklist.rules.hospitals.bed_size import SIZES, bed_size
from checklist.store import region, rows
from checklist.store.act import Act, View
from checklist.store.assessments import answer_vectors, submitted
from checklist.store.assessments.submitted import Filter, Line
from checklist.store.hospitals import center_consents, hospitals, lacking_modules
from checklist.store.sheets import sheets


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
Answer = list[Any]
"""One as it stands in an edition: these in this order."""
_TRACK, _WHO, _VERSION, _LACKING, _LETTERS, _SIZES_AT = range(6)
_NO_POINTS = frozenset(answer_vectors.letter(one) for one in (NOT_APPLICABLE, UNVERIFIED, None)) | {
    answer_vectors.EXEMPT
}


@dataclass(frozen=True)
class Place:
    """A group of which there are editions."""

    kind: Kind
    sheet: str
    year: int
    addon_class: int


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
            for number in disclosure.CLASSES:
                _make_for_center(act, Place(kind, sheet, year, number))


def _make(act: Act, kind: Kind, sheet: str, year: int, sizes: Mapping[int, int], closed: bool) -> None:
    """The editions of all classes that are due of one year for the hospitals of the region."""
    groups = _groups(act, kind, sheet, year)
    circles, whole = _known(act, year).values(), submitted.classes(act, sheet)
    inside = _inside(act, Audience.REGION, kind, sheet, year)
    for addon_class, answers in sorted(groups.items()):
        new = answers.keys() - inside
        least = region.of(act).minimum_group_size
        margin = disclosure.margin(len(new), [len(circle & new) for circle in circles], least)
        rest = {one for one, number in whole.items() if number == addon_class} - inside - new
        # Who comes last must not stand alone outside for ever.
        stranded = not closed and 0 < len(rest) < least + (margin or 0)
        if margin is not None and not stranded:
            blocks = disclosure.blocks({one: sizes[one] for one in sorted(new)}, circles, least)
            told = [
                [track.value, line.hospital_id, line.version_code, line.lacking, line.letters, block]
                for block, hospitals_ in blocks
                for one in hospitals_
                for track, line in answers[one]
            ]
            _add(act, Audience.REGION, Place(kind, sheet, year, addon_class), (least, margin), told)


def _add(act: Act, audience: Audience, place: Place, least: tuple[int, int], answers: Sequence[Answer]) -> None:
    row = {
        "audience": audience, "kind": place.kind, "sheet_id": _sheet_id(act, place.sheet),
        "fiscal_year": place.year, "addon_class": place.addon_class, "minimum": least[0], "margin": least[1],
        "answers": json.dumps(answers, ensure_ascii=False),
    }  # fmt: skip
    rows.insert(act, "edition", row)


def _make_for_center(act: Act, place: Place) -> None:
    """The edition that is due for the support centre: of what the region is shown those who agreed, as it was released.

    Whoever lays both beside each other must not learn of the few who are in the one alone, nor of a correction; so the
    centre is shown the same answers, of such hospitals, and to such items, that enough are left over, or nobody.
    """
    circles = list(_known(act, place.year).values())
    inside = _inside(act, Audience.CENTER, place.kind, place.sheet, place.year)
    wished, new = center_consents.given(act) - inside, list[Answer]()
    for row in _standing(act, Audience.REGION, place):
        answers: list[Answer] = json.loads(row["answers"])
        everybody, least = {one[_WHO] for one in answers}, max(row["minimum"], region.of(act).minimum_group_size)
        readers = [circle for circle in circles if len(everybody - circle) >= least]
        chosen = {
            one
            for _, block in _blocks(answers)
            for one in disclosure.apart(set(block) - inside, wished, readers, least)
        }
        if chosen:
            new += _apart(act, place, answers, chosen, least + row["margin"])
    coming, least = {one[_WHO] for one in new}, region.of(act).minimum_group_size
    margin = disclosure.margin(len(coming), [len(circle & coming) for circle in circles], least)
    if margin is not None:
        _add(act, Audience.CENTER, place, (least, margin), new)


def _apart(act: Act, place: Place, together: Sequence[Answer], chosen: Set[int], least: int) -> list[Answer]:
    """The answers of some hospitals without those to items that only a few of the others of their edition rated."""
    codes = answer_vectors.item_codes(act, {one[_VERSION] for one in together})
    hospitals_ = {one[_WHO] for one in together}
    before = [one for row in _standing(act, Audience.CENTER, place) for one in json.loads(row["answers"])]
    coming = [one for one in together if one[_WHO] in chosen]
    shown = _raters(act, place, [one for one in [*before, *coming] if one[_WHO] in hospitals_], codes)
    few = {one for one, number in _raters(act, place, together, codes).items() if 0 < number - shown[one] < least}
    return [
        [
            *one[:_LETTERS],
            "".join(map(partial(_unless, few, one[_TRACK]), codes[one[_VERSION]], one[_LETTERS])),
            *one[_SIZES_AT:],
        ]
        for one in coming
    ]


def _unless(few: Set[tuple[str, str]], track: str, item: str, letter: str) -> str:
    return answer_vectors.UNANSWERED if (track, item) in few else letter


def _raters(
    view: View, place: Place, answers: Iterable[Answer], codes: Mapping[str, Sequence[str]]
) -> Counter[tuple[str, str]]:
    """Track and item -> how many gave it points, of those who were to answer it."""
    asked = sheets.audiences(view, codes)
    return Counter(
        (one[_TRACK], code)
        for one in answers
        for code, letter in zip(codes[one[_VERSION]], one[_LETTERS], strict=True)
        if letter not in _NO_POINTS
        and submission.is_asked(
            asked[one[_VERSION]][code], Profile(place.addon_class, lacking_modules.read(one[_LACKING]))
        )
    )


def _standing(view: View, audience: Audience, place: Place) -> list[Any]:
    """The rows of a group as they stand, oldest first."""
    found: list[Any] = view.db.execute(
        """SELECT * FROM edition WHERE audience = ? AND kind = ? AND sheet_id = ? AND fiscal_year = ? AND addon_class = ?
           ORDER BY id""",
        [audience.value, place.kind.value, _sheet_id(view, place.sheet), place.year, place.addon_class],
    ).fetchall()
    return found


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
