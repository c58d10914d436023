"""得点率 before and after a training, of the hospitals that attended and of the others: only as far as it speaks of nobody.

What is released here stands beside the editions of the support centre and beside what was released for other trainings, and the
centre knows who attended. So of every item the sums over all these groups must, however they are combined, speak of at
least the minimum of hospitals; an item of which they do not is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from checklist.comparison import counts
from checklist.comparison import pool as pools
from checklist.comparison.pool import Pool
from checklist.comparison.region_results import anonymous
from checklist.comparison.selection import Selection
from checklist.model.assessments import Track
from checklist.model.center.learning import Effect, Ground, Side, Source, Split
from checklist.rules.center import group_sums
from checklist.rules.scoring import Score
from checklist.store.act import View
from checklist.store.assessments.submitted import Numbers
from checklist.store.hospitals import hospitals

NOTHING = "比較できる確定した集計がありません。"
# One sentence for both reasons: which of them it is would tell how many of those that attended are in the numbers.
HIDDEN = "受講した病院または受講していない病院が{0}病院未満か、ほかの集計との足し引きで{0}病院未満の結果が分かるおそれがあるため、表示しません。"
Groups = Mapping[int, list[set[int]]]
"""Year -> the hospitals of each sum that is told of it."""


@dataclass(frozen=True)
class Measured:
    """Both sides before and after over the same items; without `attended`, why there is nothing to show."""

    items: tuple[str, ...] = ()
    attended: tuple[Side, Side] | None = None
    others: tuple[Side, Side] | None = None
    splits: tuple[Split, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class _Graded:
    """The points (hundredths) and ratings of each assessment taken at one item."""

    points: Numbers
    rated: Numbers


def measure(
    view: View, ground: Ground, before: int, after: int, attended: Collection[int], earlier: Sequence[Effect]
) -> Measured:
    """What became of the figure behind a training between two years; raises Forbidden."""
    who = anonymous(view)
    chapter = ground.code if ground.source is Source.CHAPTER else None
    pool = pools.read(view, Selection(before, after, Track.VISITOR, chapter, ground.sheet), who, common=True)
    items = [one for one in pool.basis.used if chapter or one == ground.code]
    years = (before, after)
    splits = tuple(_split(pool, year, attended) for year in years)
    if not items or any(not pool.hospitals(year) for year in years):
        return Measured(reason=NOTHING)
    if any(len(side) < who.minimum for one in splits for side in (one.attended, one.others)):
        return Measured(reason=HIDDEN.format(who.minimum))
    known = [one for one in earlier if one.attended]
    if _tells_who_agreed(view, attended, known, who.minimum):
        return Measured(reason=HIDDEN.format(who.minimum))
    known = [one for one in known if one.sheet == pool.basis.sheet]
    graded = [_Graded(*one) for one in counts.graded(view, pool, [[code] for code in items])]
    kept = [
        (code, found)
        for code, found in zip(items, graded, strict=True)
        if all(_hides(pool, found, one, [each for each in known if code in each.items]) for one in splits)
    ]
    if not kept:
        return Measured(reason=HIDDEN.format(who.minimum))
    sides = [[_side(pool, [found for _, found in kept], one, pick) for one in splits] for pick in (_came, _stayed)]
    (came, came_later), (stayed, stayed_later) = sides
    if not (came and came_later and stayed and stayed_later):
        return Measured(reason=NOTHING)
    codes = tuple(code for code, _ in kept)
    return Measured(codes, (came, came_later), (stayed, stayed_later), splits)


def _came(split: Split) -> tuple[int, ...]:
    return split.attended


def _stayed(split: Split) -> tuple[int, ...]:
    return split.others


def _split(pool: Pool, year: int, attended: Collection[int]) -> Split:
    here = pool.hospitals(year)
    came = here & set(attended)
    return Split(year, tuple(sorted(came)), tuple(sorted(here - came)))


def _tells_who_agreed(view: View, attended: Collection[int], known: Sequence[Effect], minimum: int) -> bool:
    """Whether the numbers of hospitals that are told, all trainings taken together, say of few of them that they agreed."""
    every = {one.id for one in hospitals.all_hospitals(view) if not one.external}
    return group_sums.tells_of_few([every, every & set(attended), *(every & set(one.listed) for one in known)], minimum)


def _hides(pool: Pool, graded: _Graded, split: Split, known: Sequence[Effect]) -> bool:
    """Whether the sums of one item in one year, with all that is told of it already, speak of no few hospitals."""
    taken, year = pool.taken, split.fiscal_year
    rated = (graded.rated > 0) & (taken.fiscal_year == year)
    raters = set(taken.hospital[rated].tolist())
    groups = [set(taken.hospital[rated & (taken.edition == one.number)].tolist()) for one in pool.editions]
    told = [split, *(one for effect in known for one in effect.splits if one.fiscal_year == year)]
    groups += [raters & set(side) for one in told for side in (one.attended, one.others)]
    least = max([pool.reader.minimum, *(one.minimum for one in pool.editions if one.fiscal_year == year)])
    # Who did not rate the item has no part in its sum; and an item that nobody on a side rated has no number there.
    sides = [raters & set(side) for side in (split.attended, split.others)]
    return all(sides) and not group_sums.tells_of_few(groups, least)


def _side(pool: Pool, graded: Sequence[_Graded], split: Split, pick: Callable[[Split], tuple[int, ...]]) -> Side | None:
    """得点率 of one side over the items kept."""
    inside = (pool.taken.fiscal_year == split.fiscal_year) & np.isin(pool.taken.hospital, pick(split))
    points, rated = (int(sum(getattr(one, name)[inside].sum() for one in graded)) for name in ("points", "rated"))
    percent = Score(points, rated).percent
    return None if percent is None else Side(percent, rated, len(pick(split)))
