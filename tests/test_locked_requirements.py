"""What hospitals install is known to the last byte: every distribution with its version and the hashes of its files."""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement

from tests.test_house import ROOT, normal, pins_of


def locked() -> dict[str, tuple[str, str, int]]:
    """Distribution -> version, for which machines (empty: all), and how many of its files are known by their hash."""
    text = (ROOT / ".requirements.lock").read_text(encoding="utf-8")
    found = re.findall(
        r"^([a-z0-9-]+)==(\S+)(?: ; (.+?))? \\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE
    )
    assert len(found) == len(re.findall("^[^ #\n]", text, re.MULTILINE)), "a line that this does not understand"
    return {name: (version, where, hashes.count("--hash")) for name, version, where, hashes in found}


def test_whatever_a_hospital_runs_is_locked_with_its_hashes_down_to_what_others_need() -> None:
    lock = locked()
    assert {name: lock[name][0] for name in pins_of("requirements.txt")} == pins_of("requirements.txt")
    assert all(hashes for _, _, hashes in lock.values())
    here = {name: version for name, (version, where, _) in lock.items() if not where or Marker(where).evaluate()}
    # Of an environment that tests/run has made: whoever installed requirements.txt has what is newest today below it.
    if (Path(sys.prefix) / "stamp").exists():
        installed = {normal(one.metadata["Name"]): one.version for one in metadata.distributions()}
        assert {name: installed.get(name) for name in here} == here
    needed = {
        normal(Requirement(text).name) for name in here for text in metadata.requires(name) or () if applies(text)
    }
    assert needed <= here.keys()


def applies(text: str) -> bool:
    """Whether a distribution needs that on this machine, without its extras."""
    marker = Requirement(text).marker
    return marker is None or marker.evaluate({"extra": ""})
