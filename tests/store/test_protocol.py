"""Properties of the operations protocol: whatever the network does, the same end state as a simple model."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from checklist.model.assessments import Operation, OperationResult
from checklist.model.scales import SCALES
from checklist.store import db
from checklist.store.assessments import answers
from tests.world import CODES, World, by, principal

MEMBERS = ("evaluator.h02", "second.h02")
ITEMS = (*CODES[:3], "no such item")
VALUES = (*SCALES["abcx"].codes, None, "Z")

relaxed = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@dataclass(frozen=True)
class Step:
    """A client sends a new operation, or one that was sent before (`again`), by itself or by somebody else."""

    member: int
    item: str
    value: str | None
    comment: str
    base: int
    again: int | None


steps = st.lists(
    st.builds(
        Step,
        member=st.integers(0, 1),
        item=st.sampled_from(ITEMS),
        value=st.sampled_from(VALUES),
        comment=st.sampled_from(["", "所見", "x" * 2001]),
        base=st.integers(-1, 4),
        again=st.one_of(st.none(), st.integers(0, 30)),
    ),
    max_size=30,
)


@dataclass
class Model:
    """What the database must hold, kept in dictionaries."""

    current: dict[str, tuple[int, str | None, str, int]] = field(default_factory=dict)
    taken: dict[str, tuple[int, str]] = field(default_factory=dict)

    def apply(self, member: int, sent: Operation) -> tuple[str, int]:
        """The status and version that the protocol promises."""
        if sent.item not in CODES:
            return "refused", 0
        version = self.current[sent.item][0] if sent.item in self.current else 0
        if sent.value == "Z" or len(sent.comment) > 2000 or sent.base_version < 0:
            return "refused", version
        if sent.operation_id in self.taken:
            mine = self.taken[sent.operation_id] == (member, sent.item)
            return ("duplicate" if mine else "refused"), version
        if sent.base_version != version:
            return "conflict", version
        self.current[sent.item] = (version + 1, sent.value, sent.comment, member)
        self.taken[sent.operation_id] = (member, sent.item)
        return "saved", version + 1


@contextmanager
def undone(path: Path) -> Iterator[Database]:
    """A transaction that leaves the database as it was, so that every example starts from the same."""
    connection = db.connect(path)
    try:
        connection.conn.execute("BEGIN IMMEDIATE")
        yield connection
    finally:
        connection.rollback()
        connection.close()


def send(connection: Database, world: World, member: int, *sent: Operation) -> list[OperationResult]:
    acting = principal(world.people[MEMBERS[member]])
    return answers.record(by(connection, acting), world.visitor_assessment, sent)


def stored(connection: Database, world: World) -> dict[str, tuple[int, str | None, str, int]]:
    who = {world.people[login].id: index for index, login in enumerate(MEMBERS)}
    rows = connection.execute("SELECT code, version, value, comment, person_id FROM rating JOIN item ON id = item_id")
    return {code: (version, value, comment, who[person]) for code, version, value, comment, person in map(tuple, rows)}


def assert_history_is_gapless(connection: Database) -> None:
    rows = connection.execute(
        "SELECT item_id, group_concat(version, ' ') FROM (SELECT * FROM rating_history ORDER BY id) GROUP BY item_id"
    )
    for _, versions in map(tuple, rows):
        assert versions == " ".join(str(n) for n in range(1, len(versions.split()) + 1))
    last = (
        "SELECT 1 FROM rating r JOIN rating_history h USING (assessment_id, item_id, version) WHERE r.value IS h.value"
    )
    count = "SELECT count(*) FROM rating"
    assert len(connection.execute(last).fetchall()) == connection.execute(count).fetchone()[0]


@relaxed
@given(steps)
def test_any_order_with_repeats_ends_as_the_model_does(world: World, world_db: Path, sequence: list[Step]) -> None:
    model, sent_before = Model(), list[Operation]()
    with undone(world_db) as connection:
        for step in sequence:
            if step.again is not None and sent_before:
                sent = sent_before[step.again % len(sent_before)]
            else:
                sent = Operation(str(uuid.uuid4()), step.item, step.base, step.value, step.comment)
            sent_before.append(sent)
            (result,) = send(connection, world, step.member, sent)
            assert (result.status, result.version) == model.apply(step.member, sent)
        assert stored(connection, world) == model.current
        assert_history_is_gapless(connection)


@relaxed
@given(steps)
def test_one_request_with_many_operations_ends_as_one_request_for_each(
    world: World, world_db: Path, sequence: list[Step]
) -> None:
    sent = [Operation(str(uuid.uuid4()), step.item, step.base, step.value, step.comment) for step in sequence]
    with undone(world_db) as connection:
        one_by_one = [send(connection, world, 0, operation)[0] for operation in sent]
        end = stored(connection, world)
    with undone(world_db) as connection:
        together = send(connection, world, 0, *sent)
        assert stored(connection, world) == end
    assert [(r.status, r.version) for r in together] == [(r.status, r.version) for r in one_by_one]


@dataclass
class Device:
    """A tablet with an outbox: it repeats an operation until it hears of it, and insists on its own side."""

    member: int
    outbox: list[Operation] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)

    def tap(self, item: str, value: str) -> None:
        self.outbox.append(Operation(str(uuid.uuid4()), item, -1, value, ""))

    def deliver(self, connection: Database, world: World, request_arrives: bool, answer_arrives: bool) -> None:
        """Send the oldest operation over a network that may lose the request or the answer."""
        if not self.outbox or not request_arrives:
            return
        first = self.outbox[0]
        if first.base_version < 0:
            first = self.outbox[0] = replace(first, base_version=self.known.get(first.item, 0))
        (result,) = send(connection, world, self.member, first)
        if not answer_arrives:
            return
        self.known[first.item] = result.version
        if result.status == "conflict":
            self.outbox[0] = replace(first, operation_id=str(uuid.uuid4()), base_version=result.version)
        else:
            assert result.status in ("saved", "duplicate")
            self.acknowledged.append(first.operation_id)
            self.outbox.pop(0)


events = st.lists(
    st.one_of(
        st.tuples(st.just("tap"), st.integers(0, 1), st.sampled_from(CODES[:2]), st.sampled_from("ABC")),
        st.tuples(st.just("send"), st.integers(0, 1), st.booleans(), st.booleans()),
    ),
    max_size=40,
)


@relaxed
@given(events)
def test_two_devices_over_a_bad_network_deliver_every_tap_exactly_once(
    world: World, world_db: Path, sequence: list[tuple[object, ...]]
) -> None:
    devices, taps = (Device(0), Device(1)), 0
    with undone(world_db) as connection:
        for kind, who, first, second in sequence:
            device = devices[int(str(who))]
            if kind == "tap":
                device.tap(str(first), str(second))
                taps += 1
            else:
                device.deliver(connection, world, bool(first), bool(second))
        while any(device.outbox for device in devices):
            for device in devices:
                device.deliver(connection, world, True, True)
        acknowledged = devices[0].acknowledged + devices[1].acknowledged
        kept = [row[0] for row in connection.execute("SELECT operation_id FROM rating_history")]
        assert len(acknowledged) == taps
        assert sorted(kept) == sorted(acknowledged)
        assert_history_is_gapless(connection)


def test_the_database_itself_refuses_a_version_that_skips(world: World, world_db: Path) -> None:
    with undone(world_db) as connection:
        send(connection, world, 0, Operation(str(uuid.uuid4()), CODES[0], 0, "A", ""))
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("UPDATE rating SET version = 3, operation_id = 'x'")
