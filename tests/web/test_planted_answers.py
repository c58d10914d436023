"""The real server on a region with a mark in every text: no route and no screen tells anybody what was not granted to them."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import pytest
from starlette.routing import Mount, Route
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from checklist.model.accounts import Principal
from checklist.model.assessments import Track
from checklist.papers.center import training_papers
from checklist.store import db
from checklist.store.accounts import people, sessions
from checklist.store.files import files
from checklist.store.notices import calendar_feeds
from checklist.store.visits import passes
from checklist.web.routes import ROUTES
from tests import pdf_text
from tests.client import MARK, operation
from tests.server import TODAY, Server
from tests.store import permission_scene
from tests.store.permission_scene import AGREED_COMMENT, FINDING, OWN_COMMENT, SEALED, THEIR_COMMENT, Scene
from tests.ui import planted_columns
from tests.ui.test_planted_columns import MARK as TAIL
from tests.ui.test_planted_columns import addresses
from tests.web import planted_grants
from tests.world import HOST, LEADING, by

SECRETS = (OWN_COMMENT, THEIR_COMMENT, AGREED_COMMENT, FINDING)
"""What the sealed report holds of former texts."""
READERS = (
    "manager.h01", "evaluator.h02", "manager.h04", "evaluator.h04", "leader.h04", "moved.h04", "secretariat", "center",
    "admin", "pass",
)  # fmt: skip
"""Every role on every side; `moved.h04` was a member before, `pass` is the tablet of a member on the later visit."""
RENDERED = re.compile(r"》\d+<")
"""A mark whose signs stand in HTML as they were typed."""
ON_SCREENS = (
    "manager.h01",
    "evaluator.h02",
    "manager.h04",
    "leader.h04",
    "evaluator.h04",
    "secretariat",
    "center",
    "admin",
)
NUMBERED = {
    "assessments": "assessment", "photos": "photo", "visits": "visit", "visit": "visit", "meeting": "visit", "hospitals": "hospital",
    "trainings": "training_session", "questionnaires": "questionnaire", "evidence": "plan_evidence", "visit-papers": "visit_paper", "evidence-documents": "evidence_document",
    "papers": "council_paper", "revisions": "sheet_revision",
}  # fmt: skip
"""What a number in an address counts; whoever adds a route with another noun says here which table it is about."""
TEXTS = {
    "name": ("overdue", "visits", "plans", "findings", "practices", "cases", "plan", "plan-duties"),
    "token": ("x",),
    "report": ("annual", "council"),
    "file": ("pdf", "xlsx"),
    "code": ("mini-1", "mini-2"),
    "record": ("conference", "notice"),
    "path": ("x",),
    "paper": tuple(training_papers.TITLES),
}
KINDS = ("csv", "xlsx", "pdf", "pptx", "zip", "ics")
QUERIES: dict[str, tuple[str, ...]] = {
    "/api/assessments/{id:int}": ("", "part=ratings"),
    "/download/center/activities.{kind}": ("", "year=2026"),
    "/download/center/topics.{kind}": ("",),
    "/download/center/casebook.{kind}": ("", "year=2026"),
    "/download/center/evaluations.{kind}": ("", "year=2026"),
    "/download/center/guideline.{kind}": ("",),
    "/download/center/learning.{kind}": ("",),
    "/download/center/figures.{kind}": ("", "period=fy2026&public=1"),
    "/download/center/reports/{report}.{kind}": ("", "period=fy2026&public=1"),
    "/download/center/survey.{kind}": ("", "year=2026"),
    "/download/comparison.{kind}": tuple(
        f"first=2026&last=2026&by={one}" for one in ("classes", "hospitals&track=visitor", "tracks&item=1-01")
    ),
    "/download/visits/{id:int}/partners.{kind}": ("", "partner=2", "sheet=anzen"),
    "/download/hospitals/{id:int}/annual.{kind}": ("year=2026",),
    "/download/region/annual.{kind}": ("year=2026",),
    "/download/visits/{id:int}/report.{kind}": ("", "edition=1"),
}
"""What is asked for beside the path."""
BODIES: dict[str, dict[str, object]] = {
    "/api/assessments/{id:int}/answers": {"operations": [operation("1-01", "A")]},
    "/api/assessments/{id:int}/late-answers": {"operations": [operation("1-01", "A")]},
    "/api/assessments/{id:int}/submission": {},
    "/api/revisions/{id:int}/changes": {"person": 1, "since": 1, "change": {"operation_id": "operation-planted", "kind": "undo"}},
    "/api/assessments/{id:int}/handovers": {"person": 1, "chapter": "1", "to": 1},
    "/api/visits/{id:int}/notes": {"person": 1, "what": "host", "operation": "5b1f3c1e-8f4e-4a53-9c5a-0a4d4f5f2f11", "text": "", "version": 0},
    "/api/assessments/{id:int}/photos": {},
    "/api/visits/{id:int}/meeting": {},
    "/api/photos/{id:int}/erase": {"reason": ""},
    "/api/visits/{id:int}/follow-ups": {"finding": 1, "mark": "resolved", "seen": None},
    "/api/here": {}, "/login": {}, "/logout": {}, "/password": {}, "/setup": {}, "/login/code": {}, "/second-factor": {}, "/invitation/{token}": {}, "/pass/{token}": {}, "/q/{token}": {},
}  # fmt: skip
"""What every route that takes something is sent: read for what its refusal tells."""


@dataclass(frozen=True)
class Planted:
    """The running server, who reads there by what token, and what was never granted to each."""

    server: Server
    scene: Scene
    tokens: dict[str, str]
    foreign: dict[str, Callable[[str], set[str]]]
    top: dict[str, int]
    """Table -> its highest number."""
    feeds: dict[str, str]
    """Under which token the calendar of each fetches."""

    def client(self, name: str) -> httpx2.Client:
        """Somebody who is signed in."""
        return httpx2.Client(base_url=self.server.url, cookies={"sid": self.tokens[name]}, timeout=60)

    def require(self, name: str, told: str, where: object) -> None:
        """Everything in an answer was granted to its reader."""
        assert self.foreign[name](told) == set(), (name, where)
        if "h04" in name or name in ("center", "admin"):
            assert not [one for one in SECRETS if one in told], (name, where)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """The sealed visit and the one of the next year, which is still to come, with a mark in every text."""
    folder = tmp_path_factory.mktemp("planted-answers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHECKLIST_DB", str(folder / "now.db"))
        patch.setenv("CHECKLIST_TODAY", TODAY)
        scene = permission_scene.copied(tmp_path_factory, TODAY, folder)
        path = Path(shutil.copy(scene.file(SEALED), folder / "planted.db"))
        patch.setenv("CHECKLIST_DB", str(path))
        tokens, everybody = _sign_in(scene)
        feeds = _feeds(everybody)
        top = _plant(scene, path)
        with db.reading(path) as connection:
            foreign = planted_grants.readers(connection, everybody)
        with Server(path, warm=True) as server:
            yield Planted(server, scene, tokens, foreign, top, feeds)


def _sign_in(scene: Scene) -> tuple[dict[str, str], dict[str, Principal]]:
    """Everybody's session and principal; the form has tests of its own."""
    with db.writing() as connection:
        tokens = {one: sessions.start(connection, scene.world.people[one].id) for one in READERS if one != "pass"}
        member = scene.world.people["evaluator.h02"].id
        tokens["pass"], _ = passes.open_once(
            connection, passes.issue(by(connection, scene.who("secretariat")), scene.later, member)
        )
        everybody = {
            one: people.principal(by(connection), scene.world.people[one].id) for one in READERS if one != "pass"
        }
        found = sessions.find(connection, tokens["pass"])
    assert found is not None
    return tokens, everybody | {"pass": found.principal}


def _feeds(everybody: dict[str, Principal]) -> dict[str, str]:
    with db.writing() as connection:
        return {
            name: calendar_feeds.make(by(connection, one)) for name, one in everybody.items() if one.visit_scope is None
        }


def _plant(scene: Scene, path: Path) -> dict[str, int]:
    """A mark in every text, a stored file for every row that names one; the highest number of each table."""
    world = scene.world
    with closing(sqlite3.connect(path)) as connection, connection:
        ids = {"hospital": world.hospitals[HOST], "person": world.people["manager.h01"].id}
        marked = planted_columns.plant(connection, TAIL, ids)
        ask(connection)
        for table in files.REFERENCED:
            for (number,) in connection.execute(f"SELECT id FROM {table}").fetchall():
                name = files.put(files.folder_beside(path), f"《{table}.content》{number}{TAIL}".encode())
                connection.execute(f"UPDATE {table} SET sha256 = ? WHERE id = ?", [name, number])
        top = {one: connection.execute(f"SELECT max(id) FROM {one}").fetchone()[0] for one in NUMBERED.values()}
    unknown = {place.partition(".")[0] for place in marked} - planted_grants.TABLES
    assert not unknown, "say in planted_grants whose the texts of these are"
    return top


def ask(connection: sqlite3.Connection) -> None:
    """A questionnaire: it has no text of its own, but its theme and its answers have."""
    made = (planted_columns.MOMENT, 1)
    connection.execute("INSERT INTO questionnaire VALUES (1, 1, 'after', ?, 1, ?, ?)", ["a" * 22, *made])
    days = [planted_columns.DAY] * 2
    connection.execute("INSERT INTO questionnaire_window VALUES (1, 1, ?, ?, ?, ?)", [*days, *made])


def test_every_route_has_what_it_is_asked_with() -> None:
    taking = {one.path for one in ROUTES if isinstance(one, Route) and "POST" in (one.methods or ())}
    assert {one for one in taking if not one.startswith(("/api/{path", "/download"))} - {"/api"} == set(BODIES)
    assert {type(one) for one in ROUTES} == {Route, Mount}
    for one in ROUTES:
        if isinstance(one, Route):
            assert list(paths(one.path, dict.fromkeys(NUMBERED.values(), 1))), one.path


def paths(template: str, top: dict[str, int]) -> Iterator[str]:
    """The template filled in with every number, every kind and every name."""
    fields = re.findall(r"\{(\w+)(?::\w+)?\}", template)
    noun = re.search(r"/([\w-]+)/\{id", template)
    choices = {"kind": KINDS, **TEXTS}
    if noun:
        last = top[NUMBERED[noun[1]]]
        # Of the hospitals the host and the stranger; of everything else all there is.
        choices["id"] = tuple(str(one) for one in ((1, last) if noun[1] == "hospitals" else range(1, last + 1)))
    plain = re.sub(r":\w+\}", "}", template)
    for found in itertools.product(*(choices[one] for one in fields)):
        yield plain.format(**dict(zip(fields, found, strict=True)))


def read(answer: httpx2.Response) -> str:
    """Everything that an answer says, headers included."""
    return f"{dict(answer.headers)}\n{_text(answer.content)}"


def _text(content: bytes) -> str:
    if content.startswith(b"%PDF"):
        return "".join(pdf_text.pages(content))
    if content.startswith(b"BEGIN:VCALENDAR"):
        # A long line goes on in the next one.
        content = content.replace(b"\r\n ", b"")
    if content.startswith(b"PK\3\4"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(f"{one}\n{_text(archive.read(one))}" for one in archive.namelist())
    return unescape(content.decode("utf-8-sig", "replace"))


def is_html(answer: httpx2.Response) -> bool:
    return answer.headers.get("content-type", "").startswith("text/html")


def asked(planted: Planted) -> Iterator[tuple[str, str]]:
    """Template and address of everything that can be fetched."""
    for one in ROUTES:
        if isinstance(one, Route) and "GET" in (one.methods or ()):
            for path in paths(one.path, planted.top):
                for query in QUERIES.get(one.path, ("",)):
                    yield one.path, f"{path}?{query}" if query else path


class Walk:
    """What is fetched by one reader after the other, and which of it was already looked at in every kind."""

    def __init__(self) -> None:
        self.answered: set[str] = set()
        self._whole: set[str] = set()

    def of(self, planted: Planted, name: str) -> int:
        """Fetch everything as somebody; how many marks they read."""
        told, spared = 0, set[str]()
        with planted.client(name) as client:
            for template, address in asked(planted):
                kindless = re.sub(r"\.\w+(?=$|\?)", "", address)
                if kindless in spared:
                    continue
                answer = client.get(address, follow_redirects=False)
                assert answer.status_code < 500, (name, address, answer.text)
                # The same tables become every kind of file, and a PDF takes long: the kinds have one reader each.
                if answer.status_code in (401, 403) or (answer.status_code < 400 and kindless in self._whole):
                    spared.add(kindless)
                self.answered |= {template} if answer.status_code < 400 else set()
                text = read(answer)
                told += text.count("《")
                planted.require(name, text, address)
                assert not is_html(answer) or not RENDERED.search(answer.text), address
            self._whole |= {re.sub(r"\.\w+(?=$|\?)", "", one) for _, one in asked(planted)} - spared
        return told


def test_no_route_tells_anybody_what_was_not_granted_to_them(planted: Planted) -> None:
    walk = Walk()
    told = {name: walk.of(planted, name) for name in READERS}
    nothing = {
        "/api",
        "/api/{path:path}",
        "/download",
        "/download/{path:path}",
        "/pass/{token}",
        "/invitation/{token}",
        "/oauth2callback",
    }
    # No paper of the planted scene was published.
    nothing |= {"/public/council/papers/{id:int}.{file}"}
    # Whoever has its link reads a questionnaire: tests/web/test_questionnaires.py.
    nothing.add("/q/{token}")
    # Only while somebody has asked for it, and made of the papers of single hospitals.
    nothing.add("/download/region/annual-reports.{kind}")
    # With addresses that there are, below.
    nothing.add("/calendar/{token}.ics")
    assert {one for one, _ in asked(planted)} - walk.answered <= nothing
    # Whoever it belongs to does read it, so that the walk would have seen it.
    assert min(told[one] for one in ("manager.h01", "evaluator.h02", "secretariat", "pass")) > 50


def test_no_calendar_tells_anybody_what_was_not_granted_to_them(planted: Planted) -> None:
    for name, token in planted.feeds.items():
        answer = httpx2.get(f"{planted.server.url}/calendar/{token}.ics")
        assert (answer.status_code, answer.text[:15]) == (200, "BEGIN:VCALENDAR")
        planted.require(name, read(answer), "calendar")


def test_no_refusal_of_what_is_sent_tells_more(planted: Planted) -> None:
    for name in ("evaluator.h02", "manager.h04", "evaluator.h04", "secretariat", "pass"):
        with planted.client(name) as client:
            for template, body in BODIES.items():
                if template in ("/logout", "/login"):
                    continue
                for path in paths(template, planted.top):
                    query = (
                        "?item=1-01&operation=5b1f3c1e-8f4e-4a53-9c5a-0a4d4f5f2f11" if path.endswith("photos") else ""
                    )
                    answer = client.post(f"{path}{query}", json=body, headers=MARK, follow_redirects=False)
                    assert answer.status_code < 500, (name, path, answer.text)
                    planted.require(name, read(answer), path)


def screens_of(planted: Planted, name: str) -> Iterator[tuple[str, str]]:
    """Page and query of everything that somebody may write into the address of their browser."""
    scene = planted.scene
    for page, address in addresses(scene):
        yield page, urlencode(address)
    for code in (HOST, LEADING):
        for page in ("evidence", "criteria", "records"):
            yield page, urlencode({"hospital": scene.world.hospitals[code]})
    yield "visits", f"visit={scene.later}"
    yield "assessments", f"assessment={scene.assessment(Track.AGREED)}"


@pytest.mark.parametrize("name", ON_SCREENS)
def test_no_screen_sends_anybody_what_was_not_granted_to_them(name: str, planted: Planted) -> None:
    told = 0
    url = f"ws{planted.server.url.removeprefix('http')}/_stcore/stream"
    cookie = {"Cookie": f"sid={planted.tokens[name]}"}
    with connect(url, subprotocols=["streamlit"], additional_headers=cookie, max_size=None) as socket:  # type: ignore[list-item]
        for page, query in dict.fromkeys(screens_of(planted, name)):
            message = BackMsg()
            message.rerun_script.page_name = page
            message.rerun_script.query_string = query
            socket.send(message.SerializeToString())
            for content in sent(socket.recv):
                text = shown(content)
                told += text.count("《")
                planted.require(name, text, (page, query))
    assert told > 0


def sent(receive: Callable[[], bytes | str]) -> Iterator[bytes]:
    """Every message of a run up to its end, as the bytes that came."""
    while True:
        content = receive()
        assert isinstance(content, bytes)
        yield content
        message = ForwardMsg.FromString(content)
        if message.WhichOneof("type") == "delta" and message.delta.new_element.WhichOneof("type") == "html":
            # As a mark begins, unless its signs are escaped.
            assert not RENDERED.search(message.delta.new_element.html.body)
        if (
            message.WhichOneof("type") == "script_finished"
            and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        ):
            return


def shown(content: bytes) -> str:
    """The texts in a message, also those that stand in JSON or Markdown."""
    text = content.decode("utf-8", "replace")
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return unescape(text).replace("\\", "")
