"""141 strings that a keyboard, a spreadsheet or somebody's old system hands in, and that must come through as they are or be told."""

from __future__ import annotations

_GAIJI = ("\ue000原", "\ue18d田", "\ue405", "架空\uf8ff会", "\U000f0000架空", "髙橋", "山﨑", "𠮷田", "神社", "福祉")
_VARIANTS = (
    "葛\U000e0100城",
    "辻\U000e0101",
    "渡\U000e0102辺",
    "㉝㊿",
    "①②⑳",
    "ⅠⅡⅢⅳ",
    "㈱架空",
    "㍻㋿",
    "㎎㎏㎡㏄",
    "№℡",
)
_EMOJI = ("✅適 ❌否", "☑済 ☒未", "👍", "👩🏽\u200d⚕️", "1️⃣", "🇯🇵", "⚠️注意", "🏥病院", "♥♡", "〒100-0001")
_WIDTHS = (
    "ｶﾅ病院",
    "ﾊﾟﾋﾟﾌﾟ",
    "ＡＢＣ１２３",
    "ABC123",
    "が（か\u3099）",
    "パ（ハ\u309a）",
    "é（e\u0301）",
    "～〜∼",
    "－−‐–—―",
    "ーｰ一",
)
_BLANKS = (
    "架空 病院",
    "架空　病院",
    "架空\u00a0病院",
    "架空\u2009病院",
    "架空\u202f病院",
    " 架空",
    "架空 ",
    "　架空　",
    "\t架空",
    "架空\t病院",
)
_UNSEEN = (
    "架空\u200b病院",
    "架空\u200c病院",
    "架空\u200d病院",
    "架空\u2060病院",
    "\ufeff架空",
    "架空\u00ad病院",
    "架空\u202e院病\u202c",
    "\u2067架空\u2069",
    "架空\u200f",
    "\u061c架空",
)
_BREAKS = (
    "一行目\n二行目",
    "一行目\r\n二行目",
    "一行目\r二行目",
    "一\u2028二",
    "一\u2029二",
    "一\x85二",
    "一\x0b二",
    "一\x0c二",
    "末尾\n",
    "\n先頭",
)
_CONTROLS = (
    "一\x00二",
    "一\x07二",
    "一\x1b[31m二",
    "一\x7f二",
    "一\ufffe二",
    "一\uffff二",
    "一\ufffd二",
    "一\x1f二",
    "一\x9f二",
    "\x08",
)
_FORMULAS = ("=1+1", "=SUM(A1:A9)", "+81-3-0000", "-1", "@SUM(1)", "＝1+1", "＋1", "－1", "＠架空", "=cmd|'/c calc'!A0", "'=1+1", "'架空", "''", "\t=1+1", "\u200b=1+1")  # fmt: skip
_NUMBERS = (
    "007",
    "0110750",
    "1-02",
    "1/2",
    "2-29",
    "1E5",
    "1e400",
    "0x1F",
    "1,234",
    "３．１４",
    "∞",
    "½",
    "NaN",
    "-0",
    "12345678901234567890",
)
_WORDS = (
    "NULL",
    "None",
    "null",
    "undefined",
    "TRUE",
    "false",
    "#N/A",
    "#REF!",
    "nan",
    "inf",
    "なし",
    "はい",
    "○",
    "〇",
    "◯",
)
_MARKUP = ("<b>架空</b>", "<script>alert(1)</script>", "&amp;&lt;", "\"><img src=x>", "{{ 7*7 }}", "${x}", "{0} %s %d", "#let x = 1", "*強調* _斜体_", "\\u0041\\n")  # fmt: skip
_QUOTES = ("a,b;c\td", '"引用"', "'; DROP TABLE hospital; --", "[x](javascript:1)", "../../etc/passwd", "$x^2$")

ALL: tuple[str, ...] = (
    *_GAIJI, *_VARIANTS, *_EMOJI, *_WIDTHS, *_BLANKS, *_UNSEEN, *_BREAKS, *_CONTROLS, *_FORMULAS, *_NUMBERS, *_WORDS,
    *_MARKUP, *_QUOTES,
)  # fmt: skip
