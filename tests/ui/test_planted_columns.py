"""Whatever stands in any text column: no page makes anything of it, and none shows what is of others, by any forged address."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from checklist.model import center
from checklist.model.assessments import Track
from checklist.model.fields import columns
from checklist.readings.center import trainings_page
from checklist.readings.visit_page import Chosen
from checklist.store import open_file
from checklist.store.center import hospital_desks
from tests.server import TODAY
from tests.store import permission_scene
from tests.store.permission_scene import AGREED_COMMENT, FINDING, OWN_COMMENT, SEALED, THEIR_COMMENT, Scene
from tests.ui import planted_columns, screens
from tests.ui.screens import open_page, text
from tests.ui.test_pages import OPENS
from tests.ui.test_planted_names import PLANTED, markdown_of, told
from tests.world import HOST

MARK = f"{PLANTED}{{{{7*7}}}}#sys.version"
OPEN_TO_ALL = re.compile(
    r"《(hospital|person|region|sheet|sheet_version|chapter|item|filing|focus_choice|rule_correction|practice)\.\w+》"
)
"""Names, sheets, classes, the settings of the region and the library of 好事例: everybody who may open a page with them reads them."""
SECRETS = (OWN_COMMENT, THEIR_COMMENT, AGREED_COMMENT, FINDING)
"""What stood there before, and so in the snapshot of the sealed report."""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The sealed visit of the host, with a mark in every text column."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("planted")
        patch.setenv("CHECKLIST_DB", str(folder / "now.db"))
        patch.setenv("CHECKLIST_TODAY", TODAY)
        yield permission_scene.copied(tmp_path_factory, TODAY, folder)


@pytest.fixture
def planted(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A copy of it, which the pages read."""
    path = Path(shutil.copy(scene.file(SEALED), tmp_path / "planted.db"))
    world = scene.world
    with closing(sqlite3.connect(path)) as db, db:
        ids = {"hospital": world.hospitals[HOST], "person": world.people["manager.h01"].id}
        marked = planted_columns.plant(db, MARK, ids)
        free = {one.place for found in planted_columns.schema(db).values() for one in found if one.is_free}
    assert free - marked == set(), "a text column that holds no mark: neither text nor named in CLOSED"
    assert len(free) > 80
    monkeypatch.setenv("CHECKLIST_DB", str(path))
    open_file.keep(path)
    return scene


def addresses(scene: Scene) -> list[tuple[str, dict[str, object]]]:
    """Every page as it opens by itself, and by whatever number of the host somebody may write into the address."""
    host, visit = scene.world.hospitals[HOST], scene.world.visit
    forged: dict[str, list[dict[str, object]]] = {
        "assessments": [{"assessment": scene.assessment(one)} for one in (Track.SELF, Track.VISITOR)],
        "answer": [{"assessment": scene.assessment(one), "form": "standard"} for one in Track],
        "visits": [{"visit": visit, "part": part} for part in Chosen],
        "closing": [{"visit": visit}],
        "improvements": [{"visit": visit}, {"finding": scene.finding}],
        "comparison": [{"by": one, "visit": visit, "item": "1-01"} for one in ("tracks", "visit")],
        "records": [{"kind": one, "record": 1, "hospital": host} for one in ("conference", "course", "notice")],
        **{page: [{"hospital": host}] for page in ("evidence", "criteria", "filings", "hospitals")},
        "sheets": [{"sheet": "mini-2"}],
        "consultations": [{"case": 1}, {"case": 2}, {"part": "list"}, {"part": "kept"}],
        "hospital_desk": [{"case": 1}, {"case": 2}, {"part": "own"}, {"part": "book"}],
        "figures": [{"part": one} for one in ("callers", "subjects", "responses")],
        "desk": [{"part": one, "record": 1} for one in ("response_line", "desk_rule", "lists", "file")],
        "trainings": [{"training": 1, "part": part} for part in trainings_page.PARTS],
        "accounts": [{"account": scene.world.people["manager.h01"].id}],
    }
    return [(page, address) for page in OPENS for address in ({}, *forged.get(page, []))]


ROLE_OF = {
    "center": "center", "admin": "admin", "manager.h01": "manager", "evaluator.h02": "evaluator", "secretariat": "secretariat",
}  # fmt: skip
"""People of other hospitals walk over the real websocket: tests/web/test_planted_answers.py."""
STRANGERS = ("center", "admin")


_OF_CENTER = {f"《{kind.TABLE}.{one.name}》" for kind in center.KINDS.values() for one in columns(kind)}
THEIRS = {
    "admin": {
        "《backup_run.fault》",
        "《backup_plan.folder》",
        "《mail.address》",
        "《audit.address》",
        "《audit.detail》",
    },
    "center": _OF_CENTER
    | {"《case_message.text》", "《option_edition.name》", "《case_draft.content》"}
    | {"《center_case.withdraw_reason》", "《case_transfer.text》", "《transfer_event.text》"}
    | {f"《hospital_desk.{one}》" for one in hospital_desks.LIMITS}
    | {"《topic_edition.name》", "《guideline_edition.name》", "《question_edition.name》"}
    | {"《attendance_offer.title》", "《offer_answer.reason》", "《offer_withdrawal.reason》"},
}
"""What somebody who is a stranger to the hospitals reads of their own work."""


@pytest.mark.parametrize("login", ROLE_OF)
def test_no_page_renders_a_mark_or_shows_a_stranger_what_is_of_others(
    login: str, planted: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, planted.world.people[login].id)
    marks, seen = 0, set[str]()
    for page, address in addresses(planted):
        if ROLE_OF[login] not in OPENS[page]:
            continue
        screen = open_page(page, **address)
        assert not screen.exception, (page, address)
        marks += told(screen)
        shown = "\n".join((text(screen), *markdown_of(screen))).replace("\\", "")
        foreign = set(re.findall(r"《[\w.]+》", OPEN_TO_ALL.sub("", shown))) | {one for one in SECRETS if one in shown}
        seen |= foreign
        if login in STRANGERS:
            assert foreign <= THEIRS.get(login, set()), (page, address)
        assert not re.search(r"49#sys|\b3\.1\d\.\d+ \(", shown)
    assert marks > 0
    # Whoever they are of does read them, so that the walk would have seen them.
    assert login != "manager.h01" or len(seen) > 20, seen
