"""A few invented pictures, drawn and marked as such: papers, notices and shelves, never a person."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont
from sqlite_utils import Database

from checklist import words
from checklist.model.scales import known_value
from checklist.store.files import files, picture
from checklist.store.files.picture import Picture

WIDTH, HEIGHT = 1280, 960
INK, SOFT, PAPER, WALL, DESK, ACCENT = "#26323b", "#7b8a95", "#fdfcf7", "#dfe5e3", "#c9b79c", "#1d6b7c"
SHARE = 0.35
"""How often a picture that fits an item is taken at a visit."""

HEADS = {
    "救急カート 点検表": ("数量", "期限", "動作"),
    "院内巡回 点検表": ("5S", "薬剤", "掲示"),
    "医療安全研修 実施記録": ("出席簿", "資料", "アンケート"),
    "確認した記録": ("記載", "日付", "署名"),
}
"""What the columns of each form are about."""

Draw = Callable[[ImageDraw.ImageDraw, str, Random], None]


@cache
def _font(size: int) -> FreeTypeFont:
    """The font of the papers."""
    spec = find_spec("noto_cjk_sans_jp_regular")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return ImageFont.truetype(next(Path(spec.submodule_search_locations[0]).glob("*.otf")), size)


def _sheet(pen: ImageDraw.ImageDraw, title: str) -> None:
    """A sheet of paper on a desk, with its heading."""
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=DESK)
    pen.polygon([(232, 52), (1072, 60), (1064, 930), (224, 922)], fill="#a8977d")
    pen.rectangle((220, 40, 1060, 915), fill=PAPER)
    pen.text((640, 92), title, INK, _font(40), anchor="mm")
    pen.line((270, 132, 1010, 132), INK, 3)


def _form(pen: ImageDraw.ImageDraw, title: str, rng: Random) -> None:
    """A form with a row for each day and its check marks."""
    _sheet(pen, title)
    for column, head in enumerate(("月日", *HEADS[title], "確認印")):
        pen.text((344 + 148 * column, 172), head, INK, _font(26), anchor="mm")
    for row in range(14):
        y = 200 + 48 * row
        pen.line((270, y, 1010, y), SOFT, 2)
        if row < 12:
            pen.text((344, y + 24), f"11月{row * 2 + 1}日", INK, _font(24), anchor="mm")
            for column in range(1, 4):
                _tick(pen, 344 + 148 * column, y + 24, rng)
            pen.ellipse((918, y + 6, 954, y + 42), outline="#b4452f", width=3)
    for column in range(6):
        pen.line((270 + 148 * column, 150, 270 + 148 * column, 824), SOFT, 2)


def _tick(pen: ImageDraw.ImageDraw, x: int, y: int, rng: Random) -> None:
    """A check mark by hand."""
    a, b = rng.randint(-4, 4), rng.randint(-4, 4)
    pen.line([(x - 14 + a, y), (x - 4, y + 11 + b), (x + 16, y - 14 + a)], INK, 4, joint="curve")


def _notice(pen: ImageDraw.ImageDraw, title: str, rng: Random) -> None:
    """A notice on a wall."""
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=WALL)
    pen.rectangle((268, 88, 1028, 868), fill="#b9c3c0")
    pen.rectangle((256, 74, 1016, 854), fill=PAPER, outline=ACCENT, width=14)
    pen.rectangle((256, 74, 1016, 220), fill=ACCENT)
    pen.text((636, 148), title, "white", _font(46), anchor="mm")
    for line in range(7):
        y = 290 + 66 * line
        pen.rounded_rectangle((330, y, 330 + rng.randint(420, 610), y + 20), 10, fill="#b7c2c9")
    pen.rounded_rectangle((330, 768, 700, 800), 10, fill=ACCENT)
    for x in (280, 992):
        pen.ellipse((x - 12, 88, x + 12, 112), fill="#b4452f")


def _shelf(pen: ImageDraw.ImageDraw, title: str, rng: Random) -> None:
    """A shelf with boxes or binders, each with its label."""
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=WALL)
    pen.rectangle((110, 60, 1170, 880), fill="#eef1f0", outline=SOFT, width=10)
    for level in range(3):
        floor = 330 + 260 * level
        pen.rectangle((110, floor, 1170, floor + 18), fill=SOFT)
        x = 150
        while x < 1060:
            wide, high = rng.randint(70, 130), rng.randint(150, 205)
            colour = rng.choice(("#7fa6b2", "#d8b98a", "#9fb79a", "#c58f7f", "#a9a4c2"))
            pen.rounded_rectangle((x, floor - high, x + wide, floor), 8, fill=colour, outline=INK, width=2)
            pen.rectangle((x + 12, floor - high + 24, x + wide - 12, floor - high + 78), fill=PAPER)
            pen.line((x + 20, floor - high + 50, x + wide - 20, floor - high + 50), SOFT, 4)
            x += wide + rng.randint(8, 26)
    pen.rounded_rectangle((380, 84, 900, 146), 12, fill=PAPER, outline=INK, width=3)
    pen.text((640, 115), title, INK, _font(36), anchor="mm")


SCENES: dict[str, tuple[Draw, tuple[str, ...]]] = {
    "救急カート 点検表": (_form, ("12-02",)),
    "院内巡回 点検表": (_form, ("4-02",)),
    "医療安全研修 実施記録": (_form, ("3-08",)),
    "医療安全 相談窓口のご案内": (_notice, ("13-01",)),
    "感染対策の取組みについて": (_notice, ("K1-05",)),
    "病棟の常備薬": (_shelf, ("6-02",)),
    "手順書・マニュアル": (_shelf, ("4-07",)),
    "個人防護具": (_shelf, ("K6-02",)),
    "確認した記録": (_form, ()),
}
"""What is drawn, and the items that it shows; the last one is taken where something is found."""
FOUND = "確認した記録"


def draw(title: str) -> Picture:
    """One picture, the same every time."""
    canvas = Image.new("RGB", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(canvas)
    SCENES[title][0](pen, title, Random(title))
    pen.rectangle((0, HEIGHT - 58, WIDTH, HEIGHT), fill=INK)
    told = f"{words.FICTIONAL}　この画像は説明用の作図です"
    pen.text((WIDTH // 2, HEIGHT - 30), told, "white", _font(28), anchor="mm")
    target = io.BytesIO()
    canvas.save(target, "JPEG", quality=80)
    return picture.shrink(target.getvalue())


def _criticised(value: str | None) -> bool:
    known = known_value(value)
    return known is not None and known.graded and known.needs_comment


def chosen(assessment_id: int, items: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Pictures with their items, of those with their values, that the visitors of one assessment took; the same every time."""
    rng = Random(assessment_id * 6007)
    yield from [(FOUND, code) for code, value in items.items() if _criticised(value)][:1]
    for title, (_, codes) in SCENES.items():
        for code in codes:
            if code in items and rng.random() < SHARE:
                yield title, code


class Album:
    """The pictures of one region: each is drawn when it is first wanted, and lies on disk once."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[str, tuple[Picture, str]] = {}

    def print(self, title: str) -> tuple[Picture, str]:
        """A picture and the SHA-256 under which it is stored."""
        if title not in self._known:
            drawn = draw(title)
            self._known[title] = (drawn, files.put(files.folder(self._db), drawn.content))
        return self._known[title]
