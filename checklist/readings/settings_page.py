"""The settings with everything that stands on their page: one read for all its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checklist.model.region import Region
from checklist.store import region
from checklist.store.act import View


@dataclass(frozen=True)
class SettingsPage:
    """The settings of the region, and how much the database holds by Japanese name."""

    region: Region
    counts: Mapping[str, int]


def read(view: View) -> SettingsPage:
    """The settings and the numbers."""
    return SettingsPage(region.load(view.db), region.counts(view))
