"""A network that goes takes everybody's connection along: what stayed open would trouble some later test."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time

import pytest

from tests.proxy import Proxy


def test_who_comes_the_moment_the_network_goes_is_cut_off_like_everybody() -> None:
    server, moment = socket.create_server(("127.0.0.1", 0)), threading.Event()
    with server, Proxy(server.getsockname()[1]) as proxy, contextlib.ExitStack() as opened:
        proxy._loop.call_soon_threadsafe(moment.wait, 10)
        late = [opened.enter_context(socket.create_connection(("127.0.0.1", proxy.port), 10)) for _ in range(3)]
        cut = asyncio.run_coroutine_threadsafe(proxy._cut(), proxy._loop)
        moment.set()
        cut.result(10)
        for one in late:
            with pytest.raises(ConnectionResetError):
                one.recv(1)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", proxy.port), 10)
        proxy.restore()
        opened.enter_context(socket.create_connection(("127.0.0.1", proxy.port), 10))


def test_what_is_still_on_its_way_when_the_server_has_closed_is_cut_off_as_well() -> None:
    piece, sent = bytes(2**14), 1
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        Proxy(server.getsockname()[1]) as proxy,
        socket.create_connection(("127.0.0.1", proxy.port), 10) as slow,
    ):
        slow.sendall(b"?")
        with server.accept()[0] as answering:
            # Until neither the tablet nor the system between takes any more.
            while not any(one.transport.get_write_buffer_size() for one in proxy._writers):
                answering.sendall(piece)
                sent += len(piece)
                while proxy.bytes_forwarded < sent:
                    time.sleep(0.001)
        while not all(one.transport.is_closing() for one in proxy._writers):
            time.sleep(0.001)
        proxy.drop()
        with pytest.raises(ConnectionResetError):
            list(iter(lambda: slow.recv(2**16), b""))
