"""The gate before Streamlit's uploads, which stay in memory: only from a screen that asks for a file, and not without end."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from checklist.errors import Forbidden, TooLarge
from checklist.store.accounts import sessions
from checklist.store.files import upload_screens
from checklist.web import streamlit_side

MOST_BYTES = 60_000_000
MOST_FILES = 20
_PLACE = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+")
_PREFIX = "/_stcore/upload_file"
FOREIGN = "この画面からファイルを送ることはできません。画面を開き直してください。"
FULL = "選んだままのファイルが多すぎます。登録するか、画面を開き直してからもう一度選んでください。"


class Uploads:
    """What each person has parked in memory, by the screens from which it came."""

    def __init__(self) -> None:
        self._screens: dict[int, set[str]] = defaultdict(set)
        self._coming: dict[int, list[tuple[str, int]]] = defaultdict(list)

    def refusal(self, scope: Scope) -> Response | None:
        """Why this person may not send or remove a file there; None for everything else."""
        path, state = scope["path"], scope["state"]
        if not path.startswith(_PREFIX) or scope["method"] == "OPTIONS":
            return None
        found = _PLACE.fullmatch(path)
        if found is None or not upload_screens.is_offered(found[1], sessions.token_hash(state["token"])):
            return JSONResponse({"message": FOREIGN}, Forbidden.status)
        person, size = state["principal"].person_id, _length(scope)
        if scope["method"] == "DELETE":
            return None
        if size is None:
            return JSONResponse({"message": "ファイルの大きさが分からないため、受け取れません。"}, 411)
        sizes = [*self._held(person), *(one for _, one in self._coming[person]), size]
        if sum(sizes) > MOST_BYTES or len(sizes) > MOST_FILES:
            return JSONResponse({"message": FULL}, TooLarge.status)
        return None

    @contextmanager
    def counted(self, scope: Scope) -> Iterator[None]:
        """While a file comes it counts, too: several at once must not each find room for itself alone."""
        found, size = _PLACE.fullmatch(scope["path"]), _length(scope)
        if found is None or size is None or scope["method"] != "PUT":
            yield
            return
        person, entry = scope["state"]["principal"].person_id, (found[1], size)
        self._screens[person].add(found[1])
        self._coming[person].append(entry)
        try:
            yield
        finally:
            self._coming[person].remove(entry)

    def _held(self, person: int) -> list[int]:
        """The sizes of the files that are kept for this person; screens that keep none are forgotten."""
        kept, coming = streamlit_side.kept_files(), {screen for screen, _ in self._coming[person]}
        self._screens[person] = {one for one in self._screens[person] if kept.get(one) or one in coming}
        return [size for screen in self._screens[person] for size in kept.get(screen, [])]


def _length(scope: Scope) -> int | None:
    declared = Headers(scope=scope).get("content-length", "")
    return int(declared) if declared.isascii() and declared.isdigit() and len(declared) < 12 else None
