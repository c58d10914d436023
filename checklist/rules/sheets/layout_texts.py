"""By what the texts of somebody's own check sheet are known: heads, numbers, chapters, notes, fields to fill in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

_ITEM_HEAD = re.compile(
    "(?:点検|評価|確認|チェック|調査|監査|自己評価)?(?:する|の)?(?:項目|内容|事項)|[小細]項目|設問|質問(?:項目|内容)?"
    "|(?:点検|評価|確認|チェック|調査|監査)(?:する|の)?(?:[箇個か]所|ポイント|こと|点)"
)
_POINT_HEAD = re.compile("評価の?視点(?:・内容)?|着眼点|観点")
_BESIDE_HEAD = re.compile("対象(?:区分|施設)?|法令(?:区分)?|加算|重要度|重点|頻度|前年度?|前回")
_CHAPTER_HEAD = re.compile("分野|区分|領域|分類|大項目|中項目|章|カテゴリー?")
OTHER_HEAD = re.compile(
    "備考|コメント|根拠|方法|資料|判定|結果|評価|解説|ポイント|回答|○|はい|いいえ|適|否|点数|担当|改善"
)
_HEAD_WORD = re.compile(
    "分野|区分|領域|分類|[大中]項目|番号|コード|No[.]?|自己|他者|相互|訪問|前年度?|前回|評定|判定|結果|評価|所見|備考|メモ|記事|コメント|該当|"
    "チェック|確認欄?|根拠|方法|場所|部署|はい|いいえ|[適否良可○×△ABCDSX]|不可",
    re.IGNORECASE,
)
NUMBER = re.compile(
    "[(<]?(?:(?:第|問|設問|表|Q|No[.]?)?[0-9]{1,3}|[IVX]{1,4}|[一二三四五六七八九十]{1,3}|[アイウエオカキクケコサシスセソ]|[A-Za-z][0-9]{0,3}|No)(?:[-.][(]?[0-9]{1,3}[)]?)*[)>.、]?"
    "|[□☐☑■○◯・●◎*-]",
    re.IGNORECASE,
)
BEGIN = re.compile(
    r"^\s*(?:[・•□☐☑]|[(][0-9]{1,3}(?:[-.][0-9]{1,3})*[)]|[0-9]{1,3}(?:[-.][0-9]{1,3})*[.)、]?(?=\s)|[0-9]{1,3}(?:-[0-9]{1,3})+[.)、]?|[0-9]{1,3}[)]|[0-9]{1,3}[.、](?![0-9]))\s*"
)
_CHAPTER = re.compile(
    r"第[0-9一二三四五六七八九十]+[章節部編]|表[0-9]+[.、 ]|[IVX]{1,4}[.、 ]|【.+】$|[<《≪〈〔\[].+[>》≫〉〕\]]$|[■●◆▼□]|[A-Z][.、 ]|[0-9]{1,2}[.、 ]|[一二三四五六七八九十]{1,2}[、. ]"
)
SENTENCE = re.compile("(?:か|る|ない|いる|ある|た|(?<!に関する)こと|です|ます)[。？?]?$|。$")
_NOTE = re.compile(
    "[※＊*→⇒☞]|注[0-9)意]|合計|小計|平均|総合|以上(?:$|の)|[0-9]+(?:/[0-9]+|枚目|ページ|頁)+ ?(?:ページ|頁)?$|[A-Z○×△◎]の(?:数|合計)"
    "|[○◯〇◎△×A-Eア-オ0-5] ?[:=].+|[(].*(?:。|する|した|ない|ます)[)]$|[(【<\\[]?(?:根拠|参考|解説|補足|注記?|例|確認方法|確認資料|着眼点|目的)(?:[:)】>\\]]|[ 　])"
    "|.*(?:記入|回答|答え|提出|返送|協力|お送り).*(?:ください|下さい|お願い(?:いた)?します|ありがとうございました)。?$"
    "|ありがとうございました|.*はい.{0,12}いいえ"
)
_FORM = re.compile(
    "(?:施設|病院|医療機関|記入|点検|評価|訪問|氏名|所属|担当|作成|実施)[者日名年月]*(?:名|日|者|署名|確認印| *印)?"
    "[:：年月日 ]*$|(?:総評|講評|感想|自由記載|特記事項)欄?$|.*[:：]\\s*$"
)
_FORM_ABOVE = re.compile("(?:部署|病棟|診療科|職場|部門|区域|場所)名?")
_TITLE = re.compile(
    "(?:シート|チェックリスト|リスト|点検表|点検票|調査票|評価表|評価票|記録表|用紙|様式)(?:[(].*[)])?$"
)
_ASIDE = re.compile(
    "記入要領|(?:^|記入|用語|使用|方法|項目|様式)の?説明書?$|表紙|使い方|(?<!check)(?<!check )list|(?<!チェック)(?<!点検)リスト|選択肢|凡例"
    "|^はじめに|^集計|記入例|^目次",
    re.IGNORECASE,
)
_METHOD = re.compile(
    "(?:書類|書面|面接|現場|聴取|目視|ヒアリング|[自相互己]{2})(?:[・、/](?:書類|書面|面接|現場|聴取|目視))*"
)
_GOES_ON = re.compile(" *[(<【〔]?(?:つづき|続き?)[)>】〕]?$")
_RINGS = {ord("①") + n: f"({n + 1})" for n in range(20)} | {ord("❶") + n: f"({n + 1})" for n in range(10)}
DITTO = frozenset({"〃", "々", "同上", '"'})
LONGEST_CHAPTER, _LONGEST_HEAD = 30, 100


def plain(text: str) -> str:
    """A text in one line and half width; a number in a ring is one in brackets, or it would run into the words.

    A name written downwards in one cell, a letter in each line, is one word.
    """
    pieces = unicodedata.normalize("NFKC", text.translate(_RINGS)).split()
    return ("" if len(pieces) > 2 and all(len(one) == 1 for one in pieces) else " ").join(pieces)


def is_item_head(text: str) -> bool:
    """Whether a cell is the head of an item column."""
    # A head is short; the pattern below takes its time over a long row of brackets.
    if len(text) > _LONGEST_HEAD:
        return False
    bare = re.sub("[(].*[)]$", "", text.replace(" ", ""))
    return (_ITEM_HEAD.fullmatch(bare) or _POINT_HEAD.fullmatch(bare)) is not None


def is_point_head(text: str) -> bool:
    """Whether a head may also stand beside the items, above what is looked at for each."""
    return _POINT_HEAD.fullmatch(text.replace(" ", "")) is not None


def is_chapter_head(text: str) -> bool:
    """Whether a cell is the head of a column of chapters, wherever that stands."""
    return _CHAPTER_HEAD.fullmatch(text.replace(" ", "")) is not None


def is_beside_head(text: str) -> bool:
    """Whether a cell is the head of a column that says more of an item, although it stands to the left."""
    return _BESIDE_HEAD.fullmatch(text.replace(" ", "")) is not None


def is_sign(text: str) -> bool:
    """Whether a text is a sign such as ★ and no word."""
    return re.fullmatch(r"[^\w]{1,3}", text) is not None


def number_kind(number: str) -> str:
    """What kind of number it is, the same for all of a list: ① and ②, 1-1 and 2-3, ア and イ."""
    same = re.sub("[0-9]+", "1", re.sub("^[IVX]+(?![a-z])", "I", number))
    same = re.sub("[一二三四五六七八九十]+", "一", re.sub("[アイウエオカキクケコサシスセソ]", "ア", same))
    return re.sub("[-.]1(?:[-.]1)*", "-1", re.sub("^[A-HJ-Z](?![a-z])", "A", same))


def is_head_row(row: Sequence[str]) -> bool:
    """Whether a row names columns although none of them calls itself item."""
    filled = [text.replace(" ", "") for text in row if text]
    return len(filled) > 2 and 2 * sum(_HEAD_WORD.fullmatch(text) is not None for text in filled) > len(filled)


def is_aside(sheet: str) -> bool:
    """Whether a sheet among several is by its name no check sheet."""
    return _ASIDE.search(sheet) is not None


def is_method(text: str) -> bool:
    """Whether a text says how something is checked."""
    return _METHOD.fullmatch(text) is not None


def no_item(text: str, is_first: bool) -> str:
    """Why a text is neither item nor chapter, or ''; above the first item stand titles and fields for the whole sheet."""
    if _NOTE.match(text):
        return "注記・集計"
    if len(text) <= 20 and (_FORM.fullmatch(text) or (is_first and _FORM_ABOVE.fullmatch(text))):
        return "記入欄"
    return "表題" if is_first and len(text) <= 40 and _TITLE.search(text) else ""


def sign(text: str) -> str:
    """What a text begins with, the same for all of a list: 1. for 2., and 1-1 for 2-3."""
    found = re.match(
        "[0-9]+(?:[-.][0-9]+)+|第?[0-9]+|[(][0-9]+[)]|[IVX]+(?=[.、 ])|[A-Z](?=[.、 ])|[一二三四五六七八九十]+(?=[.、 ])|[^0-9A-Za-z\\w]",
        text,
    )
    if not found:
        return ""
    same = re.sub("[A-Z]+", "A", re.sub("[一二三四五六七八九十]+", "一", found[0]))
    return re.sub("(?:[-.]1)+$", "-1", re.sub("[0-9]+", "1", same))


def item_signs(texts: Sequence[str]) -> frozenset[str]:
    """The signs of which more than half are followed by the same: chapters have something below them."""
    return _followed([sign(text) for text in texts if text and not _NOTE.match(text)])


def item_numbers(numbers: Sequence[str]) -> frozenset[str]:
    """The same of the kinds of numbers in a column of their own."""
    return _followed([number_kind(one) for one in numbers if one])


def _followed(signs: Sequence[str]) -> frozenset[str]:
    again = Counter(one for one, following in pairwise(signs) if one == following)
    return frozenset(one for one, count in Counter(signs).items() if one and 2 * again[one] >= count > 1)


def heads(text: str, signs: Collection[str]) -> bool:
    """Whether a text alone in its row is a chapter, where items begin with these signs."""
    if sign(text) in signs or not signs:
        return not signs and is_chapter(text)
    return len(text) <= LONGEST_CHAPTER and not SENTENCE.search(text)


def is_chapter(text: str) -> bool:
    """Whether a text begins as headings do, and is no sentence."""
    return len(text) <= LONGEST_CHAPTER and _CHAPTER.match(text) is not None and not SENTENCE.search(text)


def chapter_name(text: str) -> str:
    """The name of a chapter, on a page where it goes on, too."""
    return _GOES_ON.sub("", text) or text


def begins_anew(number: str) -> bool:
    """Whether a number is the first of its list: 1, (1), 3-1."""
    found = re.findall("[0-9]+", number)
    return bool(found) and int(found[-1]) == 1
