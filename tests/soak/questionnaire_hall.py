"""Thirty phones in one hall, every one a browser context of its own: by touch, at one moment, each answer kept once.

Run by hand: `python -m tests.soak.questionnaire_hall`. In the tests six are real and the others speak HTTP alone: a context
for each costs a process of Chromium, half a minute of a busy machine.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from playwright.sync_api import sync_playwright

from checklist.store import db
from tests.browser import hall
from tests.browser.conftest import FLAGS, PATIENCE, chromium
from tests.browser.shelf import SCREEN
from tests.center_trainings import answers_of, ask, hold
from tests.server import TODAY, Server
from tests.world import build

PHONES = 30


def main() -> int:
    """Answer and compare what was kept with what was typed, phone by phone."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = Path(folder) / "checklist.db"
        os.environ |= {"CHECKLIST_DB": str(database), "CHECKLIST_TODAY": TODAY}
        db.migrate(database)
        with db.writing(database) as connection:
            world = build(connection)
        asked = ask(world, hold(world, attended=40))
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        with Server(database) as server, closing(browser):
            pages, typed = [], []
            for place in range(PHONES):
                context = browser.new_context(**SCREEN)
                context.set_default_timeout(4 * PATIENCE)
                pages.append(hall.opened(context.new_page(), f"{server.url}/q/{asked.token}"))
                typed.append(hall.fill_in(pages[-1], place % 5 + 1, f"{hall.USEFUL}{place}"))
            hall.send_at_once(pages, 5)
            begun = time.monotonic() + 5
            hall.all_thanked(pages)
            took = time.monotonic() - begun
        kept = answers_of(world, asked)
    right = sorted(map(str, kept)) == sorted(map(str, typed))
    print(f"{PHONES} phones, {len(kept)} answers, each as it was typed: {right}; all thanked after {took:.1f} s")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
