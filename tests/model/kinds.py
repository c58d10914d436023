"""Every kind of record that the product has, listed anywhere or not."""

from __future__ import annotations

import importlib
import pkgutil

import checklist.model
from checklist.model.fields import Record

for _found in pkgutil.walk_packages(checklist.model.__path__, f"{checklist.model.__name__}."):
    importlib.import_module(_found.name)


def every_kind() -> list[type[Record]]:
    """The classes below `Record` that have a code; those that a test makes up are left out."""
    waiting, found = [Record], []
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found += [one for one in below if one.__module__.startswith("checklist.") and "KIND" in vars(one)]
    return sorted(found, key=lambda one: one.KIND)
