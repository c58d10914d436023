"""The yearly reports of a region of 300: that of the region, and the ZIP of all hospitals, made by its own process.

Run by hand: `python -m tests.benchmarks.annual_reports [hospitals]`. The goals are 10 s for the region and, for the ZIP, 90 s
on two free cores within 1 GiB: its processor time is told with the clock's, because a busy machine tells the second wrong.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from checklist.formats import files
from checklist.jobs import annual_papers
from checklist.jobs.annual_papers import State
from checklist.papers.region import annual as region_annual
from checklist.store.act import operator, viewing
from tests.benchmarks import demo_region
from tests.benchmarks.region import tell

YEAR, YEARS, OF_REGION, OF_ALL, CORES, MOST = 2025, 2, 10.0, 90.0, 2, 1024**3


def children() -> Iterator[Path]:
    """The processes below this one, and below those."""
    waiting = [os.getpid()]
    while waiting:
        for task in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            for pid in task.read_text().split():
                waiting.append(int(pid))
                yield Path("/proc", pid)


def looked_at() -> tuple[float, int]:
    """Seconds of the processor and bytes that the processes of the job have taken so far."""
    seconds, total = 0.0, 0
    for place in list(children()):
        try:
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            total += int((place / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):
            continue
        seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds, total


def of_region(path: Path) -> float:
    """Seconds of the processor for the region's report as PDF and workbook."""
    begin = time.process_time()
    with viewing(operator(), path) as view:
        found = region_annual.document(view, YEAR)
        for kind in ("pdf", "xlsx"):
            files.render(found, kind)
    return time.process_time() - begin


def of_all(path: Path) -> tuple[float, float, int]:
    """Seconds by the clock and of the processor, and the most bytes held, for the ZIP of all hospitals."""
    begin, worked, most = time.perf_counter(), 0.0, 0
    annual_papers.begin(operator(), path, YEAR)
    while (found := annual_papers.progress(operator(), path)) and found.state is State.RUNNING:
        seconds, held = looked_at()
        worked, most = max(worked, seconds), max(most, held)
        time.sleep(0.2)
    assert found
    assert (found.state, found.faults) == (State.DONE, 0)
    return time.perf_counter() - begin, worked, most


def main() -> None:
    """Build, measure, and fail beyond the goals."""
    hospitals = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        path = demo_region.build(Path(folder), hospitals, YEARS)
        region = of_region(path)
        clock, worked, most = of_all(path)
        free = worked / CORES
        tell(
            f"{hospitals} hospitals × {YEARS} years",
            f"report of the region  {region:6.1f} s of the processor            goal {OF_REGION:.0f} s, ÷ {region / OF_REGION:.2f}",
            f"ZIP of all hospitals  {worked:6.1f} s of the processor, {free:6.1f} s on {CORES} free cores, goal {OF_ALL:.0f} s, ÷ {free / OF_ALL:.2f}",
            f"                      {clock:6.1f} s by the clock, {most / 1024**2:.0f} MiB, goal {MOST / 1024**2:.0f}, ÷ {most / MOST:.2f}",
        )
        if region > OF_REGION or free > OF_ALL or most > MOST:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
