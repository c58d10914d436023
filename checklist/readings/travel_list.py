"""The travel times that are known, beside what the map says: the list of the screen, which is taken in again, too."""

from __future__ import annotations

from collections.abc import Mapping

from checklist.formats.table import Column
from checklist.model.plan import Pair, Partner
from checklist.readings import listing
from checklist.readings.listing import Line, Listing
from checklist.rules.plan import partnership
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.plan import travel_times
from checklist.words.plan import DISTANCE, MINUTES, ONE_HOSPITAL, OTHER_HOSPITAL

COLUMNS = (
    Column(ONE_HOSPITAL, "text", 26, least=10),
    Column(OTHER_HOSPITAL, "text", 26, least=10),
    Column(MINUTES, "number", 14),
    Column(DISTANCE, "number", 14),
)


def read(view: View) -> Listing[Pair]:
    """Every pair with a time of its own, by the codes of the hospitals; raises Forbidden."""
    found = travel_times.current(view)
    return of(found, {one.id: partnership.placed(one) for one in hospitals.all_hospitals(view)})


def of(found: Mapping[Pair, int], known: Mapping[int, Partner]) -> Listing[Pair]:
    """The same of times and hospitals that were read already."""
    pairs = sorted(found, key=lambda pair: [known[one].code for one in pair])
    used = {one for pair in pairs for one in pair}
    place = listing.chosen_by("with", "病院", ((key, one.name) for key, one in known.items() if key in used))
    lines = tuple(_line(pair, found[pair], known) for pair in pairs)
    return Listing("travel-times", "病院間の移動時間", COLUMNS, lines, (place,))


def _line(pair: Pair, minutes: int, known: Mapping[int, Partner]) -> Line[Pair]:
    one, other = sorted((known[key] for key in pair), key=lambda each: each.code)
    apart = partnership.kilometres(one, other)
    cells = (one.name, other.name, minutes, None if apart is None else round(apart))
    return Line(cells, pair, keys=listing.keys(**{"with": pair}))
