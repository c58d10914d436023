"""Names that are different texts and that nobody tells apart at a glance: old forms of characters, kana like kanji."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection

_OLD = "髙高﨑崎𠮷吉邊辺邉辺澤沢齋斉斎斉齊斉國国廣広惠恵眞真濵浜濱浜瀨瀬德徳嶋島嶌島冨富櫻桜學学會会醫医縣県靜静與与藏蔵寳宝寶宝榮栄圓円舘館峯峰嶽岳條条應応壽寿龍竜萬万禮礼祐佑穗穂關関鐵鉄"
_SHAPES = "二ニ力カ口ロ工エ卜ト八ハ夕タへヘべベぺペりリー一―一‐一–一—一−一-一ヶケ个ケ箇ケァアィイゥウェエォオッツャヤュユョヨ〇0o0l1i1|1"
# Cyrillic and Greek letters that look Latin, after casefolding.
_LETTERS = "аaеeоoсcрpхxуyіiкkмmтtвbнhαaοoρpιiκkνvτt"
_TURN = str.maketrans(
    {pairs[at]: pairs[at + 1] for pairs in (_LETTERS, _OLD, _SHAPES) for at in range(0, len(pairs), 2)}
)
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]|\s"
)


def skeleton(name: str) -> str:
    """What a name looks like: two names with the same one are easily taken for each other."""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", name)).casefold()
    # Twice: a letter that looks Latin may be one that looks like a digit.
    return plain.translate(_TURN).translate(_TURN)


def pairs(new: Collection[str], all_names: Collection[str]) -> list[tuple[str, str]]:
    """Every new name with another that looks like it, each pair once."""
    alike = defaultdict[str, list[str]](list)
    for name in dict.fromkeys(all_names):
        alike[skeleton(name)].append(name)
    found: list[tuple[str, str]] = []
    for name in dict.fromkeys(new):
        others = (other for other in alike[skeleton(name)] if other != name)
        found += [(name, other) for other in others if (other, name) not in found]
    return found
