"""A comparison of groups with everything that stands on its page, as its address asks for it: one read for all."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from checklist.comparison import comparison, gaps, selection, track_comparison
from checklist.comparison.comparison import Choices, Comparison
from checklist.comparison.gaps import Gap
from checklist.comparison.selection import CLASSES, Group, Scope, Selection
from checklist.comparison.track_comparison import TrackComparison
from checklist.errors import Refused
from checklist.formats.table import Table
from checklist.model.assessments import Track
from checklist.rules.fields import option
from checklist.store.act import View

EVERY = ""
"""The choice that stands for all chapters, or for both classes."""


@dataclass(frozen=True)
class Offer:
    """What the inputs of the page offer, in their order; what is not to be chosen has one option or none."""

    years: tuple[int, ...]
    chapters: Mapping[str, str]
    classes: tuple[str, ...]
    tracks: tuple[Track, ...]
    scopes: tuple[Scope, ...]
    usual_scope: Scope
    groups: tuple[Group, ...]

    def selection(self, asked: Mapping[str, str]) -> Selection:
        """What an address asks for; what is not offered falls back to the usual choice, as in the inputs."""
        years = tuple(map(str, self.years))
        usual = {"first": years[0], "last": years[-1], "track": self.tracks[0].value, "scope": self.usual_scope.value}
        offered: Mapping[str, Container[str]] = {
            "first": years, "last": years, "track": self.tracks, "scope": self.scopes, "class": self.classes,
            "chapter": self.chapters,
        }  # fmt: skip
        taken = {name: asked[name] for name, options in offered.items() if asked.get(name) in options}
        groups = option.several(self.groups, asked.get("groups"), CLASSES) if self.groups else CLASSES
        return selection.from_query({**usual, **taken, "groups": ",".join(groups)})


@dataclass(frozen=True)
class ComparisonPage:
    """What was asked for and what came of it.

    `offer` is None where nothing can be compared at all, `found` where the choice is refused. `differing` names the
    items of which the comments may be asked for, code -> text; `comments` are those of `item`, where one is.
    """

    kind: str
    offer: Offer | None
    selection: Selection | None = None
    found: Comparison | TrackComparison | None = None
    refusal: Refused | None = None
    differing: Mapping[str, str] | None = None
    comments: Table | None = None


def read(view: View, kind: str, asked: Mapping[str, str]) -> ComparisonPage:
    """The comparison of a kind (classes, hospitals or tracks) that an address asks for; raises Forbidden."""
    choices, scope = comparison.choices(view), comparison.default_scope(view)
    if not choices.years:
        return ComparisonPage(kind, None)
    offer = _offer(choices, scope, kind)
    chosen = offer.selection(asked)
    try:
        found = _made(view, kind, chosen)
    except Refused as refusal:
        return ComparisonPage(kind, offer, chosen, refusal=refusal)
    differing = {gap.item: f"{gap.item}　{gap.text}" for gap in _gaps(found)}
    item = asked.get("item", "")
    comments = track_comparison.item_comments(view, chosen, item) if item in differing else None
    return ComparisonPage(kind, offer, chosen, found, None, differing, comments)


def _offer(choices: Choices, scope: Scope, kind: str) -> Offer:
    tracks = (Track.VISITOR,) if kind == "tracks" else (Track.VISITOR, Track.SELF)
    groups = choices.groups if kind != "hospitals" and len(choices.groups) > len(CLASSES) else ()
    scopes = choices.scopes if len(choices.scopes) > 1 else (scope,)
    years, classes = tuple(sorted(choices.years)), (EVERY, "1", "2")
    return Offer(years, dict(choices.chapters), classes, tracks, scopes, scope, groups)


def _made(view: View, kind: str, chosen: Selection) -> Comparison | TrackComparison:
    if kind == "tracks":
        return track_comparison.track_comparison(view, chosen)
    make = comparison.class_comparison if kind == "classes" else comparison.hospital_comparison
    return make(view, chosen)


def _gaps(found: Comparison | TrackComparison) -> Sequence[Gap]:
    """The items in which both sides differ most; none between single hospitals."""
    if isinstance(found, TrackComparison):
        return [gap for one in found.gaps.values() for gap in one]
    return gaps.largest(found.items, "加算1", "加算2") if found.by == "classes" else ()
