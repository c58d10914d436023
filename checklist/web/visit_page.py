"""The pages of a visit without Streamlit, sheet and meeting: empty shells, filled by scripts, that a service worker can keep."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from checklist.errors import Forbidden
from checklist.model.accounts import Principal
from checklist.model.permission import Thing, Verb
from checklist.readings import visit_card
from checklist.store.act import viewing
from checklist.store.visits import visits
from checklist.web import plain_pages
from checklist.web.assets import ASSETS
from checklist.web.gate import principal_of
from checklist.web.request_state import State

SHELL = "/visit/"
SHELLS = {SHELL: "visit.html", "/meeting/": "meeting.html"}
"""Address -> template; what follows in the address is the number of the visit."""
_HERE = Path(__file__).parent
_OF_OTHER_PAGES = frozenset(
    {"call_timer.js", "connection.js", "here.js", "incident_grid.css", "incident_grid.js", "japanese.js", "keep_place.js", "logout.js", "plan_board.css",
     "plan_board.js", "questionnaire.css", "questionnaire.js", "questionnaire_store.js", "server_part.js", "show_password.js", "streamlit_guard.js", "sw.js",
     "dragging.js", "revision_changes.js", "revision_editor.css", "revision_editor.js", "revision_model.js", "revision_moving.js", "revision_panel.js", "typed_fields.js", "typed_text.js", "typed_text_store.js", "unsent.js"}
)  # fmt: skip
_OF_THE_PAGE = frozenset({".js", ".css", ".webmanifest", ".png"})


def files() -> list[Path]:
    """Everything that the pages need beside their shells."""
    return sorted(path for path in ASSETS.files() if path.suffix in _OF_THE_PAGE and path.name not in _OF_OTHER_PAGES)


def shell(address: str = SHELL) -> str:
    """A page as everybody gets it: it names no person, no hospital, no visit."""
    # The worker keeps this page on the tablet, which somebody else may hold on the next visit.
    modules = [f"/assets/{path.name}" for path in files() if path.suffix == ".js"]
    return plain_pages.TEMPLATES.get_template(SHELLS[address]).render(modules=modules)


async def show_shell(request: Request[State]) -> Response:
    """`GET /visit/` and `/meeting/`: the empty page, open to all; from the home screen, it finds its visit itself."""
    return HTMLResponse(await run_in_threadpool(shell, request.url.path))


async def show(request: Request[State]) -> Response:
    """`GET /visit/{id}`: the same empty page, for whoever may open a sheet of this visit."""
    principal, visit_id = principal_of(request.scope), request.path_params["id"]
    await run_in_threadpool(_require, principal, visit_id)
    return HTMLResponse(await run_in_threadpool(shell))


async def show_meeting(request: Request[State]) -> Response:
    """`GET /meeting/{id}`: the empty meeting view, for whoever may read the closing meeting of this visit."""
    principal, visit_id = principal_of(request.scope), request.path_params["id"]

    def ask() -> None:
        with viewing(principal) as view:
            visits.require(view, visit_id, Thing.CLOSING, Verb.READ)

    await run_in_threadpool(ask)
    return HTMLResponse(await run_in_threadpool(shell, "/meeting/"))


def _require(principal: Principal, visit_id: int) -> None:
    with viewing(principal) as view:
        if not visit_card.read(view, visit_id)["assessments"]:
            raise Forbidden


async def service_worker(request: Request[State]) -> Response:
    """`GET /sw.js`: names its files with their hashes, and a version made of them: any change renews them all."""
    # A worker out of a cache would go on showing the sheet of before an update.
    return Response(
        await run_in_threadpool(_worker), media_type="text/javascript", headers={"cache-control": "no-cache"}
    )


def _worker() -> str:
    found, text = files(), (_HERE / "sw.js").read_text(encoding="utf-8")
    pages = {address: shell(address).encode() for address in SHELLS}
    contents = {f"/assets/{path.name}": path.read_bytes() for path in found}
    digest = hashlib.sha256(text.encode() + b"".join((*pages.values(), *contents.values())))
    constants = {
        "VERSION": digest.hexdigest()[:16],
        "SHELL": SHELL,
        "SHELLS": list(SHELLS),
        "FILES": list(contents),
        "HASHES": {path: hashlib.sha256(content).hexdigest() for path, content in {**pages, **contents}.items()},
    }
    return "".join(f"const {name} = {json.dumps(value)};\n" for name, value in constants.items()) + text
