"""Names on paper: in the place of 外字 stands what the hospital has said, and the paper says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

from checklist.formats import glyphs
from checklist.formats.document import Document
from checklist.formats.table import Chart, Table
from checklist.model.hospitals import PrintedName
from checklist.rules.hospitals import name_signs
from checklist.store.act import View
from checklist.store.hospitals import name_signs as name_signs_of

Names = Mapping[str, PrintedName]
# Around everything that is made in one go, down to the papers inside of a pack: none of them could forget it.
_NAMES: ContextVar[Names] = ContextVar("printed names", default={})  # noqa: B039
_MOST_TOLD = 10
_FIRST_DRAWN = 0x10F800
"""From here on characters stand for pictures while something is printed: nobody's text may hold one of them then."""
_DRAWN = f"[{chr(_FIRST_DRAWN)}-{chr(0x10FFFF)}]"


@contextmanager
def on_paper(names: Names) -> Iterator[None]:
    """Whatever is printed inside has these names."""
    before = _NAMES.set(names)
    try:
        yield
    finally:
        _NAMES.reset(before)


def on_papers_of(view: View) -> AbstractContextManager[None]:
    """Whatever is printed inside has its names as the hospitals of the region have said."""
    return on_paper(name_signs_of.printed_names(view))


@dataclass
class _Printer:
    """Puts the names in their places, and remembers which there were."""

    names: Names = field(default_factory=_NAMES.get)
    used: dict[str, PrintedName] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Longest first: a name may stand within another one.
        longest = sorted(self.names, key=len, reverse=True)
        self._any = re.compile("|".join(map(re.escape, longest)))

    def text(self, text: str) -> str:
        return self._any.sub(self._instead, text) if self.names else text

    def _instead(self, found: re.Match[str]) -> str:
        one = self.names[found[0]]
        self.used[one.name] = one
        return self.shown(one)

    def shown(self, one: PrintedName) -> str:
        return one.text

    def of(self, content: Any) -> Any:
        """The same content with every text in it printed."""
        if isinstance(content, str):
            return self.text(content)
        if isinstance(content, dict):
            return {self.text(name): self.of(value) for name, value in content.items()}
        return type(content)(map(self.of, content)) if isinstance(content, list | tuple) else content

    def table(self, table: Table) -> Table:
        columns = tuple(replace(one, name=self.text(one.name)) for one in table.columns)
        return Table(self.text(table.title), columns, self.of(table.rows), self.of(table.notes))

    def chart(self, chart: Chart) -> Chart:
        return replace(chart, title=self.text(chart.title), category=self.text(chart.category), values=self.of(chart.values))  # fmt: skip

    def meant(self, sign: str, text: str) -> str:
        return f"「{text}」"

    @property
    def told(self) -> tuple[str, ...]:
        """The footnote, by numbers: no screen and no other machine shows what is meant."""
        pairs = list(dict.fromkeys((one.text, pair) for one in self.used.values() for pair in one.signs))
        said = [
            f"{name_signs.called(sign)}→{self.meant(sign, text)}（{name}）" for name, (sign, text) in pairs[:_MOST_TOLD]
        ]
        more = "など" if len(pairs) > _MOST_TOLD else ""
        return (f"名称の外字は、病院が指定した文字に置き換えています：{'、'.join(said)}{more}。",) if said else ()


@dataclass
class _Drawer(_Printer):
    """Puts in the place of a sign with a picture the character that stands for it."""

    signs: dict[str, str] = field(default_factory=dict)
    """Picture -> character."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._any = re.compile(f"{self._any.pattern}|{_DRAWN}")

    def _instead(self, found: re.Match[str]) -> str:
        return super()._instead(found) if found[0] in self.names else glyphs.GETA

    def shown(self, one: PrintedName) -> str:
        if not one.pictures:
            return one.text
        drawn, text = dict(one.pictures), one.name
        for sign, instead in sorted(one.signs, key=lambda pair: -len(pair[0])):
            text = text.replace(sign, self._of(drawn[sign]) if sign in drawn else instead)
        return text

    def _of(self, picture: str) -> str:
        return self.signs.setdefault(picture, chr(_FIRST_DRAWN + len(self.signs)))

    def meant(self, sign: str, text: str) -> str:
        is_drawn = any(sign == one for name in self.used.values() for one, _ in name.pictures)
        return f"図（Excelなどでは「{text}」）" if is_drawn else super().meant(sign, text)


def content(found: dict[str, Any]) -> dict[str, Any]:
    """What a template is given, with its names as they stand on paper; told among its notes.

    Under `signs` stands what is drawn for a character of its own.
    """
    printer = _Drawer()
    if not printer.names or "signs" in found:
        return found
    made: dict[str, Any] = {name: printer.of(value) for name, value in found.items()}
    made |= {"signs": {one: picture for picture, one in printer.signs.items()}} if printer.signs else {}
    return {**made, "notes": [*made["notes"], *printer.told]} if printer.told else made


def document(found: Document) -> Document:
    """A document with its names as they stand on paper; one whose tables are taken in again stays as it is."""
    printer = _Printer()
    return found if not printer.names or found.again else _printed(found, printer)


def slides(found: Document) -> Document:
    """The same for slides, on which every machine would draw a sign of its own for the other 外字: 〓 in their place."""
    return _printed(document(found), _Private({}))


@dataclass
class _Private(_Printer):
    """Puts 〓 in the place of every 外字."""

    signs: dict[str, None] = field(default_factory=dict)

    def text(self, text: str) -> str:
        own = [one for one in text if name_signs.is_private(one)]
        self.signs |= dict.fromkeys(own)
        return text.translate({ord(one): glyphs.GETA for one in own}) if own else text

    @property
    def told(self) -> tuple[str, ...]:
        names = "、".join(map(name_signs.called, list(self.signs)[:_MOST_TOLD]))
        return (f"外字は「{glyphs.GETA}」と表示しています：{names}。",) if names else ()


def remarks(found: Document) -> tuple[str, ...]:
    """What a workbook says of 外字, which stay in it and which every machine draws as it likes."""
    if found.again:
        return ()
    printer = _Private({})
    _printed(found, printer)
    names = "、".join(map(name_signs.called, list(printer.signs)[:_MOST_TOLD]))
    return (f"機器によって字形が異なる文字が含まれます：{names}。",) if names else ()


def _printed(found: Document, printer: _Printer) -> Document:
    # The same table again where it stands twice: papers leave out the one that is for files.
    made = {id(one): printer.table(one) for one in (*found.tables, found.csv_table)}
    return replace(
        found,
        title=printer.text(found.title),
        facts=printer.of(found.facts),
        tables=tuple(made[id(one)] for one in found.tables),
        csv_table=made[id(found.csv_table)],
        charts=tuple(map(printer.chart, found.charts)),
        notes=(*printer.of(found.notes), *printer.told),
    )
