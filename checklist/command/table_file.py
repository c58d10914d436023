"""A table that a command takes in, and what has to be said of it: which sheet, and whether hidden and struck-out rows count."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from checklist.command.argument_parser import Parser
from checklist.formats.file_questions import HIDDEN, ROWS, SHEET, STRUCK, Answers

HINT = "--sheet、--hidden-rows、--struck-rows で指定して、もう一度実行してください。"
_WORDS = {word: code for code, word in ROWS}


def add(command: Parser) -> None:
    """The file, and its answers."""
    command.plain.add_argument("file", type=Path, metavar="F", help="Excel（.xlsx・.xls）・ODS・CSVなどの表のファイル")
    command.named.add_argument("--sheet", metavar="S", help="取り込むシートの名前（複数のシートに表があるとき）")
    for name, word in (("--hidden-rows", "非表示の行"), ("--struck-rows", "取り消し線のある行")):
        command.named.add_argument(name, choices=tuple(_WORDS), help=f"{word}を取り込むか（あるときは必須）")


def taken(options: Namespace) -> tuple[str, bytes, Answers]:
    """Name, content and answers, as every import reads them."""
    found = {SHEET: options.sheet, HIDDEN: _code(options.hidden_rows), STRUCK: _code(options.struck_rows)}
    answers = {key: answer for key, answer in found.items() if answer}
    return options.file.name, options.file.read_bytes(), answers


def _code(word: str | None) -> str:
    return _WORDS[word] if word else ""
