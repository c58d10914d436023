"""The command line: python -m checklist …"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import sqlite3
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from checklist.errors import ChecklistError, Refused
from checklist.reports.demo import description, opening
from checklist.reports.demo.region import Wish
from checklist.store import db

DONE, REFUSED = 0, 1

_PLAIN_WORDS = (
    (r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.*)\)", r"\1 に「\2」は指定できません（\3 のいずれか）"),
    (r"argument (.+?): expected .*", r"\1 に値を指定してください"),
    (r"argument (.+?): ignored explicit argument (.*)", r"\1 に値は指定できません"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 と \2 は同時に指定できません"),
    (r"argument (.+?): ([^ -~].*)", r"\1：\2"),
    (r"unrecognized arguments: (.+)", r"不明な指定です：\1"),
    (r"the following arguments are required: (.+)", r"\1 を指定してください"),
    (r"one of the arguments (.+) is required", r"\1 のいずれかを指定してください"),
)


class Formatter(argparse.HelpFormatter):
    """Help in Japanese."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "使い方：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser whose help and complaints are Japanese."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, formatter_class=Formatter, add_help=False, allow_abbrev=False)
        self.named = self.add_argument_group("指定")
        self.named.add_argument("-h", "--help", action="help", help="この説明を表示する")
        self.named.add_argument("--db", type=Path, metavar="F", default=argparse.SUPPRESS, help="データベースのファイル")

    def error(self, message: str) -> NoReturn:
        for pattern, sentence in _PLAIN_WORDS:
            if re.fullmatch(pattern, message, re.DOTALL):
                self.exit(2, f"{self.format_usage()}{re.sub(pattern, sentence, message, flags=re.DOTALL)}\n")
        self.exit(2, f"{self.format_usage()}指定のしかたが正しくありません。\n")


def number(low: int, high: int) -> Callable[[str], int]:
    """A whole number between two bounds."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", text) or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{low}から{high}までの整数を指定してください")
        return int(text)

    return read


def build() -> Parser:
    """The whole grammar."""
    parser = Parser(prog="python -m checklist", description="医療安全 相互チェック")
    verbs = parser.add_subparsers(title="コマンド", metavar="コマンド", required=True, parser_class=Parser)
    _add_demo(verbs)
    return parser


def _verb(verbs: Any, name: str, work: Callable[[argparse.Namespace], int], text: str) -> Parser:
    parser: Parser = verbs.add_parser(name, help=text, description=text)
    parser.set_defaults(work=work)
    return parser


def _add_address(parser: Parser) -> None:
    parser.named.add_argument("--host", default="127.0.0.1", metavar="H", help="待ち受けるアドレス（既定：127.0.0.1）")
    parser.named.add_argument("--port", type=number(1, 65535), default=8501, metavar="N", help="ポート番号（既定：8501）")


def _add_demo(verbs: Any) -> None:
    parser = _verb(verbs, "demo", demo, "架空の地域を作成し、アカウントを表示して起動する")
    parser.named.add_argument("--hospitals", type=number(3, 300), default=8, metavar="N", help="病院の数（3〜300）")
    parser.named.add_argument("--years", type=number(1, 10), default=2, metavar="N", help="年度の数（1〜10）")
    parser.named.add_argument("--seed", type=number(0, 999999), default=1, metavar="N", help="乱数の種")
    parser.named.add_argument("--json", action="store_true", help="内容をJSONで表示する")
    parser.named.add_argument("--no-serve", action="store_true", help="作成だけ行い、起動しない")
    _add_address(parser)


def demo(options: argparse.Namespace) -> int:
    """Open or build an invented region, tell about it, serve it."""
    path = db.default_path().resolve()
    opening.open_or_build(path, Wish(options.hospitals, options.years, options.seed))
    with db.reading(path) as connection:
        found = description.describe(connection, path, f"http://{options.host}:{options.port}")
    print(json.dumps(found, ensure_ascii=False) if options.json else description.in_words(found), flush=True)
    return DONE if options.no_serve else _serve(path, options.host, options.port)


def _serve(path: Path, host: str, port: int) -> int:
    """Become the server."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(f"{host} のポート {port} は使用できません。--port で別の番号を指定してください。") from error
    os.environ["CHECKLIST_DB"] = str(path)
    os.chdir(db.ROOT)
    settings = ["--server.address", host, "--server.port", str(port), "--server.headless", "true"]
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", "app.py", *settings])


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; 0 done, 1 refused with a clear line, 2 wrong usage."""
    options = build().parse_args(arguments)
    if hasattr(options, "db"):
        os.environ["CHECKLIST_DB"] = str(options.db)
    try:
        return int(options.work(options))
    except ChecklistError as error:
        message = error.message
    except sqlite3.Error as error:
        message = f"データベースを処理できません（{db.default_path()}）：{error}"
    except OSError as error:
        message = f"ファイルを読み書きできません：{error.filename or ''}"
    print(message, file=sys.stderr)
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
