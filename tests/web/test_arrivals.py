"""The door of the server: newcomers come in one in a turn of its loop, and as many may queue as before."""

from __future__ import annotations

import asyncio
import socket
import sys

from starlette.testclient import TestClient

CROWD = 20


class Noted(asyncio.Protocol):
    """Notes in which turn of the loop each newcomer came in, and whether what is sent to them goes out at once."""

    turn, came, at_once = 0, list[int](), set[bool]()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        Noted.came.append(Noted.turn)
        Noted.at_once.add(transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0)
        transport.close()


async def came(door: socket.socket) -> list[int]:
    loop = asyncio.get_running_loop()
    Noted.turn, Noted.came, Noted.at_once = 0, [], set()
    server = await loop.create_server(Noted, sock=door, backlog=CROWD)
    # All of them stand at the door before the loop looks at it again.
    crowd = [socket.create_connection(door.getsockname(), 5) for _ in range(CROWD)]
    async with asyncio.timeout(10):
        while len(Noted.came) < CROWD:
            Noted.turn += 1
            await asyncio.sleep(0)
    for one in crowd:
        one.close()
    server.close()
    await server.wait_closed()
    return Noted.came


def test_newcomers_come_in_one_in_a_turn_and_as_many_may_queue_as_before(anyone: TestClient) -> None:
    assert anyone.portal
    with socket.create_server(("127.0.0.1", 0), backlog=CROWD) as door, socket.create_server(("127.0.0.1", 0)) as usual:
        for one in (door, usual):
            one.setblocking(False)
        turns = anyone.portal.call(came, door)
        assert Noted.at_once == {True}
        assert len(set(asyncio.run(came(usual)))) < CROWD, "without the server's own loop they come in together"
        assert Noted.at_once == {False}, "without it asyncio leaves the system's own wait in place"
    assert len(turns) == len(set(turns)) == CROWD


def test_a_page_that_is_computed_lets_a_tap_go_first_within_a_millisecond(anyone: TestClient) -> None:
    assert sys.getswitchinterval() < 0.001
