"""What the exported files of a region hold: their columns with what each means, and what is told of them as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from checklist.formats.parquet import ColumnType

FORMAT = 3
"""Of the files; the first had neither the region in each row nor the lineage of items, the second not what was released."""
Meaning = tuple[ColumnType, str]
ASSESSMENTS: dict[str, Meaning] = {
    "region": ("text", "地域のコード（フォルダーの名前と同じ）"),
    "track": ("text", "評価の種類：self＝自己評価、visitor＝訪問評価、agreed＝合意評価"),
    "fiscal_year": ("integer", "年度（西暦）"),
    "assessment": ("integer", "評価の番号（地域の中で一意）"),
    "hospital": ("text", "病院コード（受審病院）"),
    "addon_class": ("integer", "評価の日に有効な届出の区分。届出がないときは空"),
    "sheet": ("text", "点検表のコード"),
    "sheet_version": ("text", "点検表の版のコード"),
    "lacking": ("text", "設けていない部門（コードを・で区切る）"),
    "released": ("integer", "病院名のない集計の確定した版に入っている評価は、その版の区分。入っていないときは0"),
}
RATINGS: dict[str, Meaning] = {
    "region": ASSESSMENTS["region"],
    "track": ASSESSMENTS["track"],
    "fiscal_year": ASSESSMENTS["fiscal_year"],
    "assessment": ASSESSMENTS["assessment"],
    "hospital": ASSESSMENTS["hospital"],
    "addon_class": ASSESSMENTS["addon_class"],
    "sheet_version": ASSESSMENTS["sheet_version"],
    "chapter": ("text", "章コード"),
    "item": ("text", "項目コード"),
    "released": ASSESSMENTS["released"],
    "value": ("text", "評定：A、B、C、S、NA＝該当なし、UNVERIFIED＝確認不能。未回答は空"),
    "asked": ("integer", "1＝回答が必要な項目、0＝回答不要（対象外の区分、設けていない部門）。0はどの数にも含めない"),
}
COMMENT: Meaning = ("text", "評定のコメント")
ITEMS: dict[str, Meaning] = {
    "region": ASSESSMENTS["region"],
    "sheet": ASSESSMENTS["sheet"],
    "sheet_name": ("text", "点検表の名称"),
    "sheet_version": ASSESSMENTS["sheet_version"],
    "version_name": ("text", "版の名称"),
    "number": ("integer", "版の順序（1から）"),
    "previous": ("text", "前の版のコード。最初の版は空"),
    "scale": ("text", "評価尺度"),
    "chapter": RATINGS["chapter"],
    "chapter_name": ("text", "章の名称"),
    "item": RATINGS["item"],
    "position": ("integer", "版の中での順序（1から）"),
    "text": ("text", "項目の文"),
    "kept": ("integer", "1＝前の版と同じ内容（同一・文言修正）、0＝それ以外。比較できるのは続けて1の項目のみ"),
    "law_part": ("text", "対応する法令の区分"),
    "classes": ("text", "対象の区分（・で区切る）"),
    "module": ("text", "対象の部門。すべての病院が対象のときは空"),
}
FILES: dict[str, dict[str, Meaning]] = {"assessments": ASSESSMENTS, "ratings": RATINGS, "items": ITEMS}
"""Each file by its name without ending."""


@dataclass(frozen=True)
class Told:
    """What stands in each file beside its rows: of which region, as of when, and what its readers have to keep to.

    `minimum` is the smallest group that the region shows without names, `running` its fiscal year that is not over.
    """

    region: str
    as_of: str
    exported_by: str
    minimum: int
    running: int
    fictional: bool

    @property
    def written(self) -> dict[str, str]:
        """As it stands in a file."""
        return {"format": str(FORMAT)} | {name: str(value) for name, value in asdict(self).items()}

    @classmethod
    def read(cls, found: Mapping[str, str]) -> Told:
        """The same from a file of today's format; raises KeyError or ValueError for anything else."""
        return cls(
            found["region"], found["as_of"], found["exported_by"], int(found["minimum"]), int(found["running"]),
            {"True": True, "False": False}[found["fictional"]],
        )  # fmt: skip
