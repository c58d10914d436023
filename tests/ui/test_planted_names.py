"""Names that look like HTML and Markdown stand on every page as they were typed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from checklist.model.criteria import Direction
from checklist.model.records import Appointment, Conference, Course, SafetyRound
from checklist.model.sheets import SheetVersion
from checklist.rules.evidence.evidence_days import DocumentFields
from checklist.store import db
from checklist.store.evidence import evidence_documents
from checklist.store.files import attachment
from checklist.store.hospitals import filing_events, filing_partners, hospitals
from checklist.store.records import records
from tests import cycle
from tests import world as worlds
from tests.attached_files import pdf
from tests.ui import screens
from tests.ui.screens import ROLES, open_page
from tests.ui.test_pages import LOGINS, OPENS
from tests.world import HOST, World, by, principal

TAIL = "[x](y)"
MARKS = (TAIL, "p://e", ":material/", "**太", "$x$", "[赤]")
"""What Markdown, or what Streamlit makes of finished texts, would be made of."""
PLANTED = f"""<b>&"'*_**太**http://e.x:material/home:$x$:red[赤]{TAIL}"""


def planted_sheet(version: SheetVersion) -> SheetVersion:
    """The same version with the planted name in every name and text."""
    return replace(
        version,
        sheet_name=f"{version.sheet_name}{PLANTED}",
        name=f"{version.name}{PLANTED}",
        chapters=tuple(replace(one, name=f"{one.name}{PLANTED}") for one in version.chapters),
        items=tuple(
            replace(one, text=f"{one.text}{PLANTED}", place=PLANTED, purpose=PLANTED, evidence=PLANTED)
            for one in version.items
        ),
    )


@pytest.fixture
def planted(empty_db: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The small world after a sealed report, every name and text in it planted."""
    for name in ("FIRST", "SECOND"):
        monkeypatch.setattr(worlds, name, planted_sheet(getattr(worlds, name)))
    with db.writing() as connection:
        world = worlds.build(connection)
        connection.execute("UPDATE hospital SET name = name || ?, founder = ?, address = ?", [PLANTED] * 3)
        connection.execute("UPDATE person SET name = name || ?", [PLANTED])
        connection.execute("UPDATE region SET name = ?", [PLANTED])
    cycle.meeting(world)
    cycle.noted(world, text=PLANTED)
    cycle.sign(world, world.visit, PLANTED, PLANTED)
    cycle.seal(world, world.visit)
    _papers_of_the_host(world)
    return world


def _papers_of_the_host(world: World) -> None:
    own = world.hospitals[HOST]
    found = (
        Conference(held_on=date(2026, 11, 11), participants=8, committee_members=3, topic=PLANTED),
        SafetyRound(held_on=date(2026, 11, 11), department=PLANTED, findings=PLANTED),
        Appointment(staff_name=PLANTED, profession="nurse", post="safety_manager", dedication="dedicated",
                    valid_from=date(2024, 4, 1)),
        Course(staff_name=PLANTED, finished_on=date(2024, 9, 1), title=PLANTED, organiser="national",
               organiser_name=PLANTED, hours=39.5, topics=("basics",)),
    )  # fmt: skip
    with db.writing() as connection:
        act = by(connection, principal(world.people["manager.h01"]))
        for record in found:
            records.save(act, own, record, confirmed=True)
        for kind, taken_back in (("organisation", True), ("minutes", False)):
            fields = DocumentFields(kind, PLANTED, date(2026, 4, 1), note=PLANTED)
            document = evidence_documents.add(act, own, fields, attachment.check(f"""<b>&"'*_{TAIL}.pdf""", pdf()))
            if taken_back:
                evidence_documents.withdraw(act, document, PLANTED)
        filing_partners.add(act, own, world.hospitals["H03"], Direction.VISITS, date(2026, 4, 1))
        filing_events.add(act, hospitals.filings(act, own)[0].id, "filed", date(2026, 4, 1), PLANTED, PLANTED)
        hospitals.share_entitlement(act, own, True)


class Shown(HTMLParser):
    """What a browser makes of a piece of HTML: its texts and the values of its attributes."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts += [value for _, value in attrs if value]

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def markdown_of(screen: AppTest) -> Iterator[str]:
    """Everything that is read as Markdown: texts, messages, labels, and the options of radios and pills."""
    for kind in ("title", "header", "subheader", "markdown", "caption", "error", "warning", "info", "success"):
        yield from (str(getattr(found, "value", "")) for found in screen.get(kind))
    yield from (found.label for found in screen.expander)
    for kind in (
        "text_input",
        "text_area",
        "selectbox",
        "checkbox",
        "radio",
        "button",
        "button_group",
        "file_uploader",
    ):
        yield from (str(getattr(found, "label", "")) for found in screen.get(kind))
    for kind in ("radio", "button_group"):
        yield from (str(option) for found in screen.get(kind) for option in getattr(found, "options", ()))


def told(screen: AppTest) -> int:
    """How often the planted name stands on a screen; everywhere as it was typed."""
    assert not screen.exception
    shown = "\n".join(
        part for found in screen.get("html") for part in Shown(found.proto.body.replace("<wbr>", "")).parts
    )
    read = "\n".join(markdown_of(screen))
    # As Streamlit has it in the end: the marks within it do not stand there, for what parts them stays.
    finished = re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", read)
    assert not [mark for mark in MARKS if mark in read]
    assert not [mark for mark in ("p://e", ":material/") if mark in finished]
    plain = finished.replace("\u2060", "")
    for text in (shown, plain):
        assert text.count("[赤]") == text.count(PLANTED)
    return shown.count(PLANTED) + plain.count(PLANTED)


@pytest.mark.parametrize("role", ROLES)
def test_a_planted_name_is_literal_on_every_page(role: str, planted: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, planted.people[LOGINS[role]].id)
    for page, roles in OPENS.items():
        if role in roles:
            # The person's own name stands in the line above.
            assert told(open_page(page)) >= 1, page


DETAILS: dict[str, list[tuple[str, dict[str, object]]]] = {
    "manager.h01": [
        ("records", {"kind": "conference", "record": 1}),
        ("records", {"kind": "safety_round"}),
        ("records", {"kind": "appointment"}),
        ("records", {"kind": "course", "record": 1}),
        ("criteria", {"on": "2026-11-22"}),
        ("sheets", {"sheet": "mini-2"}),
        ("hospitals", {"hospital": 1}),
        ("filings", {}),
        ("evidence", {}),
        ("visits", {"visit": 1}),
        ("closing", {"visit": 1}),
        ("improvements", {"finding": 1}),
        ("assessments", {"assessment": 2}),
        ("answer", {"assessment": 2, "form": "standard"}),
    ],
    "secretariat": [
        ("hospitals", {"hospital": 1}),
        ("filings", {"hospital": 1}),
        ("criteria", {"hospital": 1, "on": "2026-11-22"}),
        ("comparison", {"by": "hospitals"}),
        ("comparison", {"by": "tracks", "item": "1-02"}),
        ("comparison", {"by": "visit"}),
        ("comparison", {"by": "partners"}),
        ("visits", {"visit": 1}),
    ],
    "evaluator.h02": [("visits", {"visit": 1}), ("closing", {"visit": 1})],
    "admin": [("accounts", {"account": 1})],
}


@pytest.mark.parametrize("login", DETAILS)
def test_a_planted_name_is_literal_in_every_detail(login: str, planted: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, planted.people[login].id)
    for page, address in DETAILS[login]:
        # Beside the region and the person in the line above there is more of it on each of these.
        assert told(open_page(page, **address)) > 2, (page, address)


def test_what_was_saved_is_told_literally(planted: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, planted.people["secretariat"].id)
    screen = open_page("hospitals", hospital=1)
    before = told(screen)
    screens.press(screen, "病院を保存する")
    assert [one.value.replace("\\", "").replace("\u2060", "") for one in screen.success] == [
        f"架空中央病院{PLANTED}を保存しました。"
    ]
    assert told(screen) > before


def test_a_picture_shows_a_planted_name_as_text(planted: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, planted.people["secretariat"].id)
    screen = open_page("comparison", by="hospitals")
    told = "".join(drawn(json.loads(found.proto.spec)) for found in screen.get("plotly_chart"))
    assert "&lt;b&gt;&amp;" in told
    assert "<b>" not in told


def drawn(part: Any, name: str = "") -> str:
    """Every text of a picture that stands in it: the groups' names are also their keys, which nobody sees."""
    if isinstance(part, dict):
        return "".join(drawn(value, key) for key, value in part.items())
    if isinstance(part, list):
        return "".join(drawn(value, name) for value in part)
    return part if isinstance(part, str) and name != "legendgroup" else ""
