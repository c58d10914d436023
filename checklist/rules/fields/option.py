"""Which of some options a text names, as the address of a page does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def in_vain(name: str, value: str) -> str:
    """That an address asks for something that is not to be had."""
    return f"アドレスで指定された{name}「{value[:20]}」は選べないため、いつもの選択で表示しています。"


def chosen(options: Sequence[T], asked: str | None, default: T | None = None) -> T:
    """The option that is asked for; the default where nothing is asked or none has this name, else the first one."""
    usual = next((option for option in options if option == default), options[0])
    return next((option for option in options if str(option) == asked), usual)


def several(options: Sequence[T], asked: str | None, default: Sequence[T] = ()) -> tuple[T, ...]:
    """Those asked for, separated by commas, in their order; an empty text asks for none, nothing for the default."""
    named = () if asked is None else asked.split(",")
    found = tuple(option for option in options if str(option) in named)
    return found if found or asked == "" else tuple(default)
