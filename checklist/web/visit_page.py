"""The sheet page of a visit without Streamlit: an empty shell, filled by scripts, that a service worker can keep."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from checklist.errors import ChecklistError, Forbidden, NotFound
from checklist.model.accounts import Principal
from checklist.readings import visit_card
from checklist.store.act import viewing
from checklist.web import assets, plain_pages
from checklist.web.edge import json_errors
from checklist.web.gate import principal_of

SHELL = "/visit/"
_HERE = Path(__file__).parent
_OF_OTHER_PAGES = frozenset({"logout.js", "streamlit_guard.js", "sw.js", "unsent.js"})
_OF_THE_PAGE = frozenset({".js", ".css", ".webmanifest", ".png"})
_templates = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)


def files() -> list[Path]:
    """Everything that the page needs beside its shell."""
    return sorted(path for path in assets.files() if path.suffix in _OF_THE_PAGE and path.name not in _OF_OTHER_PAGES)


def shell() -> str:
    """The page as everybody gets it: it names no person, no hospital, no visit."""
    modules = [f"/assets/{path.name}" for path in files() if path.suffix == ".js"]
    return _templates.get_template("visit.html").render(modules=modules)


@json_errors
async def show_shell(request: Request) -> Response:
    """`GET /visit/`: the empty page, open to all; started from the home screen, it finds its visit itself."""
    return HTMLResponse(await run_in_threadpool(shell))


@json_errors
async def show(request: Request) -> Response:
    """`GET /visit/{id}`: the same empty page, for whoever may open a sheet of this visit."""
    principal, visit_id = principal_of(request.scope), request.path_params["id"]
    try:
        await run_in_threadpool(_require, principal, visit_id)
    except OverflowError:
        return plain_pages.render("refused", NotFound.status, message=NotFound().message)
    except ChecklistError as error:
        return plain_pages.render("refused", error.status, message=error.message)
    return HTMLResponse(await run_in_threadpool(shell))


def _require(principal: Principal, visit_id: int) -> None:
    with viewing(principal) as view:
        if not visit_card.read(view, visit_id)["assessments"]:
            raise Forbidden


@json_errors
async def service_worker(request: Request) -> Response:
    """`GET /sw.js`: names its files and a version made from their contents, so that any change renews them all."""
    return Response(
        await run_in_threadpool(_worker), media_type="text/javascript", headers={"cache-control": "no-cache"}
    )


def _worker() -> str:
    found, text, page = files(), (_HERE / "sw.js").read_text(encoding="utf-8"), shell()
    digest = hashlib.sha256((text + page).encode())
    for path in found:
        digest.update(path.read_bytes())
    constants = {
        "VERSION": digest.hexdigest()[:16],
        "SHELL": SHELL,
        "FILES": [f"/assets/{path.name}" for path in found],
    }
    return "".join(f"const {name} = {json.dumps(value)};\n" for name, value in constants.items()) + text
