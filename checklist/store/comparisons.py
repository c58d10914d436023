"""What the comparison reads: submitted assessments with the class of their hospital, and counted answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sqlite3 import Row

from sqlite_utils import Database

from checklist.model import Track


@dataclass(frozen=True)
class Entry:
    """One submitted assessment; `addon_class` is None without a valid 医療安全対策加算 filing on its day."""

    assessment_id: int
    hospital_id: int
    fiscal_year: int
    addon_class: int | None
    version_code: str
    sheet_code: str


# The day of a visit, or of the submission in Tokyo. A repeated self-assessment counts with its newest edition only.
_ENTRIES = """
WITH entry AS (
    SELECT a.id, a.hospital_id, a.fiscal_year, v.code AS version_code, s.code AS sheet_code,
        coalesce(visit.visit_date, date(a.submitted_at, '+9 hours')) AS day
    FROM assessment a
    JOIN sheet_version v ON v.id = a.version_id
    JOIN sheet s ON s.id = v.sheet_id
    LEFT JOIN visit_sheet ON visit_sheet.id = a.visit_sheet_id
    LEFT JOIN visit ON visit.id = visit_sheet.visit_id
    WHERE a.track = :track AND a.state IN ('submitted', 'sealed') AND coalesce(visit.state, '') <> 'cancelled'
        AND NOT EXISTS (
            SELECT 1 FROM assessment newer WHERE a.track = 'self' AND newer.track = 'self'
                AND newer.hospital_id = a.hospital_id AND newer.fiscal_year = a.fiscal_year
                AND newer.version_id = a.version_id AND newer.edition > a.edition
                AND newer.state IN ('submitted', 'sealed'))
)
SELECT entry.*, filing.addon_class FROM entry
LEFT JOIN filing ON filing.hospital_id = entry.hospital_id AND filing.addon = 'safety'
    AND filing.valid_from <= entry.day AND coalesce(filing.valid_to, '9999-12-31') >= entry.day
ORDER BY entry.fiscal_year, entry.hospital_id, entry.id
"""

_COUNTS = """
SELECT a.id, wanted.value AS chapter, rating.value, count(*) AS answers
FROM assessment a
JOIN item ON item.version_id = a.version_id
JOIN json_each(:chapters) wanted ON wanted.key = item.code
LEFT JOIN rating ON rating.assessment_id = a.id AND rating.item_id = item.id
WHERE a.id IN (SELECT value FROM json_each(:assessments))
GROUP BY a.id, wanted.value, rating.value
"""


def _entry(row: Row) -> Entry:
    return Entry(
        row["id"],
        row["hospital_id"],
        row["fiscal_year"],
        row["addon_class"],
        row["version_code"],
        row["sheet_code"],
    )


def entries(db: Database, track: Track) -> list[Entry]:
    """Every submitted or sealed assessment of a track, those of cancelled visits left out, oldest year first."""
    return [_entry(row) for row in db.execute(_ENTRIES, {"track": track.value})]


def counts(
    db: Database, assessment_ids: Iterable[int], chapters: Mapping[str, str]
) -> dict[tuple[int, str], dict[str | None, int]]:
    """(assessment, chapter) -> value -> how many answers, over the items that `chapters` maps to their chapter.

    Items without an answer are counted under None.
    """
    parameters = {"assessments": json.dumps(list(assessment_ids)), "chapters": json.dumps(dict(chapters))}
    found: dict[tuple[int, str], dict[str | None, int]] = {}
    for row in db.execute(_COUNTS, parameters):
        found.setdefault((row["id"], row["chapter"]), {})[row["value"]] = row["answers"]
    return found
