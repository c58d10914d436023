"""The 施設基準 of 300 hospitals judged on a year of records, beside the bare SQL that the judgement sends.

Run by hand: `python -m tests.benchmarks.criteria`. Bare SQL is every statement, sent again on the same kind of
connection with all rows fetched and thrown away. The aim is two seconds of processor time for all hospitals.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

from sqlite_utils import Database

from checklist.demo import opening
from checklist.demo.region import Wish
from checklist.model.records import KINDS
from checklist.readings import criteria_sets
from checklist.rules.criteria.evaluation import Evaluation, assess, choose
from checklist.store import db
from checklist.store.criteria import criteria_facts
from tests.benchmarks.comparison import RUNS, bare, median, statements
from tests.benchmarks.region import tell
from tests.world import by

HOSPITALS, YEARS = 300, 2
TODAY = date(2026, 3, 30)
"""The end of a fiscal year in the time of the 令和6 set, so that a whole year of records counts."""


def judged_on(connection: Database, day: date) -> list[Evaluation]:
    """Every hospital of the region, as the rules judge it on a day."""
    rule_set = choose(criteria_sets.shipped(), day)
    return [assess(rule_set, one) for one in criteria_facts.of_day(by(connection), day).values()]


def judge(path: Path) -> list[Evaluation]:
    """Every hospital of the region."""
    with db.reading(path) as connection:
        return judged_on(connection, TODAY)


def processor(path: Path) -> float:
    """Milliseconds that a judgement keeps a processor busy; unlike its time, they hardly depend on what else runs."""
    taken = []
    for _ in range(RUNS):
        begin = time.process_time()
        judge(path)
        taken.append(1000 * (time.process_time() - begin))
    return sorted(taken)[RUNS // 2]


def main() -> None:
    """Build the region and measure."""
    os.environ["CHECKLIST_TODAY"] = TODAY.isoformat()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "criteria.db"
        opening.open_or_build(path, Wish(HOSPITALS, YEARS, seed=7))
        with db.reading(path) as connection:
            records = sum(connection.table(kind).count for kind in KINDS)
        rule_set = choose(criteria_sets.shipped(), TODAY)
        sent = statements(
            path,
            lambda connection: [assess(rule_set, one) for one in criteria_facts.of_day(by(connection), TODAY).values()],
        )
        found = judge(path)
        answers = Counter(one.verdict.result.value for line in found for one in line.judgements)
        server, sql = median(lambda: judge(path)), median(lambda: bare(path, sent))
        tell(
            f"{len(found)} hospitals, {records:,} records, {len(sent)} statements, {sum(answers.values()):,} answers {dict(answers)}",
            f"judged {server:.0f} ms ({processor(path):.0f} ms of a processor), bare SQL {sql:.0f} ms, ratio {server / sql:.2f}",
        )


if __name__ == "__main__":
    main()
