"""The command that puts many regions beside each other, from the files that each has exported."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from checklist.command.argument_parser import Parser, number
from checklist.command.export_commands import written
from checklist.comparison.nation import places, sums
from checklist.comparison.nation.sums import Wish
from checklist.errors import Refused
from checklist.formats import files, query_engine
from checklist.formats.file_kinds import DOCUMENTS
from checklist.papers.region import nation
from checklist.store.act import operator

ENDINGS = "・".join(kind.ending for kind in DOCUMENTS)


def add(parser: Parser) -> None:
    """What may stand after the command."""
    parser.plain.add_argument(
        "places", nargs="*", metavar="DIR",
        help="export dataset で書き出したフォルダー（その下の region=… のすべて）。複数指定でき、s3://… などのアドレスでもよい",
    )  # fmt: skip
    parser.named.add_argument(
        "--data", action="append", default=[], metavar="DIR", help="DIRと同じ（複数回指定できる）"
    )
    parser.named.add_argument(
        "--engine", choices=query_engine.ENGINES, default=query_engine.ENGINES[0],
        help="計算に使うもの（既定：duckdb。sparkは別に導入する）",
    )  # fmt: skip
    parser.named.add_argument("--sheet", metavar="CODE", help="点検表のコード（既定：評価が最も多いもの）")
    told = "（西暦、既定：すべての地域で終わっている年度）"
    for name, word in (("--first", "初めの年度"), ("--last", "終わりの年度")):
        parser.named.add_argument(name, type=number(2000, 2199), metavar="Y", help=f"{word}{told}")
    parser.named.add_argument("--out", type=Path, required=True, metavar="F", help=f"書き出すファイル（{ENDINGS}）")


def compare(options: Namespace) -> int:
    """Write the tables of all regions together."""
    kind = options.out.suffix.lower().removeprefix(".")
    if kind not in files.KINDS:
        raise Refused(f"書き出すファイルの名前は {ENDINGS} のいずれかで終わるようにしてください。")
    names = [*options.places, *options.data]
    if not names:
        raise Refused("export dataset で書き出したフォルダーを1つ以上指定してください。")
    found = places.read(names)
    counted = sums.add_up(found, options.engine, Wish(options.sheet, options.first, options.last))
    document = nation.document(found, counted, query_engine.WORDS[options.engine])
    return written(options.out, files.render(document, kind, operator().name))
