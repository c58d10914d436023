"""The fields of a hospital as a file names them, and as they are compared before anything is changed."""

from __future__ import annotations

from collections.abc import Collection

from checklist import words
from checklist.model.hospitals import Hospital
from checklist.model.sheets import Module
from checklist.rules.fields.cell import YES

OF_COLUMN = {
    "病院名": "name", "開設者": "founder", "所在地": "address", "病床数": "beds", "種別": "kind", "院外": "external",
}  # fmt: skip

PLACED = {
    "緯度": "latitude", "経度": "longitude", "グループ": "corporate_group", "医療圏": "medical_area",
    "訪問できない期間": "closed_days",
}  # fmt: skip
"""Columns of which an empty cell says nothing."""


def fields(one: Hospital) -> dict[str, str]:
    """Every field of a hospital as people read it, by the name of its column."""
    return {
        "病院名": one.name,
        "開設者": one.founder,
        "所在地": one.address,
        "病床数": f"{one.beds}床",
        "種別": words.HOSPITAL_KINDS[one.kind],
        "院外": YES if one.external else "",
        **{column: _text(getattr(one, field)) for column, field in PLACED.items()},
    }


def _text(value: float | str | None) -> str:
    return "" if value is None else str(value)


def departments(lacking: Collection[Module]) -> str:
    """Departments by their words, in the order of the list."""
    return "、".join(word for module, word in words.MODULES.items() if module in lacking)
