"""What an address asks for among the options of a page."""

from __future__ import annotations

import pytest

from checklist.rules.fields import option

YEARS = range(2026, 2023, -1)


@pytest.mark.parametrize(
    ("asked", "default", "found"),
    [
        ("2024", None, 2024),
        (None, 2025, 2025),
        (None, None, 2026),
        ("", 2025, 2025),
        ("今年", 2025, 2025),
        ("1999", 2025, 2025),
        ("1999", None, 2026),
        ("2024", 2025, 2024),
    ],
)
def test_one_option(asked: str | None, default: int | None, found: int) -> None:
    assert option.chosen(YEARS, asked, default) == found


@pytest.mark.parametrize(
    ("asked", "default", "found"),
    [
        (None, (), ()),
        (None, ("b",), ("b",)),
        ("c,a", ("b",), ("a", "c")),
        ("a,x", ("b",), ("a",)),
        ("x", ("b",), ("b",)),
        ("", ("b",), ()),
    ],
)
def test_some_options(asked: str | None, default: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert option.several(("a", "b", "c"), asked, default) == found
