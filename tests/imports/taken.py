"""A file taken in as the screen and the command do it: read, tried, and then stored as it was shown."""

from __future__ import annotations

from checklist.imports import part, region_file
from checklist.imports.region_file import Outcome
from checklist.store.act import acting, trying
from tests.world import PASSWORD_HASH, World, principal


def take_in(world: World, name: str, data: bytes, login: str = "secretariat") -> Outcome:
    """What came of a file; every new account has the password of the world's people."""
    draft, who = region_file.read(name, data), principal(world.people[login])
    with trying(who) as act:
        shown = region_file.preview(act, draft)
    with acting(who) as act:
        region_file.import_file(act, draft, shown, dict.fromkeys(shown.new_people(), PASSWORD_HASH))
    return shown


def effects(outcome: Outcome, noun: str) -> tuple[int, int, int]:
    """How many of a noun are new, changed, and as they were."""
    found = [one.effect for one in outcome.changes if one.noun == noun]
    return found.count(part.NEW), found.count(part.CHANGED), found.count(part.SAME)
