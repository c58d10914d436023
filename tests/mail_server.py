"""A real SMTP server on this machine, with mailboxes that one can look into, and moods that real ones have."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope


@dataclass
class Mailboxes:
    """What arrived, in order, as (address, message); `refused` addresses answer with their code, `slow` takes its time."""

    arrived: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    slow: float = 0.0

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:
        """Take an address or refuse it."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        """Take over a message."""
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.arrived.extend((address, message) for address in envelope.rcpt_tos)
        # After it has arrived: whoever is killed while it waits for the answer does not know.
        time.sleep(self.slow)
        return "250 OK"

    def numbers(self) -> list[str]:
        """The number of each message that arrived."""
        return [message["Message-ID"] for _, message in self.arrived]


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(port: int = 0) -> Iterator[tuple[int, Mailboxes]]:
    """The port of a server that runs, and its mailboxes."""
    boxes, port = Mailboxes(), port or free_port()
    server = Controller(boxes, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield port, boxes
    finally:
        server.stop()
