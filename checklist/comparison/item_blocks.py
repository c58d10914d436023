"""Items that stand in a number together or not at all, where the reader knows whose it is but may not open the assessment.

By another year, class or chapter the same hospital's number rests on a few items more or less, and from the two numbers these
items can be worked out. So they come in blocks of which every one is told whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from checklist.model.sheets import SheetVersion
from checklist.rules.sheets import lineage
from checklist.store.act import View
from checklist.store.assessments.submitted import Flags, Numbers
from checklist.store.sheets import sheets

FEWEST = 3
"""Of how many items a number is made, at least, of assessments that the reader may not open one by one."""
Block = frozenset[str]


def told(view: View, versions: Collection[str], used: Mapping[str, str]) -> dict[str, list[Block]]:
    """Of the items used (code -> chapter) the blocks that may stand in a number of an assessment on each of these versions."""
    blocks = view.each(
        "item blocks of version",
        versions,
        lambda missing: {code: made(chain) for code, chain in sheets.chains(view, missing).items()},
    )
    # A version that came later may leave out or move a part of a block that was told already.
    return {
        code: [one for one in of_version if one <= used.keys() and len({used[item] for item in one}) == 1]
        for code, of_version in blocks.items()
    }


def rated_enough(rated: Flags, blocks: Iterable[Numbers]) -> list[Numbers]:
    """The blocks (places of items) of which each of some assessments (N × items) has rated nothing, or enough.

    Of one of which a hospital rated two items and had the others not, the number would be that of two. No choice and no later
    version moves that: it is asked of whole blocks, and what was submitted stays.
    """
    counted = ((one, rated[:, one].sum(axis=1)) for one in blocks)
    return [one for one, number in counted if ((number == 0) | (number >= FEWEST)).all()]


def keep_whole(opened: Flags, blocks: Sequence[Numbers]) -> None:
    """Shut what is left of a block of which an item is shut, until each of them is open whole or not at all."""
    cut = True
    while cut:
        cut = False
        for one in blocks:
            if opened[one].any() and not opened[one].all():
                opened[one], cut = False, True


def made(chain: tuple[SheetVersion, ...]) -> tuple[Block, ...]:
    """The blocks of the first of these versions, behind which all before it follow: later ones change nothing of them.

    A block is of items that every choice takes or leaves together. Fewer than three wait for the others of their chapter.
    """
    alike: defaultdict[tuple[object, ...], set[str]] = defaultdict(set)
    places = [(lineage.comparable_codes(chain[: place + 1]), _places(one)) for place, one in enumerate(chain)]
    for item in chain[0].items:
        signs = tuple(known[item.code] if item.code in comparable else None for comparable, known in places)
        alike[signs].add(item.code)
    chapter = {item.code: item.chapter_code for item in chain[0].items}
    found = [frozenset(one) for one in alike.values() if len(one) >= FEWEST]
    return (*found, *_rest(chapter, (one for one in alike.values() if len(one) < FEWEST)))


def _places(version: SheetVersion) -> Mapping[str, tuple[str, tuple[int, ...]]]:
    return {item.code: (item.chapter_code, tuple(sorted(item.classes))) for item in version.items}


def _rest(chapter: Mapping[str, str], small: Iterable[Iterable[str]]) -> Iterable[Block]:
    """What is left over in each chapter, where it is enough together."""
    left = [code for one in small for code in one]
    for name, count in Counter(chapter[code] for code in left).items():
        if count >= FEWEST:
            yield frozenset(code for code in left if chapter[code] == name)
