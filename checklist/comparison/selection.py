"""What a reader chooses to compare, and how the choice stands in an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from checklist.errors import Fault, Refused
from checklist.model.assessments import Track

YEARS_LIMIT = 20


class Scope(StrEnum):
    """Which hospitals are compared: the whole region, or the reader's own with the partners of its visits."""

    REGION = "region"
    PARTNERS = "partners"


class Group(StrEnum):
    """A column of the class comparison."""

    CLASS_1 = "class1"
    CLASS_2 = "class2"
    OWN = "own"
    VISITS = "visits"


class Order(StrEnum):
    """In which order the chapters stand."""

    SHEET = "sheet"
    GAP = "gap"
    CHANGE = "change"


CLASSES = (Group.CLASS_1, Group.CLASS_2)
SCOPE_WORDS = {Scope.REGION: "地域全体", Scope.PARTNERS: "自院と連携先"}
GROUP_WORDS = {
    Group.CLASS_1: "加算1",
    Group.CLASS_2: "加算2",
    Group.OWN: "自院",
    Group.VISITS: "自院が訪問した病院",
}
ORDER_WORDS = {
    Order.SHEET: "点検表の順",
    Order.GAP: "差が大きい順（最後の年度）",
    Order.CHANGE: "変化が大きい順（始めの年度から）",
}


@dataclass(frozen=True)
class Selection:
    """What to compare; `chapter` None means every chapter, `sheet` None the sheet that was used most.

    `addon_class` leaves only hospitals of that class, `groups` are the columns of the class comparison.
    """

    first_year: int
    last_year: int
    track: Track = Track.VISITOR
    chapter: str | None = None
    sheet: str | None = None
    scope: Scope = Scope.REGION
    addon_class: int | None = None
    groups: tuple[Group, ...] = CLASSES
    order: Order = Order.SHEET

    @property
    def span(self) -> str:
        """The years compared, in words."""
        last = f"{self.last_year}年度"
        return last if self.first_year == self.last_year else f"{self.first_year}年度から{last}まで"

    @property
    def years(self) -> range:
        """The years compared."""
        return range(self.first_year, self.last_year + 1)


def check(selection: Selection) -> None:
    """Raise Refused for a selection that makes no sense."""
    faults = []
    if not 0 <= selection.last_year - selection.first_year < YEARS_LIMIT:
        faults.append(Fault("年度", f"初めの年度から終わりの年度まで、{YEARS_LIMIT}年以内で選んでください。"))
    if not (selection.first_year >= 2000 and selection.last_year <= 2200):
        faults.append(Fault("年度", "2000年度から2200年度までの年度を選んでください。"))
    if selection.addon_class not in (None, 1, 2):
        faults.append(Fault("区分", "加算1または加算2を選んでください。"))
    if not selection.groups:
        faults.append(Fault("比較する集団", "1つ以上選んでください。"))
    if faults:
        raise Refused(faults)


def from_query(asked: Mapping[str, str]) -> Selection:
    """The selection that stands in an address, of the page or of a file: read here only. Raises Refused.

    Groups that are named but empty are none, which `check` refuses; without their word they are the classes.
    """
    try:
        return Selection(
            int(asked["first"]),
            int(asked["last"]),
            Track(asked.get("track") or Track.VISITOR),
            asked.get("chapter") or None,
            asked.get("sheet") or None,
            Scope(asked.get("scope") or Scope.REGION),
            int(asked["class"]) if asked.get("class") else None,
            tuple(dict.fromkeys(map(Group, filter(None, asked["groups"].split(",")))))
            if "groups" in asked
            else CLASSES,
            Order(asked.get("order") or Order.SHEET),
        )
    except (KeyError, ValueError) as error:
        raise Refused("比較する年度や評価の種類などの指定が正しくありません。") from error


def to_query(selection: Selection) -> dict[str, str]:
    """The selection as an address says it; what was not chosen is left out."""
    query = {
        "first": str(selection.first_year),
        "last": str(selection.last_year),
        "track": selection.track.value,
        "chapter": selection.chapter or "",
        "sheet": selection.sheet or "",
        "scope": selection.scope.value,
        "class": str(selection.addon_class or ""),
        # Always named: without a word, the page takes what is usual for its reader, and a file the classes.
        "groups": ",".join(selection.groups),
        "order": selection.order.value if selection.order is not Order.SHEET else "",
    }
    return {name: value for name, value in query.items() if value}
