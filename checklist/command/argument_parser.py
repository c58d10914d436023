"""A parser for command lines whose help and complaints are Japanese."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from checklist.rules.fields.day_text import is_plausible
from checklist.words.chain import SHORT

_COMPLAINTS = (
    (r"argument (.+?): invalid choice: (.*?) \(choose from (.*)\)", r"\1 に \2 は指定できません（使えるもの：\3）"),
    (r"argument (.+?): expected .*", r"\1 に値を指定してください"),
    (r"argument (.+?): ignored explicit argument (.*)", r"\1 に値は指定できません"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 と \2 は同時に指定できません"),
    (r"argument (.+?): ([^ -~].*)", r"\1：\2"),
    (r"unrecognized arguments: (.+)", r"不明な指定です：\1"),
    (r"the following arguments are required: (.+)", r"\1 を指定してください"),
    (r"one of the arguments (.+) is required", r"\1 のいずれかを指定してください"),
)
"""What argparse says in English, and the same in Japanese."""


class Formatter(argparse.HelpFormatter):
    """Help in Japanese."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "使い方：" if prefix is None else prefix)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Lines that were broken on purpose stay as they are."""
        return text if "\n" in text else super()._fill_text(text, width, indent)


class Parser(argparse.ArgumentParser):
    """A parser whose help and complaints are Japanese; `--db` may stand after every command."""

    def __init__(self, **settings: Any) -> None:
        # No abbreviations: one that works today is ambiguous as soon as an option with the same beginning comes.
        super().__init__(**settings, formatter_class=Formatter, add_help=False, allow_abbrev=False)
        self.plain = self.add_argument_group("対象")
        self.named = self.add_argument_group("指定")
        self.named.add_argument("-h", "--help", action="help", help="この説明を表示する")
        self.named.add_argument(
            "--db",
            type=Path,
            metavar="F",
            # A default of its own would overwrite a --db that stood before the command.
            default=argparse.SUPPRESS,
            help="データベースのファイル（既定：CHECKLIST_DB）",
        )

    def error(self, message: str) -> NoReturn:
        """Say in Japanese what is wrong, and end with 2."""
        found = (
            re.sub(pattern, sentence, message, flags=re.DOTALL).replace("'", "")
            for pattern, sentence in _COMPLAINTS
            if re.fullmatch(pattern, message, re.DOTALL)
        )
        self.exit(2, f"{self.format_usage()}{next(found, '指定のしかたが正しくありません')}。\n")


def number(low: int, high: int) -> Callable[[str], int]:
    """A whole number between two bounds."""

    def read(text: str) -> int:
        # int alone would take 1_000, +5 and digits of other scripts.
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"整数（{low}〜{high}）を指定してください")
        return int(text)

    return read


def link(text: str) -> str:
    """A link of the chain of records by its hexadecimal digits, or as many of the first as are printed in short."""
    digits = "".join(text.split()).lower()
    if not re.fullmatch(rf"[0-9a-f]{{{SHORT},64}}", digits):
        raise argparse.ArgumentTypeError(f"連鎖の値（{SHORT}〜64桁の16進数）を指定してください")
    return digits


def day(text: str) -> date:
    """A day as ISO 8601 writes it."""
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("日付（例：2026-08-01）を指定してください") from error
    if not is_plausible(found):
        raise argparse.ArgumentTypeError("日付（例：2026-08-01）を指定してください")
    return found
