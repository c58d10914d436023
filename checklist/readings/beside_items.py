"""What stands beside the items of an assessment that is filled in: the host's own rating, last year's, earlier findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checklist import words
from checklist.model.assessments import Assessment, Rating, Track
from checklist.model.permission import Verb
from checklist.rules.sheets import lineage
from checklist.store import region
from checklist.store.act import View
from checklist.store.assessments import assessments
from checklist.store.improvements import follow_ups
from checklist.store.improvements.follow_ups import EarlierFinding
from checklist.store.sheets import sheets


@dataclass(frozen=True)
class Previous:
    """The last assessment before this one, by its year, and its ratings of items that are comparable."""

    label: str
    last_year: bool
    ratings: Mapping[str, Rating]


@dataclass(frozen=True)
class BesideItems:
    """All by the codes of the items; `own` is None where there is no self-assessment to be seen.

    In `blind` mode, the visitors see the self-rating of an item once they have rated it.
    """

    own: Mapping[str, Rating] | None
    blind: bool
    previous: Previous | None
    findings: Mapping[str, tuple[EarlierFinding, ...]]


def read(view: View, assessment: Assessment) -> BesideItems:
    """What the reader may see of it; raises NotFound or Forbidden."""
    visitor = assessment.track is Track.VISITOR
    return BesideItems(
        assessments.host_ratings_beside(view, assessment) if visitor else None,
        visitor and region.load(view.db).blind_mode,
        _previous(view, assessment),
        _findings(view, assessment) if Verb.WRITE in assessments.verbs(view, assessment.id) else {},
    )


def _previous(view: View, assessment: Assessment) -> Previous | None:
    """For those who fill in the sheet or may read last year's anyway."""
    earlier = assessments.earlier_ratings(view, assessment)
    if earlier is None:
        return None
    previous, found = earlier
    codes = lineage.comparable_codes(sheets.between(view, {assessment.version_code, previous.version_code}))
    label = f"{previous.fiscal_year}年度 {words.TRACKS[previous.track]}"
    if previous.fiscal_year == assessment.fiscal_year:
        label += f"（第{previous.edition}回）"
    last = previous.fiscal_year == assessment.fiscal_year - 1
    return Previous(label, last, {code: one for code, one in found.items() if code in codes})


def _findings(view: View, assessment: Assessment) -> dict[str, tuple[EarlierFinding, ...]]:
    found: dict[str, tuple[EarlierFinding, ...]] = {}
    for one in follow_ups.for_assessment(view, assessment):
        for item in one.items:
            found[item] = (*found.get(item, ()), one)
    return found
