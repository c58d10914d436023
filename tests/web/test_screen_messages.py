"""What a screen sends over its websocket: bounded, understood, and of its own session, before Streamlit makes anything of it."""

from __future__ import annotations

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from checklist.store import db
from checklist.store.accounts import sessions
from checklist.web import streamlit_side
from checklist.web.screen_messages import MOST_BYTES, NO_MESSAGE, TOO_BIG
from tests.server import Server
from tests.world import World

Served = tuple[Server, World]


@pytest.fixture(scope="module")
def tokens(served: Served) -> dict[str, str]:
    """A session for each of two people."""
    server, world = served
    with db.writing(server.database) as connection:
        return {one: sessions.start(connection, world.people[one].id) for one in ("manager.h01", "evaluator.h02")}


def screen(served: Served, token: str, resumed: str = "") -> ClientConnection:
    """A websocket as the page opens it, for going on with the screen of that number if one is given."""
    protocols = ["streamlit", "x", resumed] if resumed else ["streamlit"]
    return connect(
        f"ws{served[0].url.removeprefix('http')}/_stcore/stream", subprotocols=protocols,  # type: ignore[arg-type]
        additional_headers={"Cookie": f"sid={token}"}, max_size=None,
    )  # fmt: skip


def run(page: str = "home") -> bytes:
    message = BackMsg()
    message.rerun_script.page_name = page
    return bytes(message.SerializeToString())


def first(socket: ClientConnection) -> ForwardMsg:
    """The message with which a run begins."""
    while True:
        message = ForwardMsg()
        message.ParseFromString(bytes(socket.recv(timeout=30, decode=False)))
        if message.WhichOneof("type") == "new_session":
            return message


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"\0" * (MOST_BYTES + 1), TOO_BIG),
        (b"\xff" * 100, NO_MESSAGE),
        ("a text", NO_MESSAGE),
    ],
    ids=["too big", "no message", "text"],
)
@pytest.mark.parametrize("before", [0, 1], ids=["first", "second"])
def test_what_is_no_message_of_a_screen_ends_it(
    before: int, sent: bytes | str, code: int, served: Served, tokens: dict[str, str]
) -> None:
    with screen(served, tokens["manager.h01"]) as socket:
        for _ in range(before):
            socket.send(run())
            first(socket)
        socket.send(sent)
        with pytest.raises(ConnectionClosed) as closed:  # noqa: PT012
            while True:
                socket.recv(timeout=30)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == code
    assert "Traceback" not in served[0].output()


def test_what_only_developers_send_does_nothing(served: Served, tokens: dict[str, str]) -> None:
    with screen(served, tokens["manager.h01"]) as socket:
        for kind in ("clear_cache", "debug_shutdown_runtime", "debug_disconnect_websocket", "set_run_on_save"):
            message = BackMsg()
            setattr(message, kind, True)
            socket.send(message.SerializeToString())
        socket.send(BackMsg().SerializeToString())
        socket.send(run())
        assert first(socket).new_session.main_script_path == "frame.py"
    assert "developmentMode" not in served[0].output()


def test_a_screen_goes_on_for_the_session_that_began_it_and_for_no_other(
    served: Served, tokens: dict[str, str]
) -> None:
    with screen(served, tokens["manager.h01"]) as socket:
        socket.send(run())
        number = first(socket).new_session.initialize.session_id
    for login, same in (("evaluator.h02", False), ("manager.h01", True)):
        with screen(served, tokens[login], number) as socket:
            socket.send(run())
            assert (first(socket).new_session.initialize.session_id == number) is same, login


def whole(socket: ClientConnection) -> bytes:
    """Everything that one run sends."""
    found = b""
    while True:
        content = bytes(socket.recv(timeout=30, decode=False))
        message = ForwardMsg()
        message.ParseFromString(content)
        found += content
        if message.WhichOneof("type") == "script_finished":
            return found


def test_once_its_session_has_ended_a_part_that_runs_by_itself_is_the_whole_page_with_its_guard(served: Served) -> None:
    server, world = served
    with db.writing(server.database) as connection:
        token = sessions.start(connection, world.people["manager.h01"].id)
    part = BackMsg()
    part.rerun_script.page_name = "visits"
    part.rerun_script.fragment_id = "made up"
    part.rerun_script.is_auto_rerun = True
    part.rerun_script.widget_states.widgets.add(id="x", trigger_value=True)
    with screen(served, token) as socket:
        socket.send(run("visits"))
        assert "有効期限が切れています".encode() not in whole(socket)
        with db.writing(server.database) as connection:
            sessions.end(connection, token)
        socket.send(part.SerializeToString())
        assert "有効期限が切れています".encode() in whole(socket)
    message = BackMsg.FromString(streamlit_side.whole_run(bytes(part.SerializeToString())))
    assert (message.rerun_script.page_name, message.rerun_script.fragment_id) == ("visits", "")
    assert not message.rerun_script.HasField("widget_states")
    other = BackMsg(stop_script=True).SerializeToString()
    assert streamlit_side.whole_run(other) == other
