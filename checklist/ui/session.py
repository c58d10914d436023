"""The one door to who is signed in, and to what a screen remembers until its next run."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any, Generic, NoReturn, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from checklist.errors import ChecklistError, NotSignedIn, StillDue
from checklist.model.accounts import Principal
from checklist.rules import access
from checklist.store import db
from checklist.store.accounts import sessions
from checklist.store.act import ADDRESS_HEADER, Whence, acting
from checklist.store.files import upload_screens
from checklist.store.notices import audit
from checklist.ui.plain_text import plain

T = TypeVar("T")
_BESIDE, _REFUSED = "beside", "refused"
IN_VAIN = "in-vain-place"
"""Where a page tells what its address asks for in vain."""
KEPT = '<p class="kept-text">入力途中の文章は、この端末に残っています。ログインすると、この画面で復元できます。</p>'
"""Hidden unless typed_text.js has kept something."""
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names under which a server is reached from its own machine alone."""
READ_WITHIN = 4.0
"""Seconds; a sentence that was shown for less may not have been seen."""
ASK = "必要な場合は、システム管理者に役割の追加を依頼してください。"


@dataclass(frozen=True)
class Told:
    """What a screen has to say about an act, with a key of its own; `seen`: since when (monotonic seconds), where.

    `place` is the form above which it stands; without one it stands at the top of the page.
    """

    text: str
    key: str
    place: str = ""
    seen: tuple[float, str] | None = None


def cookie() -> str | None:
    """The session token of this browser; the only place that reads it."""
    # As it was when the websocket was opened: a new cookie is seen here only once the page is loaded anew.
    return st.context.cookies.get(sessions.cookie_name())


def own_hash() -> str:
    """How the session of this browser is stored: it tells it from the person's others, and opens nothing."""
    return sessions.token_hash(cookie() or "")


def principal() -> Principal:
    """Who is signed in, looked up on every run because a websocket outlives a logout; raises NotSignedIn or StillDue."""
    with db.reading() as connection:
        return sessions.require(connection, cookie())


def whence(confirmed: bool = False) -> Whence:
    """From where this screen acts, as the gate has told it; `confirmed`: the password was typed and found right."""
    told = st.context.headers
    return Whence(told.get(ADDRESS_HEADER) or "", told.get("User-Agent") or "", confirmed)


def takes_file() -> None:
    """This screen shows a field for a file: the gate lets whoever is signed in here send one to it."""
    context, token = get_script_run_ctx(), cookie()
    if context is not None and token is not None:
        upload_screens.offer(context.session_id, sessions.token_hash(token))


def _turn_away(message: str, label: str, href: str, above: str = "") -> NoReturn:
    """Say why a page stays closed and where to go; nothing after it runs."""
    st.warning(plain(message))
    # Streamlit opens a link of its own texts in a new tab; this one stays in the same.
    st.html(f'{above}<a class="button" href="{href}">{label}</a>')
    st.stop()


def address(page: str) -> str:
    """The path and query of a page as it is shown, to come back to."""
    query = urlencode([(name, value) for name in st.query_params for value in st.query_params.get_all(name)])
    return ("/" if page == "home" else f"/{page}") + (f"?{query}" if query else "")


def base() -> str:
    """Scheme and host at which this browser has reached the server, for links that others open."""
    here = urlsplit(st.context.url or "")
    return f"{here.scheme or 'http'}://{here.netloc or 'localhost'}"


def guard(page: str) -> Principal:
    """The first line of every page: who is signed in and may open it; anybody else reads why not, and no more."""
    # What a field of the last run had to say is said anew by the fields of this one.
    st.session_state.pop(_BESIDE, None)
    # The place of another page is no place of this one.
    st.session_state.pop(IN_VAIN, None)
    try:
        found = principal()
    except NotSignedIn as error:
        _turn_away(error.message, "ログインの画面へ", f"/login?next={quote(address(page), safe='')}", KEPT)
    except StillDue as error:
        _turn_away(error.message, error.way, f"{error.where}?next={quote(address(page), safe='')}")
    if not access.may_open(page, found):
        _note_refusal(found, page)
        _turn_away(f"この画面を開く権限がありません。{ASK}", "ホームへ", "/")
    return found


def _note_refusal(found: Principal, page: str) -> None:
    """Written down once in a session of the screen, however often it is drawn."""
    if page not in st.session_state.setdefault(_REFUSED, set()):
        st.session_state[_REFUSED].add(page)
        with suppress(ChecklistError), acting(found, whence=whence()) as act:
            audit.note_refusal(act, f"画面 /{page}")


def tell(message: str, place: str = "") -> None:
    """Run the page again and show this sentence at the top, or above the form of this name."""
    # Kept for the next run: st.rerun ends this one by an exception, and whatever it drew is gone.
    beside = "".join(dict.fromkeys(st.session_state.get(_BESIDE, {}).values()))
    st.session_state["message"] = Told(message + beside, token_hex(4), place)
    st.rerun()


def tell_beside(key: str, sentence: str) -> None:
    """Have this read, too, once something is saved in this run; each field has its own `key`, '' takes it back."""
    beside = st.session_state.setdefault(_BESIDE, {})
    beside.pop(key, None)
    if sentence:
        beside[key] = sentence


def told(place: str = "") -> Told | None:
    """The sentence to show in a place: until the page runs again, or is left, once there was time to read it."""
    message: Told | None = st.session_state.get("message")
    if message is None:
        return None
    context = get_script_run_ctx()
    seen = message.seen or (time.monotonic(), context.page_script_hash if context else "")
    # A sheet that reports what it has sent runs the page once more in the moment after a save.
    if time.monotonic() > seen[0] + READ_WITHIN or (context and context.page_script_hash != seen[1]):
        del st.session_state["message"]
        return None
    st.session_state["message"] = replace(message, seen=seen)
    return message if message.place == place else None


def round_of(form: str) -> str:
    """What goes into the keys of a form, so that a saved form starts empty again: r0, r1, …

    typed_text.js knows it by its letter, and a field under the keys of all rounds by the rest.
    """
    return f"r{_rounds(form)}"


def _rounds(form: str) -> int:
    return int(st.session_state.get(f"round-{form}", 0))


def renew(form: str) -> None:
    """Let a form start empty on the next run."""
    # Streamlit keeps what was typed under the key of its widget; only another key begins empty.
    st.session_state[f"round-{form}"] = _rounds(form) + 1


def recall(key: str) -> Any:
    """What was kept under a key in this browser tab, or None."""
    return st.session_state.get(key)


def keep(key: str, value: Any) -> None:
    """Keep something for the next runs of this browser tab; None forgets it."""
    if value is None:
        st.session_state.pop(key, None)
    else:
        st.session_state[key] = value


class Fresh(Generic[T]):
    """What a page has just read, handed to a part of it that later runs again by itself and must read anew then."""

    def __init__(self, value: T) -> None:
        self.value = value
        self._seen = False

    def first(self) -> bool:
        """Whether this is the run of the page that read it: True once."""
        # A fragment gets the arguments of the page's last run whenever it runs again, so it meets this very object.
        first, self._seen = not self._seen, True
        return first
