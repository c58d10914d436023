"""A comparison of groups with everything that stands on its page, as its address asks for it: one read for all."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from checklist import words
from checklist.comparison import comparison, gaps, item_steps, selection, spread, track_comparison
from checklist.comparison.comparison import Choices, Comparison
from checklist.comparison.gaps import Gap
from checklist.comparison.item_steps import Step
from checklist.comparison.selection import (
    CLASSES,
    GROUP_WORDS,
    ORDER_WORDS,
    SCOPE_WORDS,
    Group,
    Order,
    Scope,
    Selection,
)
from checklist.comparison.track_comparison import TrackComparison
from checklist.errors import Refused
from checklist.formats.table import Table
from checklist.model.assessments import Track
from checklist.rules.fields import option
from checklist.store.act import View
from checklist.store.hospitals import center_consents
from checklist.store.hospitals.center_consents import CenterConsent

INPUTS = {
    "sheet": "点検表", "first": "年度（始め）", "last": "年度（終わり）", "chapter": "章", "class": "区分", "track": "評価",
    "scope": "対象の病院", "groups": "比較する集団", "item": "項目", "order": "章の並べ方",
}  # fmt: skip
"""What the inputs are called, by their names in the address."""
EVERY = ""
"""The choice that stands for all chapters, or for both classes."""


@dataclass(frozen=True)
class Offer:
    """What the inputs of the page offer, in their order; what is not to be chosen has one option or none."""

    years: tuple[int, ...]
    running: int
    sheets: Mapping[str, str]
    chapters: Mapping[str, str]
    classes: tuple[str, ...]
    tracks: tuple[Track, ...]
    scopes: tuple[Scope, ...]
    usual_scope: Scope
    groups: tuple[Group, ...]
    usual_groups: tuple[Group, ...] = CLASSES
    orders: tuple[Order, ...] = tuple(Order)

    @property
    def usual_last(self) -> int:
        """The last year that is over, if any is: a running year is not a year."""
        return max((year for year in self.years if year < self.running), default=self.years[-1])

    @property
    def _offered(self) -> Mapping[str, Container[str]]:
        years = tuple(map(str, self.years))
        return {
            "first": years, "last": years, "track": self.tracks, "scope": self.scopes, "class": self.classes,
            "chapter": self.chapters, "sheet": self.sheets, "order": self.orders,
        }  # fmt: skip

    def told(self, asked: Mapping[str, str]) -> tuple[str, ...]:
        """What an address asks for in vain, in sentences."""
        named = {name: asked.get(name, "") for name in self._offered}
        wrong = [(name, value) for name, value in named.items() if value and value not in self._offered[name]]
        wrong += [("groups", one) for one in asked.get("groups", "").split(",") if one and one not in self._groups]
        return tuple(option.in_vain(INPUTS[name], value) for name, value in wrong)

    @property
    def _groups(self) -> Container[str]:
        """The groups that an address may name; where none are to be chosen, those of another kind may stand in it."""
        return self.groups or tuple(Group)

    def sentence(self, chosen: Selection) -> str:
        """What is chosen, in one sentence: years, sheet, track, hospitals and groups."""
        span = f"{chosen.first_year}–" if chosen.first_year != chosen.last_year else ""
        sheet = next(iter(self.sheets), "") if chosen.sheet is None else chosen.sheet
        chapter = chosen.chapter and words.chapter(chosen.chapter, self.chapters.get(chosen.chapter, ""))
        parts = [
            f"{span}{words.year(chosen.last_year, chosen.last_year >= self.running)}",
            f"点検表 {self.sheets[sheet]}" if sheet in self.sheets else "",
            words.TRACKS[chosen.track] if len(self.tracks) > 1 else "",
            chapter or "",
            f"{words.addon_class(chosen.addon_class)}のみ" if chosen.addon_class else "",
            SCOPE_WORDS[chosen.scope] if len(self.scopes) > 1 else "",
            "と".join(GROUP_WORDS[one] for one in chosen.groups) if self.groups else "",
            ORDER_WORDS[chosen.order] if chosen.order is not Order.SHEET else "",
        ]
        return "・".join(filter(None, parts))

    def selection(self, asked: Mapping[str, str]) -> Selection:
        """What an address asks for; what is not offered falls back to the usual choice, as in the inputs."""
        usual = {
            "first": str(self.years[0]), "last": str(self.usual_last), "track": self.tracks[0].value,
            "scope": self.usual_scope.value,
        }  # fmt: skip
        taken = {name: asked[name] for name, options in self._offered.items() if asked.get(name) in options}
        groups = option.several(self.groups, asked.get("groups"), self.usual_groups) if self.groups else CLASSES
        return selection.from_query({**usual, **taken, "groups": ",".join(groups)})


@dataclass(frozen=True)
class ComparisonPage:
    """What was asked for and what came of it.

    `told` says what the address asked for in vain. `offer` is None where nothing can be compared at all, `found` where the choice is refused. `differing` names the
    items that can be looked into, code -> text; `comments` are those of `item`, where one is; `consent` is what the own hospital
    said last about the support centre.
    """

    kind: str
    offer: Offer | None
    selection: Selection | None = None
    found: Comparison | TrackComparison | None = None
    refusal: Refused | None = None
    differing: Mapping[str, str] | None = None
    comments: Table | None = None
    told: tuple[str, ...] = ()
    consent: CenterConsent | None = None
    steps: tuple[Step, ...] = ()
    """What visitors of the own hospital found at the item, each with the way to its plan."""


def read(view: View, kind: str, asked: Mapping[str, str]) -> ComparisonPage:
    """The comparison of a kind (classes, hospitals or tracks) that an address asks for; raises Forbidden."""
    own = view.principal.hospital_id
    said = center_consents.current(view, own) if own is not None else None
    return replace(_read(view, kind, asked), consent=said)


def _read(view: View, kind: str, asked: Mapping[str, str]) -> ComparisonPage:
    choices = comparison.choices(view, asked.get("sheet", ""))
    if not choices.years:
        return ComparisonPage(kind, None)
    offer = _offer(choices, kind)
    chosen, told = offer.selection(asked), offer.told(asked)
    try:
        found = _made(view, kind, chosen)
    except Refused as refusal:
        return ComparisonPage(kind, offer, chosen, refusal=refusal, told=told)
    differing = _items(found)
    item = asked.get("item", "")
    told += (option.in_vain(INPUTS["item"], item),) if item and item not in differing else ()
    comments = track_comparison.item_comments(view, chosen, item) if item in differing else None
    steps = item_steps.of_item(view, chosen, item) if item in differing else ()
    return ComparisonPage(kind, offer, chosen, found, None, differing, comments, told, steps=steps)


def _offer(choices: Choices, kind: str) -> Offer:
    tracks = (Track.VISITOR,) if kind == "tracks" else (Track.VISITOR, Track.SELF, Track.AGREED)
    groups = choices.groups if kind != "hospitals" and len(choices.groups) > len(CLASSES) else ()
    scopes = choices.scopes
    years, classes = tuple(sorted(choices.years)), (EVERY, "1", "2")
    named = dict(choices.sheets), dict(choices.chapters)
    # A hospital's people ask first how their own stands, and where in the region.
    usual = (*CLASSES, Group.OWN) if groups else CLASSES
    return Offer(
        years,
        choices.running,
        *named,
        classes,
        tracks,
        scopes,
        Scope.REGION,
        groups,
        usual,
        tuple(Order) if kind != "tracks" else (Order.SHEET,),
    )


def _made(view: View, kind: str, chosen: Selection) -> Comparison | TrackComparison:
    if kind == "tracks":
        return track_comparison.track_comparison(view, chosen)
    make = spread.class_document if kind == "classes" else comparison.hospital_comparison
    return make(view, chosen)


def _items(found: Comparison | TrackComparison) -> dict[str, str]:
    """The items that can be looked into, code -> text: those that differ most, and all of a chosen chapter."""
    named = {gap.item: f"{gap.item}　{gap.text}" for gap in _gaps(found)}
    cells = found.items if isinstance(found, Comparison) and found.selection.chapter else ()
    return named | {cell.item: f"{cell.item}　{cell.item_text}" for cell in cells if cell.item not in named}


def _gaps(found: Comparison | TrackComparison) -> Sequence[Gap]:
    """The items in which both sides differ most; none between single hospitals."""
    if isinstance(found, TrackComparison):
        return [gap for one in found.gaps.values() for gap in one]
    return gaps.largest(found.items, "加算1", "加算2") if found.by == "classes" else ()
