"""By what the texts of somebody's own check sheet are known: heads, numbers, chapters, notes, fields to fill in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

_LOOKING = "(?:点検|評価|確認|チェック|調査|監査|自己評価|相互評価|審査|ラウンド|巡視)"
_ITEM_HEAD = re.compile(
    f"(?:{_LOOKING}・?)*(?:すべき|される|する|の)?(?:項目|内容|事項)(?:内容|名)?|[小細]項目(?:名|内容)?|(?:具体的な?|求められる)(?:項目|内容|事項)"
    f"|設問(?:文|内容)?|質問(?:項目|内容|事項|文)?|要件|{_LOOKING}(?:すべき|する|の)?(?:[箇個か]所|ポイント|こと|点|書類|要点)"
)
_POINT_HEAD = re.compile(f"{_LOOKING}の?(?:視点|要素|基準|観点)(?:・内容)?|着眼点|観点|視点|判断基準")
_BESIDE_HEAD = re.compile("法令(?:区分)?|加算|重要度|重点|頻度|前年度?|前回")
_FOR_WHOM = re.compile("加算|共通|^全|各")
_CHAPTER_HEAD = re.compile("(?:項目|点検|評価|チェック)?(?:分野|区分|領域|分類)|[大中]項目名?|章|カテゴリー?|テーマ")
OTHER_HEAD = re.compile(
    "備考|コメント|根拠|方法|資料|判定|結果|評価|解説|ポイント|回答|○|はい|いいえ|適|否|点数|担当|改善|理由|目安|所見|特記|現状|状況"
)
_HEAD_WORD = re.compile(
    "分野|区分|領域|分類|[大中]項目|番号|コード|No[.]?|自己|他者|相互|訪問|前年度?|前回|評定|判定|結果|評価|所見|備考|メモ|記事|コメント|該当|"
    "チェック|確認欄?|根拠|方法|場所|部署|はい|いいえ|[適否良可○×△ABCDSX]|不可",
    re.IGNORECASE,
)
_HEAD_PART = re.compile(
    "(?:評価|判定|結果|所見|備考|番号|チェック|根拠|資料|事項|項目|の目安)$|(?:自己|自院|自施設|他者|相互|相手|訪問|連携)"
)
NUMBER = re.compile(
    "[(<]?(?:(?:第|問|設問|表|Q|No[.]?)?[0-9]{1,3}|[IVX]{1,4}|[一二三四五六七八九十]{1,3}|[アイウエオカキクケコサシスセソ]|[A-Za-z][0-9]{0,3}|No)(?:[-.][(]?[0-9]{1,3}[)]?)*[)>.、]?"
    "|[□☐☑■○◯・●◎*-]",
    re.IGNORECASE,
)
BEGIN = re.compile(
    r"^\s*(?:[・•□☐☑]|(?:問|設問|Q)[0-9]{1,3}[.、): ]?|[アイウエオカキクケコサシスセソA-Za-z][.、)]|[アイウエオカキクケコサシスセソ](?=\s)|[A-Z]-?[0-9]{1,3}(?:[-.][0-9]{1,3})*[.、)]?(?=\s)|[(][0-9]{1,3}(?:[-.][0-9]{1,3})*[)]|[0-9]{1,3}(?:[-.][0-9]{1,3})*[.)、]?(?=\s)|[0-9]{1,3}(?:-[0-9]{1,3})+(?![0-9-])[.)、]?|[0-9]{1,3}[)]|[0-9]{1,3}[.、](?![0-9]))\s*"
)
_CHAPTER = re.compile(
    r"第[0-9一二三四五六七八九十]+[章節部編]|表[0-9]+[.、 ]|[IVX]{1,4}[.、 ]|【.+】$|[<《≪〈〔\[].+[>》≫〉〕\]]$|[■●◆◇▼▶□◎★☆]|[A-Z][.、 ]|[0-9]{1,2}[.、 ]|[一二三四五六七八九十]{1,2}[、. ]"
)
SENTENCE = re.compile("(?:か|る|ない|いる|ある|た|(?<!に関する)こと|です|ます)[。？?]?(?:[(][^()]{1,30}[)])?$|。$")
_NOTE = re.compile(
    "[※＊*→⇒☞]|注[0-9)意]|合計|小計|平均|総合|以上(?:$|の)|[0-9]+(?:/[0-9]+|枚目|ページ|頁)+ ?(?:ページ|頁)?$|[A-Z○×△◎]の(?:数|合計)"
    "|(?:凡例|評価|判定|評点)?[: ]*[○◯〇◎△×SA-Eア-オ0-5] ?[:=].+|[0-9ア-オ]?[.、) ]*(?:はい|いいえ|該当(?:なし|しない)|非該当|[適否])$|[(].*(?:。|する|した|ない|ます|こと|確認|参照|記入)[)]$|[・(【<\\[]?(?:根拠|参考|解説|補足|注記?|例|確認(?:の?ポイント|方法|資料)|資料|着眼点|目的)(?:[:)】>\\]]|[ 　])"
    "|.*(?:記入|回答|答え|提出|返送|協力|お送り).*(?:ください|下さい|お願い(?:いた)?します|ありがとうございました)。?$"
    "|ありがとうございました|.*はい.{0,12}いいえ"
)
_FORM = re.compile(
    "(?:施設|病院|医療機関|記入|点検|評価|訪問|氏名|所属|担当|作成|実施)[者日名年月]*(?:名|日|者|署名|サイン|確認印| *印)?"
    "[:：年月日 ]*$|(?:総評|講評|感想|自由記載|特記事項)欄?$|.*[:：]\\s*$"
)
_FORM_ABOVE = re.compile("(?:部署|部門|区域|場所)名?|(?:病棟|診療科|職場)名")
_BULLET = re.compile("[・•\\-‐–]")
_ANSWER = re.compile("[A-EＳSX○◯〇◎△▲×✓✔レ―ー\\-–/]|はい|いいえ|該当(?:なし|せず)|非該当|適|否|不適|有|無|良|可|不可")
_RING = re.compile("[(][0-9]{1,2}[)]")
_SUM = re.compile("(?:[小総]?合?計|平均)(?:点数?|件数)?|該当(?:項目)?数")
_TO_FILL = re.compile("[(][^()]{1,14}[: ]+[)]")
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
_NO_SPACE = re.compile("[ぁ-ゖァ-ヺー一-龥々、(「][ぁ-ゖァ-ヺー一-龥々]|.[、。)」]")
_WHOLE = re.compile("(?:[てで]いる|である|がある|ます|です|か|こと|ない|。)$")
_GOES_ON = re.compile(" *[(<【〔]?(?:つづき|続き?)[)>】〕]?$")
_RINGS = {ord("①") + n: f"({n + 1})" for n in range(20)} | {ord("❶") + n: f"({n + 1})" for n in range(10)}
DITTO = frozenset({"〃", "々", "同上", '"'})
LONGEST_CHAPTER, _LONGEST_HEAD, _LONGEST_HEAD_WORD = 30, 100, 10


def plain(text: str) -> str:
    """A text in one line and half width; a number in a ring is one in brackets, or it would run into the words.

    A name written downwards in one cell, a letter in each line, is one word; so is one that a line ends within.
    """
    half = unicodedata.normalize("NFKC", text.translate(_RINGS))
    pieces = half.split()
    if len(pieces) > 2 and all(len(one) == 1 for one in pieces):
        return "".join(pieces)
    lines = [" ".join(line.split()) for line in half.splitlines() if line.strip()]
    return "".join(f" {one}" if at and not _is_within(lines[at - 1], one) else one for at, one in enumerate(lines))


def _is_within(line: str, following: str) -> bool:
    """Whether a line ends within a text that has no spaces between its words."""
    return bool(len(line) > 1 and _NO_SPACE.fullmatch(line[-1] + following[0])) and not _WHOLE.search(line)


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


def is_for_whom(texts: Sequence[str]) -> bool:
    """Whether the texts of a column say for which hospitals an item is (加算1, 共通)."""
    return all(_FOR_WHOM.search(text) for text in texts)


def is_answer(text: str) -> bool:
    """Whether a text is an answer, or several to choose from: A, ○, はい, A・B・C."""
    return all(_ANSWER.fullmatch(one) for one in re.split("(?<=.)[・/ ](?=.)", text))


def is_running(texts: Sequence[str]) -> bool:
    """Whether the texts of a column number its rows: hardly one stands twice in a row, and answers do."""
    return 5 * sum(one == following for one, following in pairwise(texts)) < len(texts) and "1" in "".join(texts)


def is_bullet(text: str) -> bool:
    """Whether a text begins as the lines of a list do that has no numbers."""
    return _BULLET.match(text) is not None


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
    # A row with an answer to each question has as many such words.
    is_item = any(
        (SENTENCE.search(one) and not one.endswith("こと")) or BEGIN.match(one) or len(one) > LONGEST_CHAPTER
        for one in filled
    )
    is_item = is_item or all(is_answer(one) for one in filled if _is_head_word(one))
    return len(filled) > 2 and not is_item and 2 * sum(map(_is_head_word, filled)) > len(filled)


def _is_head_word(text: str) -> bool:
    return len(text) <= _LONGEST_HEAD_WORD and (_HEAD_WORD.fullmatch(text) or _HEAD_PART.search(text)) is not None


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
    bare = text.replace(" ", "")
    if _SUM.fullmatch(bare):
        return "注記・集計"
    if _TO_FILL.fullmatch(text):
        return "記入欄"
    if len(text) <= 20 and (
        _FORM.fullmatch(bare) or _FORM.fullmatch(text) or (is_first and _FORM_ABOVE.fullmatch(text))
    ):
        return "記入欄"
    return "表題" if is_first and len(text) <= 40 and _TITLE.search(text) else ""


def sign(text: str) -> str:
    """What a text begins with, the same for all of a list: 1. for 2., and 1-1 for 2-3."""
    found = re.match(
        "[0-9]+(?:[-.][0-9]+)+|(?:第|問|設問|Q)?[0-9]+|[(][0-9]+[)]|[IVX]+(?=[.、 ])|[A-Z](?=[.、 ])|[アイウエオカキクケコサシスセソ](?=[.、) ])|[一二三四五六七八九十]+(?=[.、 ])|[^0-9A-Za-z\\w]",
        text,
    )
    if not found:
        return ""
    same = re.sub("[ア-ソ]", "ア", re.sub("[A-Z]+", "A", re.sub("[一二三四五六七八九十]+", "一", found[0])))
    return re.sub("(?:[-.]1)+$", "-1", re.sub("[0-9]+", "1", same))


def item_signs(texts: Sequence[str]) -> frozenset[str]:
    """The signs of which more than half are followed by the same: chapters have something below them."""
    signs = [(sign(text), text) for text in texts if text and not _NOTE.match(text)]
    return _followed([one for one, _ in signs]) or _counting(signs)


def _counting(signs: Sequence[tuple[str, str]]) -> frozenset[str]:
    """The sign of numbers that count up and begin anew, whatever stands between them: texts that go on have none."""
    found: dict[str, list[int]] = {}
    for one, text in signs:
        if number := re.search("[0-9]+", text[:6]) if "1" in one else None:
            found.setdefault(one, []).append(int(number[0]))
    return frozenset(
        one for one, counted in found.items()
        if len(counted) > 2 and counted.count(1) > 1 and all(b in (1, a + 1) for a, b in pairwise(counted))
    )  # fmt: skip


def item_numbers(numbers: Sequence[str]) -> frozenset[str]:
    """The same of the kinds of numbers in a column of their own."""
    return _followed([number_kind(one) for one in numbers if one])


def _followed(signs: Sequence[str]) -> frozenset[str]:
    again = Counter(one for one, following in pairwise(signs) if one == following)
    return frozenset(one for one, count in Counter(signs).items() if one and 2 * again[one] >= count > 1)


def parts(number: str) -> tuple[int, ...]:
    """A number by its levels, nothing if it is no plain one: 1-2-3; the last may be a zero (2.0 above 2.1)."""
    found = re.match("[0-9]{1,3}(?:[-.][0-9]{1,3})*(?=[.、)]?(?: |$))", number)
    levels = [int(one) for one in re.split("[-.]", found[0])] if found else []
    return tuple(levels[:-1] if len(levels) > 1 and not levels[-1] else levels)


def is_above(number: str, following: str) -> bool:
    """Whether a number is that of what the next one belongs to: 1-1 above 1-1-1."""
    above, below = parts(number), parts(following)
    return 0 < len(above) < len(below) and below[: len(above)] == above and set(below[len(above) :]) == {1}


def outer(numbers: Sequence[str]) -> list[int]:
    """The places of those that count chapters where both chapters and items have plain numbers: 1, 1, 2, 3, 2, 1, 2.

    Empty if they do not, or if anything does not fit.
    """
    values = [int(one) if re.fullmatch("[0-9]{1,3}", one) else 0 for one in numbers]
    if not all(values) or values[:2] != [1, 1]:
        return []
    found, inner = [0], 0
    for at, (value, following) in enumerate(zip(values[1:], [*values[2:], 0], strict=True), start=1):
        is_next = value == len(found) + 1
        if (value == inner + 1 and not (is_next and following == 1)) or (value == 1 and found[-1] == at - 1):
            inner = value
        elif is_next and following:
            found.append(at)
        else:
            return []
    return found if len(found) > 1 else []


def heads(text: str, signs: Collection[str]) -> bool:
    """Whether a text alone in its row is a chapter, where items begin with these signs."""
    if sign(text) in signs or not signs:
        return not signs and is_chapter(text)
    return len(text) <= LONGEST_CHAPTER and not SENTENCE.search(text)


def is_chapter(text: str) -> bool:
    """Whether a text begins as headings do, and is no sentence."""
    return len(text) <= LONGEST_CHAPTER and _CHAPTER.match(text) is not None and not SENTENCE.search(text)


def opens_chapter(text: str) -> bool:
    """Whether a text that has no number beside it begins as chapters do: (2) or ◎, too."""
    return is_chapter(text) or (
        len(text) <= LONGEST_CHAPTER and _RING.match(text) is not None and not SENTENCE.search(text)
    )


def is_bracketed(text: str) -> bool:
    """Whether a short text stands in 【】 as a whole, which no item does."""
    return text.startswith("【") and text.find("】") == len(text) - 1 and is_chapter(text)


def chapter_name(text: str) -> str:
    """The name of a chapter, on a page where it goes on, too."""
    return _GOES_ON.sub("", text) or text


def begins_anew(number: str) -> bool:
    """Whether a number is the first of its list: 1, (1), 3-1."""
    found = re.findall("[0-9]+", number)
    return bool(found) and int(found[-1]) == 1
