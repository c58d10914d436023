"""How much a screen reads: one table of connections and statements, which may fall and never rise unseen."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.model.accounts import Role
from checklist.model.visits import VisitState
from checklist.rules.grants import PAGES
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.visits import visits
from checklist.web.page_language import WITH_CHARTS
from tests import cycle
from tests.conftest import copied
from tests.ui import screens
from tests.ui.screens import open_page
from tests.world import FIRST, SECOND, World, by

SLACK = 2
"""A number may stand so far above what is measured; beyond that it is lowered."""
FRAME = (3, 4)
"""Connections and statements of the frame (who is signed in, the region's line) and of the page's guard; not counted below."""

LOGINS = {
    Role.SAFETY_MANAGER: "manager.h01",
    Role.EVALUATOR: "evaluator.h02",
    Role.LEADER: "leader.h01",
    Role.SECRETARIAT: "secretariat",
    Role.CENTER_STAFF: "center",
    Role.EXPERT: "expert",
    Role.ADMIN: "admin",
}
"""Who opens the screens of the small world; the visitors' side holds the meeting, so that its member is the evaluator."""

# Screen (an address), where it is opened, and the most connections and statements of any role that opens the page.
# `open` to `sealed` are the stages of the one visit of the small world, `next` the visit of the year after a sealed one;
# `region` is the invented region of 24 hospitals and five years: what is listed there must not cost a statement each.
MOST = {
    ("home", "open"): (1, 61),
    ("home", "submitted"): (1, 62),
    ("home", "sealed"): (1, 64),
    ("home", "region"): (1, 79),
    ("visits", "open"): (1, 10),
    ("visits", "region"): (1, 12),
    ("visits?visit", "open"): (1, 25),
    ("visits?visit", "submitted"): (1, 25),
    ("visits?visit", "meeting"): (1, 29),
    ("visits?visit", "sealed"): (1, 27),
    ("visits?visit", "next"): (1, 25),
    ("visits?visit", "region"): (1, 27),
    ("visits?visit&part=result", "submitted"): (1, 21),
    ("visits?visit&part=result", "sealed"): (1, 24),
    ("visits?visit&part=result", "region"): (1, 24),
    ("visits?visit&part=paperwork", "open"): (1, 23),
    ("visits?visit&part=paperwork", "meeting"): (1, 26),
    ("visits?visit&part=paperwork", "sealed"): (1, 27),
    ("visits?visit&part=paperwork", "region"): (1, 27),
    ("closing?visit", "open"): (1, 3),
    ("closing?visit", "meeting"): (1, 25),
    ("closing?visit", "sealed"): (1, 19),
    ("closing?visit", "region"): (1, 19),
    ("assessments", "open"): (1, 8),
    ("assessments", "region"): (1, 10),
    ("assessments?assessment", "open"): (1, 17),
    ("assessments?assessment", "submitted"): (1, 18),
    ("answer?assessment", "open"): (1, 14),
    ("answer?assessment", "submitted"): (1, 15),
    ("answer?assessment&form=standard", "open"): (1, 19),
    ("answer?assessment&form=standard", "submitted"): (1, 21),
    ("notices", "open"): (1, 5),
    ("notices", "region"): (1, 5),
    ("own_sessions", "open"): (1, 3),
    ("own_sessions", "region"): (1, 3),
    ("date_polls", "open"): (1, 3),
    ("date_polls", "region"): (1, 7),
    ("date_polls?visit", "open"): (1, 10),
    ("date_polls?visit", "region"): (1, 10),
    ("overdue", "open"): (1, 10),
    ("overdue", "sealed"): (1, 12),
    ("overdue", "region"): (1, 13),
    ("plan", "open"): (1, 10),
    ("plan", "region"): (1, 10),
    ("plan?part=visits", "region"): (1, 10),
    ("plan?part=pictures", "region"): (1, 10),
    ("plan?part=work", "region"): (2, 11),
    ("plan?part=moves", "region"): (1, 11),
    ("plan?part=schedule", "open"): (1, 9),
    ("plan?part=schedule", "region"): (1, 11),
    ("improvements", "open"): (1, 4),
    ("improvements", "sealed"): (1, 12),
    ("improvements", "region"): (1, 14),
    ("improvements?finding", "sealed"): (1, 5),
    ("improvements?visit", "next"): (1, 9),
    ("follow_ups", "open"): (1, 5),
    ("follow_ups", "sealed"): (1, 10),
    ("follow_ups", "region"): (1, 11),
    ("practices", "open"): (1, 4),
    ("practices", "sealed"): (1, 4),
    ("practices", "region"): (1, 5),
    ("leniency", "open"): (1, 1),
    ("leniency", "submitted"): (1, 9),
    ("leniency", "region"): (1, 12),
    ("comparison", "submitted"): (1, 21),
    ("comparison", "region"): (1, 28),
    ("comparison?by=hospitals", "region"): (1, 21),
    ("comparison?by=tracks&item=1-01", "submitted"): (1, 24),
    ("comparison?by=tracks", "region"): (1, 25),
    ("comparison?by=visit", "submitted"): (1, 13),
    ("comparison?by=visit", "region"): (1, 22),
    ("comparison?by=partners", "submitted"): (1, 13),
    ("comparison?by=partners", "region"): (1, 22),
    ("learning", "open"): (1, 24),
    ("learning", "region"): (1, 26),
    ("learning?topic=drug", "region"): (1, 27),
    ("learning?part=outcomes", "region"): (1, 35),
    ("consultations", "open"): (1, 6),
    ("consultations", "region"): (1, 6),
    ("consultations?part=list", "region"): (1, 4),
    ("consultations?case=1", "region"): (1, 12),
    ("consultations?part=kept", "region"): (1, 6),
    ("hospital_desk", "open"): (1, 2),
    ("hospital_desk", "region"): (1, 4),
    ("hospital_desk?part=book", "region"): (1, 4),
    ("advice", "open"): (1, 2),
    ("advice", "region"): (1, 4),
    ("figures", "open"): (1, 9),
    ("figures", "region"): (1, 9),
    ("activities", "open"): (1, 12),
    ("activities", "region"): (1, 12),
    ("activities?part=training_session", "region"): (1, 30),
    ("trainings", "open"): (1, 2),
    ("trainings", "region"): (1, 10),
    ("trainings?part=after", "region"): (1, 9),
    ("trainings?part=attendance", "region"): (1, 9),
    ("trainings?part=wishes", "region"): (1, 31),
    ("council", "open"): (1, 6),
    ("council", "region"): (1, 6),
    ("survey", "open"): (1, 12),
    ("survey", "region"): (1, 9),
    ("desk", "open"): (1, 2),
    ("desk", "region"): (1, 2),
    ("criteria", "open"): (1, 34),
    ("criteria", "region"): (1, 34),
    ("records", "open"): (1, 4),
    ("records", "region"): (1, 4),
    ("records?kind=safety_round", "region"): (1, 6),
    ("records?kind=appointment", "region"): (1, 5),
    ("records?kind=incident_count", "region"): (1, 7),
    ("evidence", "open"): (1, 16),
    ("evidence", "region"): (1, 16),
    ("filings", "open"): (1, 9),
    ("filings", "region"): (1, 9),
    ("filings?hospital=1", "region"): (1, 9),
    ("hospitals", "open"): (1, 3),
    ("hospitals", "region"): (1, 3),
    ("hospitals?hospital=1", "region"): (1, 8),
    ("revisions", "open"): (1, 3),
    ("revisions", "region"): (1, 5),
    ("sheets", "open"): (1, 1),
    ("sheets", "region"): (1, 1),
    ("sheets?sheet=anzen-2", "region"): (1, 9),
    ("audit", "open"): (1, 1),
    ("audit", "region"): (1, 1),
    ("accounts", "open"): (1, 4),
    ("accounts", "region"): (1, 4),
    ("accounts?account=1", "region"): (1, 4),
    ("settings", "open"): (1, 19),
    ("settings", "region"): (1, 19),
}


@dataclass
class Reads:
    """What was asked of the database while a screen was shown."""

    connections: int = 0
    statements: list[str] = field(default_factory=list)

    @property
    def counts(self) -> tuple[int, int]:
        """Both numbers, without the frame around the page."""
        return self.connections - FRAME[0], len(self.statements) - FRAME[1]


# The last is how a connection that is given back is asked whether it still reads.
_SETTLES = re.compile(r"BEGIN|COMMIT|ROLLBACK|PRAGMA|--|SELECT 1$")


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reads]:
    """Everything that is asked meanwhile through the one door of the database."""
    found, real = Reads(), db.lent

    def note(statement: str) -> None:
        if not _SETTLES.match(statement):
            found.statements.append(statement)

    def lent(path: Path) -> Database:
        connection = real(path)
        found.connections += 1
        assert isinstance(connection.conn, sqlite3.Connection)
        connection.conn.set_trace_callback(note)
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(db, "lent", lent)
        yield found


@dataclass(frozen=True)
class Place:
    """Who opens the screens here, and what the ids in their addresses are."""

    people: dict[Role, int]
    ids: dict[str, int]
    others: dict[Role, list[int]] = field(default_factory=dict)
    """Where there are many of a role: everybody in it, the same first."""


def in_the_small_world(world: World, stage: str) -> Place:
    finding, visit = 0, world.visit
    if stage == "submitted":
        cycle.submitted(world)
    elif stage == "meeting":
        cycle.meeting(world)
        cycle.noted(world)
    elif stage in ("sealed", "next"):
        finding = cycle.sealed(world)
        visit = cycle.next_year(world) if stage == "next" else visit
    known = {role: world.people[login].id for role, login in LOGINS.items()}
    return Place(known, {"visit": visit, "finding": finding, "assessment": world.self_assessment})


def in_the_region(demo: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The first person of every role, and a sealed visit."""
    copied(demo, here, monkeypatch)
    with db.reading() as connection:
        everybody = people.all_people(by(connection))
        sealed = next(one for one in visits.all_visits(by(connection)) if one.state is VisitState.ACKNOWLEDGED)
    members = [one for one in everybody if one.id in sealed.member_ids]
    # Those of the visited hospital first, whom the visit concerns.
    everybody.sort(key=lambda one: one.hospital_id != sealed.host_id)
    known = {role: next(one.id for one in everybody if role in one.roles) for role in Role}
    others = {role: [one.id for one in everybody if role in one.roles] for role in Role}
    return Place({**known, Role.EVALUATOR: members[0].id}, {"visit": sealed.id}, others)


def address_of(screen: str, ids: dict[str, int]) -> tuple[str, dict[str, object]]:
    """The page of a screen and what stands behind it."""
    page, _, query = screen.partition("?")
    parts = [part.partition("=") for part in query.split("&") if part]
    return page, {name: value or ids[name] for name, _, value in parts}


@pytest.mark.parametrize("where", dict.fromkeys(where for _, where in MOST if where != "region"))
def test_a_screen_reads_no_more_than_is_written_down(where: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    place = in_the_small_world(world, where)
    for screen in [screen for screen, stage in MOST if stage == where]:
        _measure(screen, where, place, monkeypatch)


@pytest.mark.parametrize("page", sorted({screen.partition("?")[0] for screen, where in MOST if where == "region"}))
def test_a_screen_reads_no_more_than_is_written_down_where_it_lists_much(
    page: str, demo_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = in_the_region(demo_db, tmp_path, monkeypatch)
    for screen in [screen for screen, where in MOST if where == "region" and screen.partition("?")[0] == page]:
        _measure(screen, "region", place, monkeypatch)


def _measure(screen: str, where: str, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open one screen as everybody who may, and hold what is read against what is written down."""
    page, address = address_of(screen, place.ids)
    measured: dict[str, tuple[int, int]] = {}
    drawn: list[bool] = []
    for role in sorted(PAGES[page]):
        screens.sign_in(monkeypatch, place.people[role])
        with counted(monkeypatch) as found:
            shown = open_page(page, **address)
        assert not shown.exception, screen
        measured[role] = found.counts
        if where == "region" and not address:
            # What draws charts is fetched ahead only where everybody gets one.
            drawn.append(bool(shown.get("plotly_chart")))
    assert not drawn or all(drawn) == (page in WITH_CHARTS), page
    connections, statements = MOST[screen, where]
    most = max(asked for _, asked in measured.values())
    assert max(opened for opened, _ in measured.values()) == connections, (screen, measured)
    assert most <= statements, (screen, measured)
    assert statements <= most + SLACK, f"{screen}, {measured}: write the lower number down"


def test_a_visit_with_two_sheets_reads_no_more_than_with_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands once for each sheet is read for all of them together."""
    with db.writing() as connection:
        planner, plan = by(connection, cycle.who(world, "secretariat")), visits.get(by(connection), world.visit)
        found = [visits.add(planner, plan, codes) for codes in ([SECOND.code], [SECOND.code, FIRST.code])]
    screens.sign_in(monkeypatch, world.people["evaluator.h02"].id)
    asked = []
    for visit in found:
        with counted(monkeypatch) as reads:
            assert not open_page("visits", visit=visit).exception
        asked.append(reads.counts[1])
    assert asked[0] == asked[1] > 0


def test_every_page_is_in_the_table_in_the_small_world_and_where_it_lists_much() -> None:
    written = {(screen.partition("?")[0], where == "region") for screen, where in MOST}
    assert {page for page, region in written if not region} == set(PAGES)
    assert set(PAGES) - {page for page, region in written if region} == {"answer"}


def test_the_frame_and_the_guard_are_what_every_page_has_in_common(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    with counted(monkeypatch) as found:
        screen = open_page("settings")
    assert any(one.startswith("INSERT INTO audit ") for one in found.statements), (
        "what was refused is written down once"
    )
    with counted(monkeypatch) as found:
        screen.run()
    assert (found.connections, len(found.statements)) == FRAME


@pytest.mark.parametrize("page", ["records", "evidence", "criteria", "filings"])
def test_whoever_has_no_hospital_costs_no_read(page: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE person SET hospital_id = NULL WHERE login = 'leader.h01'")
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    with counted(monkeypatch) as found:
        screen = open_page(page)
    assert found.counts == (0, 0)
    assert 'class="blank"' in screens.text(screen)


def test_what_is_chosen_is_read_in_the_same_run(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is read before its inputs are drawn: whatever is chosen in them stands in the address by then."""
    cycle.submitted(world)
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    screen = open_page("comparison")
    assert ">医療安全管理体制</a></th>" in screens.text(screen)
    next(box for box in screen.selectbox if box.label == "章").set_value("1").run()
    assert screen.query_params["chapter"] == "1"
    assert ">医療安全管理体制</a></th>" not in screens.text(screen)
    next(pills for pills in screen.button_group if pills.label == "比較する集団").set_value([]).run()
    assert "1つ以上選んでください" in screens.faults(screen)
    screen = open_page("records")
    assert "2026年度のカンファレンスの記録はまだありません" in screens.text(screen)
    screen.selectbox(key="choice-year").set_value(2024).run()
    assert "2024年度のカンファレンスの記録はまだありません" in screens.text(screen)


READS_ALONE = {
    "accounts/first_password_view.py": 1,  # behind a button
    "accounts/provider_view.py": 1,  # behind a button
    "accounts/invitation_view.py": 1,  # behind a button
    "center/questionnaire_board.py": 1,  # follows along by itself
    "visits/date_offer_view.py": 1,  # behind what is typed
    "visits/date_poll_view.py": 1,  # behind a tap
    "closing/closing_view.py": 1,  # follows along by itself
    "closing/photo_erasure_view.py": 1,  # behind a switch
    "closing/report_view.py": 1,  # behind a button
    "plan/plan_editor.py": 1,  # behind what is typed
    "plan/plan_moves.py": 1,  # behind a move
    "plan/plan_work.py": 2,  # behind buttons
    "records/record_erasure_view.py": 1,  # behind a search
    "region/settings_view.py": 1,  # behind a button
    "visits/member_view.py": 1,  # follows along by itself
}
"""Section -> how often it opens a connection to read, and why it does not take its part of the page's reading."""


def test_a_section_takes_its_part_of_the_reading_and_leaves_saving_to_one_door() -> None:
    sections = [path for path in (db.ROOT / "checklist" / "ui").glob("*/*.py") if path.parent.name != "answer_sheet"]
    texts = {f"{path.parent.name}/{path.name}": path.read_text(encoding="utf-8") for path in sections}
    assert {name: text.count("viewing(") for name, text in texts.items() if "viewing(" in text} == READS_ALONE
    assert [name for name, text in texts.items() if re.search(r"acting\(|db\.(reading|writing)\(", text)] == []
