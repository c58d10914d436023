"""The visiting hospitals with how their ratings lie beside those of others: a list by name, in no other order."""

from __future__ import annotations

from collections.abc import Mapping

from checklist import words
from checklist.comparison import leniency
from checklist.comparison.leniency import Leniency, Visitor
from checklist.errors import Refused
from checklist.formats.table import Column
from checklist.readings.listing import Line, Listing
from checklist.store.act import View

COLUMNS = (
    Column("訪問側の病院", "text", 26, least=10),
    Column("訪問（件）", "number", 10),
    Column("受審病院（病院）", "number", 10),
    Column("差（ポイント）", "points", 12),
    Column("95％区間の下端", "points", 12),
    Column("95％区間の上端", "points", 12),
    Column("備考", "text", 50, least=14),
)
CAUSE = "差を示すもので、甘い・厳しいの原因は分かりません。"
LEAD = (
    "訪問した病院ごとに、訪問評価が地域の平均からどの程度高いか（＋）低いか（－）を、受審病院の水準を除いて推定した値です。"
    f"{CAUSE}"
)
NOTES = (
    "推定の方法：点検表の版・年度ごとに項目の難しさを除いた各評価の水準を、「版・年度・評価の種類」「受審病院」「訪問側の病院」の和として"
    "最小二乗法で分けています。受審病院の水準は、その病院の自己評価と、ほかの年度・ほかの病院による訪問評価から定まります。",
    "差は、比較できる訪問側の病院の平均を0とした得点率のポイントです。複数の病院による訪問は、代表の病院に数えます。",
    "95％区間は、差がない場合でも20病院に1病院ほどは0を含みません。順位を付けるものではないため、病院名の順にのみ並べます。",
    f"訪問が{leniency.FEWEST_VISITS}件未満、または受審病院が{leniency.FEWEST_HOSTS}病院未満の病院は比較不可とします。",
)


def asked(view: View, address: Mapping[str, str]) -> Leniency:
    """What an address asks for; what is no year or no sheet there is none. Raises Refused or Forbidden."""
    first, last = (_year(address.get(name, "")) for name in ("first", "last"))
    return leniency.read(view, address.get("sheet", ""), first or 0, last or 0)


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Refused("年度の指定が正しくありません。")
    return int(text)


def listed(found: Leniency) -> Listing[Visitor]:
    """The list, with its notes in the last column where there is no number."""
    lines = tuple(Line(_cells(one, found.reason), one) for one in found.visitors)
    return Listing("leniency", "訪問側の病院ごとの評定の差", COLUMNS, lines, ordered=True, notes=(CAUSE, *NOTES))


def _cells(one: Visitor, reason: str) -> tuple[str | int | float | None, ...]:
    head = (one.name, one.visits, one.hosts)
    if one.effect is None:
        return (*head, None, None, None, f"{words.NOT_COMPARABLE}（{one.reason or reason}）")
    ends = (round(value, 1) for value in (one.effect.estimate, one.effect.low, one.effect.high))
    return (*head, *ends, "区間に0を含みません" if one.effect.apart else "")


def sentence(found: Leniency) -> str:
    """What the picture shows, in words: only those are named whose interval leaves out zero, by name."""
    if found.reason:
        return found.reason
    high = [one.name for one in found.known if one.effect and one.effect.low > 0]
    low = [one.name for one in found.known if one.effect and one.effect.high < 0]
    told = [
        f"{'、'.join(names)}の訪問評価は、地域の平均より{word}"
        for names, word in ((high, "高い"), (low, "低い"))
        if names
    ]
    if not told:
        return f"比較できる{len(found.known)}病院のすべてで、95％区間が0を含みます。差があるとはいえません。"
    return f"{'。'.join(f'{one}と推定されます' for one in told)}。ほかの病院は、差があるとはいえません。"
