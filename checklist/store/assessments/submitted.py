"""Which submitted assessments a comparison takes: every filter reaches SQL, so that what is left out is not read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from checklist.model.assessments import Track
from checklist.model.permission import Thing, Verb
from checklist.model.sheets import Module
from checklist.store import rows
from checklist.store.act import View
from checklist.store.assessments import expected_items
from checklist.store.hospitals import filed_class, lacking_modules


@dataclass(frozen=True)
class Filter:
    """What is asked of an assessment to be taken; without a word about it, each is."""

    track: Track
    first_year: int = 0
    last_year: int = 9999
    sheet: str | None = None
    hospitals: frozenset[int] | None = None

    @property
    def parameters(self) -> dict[str, object]:
        """The filter as `_TAKEN` asks for it."""
        return {
            "track": self.track.value,
            "first": self.first_year,
            "last": self.last_year,
            "sheet": self.sheet,
            "hospitals": None if self.hospitals is None else _list(self.hospitals),
        }


def _list(numbers: Iterable[int]) -> str:
    return json.dumps(sorted(numbers))


# Filtered here and not in Python, where all years were read for every view: one year of five now reads as much as a
# region of one year. A self-assessment has no visit, so its NULL must not meet `<>`.
# A repeated self-assessment counts with its newest edition only.
_TAKEN = f"""
WITH taken AS (
    SELECT assessment.id, assessment.version_id, assessment.hospital_id, assessment.fiscal_year, v.code AS version_code, s.code AS sheet_code,
        {filed_class.in_sql("assessment.hospital_id", expected_items.DAY, "s.subject")} AS addon_class,
        {lacking_modules.in_sql("assessment.hospital_id", expected_items.DAY)} AS lacking
    FROM assessment
    JOIN sheet_version v ON v.id = assessment.version_id
    JOIN sheet s ON s.id = v.sheet_id
    {expected_items.OF_VISIT}
    WHERE {{years}} BETWEEN :first AND :last AND assessment.track = :track
        AND assessment.state IN ('submitted', 'sealed') AND coalesce(visit.state, '') <> 'cancelled'
        AND (:sheet IS NULL OR s.code = :sheet)
        AND (:hospitals IS NULL OR assessment.hospital_id IN (SELECT value FROM json_each(:hospitals)))
        AND NOT EXISTS (
            SELECT 1 FROM assessment newer WHERE assessment.track = 'self' AND newer.track = 'self'
                AND newer.hospital_id = assessment.hospital_id AND newer.fiscal_year = assessment.fiscal_year
                AND newer.version_id = assessment.version_id AND newer.edition > assessment.edition
                AND newer.state IN ('submitted', 'sealed'))
)
"""


def _taken(chosen: Filter) -> str:
    """`_TAKEN` as it is asked: of one year by the index of years, of more as they lie in the file.

    The index leads from place to place: for ten years it took five times as long as all rows one after the other.
    """
    return _TAKEN.format(years=f"{'' if chosen.first_year == chosen.last_year else '+'}assessment.fiscal_year")


@dataclass(frozen=True)
class Entry:
    """One submitted assessment; `addon_class` is None without a valid filing on its day.

    It is that of 医療安全対策加算, or of 感染対策向上加算 for a sheet about 感染対策.

    `lacking` are the departments that the hospital was without.
    """

    assessment_id: int
    hospital_id: int
    fiscal_year: int
    addon_class: int | None
    version_code: str
    sheet_code: str
    lacking: frozenset[Module] = frozenset()


def entries(view: View, chosen: Filter) -> list[Entry]:
    """Every submitted or sealed assessment taken, those of cancelled visits left out, oldest year first; raises Forbidden."""
    view.require(Verb.READ, Thing.COMPARISON)
    sql = f"{_taken(chosen)} SELECT *, id AS assessment_id FROM taken ORDER BY fiscal_year, hospital_id, id"
    return rows.many(Entry, view.db.execute(sql, chosen.parameters))


Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Line:
    """One assessment with its letters; `addon_class` is 0 without a filing, `edition` 0 for one read as it is now.

    `lacking` is the JSON list of the departments that the hospital was without.
    """

    assessment_id: int
    hospital_id: int
    fiscal_year: int
    addon_class: int
    edition: int
    version_code: str
    lacking: str
    letters: str


@dataclass(frozen=True)
class Taken:
    """Assessments as columns of equal length, oldest year first, then by hospital; each with its letters.

    `version` and `lacking` count in `versions` and in `without`, the departments that a hospital was without; `letters`
    stand in the order of `answer_vectors.item_codes`. The other columns are those of `Line`.
    """

    assessment: Numbers
    hospital: Numbers
    fiscal_year: Numbers
    addon_class: Numbers
    edition: Numbers
    version: Numbers
    lacking: Numbers
    letters: tuple[str, ...]
    versions: tuple[str, ...]
    without: tuple[frozenset[Module], ...]

    def __len__(self) -> int:
        return len(self.letters)

    @property
    def hospital_years(self) -> Numbers:
        """One number for each hospital and year."""
        return hospital_year(self.hospital, self.fiscal_year)

    def only(self, kept: Flags) -> Taken:
        """Some of them, in their order."""
        if kept.all():
            return self
        letters = tuple(compress(self.letters, kept.tolist()))
        return replace(self, **{name: getattr(self, name)[kept] for name in _ARRAYS}, letters=letters)


_ARRAYS = ("assessment", "hospital", "fiscal_year", "addon_class", "edition", "version", "lacking")
T = TypeVar("T", int, Numbers)


def hospital_year(hospital: T, year: T) -> T:
    """One number for a hospital in a year."""
    return hospital * 10_000 + year


def hospital_and_year(number: Numbers) -> tuple[Numbers, Numbers]:
    """What such numbers were made of."""
    return number // 10_000, number % 10_000


_COLUMNS = "id, hospital_id, fiscal_year, coalesce(addon_class, 0) AS addon_class, 0 AS edition, version_code, lacking, letters"


def taken(view: View, chosen: Filter, beside: Iterable[Sequence[Any]] = ()) -> Taken:
    """The same as `entries`, with all answers: as columns, because an object for each was four fifths of the time.

    What stands `beside` them (rows as `Line` has them) comes after them.
    """
    view.require(Verb.READ, Thing.COMPARISON)
    live = view.db.execute(
        f"{_taken(chosen)} SELECT {_COLUMNS} FROM taken JOIN answer_vector ON assessment_id = id", chosen.parameters
    )
    found = live.fetchall()
    number = len(found)
    found += beside
    columns = list(zip(*found, strict=True)) if found else [()] * 8
    numbers = [np.array(one, np.int64) for one in columns[:-3]]
    # In order here: SQLite would carry every text of letters through its sorting, half of all that it has to do.
    assessment, hospital, year = (one[:number] for one in numbers[:3])
    order = np.concatenate([np.lexsort((assessment, hospital, year)), np.arange(number, len(found))])
    in_order = order.tolist()
    versions, lacking, letters = (tuple(map(one.__getitem__, in_order)) for one in columns[-3:])
    places, kinds = ({name: count for count, name in enumerate(dict.fromkeys(one))} for one in (versions, lacking))
    counted = (
        np.array(list(map(names.__getitem__, texts)), np.int64)
        for names, texts in ((places, versions), (kinds, lacking))
    )
    named: dict[str, Any] = dict(zip(_ARRAYS, (*(one[order] for one in numbers), *counted), strict=True))
    without = tuple(map(lacking_modules.read, kinds))
    return Taken(**named, letters=letters, versions=tuple(places), without=without)


def lines(view: View, chosen: Filter) -> list[Line]:
    """The same one by one."""
    view.require(Verb.READ, Thing.COMPARISON)
    sql = f"{_taken(chosen)} SELECT {_COLUMNS}, id AS assessment_id FROM taken JOIN answer_vector ON assessment_id = id ORDER BY id"
    return rows.many(Line, view.db.execute(sql, chosen.parameters))


def classes(view: View, sheet: str) -> dict[int, int]:
    """The hospitals of the region that have a class of the add-on of a sheet today, with or without an assessment."""
    view.require(Verb.READ, Thing.COMPARISON)
    found = view.db.execute(
        f"""SELECT id, class FROM (
                SELECT hospital.id, {filed_class.in_sql("hospital.id", ":day", "sheet.subject")} AS class
                FROM hospital JOIN sheet ON sheet.code = :sheet WHERE NOT external)
            WHERE class IS NOT NULL""",
        {"day": view.today.isoformat(), "sheet": sheet},
    )
    return {row["id"]: row["class"] for row in found}


@dataclass(frozen=True)
class Use:
    """How many of the assessments taken are of a version in a year; `number` orders the versions of one sheet."""

    fiscal_year: int
    sheet_code: str
    sheet_name: str
    version_code: str
    number: int
    assessments: int


def versions_used(view: View, chosen: Filter) -> list[Use]:
    """The versions of the assessments taken, each once for every year."""
    view.require(Verb.READ, Thing.COMPARISON)
    # Counted by numbers before anything is joined: by codes and names it took two and a half times as long.
    sql = f"""{_taken(chosen)}, used AS MATERIALIZED (
            SELECT +fiscal_year AS fiscal_year, version_id, count(*) AS assessments FROM taken GROUP BY 1, 2)
        SELECT used.fiscal_year, sheet.code AS sheet_code, sheet.name AS sheet_name, v.code AS version_code, v.number, assessments
        FROM used JOIN sheet_version v ON v.id = version_id JOIN sheet ON sheet.id = v.sheet_id
        ORDER BY 1, sheet.code, v.code"""
    return rows.many(Use, view.db.execute(sql, chosen.parameters))
