"""Which submitted assessments a comparison takes: every filter reaches SQL, so that what is left out is not read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np
import numpy.typing as npt

from checklist.model.assessments import Track
from checklist.model.permission import Thing, Verb
from checklist.model.sheets import Module, Subject
from checklist.store import rows
from checklist.store.act import View
from checklist.store.assessments import expected_items
from checklist.store.hospitals import filed_class, lacking_modules


@dataclass(frozen=True)
class Groups:
    """Hospitals of some classes, these hospitals, and (in the year of the visit) the hosts of one evaluator's visits."""

    classes: frozenset[int] = frozenset()
    hospitals: frozenset[int] = frozenset()
    evaluator: int | None = None


@dataclass(frozen=True)
class Filter:
    """What is asked of an assessment to be taken; without a word about it, each is.

    `sharing` takes only hospitals that let the support centre see their numbers, `groups` those of any of the groups.
    """

    track: Track
    first_year: int = 0
    last_year: int = 9999
    sheet: str | None = None
    addon_class: int | None = None
    hospitals: frozenset[int] | None = None
    sharing: bool = False
    groups: Groups | None = None

    @property
    def parameters(self) -> dict[str, object]:
        """The filter as `_TAKEN` asks for it."""
        groups = self.groups or Groups()
        return {
            "track": self.track.value,
            "first": self.first_year,
            "last": self.last_year,
            "sheet": self.sheet,
            "class": self.addon_class,
            "hospitals": None if self.hospitals is None else _list(self.hospitals),
            "sharing": self.sharing,
            "grouped": self.groups is not None,
            "classes": _list(groups.classes),
            "grouped_hospitals": _list(groups.hospitals),
            "evaluator": groups.evaluator,
        }


def _list(numbers: Iterable[int]) -> str:
    return json.dumps(sorted(numbers))


_VISITED = """
SELECT visit.host_id, visit.fiscal_year FROM visit JOIN visit_hospital ON visit_hospital.visit_id = visit.id
WHERE visit_hospital.hospital_id = :evaluator AND visit.state <> 'cancelled'
"""

# Filtered here and not in Python, where all years were read for every view: one year of five now reads as much as a
# region of one year. A self-assessment has no visit, so its NULL must not meet `<>`.
# A repeated self-assessment counts with its newest edition only.
_TAKEN = f"""
WITH entry AS (
    SELECT assessment.id, assessment.hospital_id, assessment.fiscal_year, v.code AS version_code, s.code AS sheet_code,
        {filed_class.in_sql("assessment.hospital_id", expected_items.DAY, "s.subject")} AS addon_class,
        {lacking_modules.in_sql("assessment.hospital_id", expected_items.DAY)} AS lacking,
        (assessment.hospital_id, assessment.fiscal_year) IN ({_VISITED}) AS visited
    FROM assessment
    JOIN sheet_version v ON v.id = assessment.version_id
    JOIN sheet s ON s.id = v.sheet_id
    {expected_items.OF_VISIT}
    WHERE assessment.fiscal_year BETWEEN :first AND :last AND assessment.track = :track
        AND assessment.state IN ('submitted', 'sealed') AND coalesce(visit.state, '') <> 'cancelled'
        AND (:sheet IS NULL OR s.code = :sheet)
        AND (:hospitals IS NULL OR assessment.hospital_id IN (SELECT value FROM json_each(:hospitals)))
        AND (NOT :sharing OR assessment.hospital_id IN (SELECT id FROM hospital WHERE shares_with_center))
        AND NOT EXISTS (
            SELECT 1 FROM assessment newer WHERE assessment.track = 'self' AND newer.track = 'self'
                AND newer.hospital_id = assessment.hospital_id AND newer.fiscal_year = assessment.fiscal_year
                AND newer.version_id = assessment.version_id AND newer.edition > assessment.edition
                AND newer.state IN ('submitted', 'sealed'))
), taken AS (
    SELECT * FROM entry WHERE (:class IS NULL OR addon_class = :class)
        AND (NOT :grouped OR visited OR addon_class IN (SELECT value FROM json_each(:classes))
            OR hospital_id IN (SELECT value FROM json_each(:grouped_hospitals)))
)
"""


@dataclass(frozen=True)
class Entry:
    """One submitted assessment; `addon_class` is None without a valid filing on its day.

    It is that of 医療安全対策加算, or of 感染対策向上加算 for a sheet about 感染対策.

    `visited` tells whether the evaluator of the groups asked for made a visit there that year, `lacking` which
    departments the hospital was without.
    """

    assessment_id: int
    hospital_id: int
    fiscal_year: int
    addon_class: int | None
    version_code: str
    sheet_code: str
    visited: bool = False
    lacking: frozenset[Module] = frozenset()


def entries(view: View, chosen: Filter) -> list[Entry]:
    """Every submitted or sealed assessment taken, those of cancelled visits left out, oldest year first; raises Forbidden."""
    view.require(Verb.READ, Thing.COMPARISON)
    sql = f"{_TAKEN} SELECT *, id AS assessment_id FROM taken ORDER BY fiscal_year, hospital_id, id"
    return rows.many(Entry, view.db.execute(sql, chosen.parameters))


Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Taken:
    """The assessments taken as columns of equal length, oldest year first, then by hospital; each with its letters.

    `addon_class` is 0 without a filing. `version` and `lacking` count in `versions` and in `without`, the departments
    that a hospital was without; `letters` stand in the order of `answer_vectors.item_codes`.
    """

    hospital: Numbers
    fiscal_year: Numbers
    addon_class: Numbers
    visited: Numbers
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
        return self.hospital * 10_000 + self.fiscal_year

    def only(self, kept: npt.NDArray[np.bool_]) -> Taken:
        """Some of them, in their order."""
        columns = ("hospital", "fiscal_year", "addon_class", "visited", "version", "lacking")
        letters = tuple(compress(self.letters, kept.tolist()))
        return replace(self, **{name: getattr(self, name)[kept] for name in columns}, letters=letters)


def taken(view: View, chosen: Filter) -> Taken:
    """The same as `entries`, with all answers: as columns, because an object for each was four fifths of the time."""
    view.require(Verb.READ, Thing.COMPARISON)
    sql = f"""{_TAKEN} SELECT hospital_id, fiscal_year, coalesce(addon_class, 0), visited, version_code, lacking, letters
        FROM taken JOIN answer_vector ON assessment_id = id ORDER BY fiscal_year, hospital_id, id"""
    found = view.db.execute(sql, chosen.parameters).fetchall()
    *numbers, versions, lacking, letters = zip(*found, strict=True) if found else [()] * 7
    places, kinds = (dict.fromkeys(one) for one in (versions, lacking))
    for names in (places, kinds):
        names.update({name: number for number, name in enumerate(names)})
    columns = (*numbers, [places[one] for one in versions], [kinds[one] for one in lacking])
    hospital, year, addon_class, visited, version, without = (np.array(one, np.int64) for one in columns)
    return Taken(
        hospital, year, addon_class, visited, version, without, letters, tuple(places), tuple(map(lacking_modules.read, kinds))
    )  # fmt: skip


def by_class(view: View, subject: Subject) -> dict[int, int]:
    """How many hospitals of the region have each class of an add-on today, with or without an assessment."""
    view.require(Verb.READ, Thing.COMPARISON)
    found = view.db.execute(
        f"""SELECT class, count(*) AS hospitals FROM (
                SELECT {filed_class.in_sql("hospital.id", ":day", ":addon")} AS class FROM hospital WHERE NOT external)
            WHERE class IS NOT NULL GROUP BY class""",
        {"day": view.today.isoformat(), "addon": subject.value},
    )
    return {row["class"]: row["hospitals"] for row in found}


@dataclass(frozen=True)
class Portion:
    """How many of the assessments taken are alike: by sheet, version and class, and in whether their hospital is named.

    `near` is the hospital, if it is one of those asked for one by one.
    """

    sheet_code: str
    version_code: str
    addon_class: int | None
    near: int | None
    named: bool
    assessments: int


def portions(view: View, chosen: Filter, named: Collection[int], circle: Collection[int]) -> list[Portion]:
    """What the assessments taken are made of: a few rows, however many assessments and hospitals there are."""
    view.require(Verb.READ, Thing.COMPARISON)
    sql = f"""{_TAKEN} SELECT sheet_code, version_code, addon_class,
            CASE WHEN hospital_id IN (SELECT value FROM json_each(:circle)) THEN hospital_id END AS near,
            hospital_id IN (SELECT value FROM json_each(:named)) AS named, count(*) AS assessments
        FROM taken GROUP BY 1, 2, 3, 4, 5"""
    asked = {**chosen.parameters, "named": _list(named), "circle": _list(circle)}
    return rows.many(Portion, view.db.execute(sql, asked))


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
    sql = f"""{_TAKEN} SELECT taken.fiscal_year, sheet_code, sheet.name AS sheet_name, version_code, number,
            count(*) AS assessments
        FROM taken JOIN sheet_version ON sheet_version.code = version_code JOIN sheet ON sheet.code = sheet_code
        GROUP BY 1, 2, 3, 4, 5"""
    return rows.many(Use, view.db.execute(sql, chosen.parameters))
