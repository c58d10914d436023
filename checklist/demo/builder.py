"""Everything at hand while an invented region is being written."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from checklist.demo import comments
from checklist.demo.cast import Cast
from checklist.demo.hospitals import Member
from checklist.demo.pictures import Album
from checklist.demo.quality import Quality
from checklist.model.sheets import Item, SheetVersion
from checklist.rules.assessments import submission


@dataclass
class Builder:
    """The people, the hidden quality of their hospitals, and the versions of one sheet, oldest first."""

    cast: Cast
    rng: Random
    members: list[Member]
    secretariat: int
    versions: tuple[SheetVersion, ...]
    album: Album
    book: comments.Book = field(default_factory=comments.load)
    qualities: dict[int, Quality] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One sheet of a visit, and who draws its answers."""

    builder: Builder
    version: SheetVersion

    def asked(self, host: Member) -> list[Item]:
        """The items that the host has to answer, in sheet order; nobody answers the others."""
        return [item for item in self.version.items if submission.is_asked(item.audience, host.profile)]
