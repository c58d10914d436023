"""How the ratings of each visiting hospital lie beside those of others at the same hosts; for the secretariat alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from checklist.comparison import leniency_fit
from checklist.comparison import pool as pools
from checklist.comparison.leniency_fit import Effect, Matrix, Rated
from checklist.errors import Refused
from checklist.model.assessments import Track
from checklist.model.permission import Thing, Verb
from checklist.store.act import View
from checklist.store.assessments import answer_vectors, assessments, submitted
from checklist.store.assessments.submitted import Filter, Taken
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets
from checklist.store.visits import visits

FEWEST_VISITS, FEWEST_HOSTS, FEWEST_VISITORS, LEAST_FREEDOM = 3, 3, 5, 10
"""Below these nothing is said of a visiting hospital, or of any of them."""
FEW = f"訪問が{FEWEST_VISITS}件未満、または受審病院が{FEWEST_HOSTS}病院未満のため"
APART = "ほかの訪問側の病院とつながる訪問（同じ年度・同じ受審病院）がないため"


@dataclass(frozen=True)
class Visitor:
    """A visiting hospital with how many visits and hosts stand behind it; without an effect, `reason` says why. In points of 得点率."""

    name: str
    visits: int
    hosts: int
    effect: Effect | None
    reason: str = ""


@dataclass(frozen=True)
class Leniency:
    """The visiting hospitals by name, never by effect; without any effect, `reason` says why there is none at all.

    `years` are those that can be chosen, `sheets` code -> name.
    """

    sheet: str
    first_year: int
    last_year: int
    years: tuple[int, ...]
    sheets: Mapping[str, str]
    visitors: tuple[Visitor, ...]
    reason: str = ""
    running: int = 9999
    """The fiscal year that is not over."""

    @property
    def known(self) -> tuple[Visitor, ...]:
        """Those with an effect."""
        return tuple(one for one in self.visitors if one.effect)


def read(view: View, sheet: str = "", first_year: int = 0, last_year: int = 0) -> Leniency:
    """The visiting hospitals of some years with one sheet (the most used one unless it is named); raises Forbidden.

    Without years all that are over: of one that is not, more visits are to come.
    """
    view.require(Verb.READ, Thing.LENIENCY)
    uses = submitted.versions_used(view, Filter(Track.VISITOR))
    names = {use.sheet_code: use.sheet_name for use in uses}
    chosen = sheet if sheet in names else pools.most_used(uses)
    years = tuple(sorted({use.fiscal_year for use in uses if use.sheet_code == chosen}))
    if not years:
        return Leniency(chosen, 0, 0, (), names, (), "提出された訪問評価はまだありません")
    running = pools.running_year(view)
    usual = max((one for one in years if one < running), default=years[-1])
    first, last = max(first_year, years[0]), min(last_year or usual, years[-1])
    if first > last:
        raise Refused("年度の指定が正しくありません。初めの年度から終わりの年度までの順に選んでください。")
    rated = [one for track in (Track.SELF, Track.VISITOR) for one in _rated(view, Filter(track, first, last, chosen))]
    return _judged(view, Leniency(chosen, first, last, years, names, (), running=running), rated)


def _judged(view: View, empty: Leniency, rated: Sequence[Rated]) -> Leniency:
    names = {one.id: one.name for one in hospitals.all_hospitals(view)}
    hosts: dict[int, list[int]] = {}
    for one in rated:
        if one.visitor is not None:
            hosts.setdefault(one.visitor, []).append(one.host)
    enough = {
        key for key, seen in hosts.items() if len(seen) >= FEWEST_VISITS and len(set(seen)) >= FEWEST_HOSTS
    }  # fmt: skip
    fitted = leniency_fit.fit(rated, enough)
    reason = ""
    if len(fitted.effects) < FEWEST_VISITORS:
        reason = f"比較できる訪問側の病院が{FEWEST_VISITORS}病院に満たないため、比較不可とします。"
    elif fitted.freedom < LEAST_FREEDOM:
        reason = "訪問の数が、差を見分けるには足りないため、比較不可とします。"
    effects = {} if reason else fitted.effects
    found = [
        Visitor(
            names[key], len(seen), len(set(seen)), effects.get(key),
            "" if key in effects else FEW if key not in enough else APART if key in fitted.strange else "",
        )
        for key, seen in hosts.items()
    ]  # fmt: skip
    by_name = tuple(sorted(found, key=lambda one: one.name))
    return replace(empty, visitors=by_name, reason=reason)


def _rated(view: View, asked: Filter) -> Iterator[Rated]:
    """What each assessment brings, in points of 得点率; of a joint visit the leading hospital stands for all."""
    taken = submitted.taken(view, asked)
    leads = _leading(view, taken) if asked.track is Track.VISITOR else {}
    for version in sorted(set(taken.version.tolist())):
        code = taken.versions[version]
        for year in sorted(set(taken.fiscal_year[taken.version == version].tolist())):
            rows = np.flatnonzero((taken.version == version) & (taken.fiscal_year == year))
            found = leniency_fit.levels(_points(view, code, [taken.letters[row] for row in rows]))
            for row, level in zip(rows.tolist(), found.tolist(), strict=True):
                if not np.isnan(level):
                    lead = leads.get(int(taken.assessment[row])) if leads else None
                    yield Rated((code, year, asked.track.value), int(taken.hospital[row]), lead, level)


def _leading(view: View, taken: Taken) -> dict[int, int]:
    """Assessment -> the hospital that led its visit."""
    known = {one.id: one for one in visits.all_visits(view)}
    facts = assessments.facts_of(view, taken.assessment.tolist())
    found = {key: known[visit] for key, one in facts.items() for visit in one.visit_ids}
    return {key: visit.evaluator_ids[0] for key, visit in found.items() if visit.evaluator_ids}


def _points(view: View, version: str, letters: Sequence[str]) -> Matrix:
    """The answers of assessments of one version in points from 0 to 100; NaN where there is no grade."""
    scale, codes = sheets.scales_of(view, [version])[version], answer_vectors.item_codes(view, [version])[version]
    worth = np.full(256, np.nan)
    for grade in scale.grades:
        worth[ord(answer_vectors.letter(grade.code))] = np.nan if grade.points is None else grade.points
    found: Matrix = worth[answer_vectors.table(letters, codes, codes)]
    return found
