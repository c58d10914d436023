"""The exported files of many regions: where they lie, and everything that is wrong with them in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pyarrow import fs

from checklist.comparison.nation.columns import FILES, FORMAT, Told
from checklist.errors import Fault, Refused
from checklist.formats import object_storage, parquet
from checklist.formats.query_engine import File, Relation

FOLDER = "region="
NOTHING = f"書き出したデータ（{FOLDER}… のフォルダー）がありません。export dataset の --out に指定したフォルダーを指定してください。"
NOT_OURS = "このシステムの export dataset で書き出したファイルではありません。"
OLDER = "以前の書式のファイルです。その地域で export dataset をやり直してください。"
NEWER = "このプログラムより新しい書式のファイルです。プログラムを更新してください。"
NOT_PARQUET = "Parquetのファイルとして読み取れません（壊れているか、途中までのファイルです）。"


@dataclass(frozen=True)
class Place:
    """The folder of one region, as it was named and as its file system knows it."""

    name: str
    system: fs.FileSystem = field(compare=False)
    path: str

    def file(self, kind: str) -> File:
        """A file of it."""
        return File(f"{self.name}/{kind}.parquet", self.system, f"{self.path}/{kind}.parquet")


@dataclass(frozen=True)
class Datasets:
    """The regions in the order of their codes, each with what is told of it and where it lies."""

    told: tuple[Told, ...]
    places: tuple[Place, ...]

    @property
    def relations(self) -> dict[str, Relation]:
        """Every file of all regions, by kind, as one relation."""
        return {
            kind: Relation({name: of for name, (of, _) in columns.items()}, [one.file(kind) for one in self.places])
            for kind, columns in FILES.items()
        }

    @property
    def minimum(self) -> int:
        """The smallest group that may be shown: that of the strictest region."""
        return max(one.minimum for one in self.told)

    @property
    def running(self) -> int:
        """The first fiscal year that is not over everywhere."""
        return min(one.running for one in self.told)

    def damaged(self) -> list[Fault]:
        """The files of which not every value can be read."""
        return [
            Fault(one.name, NOT_PARQUET)
            for one in (place.file(kind) for place in self.places for kind in FILES)
            if not parquet.is_whole(one.system, one.path)
        ]


def read(names: Sequence[str]) -> Datasets:
    """The regions below some folders (or addresses of object storage); raises Refused with all faults of all of them."""
    faults: list[Fault] = []
    found: dict[Place, Told] = {}
    for name in names:
        try:
            places = list(_below(name.rstrip("/") or "/"))
        except OSError as error:
            faults.append(Fault(name, f"開けません（{_reason(error)}）。場所と、読み取りの権限を確かめてください。"))
            continue
        faults += [] if places else [Fault(name, NOTHING)]
        for place in places:
            told, wrong = _examined(place)
            faults += wrong
            if told:
                found[place] = told
    faults += _repeated(found)
    if faults:
        raise Refused(faults)
    order = sorted(found, key=lambda one: found[one].region)
    return Datasets(tuple(found[one] for one in order), tuple(order))


def _reason(error: Exception) -> str:
    return "見つかりません" if isinstance(error, FileNotFoundError) else "読み取れません"


def _below(name: str) -> Iterator[Place]:
    """The folders of regions in a place, which may be one itself; raises OSError."""
    system, path = object_storage.opened(name)
    told = name if object_storage.is_address(name) else path
    selected = system.get_file_info(fs.FileSelector(path))
    if any(one.base_name == "ratings.parquet" for one in selected) or PurePosixPath(path).name.startswith(FOLDER):
        yield Place(told, system, path)
        return
    for one in sorted(selected, key=lambda one: one.path):
        if one.type is fs.FileType.Directory and one.base_name.startswith(FOLDER):
            yield Place(f"{told}/{one.base_name}", system, one.path)


def _examined(place: Place) -> tuple[Told | None, list[Fault]]:
    """What is told of a region, or what is wrong with its files."""
    faults, told = [], {}
    for kind in FILES:
        wrong, heads = _file(place, kind)
        if wrong:
            faults.append(Fault(place.file(kind).name, wrong))
        elif heads:
            told[kind] = heads
    if len(set(told.values())) > 1:
        faults.append(
            Fault(
                place.name,
                "異なるときに書き出したファイルが混ざっています。1回の書き出しの3つのファイルをそろえてください。",
            )
        )
    return (None if faults else told["ratings"]), faults


def _file(place: Place, kind: str) -> tuple[str, Told | None]:
    """What is wrong with a file, or else what is told of it."""
    try:
        told, columns = parquet.head(place.system, place.file(kind).path)
    except FileNotFoundError:
        return "ファイルがありません。", None
    except (OSError, ValueError):
        return NOT_PARQUET, None
    if not {"region", "as_of"} <= told.keys():
        return NOT_OURS, None
    number = told.get("format", "1")
    if number != str(FORMAT):
        return (NEWER if number.isdecimal() and int(number) > FORMAT else OLDER), None
    wanted = {name: parquet.TYPES[of] for name, (of, _) in FILES[kind].items()}
    try:
        found = Told.read(told)
    except (KeyError, ValueError):
        return NOT_OURS, None
    return ("", found) if wanted.items() <= columns.items() else (NOT_OURS, None)


def _repeated(found: dict[Place, Told]) -> list[Fault]:
    """Regions of which there is more than one export: together they would count twice."""
    same = defaultdict(list)
    for place, told in found.items():
        same[told.region].append(f"{place.name}（{told.as_of}）")
    return [
        Fault(f"地域 {region}", f"同じ地域のデータが{len(places)}つあります：{'、'.join(places)}。1つにするか、別の地域のときは export dataset の --region で異なるコードを付けてください。")
        for region, places in sorted(same.items())
        if len(places) > 1
    ]  # fmt: skip
