"""The settings with everything that stands on their page: one read for all its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checklist.model.region import Region
from checklist.store import chain, region
from checklist.store.act import View
from checklist.store.chain import Head


@dataclass(frozen=True)
class SettingsPage:
    """The settings of the region, how much the database holds by Japanese name, and the head of the chain of records."""

    region: Region
    counts: Mapping[str, int]
    head: Head


def read(view: View) -> SettingsPage:
    """The settings, the numbers and the head."""
    return SettingsPage(region.load(view.db), region.counts(view), chain.head(view))
