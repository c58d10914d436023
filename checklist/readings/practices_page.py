"""The library of 好事例 as it is searched and read, and beside it what one's own hospital offers or could offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checklist import words
from checklist.formats.table import Column
from checklist.model.permission import Thing, Verb
from checklist.readings import listing
from checklist.readings.listing import Line, Listing
from checklist.rules import access
from checklist.store import practices
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.practices import Offer, Practice

NAMELESS, UNTOLD = "匿名", "非表示"
COLUMNS = (
    Column("題名", "text", 30, least=12),
    Column("内容", "text", 60, least=20),
    Column("章", "text", 26, least=9),
    Column("年度", "text", 10),
    Column("病院", "text", 26, least=10),
    Column("区分", "text", 10),
)


@dataclass(frozen=True)
class PracticesPage:
    """The library; `offers` are the 好事例 of the own hospital, `writes` whether the reader offers them, `chosen` one of them."""

    library: Listing[Practice]
    hospital: str
    offers: tuple[Offer, ...]
    writes: bool
    chosen: Offer | None = None


def read(view: View, finding_id: int | None = None) -> PracticesPage:
    """The page, with the form of one 好事例 if one is asked for; raises Forbidden."""
    found, own = library(view), view.principal.hospital_id
    if own is None or not view.may(Verb.READ, Thing.PRACTICE_OFFERS, access.of_hospital(own)):
        return PracticesPage(found, "", (), False)
    writes = view.may(Verb.WRITE, Thing.PRACTICE_OFFERS, access.of_hospital(own))
    chosen = practices.of_finding(view, finding_id) if finding_id is not None and writes else None
    return PracticesPage(found, hospitals.get(view, own).name, tuple(practices.offers(view, own)), writes, chosen)


def library(view: View) -> Listing[Practice]:
    """Every entry as a line; no number, no day and no way lead from it to a visit. Raises Forbidden."""
    found = practices.library(view)
    lines = tuple(
        Line(
            (one.title, one.text, _chapter(one), _year(one), one.hospital or NAMELESS, _class(one)), one,
            # By class only those with a name: else two choices together would tell what an entry keeps to itself.
            keys=listing.keys(chapter=one.chapter, year=one.fiscal_year, **({"class": one.addon_class} if one.hospital else {})),
        )
        for one in found
    )  # fmt: skip
    return Listing("practices", "好事例の一覧", COLUMNS, lines, _choices(found))


def _choices(found: Sequence[Practice]) -> tuple[listing.Choice, ...]:
    chapters = sorted({(one.chapter, one.chapter_name) for one in found if one.chapter}, key=lambda one: _order(one[0]))
    years = sorted({one.fiscal_year for one in found if one.fiscal_year}, reverse=True)
    classes = sorted({one.addon_class for one in found if one.hospital and one.addon_class})
    return (
        listing.chosen_by("chapter", "章", ((code, words.chapter(code, name)) for code, name in chapters)),
        listing.chosen_by("year", "年度", ((year, f"{year}年度") for year in years)),
        listing.chosen_by("class", "区分", ((one, words.addon_class(one)) for one in classes)),
    )


def _order(code: str) -> tuple[bool, int, str]:
    return (not code.isdigit(), int(code) if code.isdigit() else 0, code)


def _chapter(one: Practice) -> str:
    return words.chapter(one.chapter, one.chapter_name) if one.chapter else UNTOLD


def _year(one: Practice) -> str:
    return f"{one.fiscal_year}年度" if one.fiscal_year else UNTOLD


def _class(one: Practice) -> str:
    return words.addon_class(one.addon_class) if one.hospital and one.addon_class else ""
