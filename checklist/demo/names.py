"""Names that nobody can take for real: hospitals, places, founders and people of 架空県."""

from __future__ import annotations

from random import Random

REGION = "架空県 医療安全地域連携（架空地域）"

_PLACES = (
    "中央", "みなと", "青葉台", "若草", "緑ヶ丘", "桜川", "白鷺", "月見野", "星ヶ浦", "夕凪", "朝霧", "花園台",
    "風見", "虹の里", "雲雀野", "泉ヶ原", "楓台", "椿山", "鈴蘭", "萩の森", "渚", "汐見", "霞沢", "千草", "玉川台",
    "柊", "若葉", "梅の里", "藤沢野", "杉並木",
)  # fmt: skip
_KINDS = (
    "総合病院", "病院", "記念病院", "医療センター", "市民病院", "厚生病院", "慈愛病院",
    "リハビリテーション病院", "南病院", "北病院", "みらい病院",
)  # fmt: skip
_FOUNDERS = (
    "医療法人社団 架空会", "医療法人 夢見会", "社会医療法人 架空厚生会", "架空市", "架空県", "学校法人 架空学園",
    "社会福祉法人 架空福祉会", "地方独立行政法人 架空市立病院機構", "一般財団法人 架空医療財団",
)  # fmt: skip
_FAMILY = (
    "架野", "空木", "仮屋崎", "夢川", "霧島野", "虹川", "雲井", "月岡野", "星原", "風間野", "花房野", "雪森",
    "水城野", "朝比野", "夕月", "緑谷野", "白峰野", "青柳野", "紅林", "金森野",
)  # fmt: skip
_GIVEN = (
    "一郎", "花子", "健太", "美咲", "直樹", "由美", "和也", "恵", "誠", "千春", "大輔", "幸子", "剛", "真理",
    "学", "久美子", "亮", "典子", "修", "明美",
)  # fmt: skip


def hospital_names(count: int) -> list[str]:
    """So many different hospital names, the same ones in the same order every time."""
    places, kinds = len(_PLACES), len(_KINDS)
    return [f"架空{_PLACES[n % places]}{_KINDS[(n // places + n) % kinds]}" for n in range(count)]


def address(rng: Random, index: int) -> str:
    """An address in the invented prefecture."""
    place = _PLACES[index % len(_PLACES)]
    return f"架空県架空市{place}{rng.randint(1, 5)}丁目{rng.randint(1, 20)}番{rng.randint(1, 30)}号"


def founder(rng: Random) -> str:
    """A founder (開設者)."""
    return rng.choice(_FOUNDERS)


def person(rng: Random) -> str:
    """The name of a person."""
    return f"{rng.choice(_FAMILY)} {rng.choice(_GIVEN)}"
