"""Degrees as people type them."""

from __future__ import annotations

import pytest

from checklist.rules.fields.degrees import parse


@pytest.mark.parametrize(
    ("text", "value"),
    [("", None), (" ", None), ("35.6812", 35.6812), ("１３９．７６７１", 139.7671), ("-12", -12.0), ("35.5度", 35.5)],
)
def test_degrees_are_read_in_any_width(text: str, value: float | None) -> None:
    assert parse(text) == value


@pytest.mark.parametrize("text", ["35,6", "北緯35", "nan", "1e3", "35°41′", "--3", "1234"])
def test_what_is_no_number_of_degrees_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse(text)
