"""What may be written on the command line: every command with its arguments; the work is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from checklist import words
from checklist.command import nation_commands, table_file
from checklist.command.argument_parser import Parser, day, link, number
from checklist.formats.file_kinds import ANNUAL, DOCUMENTS, EXCEL, PDF
from checklist.imports import case_file, hospital_file, person_file, record_file
from checklist.model.accounts import Role
from checklist.model.records import KINDS

Add = Callable[[str, str], Parser]


def _group(parser: Parser, above: str = "") -> Add:
    """Room for commands below a command; each leaves its full name in `verb`."""
    verbs = parser.add_subparsers(title="コマンド", metavar="コマンド", required=True, parser_class=Parser)

    def add(name: str, text: str) -> Parser:
        found: Parser = verbs.add_parser(name, help=text, description=text)
        found.set_defaults(verb=f"{above} {name}".strip())
        return found

    return add


def grammar() -> Parser:
    """Every command with what may stand after it."""
    parser = Parser(prog="python -m checklist", description="医療安全 相互チェック")
    add = _group(parser)
    _address(add("serve", "起動する（データベースは自動で更新する）"))
    _demo(add("demo", "架空の地域を作成し、アカウントを表示して起動する"))
    add("migrate", "データベースを作成、または最新の形に更新する")
    _head(add("doctor", "データベースに問題がないか検査する"))
    _backup(add("backup", "使用中でも整合したバックアップを作成する、または復元を試す"))
    back = add("restore", "バックアップを検査して復元する（置き換える前のものは残す）")
    back.named.add_argument("--from", dest="file", type=Path, required=True, metavar="F", help="バックアップのファイル")
    _head(back)
    _export(_group(add("export", "訪問や比較の結果をファイルに書き出す"), "export"))
    nation_commands.add(add("nation", "複数の地域のデータ（export dataset）から、比較の表を作成する"))
    _sheet(_group(add("sheet", "点検表を扱う"), "sheet"))
    hospital = _group(add("hospital", "病院を扱う"), "hospital")(
        "import",
        "病院と届出を、画面の記入様式（Excel）、または1つの表のExcel・CSVから取り込む"
        f"（列：{'、'.join(hospital_file.COLUMNS)}）",
    )
    person = _group(add("person", "利用者を扱う"), "person")(
        "import",
        "利用者を、画面の記入様式（Excel）、または1つの表のExcel・CSVから取り込み、初回パスワードの用紙をPDFに書き出す"
        f"（列：{'、'.join(one.name for one in person_file.WANTED)}）",
    )
    for one in (hospital, person):
        table_file.add(one)
        one.named.add_argument("--dry-run", action="store_true", help="変更内容を表示し、何も変更しない")
    _out(person)
    _records(_group(add("record", "病院の記録を扱う"), "record"))
    _cases(_group(add("case", "支援センターの相談事例を扱う"), "case"))
    _plan(add("plan", "年度の訪問の計画案を作成して表示する（何も変更しない）"))
    _criteria(add("criteria", "施設基準の要件ごとに、満たしているかを判定する"))
    _evidence(_group(add("evidence", "証拠書類を扱う"), "evidence"))
    notices = _group(add("notices", "お知らせを扱う"), "notices")
    told = notices("send", "新しいお知らせを作成し、メールを送信する（起動中のサーバーは自動で行う）")
    told.named.add_argument("--dry-run", action="store_true", help="作成されるお知らせを表示し、何も変更しない")
    _user(_group(add("user", "アカウントを扱う"), "user"))
    return parser


def _backup(parser: Parser) -> None:
    what = parser.named.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "what",
        nargs="?",
        choices=("now", "drill"),
        metavar="now/drill",
        help="now＝設定の場所にすぐに作成する、drill＝最後のバックアップを別の場所に復元し、1行ずつ照合する",
    )
    what.add_argument("--to", dest="file", type=Path, metavar="F", help="バックアップのファイル")


def _address(parser: Parser) -> None:
    # This machine alone unless somebody asks for more: without a proxy in front, passwords travel without TLS.
    parser.named.add_argument("--host", default="127.0.0.1", metavar="H", help="待ち受けるアドレス（既定：127.0.0.1）")
    parser.named.add_argument(
        "--port", type=number(1, 65535), default=8501, metavar="N", help="ポート番号（既定：8501）"
    )


def _head(parser: Parser) -> None:
    text = "控えておいた連鎖の値（評価報告書などにある16桁以上）を、現在の記録が含むかも確かめる"
    parser.named.add_argument("--head", type=link, metavar="H", help=text)


def _demo(parser: Parser) -> None:
    for name, low, high, default, text in (
        # With three every duty can be met: two of 加算1 that visit each other, and one of 加算2.
        ("--hospitals", 3, 300, 24, "病院の数"),
        ("--years", 1, 10, 5, "年度の数"),
        ("--seed", 0, 999_999, 1, "乱数の種（同じ数なら同じ内容になる）"),
    ):
        text = f"{text}（{low}〜{high}、既定：{default}）"
        parser.named.add_argument(name, type=number(low, high), default=default, metavar="N", help=text)
    parser.named.add_argument("--json", action="store_true", help="内容をJSONで表示する")
    parser.named.add_argument("--no-serve", action="store_true", help="作成のみ行い、起動しない")
    _address(parser)


def _out(parser: Parser) -> None:
    parser.named.add_argument("--out", type=Path, required=True, metavar="F", help="書き出すファイル")


def _export(add: Add) -> None:
    visit = add("visit", "1件の訪問の評価結果")
    visit.plain.add_argument("id", type=number(1, 999_999_999), metavar="ID", help="訪問の番号")
    compared = add("comparison", "加算1と加算2の比較")
    compared.named.add_argument("--year", type=number(2000, 2200), required=True, metavar="Y", help="年度（西暦）")
    own = add("hospital", "病院年次報告（1病院の得点率・訪問・指摘事項・改善）")
    own.plain.add_argument("code", metavar="CODE", help="病院コード")
    whole = add("region", "地域年次報告書（病院名を示さない）")
    for parser in (own, whole):
        parser.named.add_argument("--year", type=number(2000, 2199), required=True, metavar="Y", help="年度（西暦）")
    _dataset(add("dataset", "地域の評価を分析用のParquetに書き出す（氏名は含めない）"))
    leader = add("leader", "病院の院長報告（A4で1枚のPDF）")
    leader.plain.add_argument("hospital", metavar="CODE", help="病院コード")
    leader.named.add_argument("--format", choices=(PDF.code,), default=PDF.code, help="ファイルの形式（既定：pdf）")
    _out(leader)
    for parser, kinds in ((visit, DOCUMENTS), (compared, DOCUMENTS), (own, ANNUAL), (whole, ANNUAL)):
        parser.named.add_argument(
            "--format",
            choices=tuple(kind.code for kind in kinds),
            default=EXCEL.code,
            help="ファイルの形式（既定：xlsx）",
        )
        _out(parser)


def _dataset(parser: Parser) -> None:
    parser.named.add_argument(
        "--out", required=True, metavar="DIR", help="書き出すフォルダー（s3://… などのアドレスでもよい）"
    )
    parser.named.add_argument("--region", metavar="CODE", help="フォルダー名に使う地域のコード（既定：地域の名称）")
    parser.named.add_argument("--with-comments", action="store_true", help="評定のコメントも含める")


def _sheet(add: Add) -> None:
    add("list", "登録されている点検表の一覧")
    for name, text in (
        ("check", "点検表のファイルに誤りがないか調べる（登録はしない）"),
        ("import", "点検表をExcel・CSV・XLSFormから登録する"),
    ):
        table_file.add(add(name, text))
    other = add("propose", "ほかの様式の点検表から項目を読み取り、様式に転記したExcelを書き出す（登録はしない）")
    other.plain.add_argument("file", type=Path, metavar="F", help="Excel（.xlsx・.xls）・ODS・CSVなどの表のファイル")
    _out(other)
    export = add("export", "点検表をExcel・CSVに書き出す")
    export.plain.add_argument("code", metavar="CODE", help="版コード（例：anzen-2）")
    export.named.add_argument("--xlsform", action="store_true", help="ODKやKoboで使うXLSForm（.xlsx）として書き出す")
    _out(export)


def _records(add: Add) -> None:
    new = add("import", "病院の記録と職員をExcel・CSVから取り込む")
    kinds = [
        f"  {code}＝{kind.WORD}\n    列：{'、'.join(record_file.column_names(kind))}" for code, kind in KINDS.items()
    ]
    new.epilog = "\n".join(("種類と列：", *kinds))
    new.plain.add_argument("kind", choices=list(KINDS), metavar="KIND", help="記録の種類（下の一覧）")
    table_file.add(new)
    new.named.add_argument("--hospital", metavar="CODE", required=True, help="病院コード")


def _cases(add: Add) -> None:
    new = add(
        "import", f"相談事例をExcel・CSVから取り込む（列：{'、'.join((*case_file.COLUMNS, case_file.CONFIRMED))}）"
    )
    table_file.add(new)
    told = f"以前の区分を今の区分に置き換える表（列：{'、'.join(case_file.OF_MAPPING)}）"
    new.named.add_argument("--map", type=Path, metavar="F", help=told)
    new.named.add_argument("--dry-run", action="store_true", help="取り込む内容を表示し、何も変更しない")


def _plan(parser: Parser) -> None:
    parser.named.add_argument("--year", type=number(2000, 2199), required=True, metavar="Y", help="年度（西暦）")
    parser.named.add_argument("--json", action="store_true", help="計画案をJSONで表示する")
    parser.named.add_argument("--same-group", action="store_true", help="同じグループの病院も連携先として認める")
    parser.named.add_argument("--within-area", action="store_true", help="同じ医療圏の病院のみを連携先とする")
    parser.named.add_argument(
        "--within-km", type=number(0, 2000), metavar="N", help="連携先とする距離の上限（直線距離のkm、0は上限なし）"
    )


def _criteria(parser: Parser) -> None:
    parser.plain.add_argument("hospital", metavar="HOSPITAL", help="病院コード")
    parser.named.add_argument("--on", type=day, metavar="DATE", help="基準日（例：2026-08-01、既定：今日）")
    parser.named.add_argument("--json", action="store_true", help="判定をJSONで表示する")


def _evidence(add: Add) -> None:
    pack = add("pack", "施設基準の判定・記録・書類を、目次を付けて1つのZIPまたはPDFにまとめる")
    pack.plain.add_argument("hospital", metavar="HOSPITAL", help="病院コード")
    pack.named.add_argument("--on", type=day, metavar="DATE", help="基準日（例：2026-08-01、既定：今日）")
    told = "提出用（表紙・調査の順の目次・通し番号を付け、判定を載せない）にする"
    pack.named.add_argument("--for-submission", action="store_true", help=told)
    _out(pack)


def _user(add: Add) -> None:
    new = add("add", "アカウントを追加する（パスワードは画面で入力する）")
    new.named.add_argument("--login", required=True, metavar="LOGIN", help="ログインID")
    new.named.add_argument("--name", required=True, metavar="NAME", help="氏名")
    roles = "、".join(f"{role.value}＝{word}" for role, word in words.ROLES.items())
    new.named.add_argument(
        "--role", choices=[role.value for role in Role], action="append", required=True, metavar="ROLE",
        help=f"役割。複数回指定できる（{roles}）",
    )  # fmt: skip
    place = new.named.add_mutually_exclusive_group()
    place.add_argument("--hospital", metavar="CODE", help="所属病院のコード")
    place.add_argument("--center", action="store_true", help="所属を医療安全支援センターにする")
    reset = add("reset", "パスワードを設定し直し、すべての端末からログアウトさせる")
    reset.plain.add_argument("login", metavar="LOGIN", help="ログインID")
    for parser in (new, reset):
        parser.named.add_argument("--password-stdin", action="store_true", help="パスワードを標準入力から読み取る")
    lost = add("reset-second-factor", "認証アプリを失った人の二段階認証を解除する")
    lost.plain.add_argument("login", metavar="LOGIN", help="ログインID")
    add("list", "アカウントの一覧")
