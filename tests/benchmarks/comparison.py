"""The comparison's time on the server beside the bare SQL that it sends, at 24 and 300 hospitals over five years.

Run by hand: `python -m tests.benchmarks.comparison`. Bare SQL is every statement of the comparison, sent again on
the same kind of connection with all rows fetched and thrown away.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from checklist.comparison import comparison, track_comparison
from checklist.comparison.comparison import Scope, Selection
from checklist.formats import files
from checklist.formats.document import Document
from checklist.model.accounts import Principal
from checklist.store import db
from checklist.store.act import View
from tests.benchmarks import demo_region
from tests.benchmarks.region import tell
from tests.world import by

SIZES = (24, 300)
RUNS = 5
EVERYTHING, ONE_YEAR = Selection(2022, 2026), Selection(2025, 2025)
Make = Callable[[View, Selection], Document]
CASES: tuple[tuple[str, str, Make, Selection], ...] = (
    ("classes, secretariat", "secretariat", comparison.class_comparison, EVERYTHING),
    ("classes, manager, region", "manager.h001", comparison.class_comparison, EVERYTHING),
    (
        "classes, manager, partners",
        "manager.h001",
        comparison.class_comparison,
        Selection(2022, 2026, scope=Scope.PARTNERS),
    ),
    ("classes, one chapter", "secretariat", comparison.class_comparison, Selection(2022, 2026, chapter="6")),
    ("classes, support centre", "center", comparison.class_comparison, EVERYTHING),
    ("hospitals, secretariat", "secretariat", comparison.hospital_comparison, EVERYTHING),
    ("hospitals, manager", "manager.h001", comparison.hospital_comparison, EVERYTHING),
    ("self and visitor, secretariat", "secretariat", track_comparison.track_comparison, EVERYTHING),
    ("classes, one year", "secretariat", comparison.class_comparison, ONE_YEAR),
    ("hospitals, one year", "secretariat", comparison.hospital_comparison, ONE_YEAR),
    ("self and visitor, one year", "secretariat", track_comparison.track_comparison, ONE_YEAR),
)


def median(work: Callable[[], object]) -> float:
    """Milliseconds of the middle one of several runs."""
    taken = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begin))
    return sorted(taken)[RUNS // 2]


def statements(path: Path, work: Callable[[Database], object]) -> list[tuple[str, Any]]:
    """Every statement that some work sends, with its parameters."""
    sent: list[tuple[str, Any]] = []
    with db.reading(path) as connection:
        real = connection.execute

        def execute(sql: str, parameters: Any = ()) -> Any:
            sent.append((sql, parameters))
            return real(sql, parameters)

        setattr(connection, "execute", execute)  # noqa: B010
        work(connection)
    return sent


def bare(path: Path, sent: Sequence[tuple[str, Any]]) -> None:
    """The same statements with nobody looking at their rows."""
    with db.reading(path) as connection:
        for sql, parameters in sent:
            connection.conn.execute(sql, parameters).fetchall()


def measure(path: Path, size: int) -> None:
    """One line for each kind of comparison."""
    tell(f"{size} hospitals × 5 years", f"{'':34}{'server':>10}{'bare SQL':>10}{'ratio':>8}{'Excel':>10}")
    for name, login, make, selection in CASES:
        who = demo_region.reader(path, login)

        def work(
            connection: Database, make: Make = make, who: Principal = who, chosen: Selection = selection
        ) -> Document:
            return make(by(connection, who), chosen)

        def served(work: Callable[[Database], Document] = work) -> Document:
            with db.reading(path) as connection:
                return work(connection)

        sent = statements(path, work)
        server, sql = median(served), median(lambda sent=sent: bare(path, sent))  # type: ignore[misc]
        document = served()
        excel = median(lambda document=document: files.render(document, "xlsx"))  # type: ignore[misc]
        tell(f"{name:34}{server:>7.0f} ms{sql:>7.0f} ms{server / sql:>8.2f}{excel:>7.0f} ms")


def main() -> None:
    """Build both regions and measure."""
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            measure(demo_region.build(Path(folder), size), size)


if __name__ == "__main__":
    main()
