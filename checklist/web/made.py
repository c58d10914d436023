"""A document as the file that somebody asked for."""

from __future__ import annotations

from starlette.requests import Request

from checklist.formats import files
from checklist.formats.document import Document
from checklist.web.gate import principal_of
from checklist.web.request_state import State

Made = tuple[str, bytes]
"""The name of a file without its ending, and its bytes."""


def file_of(document: Document, request: Request[State]) -> Made:
    """The document in the kind of file of the address, made by whoever asks."""
    return document.title, files.render(document, request.path_params["kind"], principal_of(request.scope).name)
