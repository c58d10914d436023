"""All that the web floor knows of Streamlit: its page, what its screens say, and which files it keeps for them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit
from streamlit import runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

OF_SCREENS = frozenset(
    {"rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "backend_operation_request"}
)
"""What the screens of users send; the rest is for developers, as emptying what all screens keep in common."""


def files() -> Path:
    """The folder of what Streamlit serves; a path in it is the path in the address."""
    return Path(streamlit.__file__).parent / "static"


def page() -> str:
    """The page that Streamlit serves for every address."""
    # From the installed one: what is written down here would be of another version after the next update.
    return (files() / "index.html").read_text(encoding="utf-8")


@cache
def charts() -> str:
    """The address of the script that draws charts."""
    (found,) = files().glob("static/js/PlotlyChart.*.js")
    return f"/{found.relative_to(files()).as_posix()}"


def kind(content: bytes) -> str | None:
    """Which message of a screen it is, '' for one of which nothing is known; None where it is none at all."""
    try:
        return BackMsg.FromString(content).WhichOneof("type") or ""
    # An error of the library below Streamlit, which is nobody's to name here.
    except Exception:
        return None


def without_folder(content: bytes) -> bytes:
    """A message to a screen that does not tell in which folder of the server the product lies."""
    message = ForwardMsg.FromString(content)
    if message.WhichOneof("type") != "new_session":
        return content
    message.new_session.main_script_path = Path(message.new_session.main_script_path).name
    return bytes(message.SerializeToString())


def whole_run(content: bytes) -> bytes:
    """A message that asks for a run, made into one of the whole page as it is opened; any other as it is.

    A part of a page that runs by itself (a fragment) knows who was signed in when the page ran, and asks nobody again.
    """
    message = BackMsg.FromString(content)
    if message.WhichOneof("type") != "rerun_script":
        return content
    for name in ("fragment_id", "widget_states", "is_auto_rerun"):
        message.rerun_script.ClearField(name)
    return bytes(message.SerializeToString())


def said(content: bytes) -> tuple[bool, bool]:
    """Of a message of a screen: whether a person did something there, and whether it asks for a run of the script."""
    try:
        message = BackMsg.FromString(content)
    # An error of the library below Streamlit, which is nobody's to name here; Streamlit itself answers such a message.
    except Exception:
        return False, False
    kind = message.WhichOneof("type")
    if kind == "rerun_script":
        return not message.rerun_script.is_auto_rerun, True
    return kind == "file_urls_request", False


def kept_files() -> dict[str, list[int]]:
    """Screen -> the sizes of the files that are kept for it, in bytes."""
    if not runtime.exists():
        return {}
    storage = getattr(runtime.get_instance().uploaded_file_mgr, "file_storage", {})
    return {screen: [len(one.data) for one in list(files.values())] for screen, files in list(storage.items())}
