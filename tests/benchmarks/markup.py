"""A table of 960 cells put together from pieces that escape by themselves, beside the same cells escaped by hand.

Run by hand: `python -m tests.benchmarks.markup`. The ratio is what it costs that no screen can forget to escape: below
five is wanted; it was thirteen while every piece was made anew each time it was joined.
"""

from __future__ import annotations

import html
import time
from collections.abc import Callable

from checklist.formats.table import Column, Table
from checklist.ui import heat, markup
from tests.benchmarks.region import tell

ROWS, RUNS = 120, 200
COLUMNS = (
    Column("章", least=11), Column("項目コード"), Column("項目", least=20), Column("自己評価"), Column("訪問評価"), Column("差"),
    Column("自己評価のコメント", least=16), Column("訪問評価のコメント", least=16),
)  # fmt: skip
ITEMS = Table(
    "項目別の比較",
    COLUMNS,
    tuple(
        (
            "医療安全管理体制",
            f"1-{row:03}",
            f"指針が最新である<{row}>",
            "A",
            "B",
            "差あり",
            "改訂日 & 版を確認した。",
            "",
        )
        for row in range(ROWS)
    ),
)
SCORES = Table(
    "章別の得点率",
    (Column("章"), *(Column(f"{2020 + place // 2}年度 加算{place % 2 + 1}", "percent") for place in range(48))),
    tuple((f"{row}章", *(float(40 + (row + place) % 60) for place in range(48))) for row in range(20)),
)


def by_hand(found: Table) -> str:
    """The same cells as an f-string each, where every text has to be remembered."""
    return "".join(
        "<tr>"
        + "".join(
            f'<td class="nowrap" data-name="{html.escape(column.name)}">{html.escape(str(value))}</td>'
            for column, value in zip(found.columns, row, strict=True)
        )
        + "</tr>"
        for row in found.rows
    )


def quickest(work: Callable[[], object]) -> float:
    """Milliseconds of the quickest of several runs: whatever else the machine does only adds to it."""
    taken = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begin))
    return min(taken)


def main() -> None:
    """One line for each kind of table."""
    names, texts = [column.name for column in COLUMNS], [[str(value) for value in row] for row in ITEMS.rows]
    tell("960 cells", f"{'':22}{'pieces':>10}{'by hand':>10}{'ratio':>8}")
    for name, work, beside in (
        ("table of items", lambda: markup.table(ITEMS), ITEMS),
        ("heat map", lambda: heat.grid(SCORES), SCORES),
        ("list of plain texts", lambda: markup.listing("項目", names, texts), ITEMS),
    ):
        pieces, plain = quickest(work), quickest(lambda beside=beside: by_hand(beside))  # type: ignore[misc]
        tell(f"{name:22}{pieces:>7.2f} ms{plain:>7.2f} ms{pieces / plain:>8.1f}")


if __name__ == "__main__":
    main()
