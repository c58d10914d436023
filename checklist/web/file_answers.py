"""Answers that are files: a maker for the reader becomes an endpoint that hands over what it made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from checklist.errors import NotFound
from checklist.formats import files, printed_names
from checklist.formats.document import Document
from checklist.formats.file_kinds import DOCUMENTS, FileKind
from checklist.store.act import View, viewing
from checklist.web import noting
from checklist.web.gate import principal_of
from checklist.web.request_state import State

Endpoint = Callable[[Request[State]], Awaitable[Response]]
Made = tuple[str, bytes]
Maker = Callable[[View, Request[State]], Made]


def download(make: Maker, kinds: Iterable[FileKind] = DOCUMENTS) -> Endpoint:
    """An endpoint that makes a document for the reader and hands it over as a file of one of these kinds."""
    known = {kind.code: kind for kind in kinds}

    async def endpoint(request: Request[State]) -> Response:
        principal, kind = principal_of(request.scope), known.get(request.path_params["kind"])
        if kind is None:
            raise NotFound("このファイル形式には対応していません。")

        def work() -> Made:
            with viewing(principal) as view, printed_names.on_papers_of(view):
                return make(view, request)

        # The PDF of a visit takes half a second of processor time, in which the loop could take no answer.
        title, content = await run_in_threadpool(work)
        await noting.exported(request, principal, f"{title}{kind.ending}")
        name = quote(f"{title}{kind.ending}", safe="")
        # The plain name is for programs that do not know filename*, and ASCII: a header holds Latin-1 at most.
        disposition = f"attachment; filename=\"document{kind.ending}\"; filename*=UTF-8''{name}"
        return Response(content, media_type=kind.media_type, headers={"content-disposition": disposition})

    return endpoint


def file(document: Document, request: Request[State]) -> Made:
    """A document as the kind of file that is asked for, with the name of who takes it."""
    return document.title, files.render(document, request.path_params["kind"], principal_of(request.scope).name)


def numbered(made: Callable[[View, int], Document]) -> Maker:
    """The document of the one thing whose number stands in the address."""
    return lambda view, request: file(made(view, request.path_params["id"]), request)
