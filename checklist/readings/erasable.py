"""What a reader may erase because it names or shows a patient, and what was erased already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from checklist import words
from checklist.model.assessments import Assessment
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit
from checklist.rules import access
from checklist.store.act import View
from checklist.store.assessments import assessments, photos
from checklist.store.assessments.photos import Photo
from checklist.store.closing import erasures, visit_texts
from checklist.store.closing.erasures import Written
from checklist.store.closing.visit_texts import Text
from checklist.store.visits import visits

ITEMLESS = "項目のない文（講評・コメント・協議の記録・理由）"
"""Under what texts are looked for that stand at no item."""


@dataclass(frozen=True)
class Choice:
    """A text that the reader may erase, under the name of where it stands: at an item, or about a visit as a whole."""

    where: str
    written: Written | Text

    @property
    def item(self) -> str:
        """The item, empty for a text that stands at none."""
        return self.written.item if isinstance(self.written, Written) else ""

    @property
    def heading(self) -> str:
        """Under what the text is looked for."""
        return f"{self.item}　{self.written.item_text}" if isinstance(self.written, Written) else ITEMLESS

    @property
    def note(self) -> str:
        """What tells it apart from what stands now."""
        if isinstance(self.written, Written) and self.written.late:
            return "（遅れて届いた回答）"
        return "" if self.written.stands else "（以前の記載）"


@dataclass(frozen=True)
class Done:
    """What was erased: where it stood, when, by whom and why."""

    where: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class PhotoChoice:
    """A photo that the reader may erase, under the name of where it stands."""

    where: str
    photo: Photo


@dataclass(frozen=True)
class Erasable:
    """What may be erased at once, in which assessments; the photos are read apart, when somebody asks for them."""

    assessments: tuple[int, ...]
    choices: tuple[Choice, ...]
    done: tuple[Done, ...]


def read(view: View, found: Iterable[Assessment], visit: Visit | None = None) -> Erasable | None:
    """Comments of these assessments, and findings of their visit, that the reader may erase; None if there is no right."""
    tracks = _tracks(view, (one.id for one in found))
    if not tracks:
        return None
    choices = [Choice(tracks[one.owner], one) for one in erasures.comments(view, *tracks)]
    done = [
        Done(f"{one.item}　写真" if one.photo else one.item, one.at, one.by, one.reason)
        for one in erasures.noted(view, tracks, visit.id if visit else None)
    ]
    if visit and Verb.WRITE in visits.verbs(view.principal, visit, Thing.ERASURES):
        choices += [Choice("指摘事項・好事例", one) for one in erasures.findings_of(view, visit.id)]
        choices += [Choice(_where(one), one) for one in visit_texts.of_visit(view, visit.id)]
        texts = visit_texts.noted(view, visit.id)
        done += [Done(words.VISIT_TEXTS[one.place], one.at, one.by, one.reason) for one in texts]
    if visit and view.may(Verb.ERASE, Thing.PRACTICE_OFFERS, access.of_hospital(visit.host_id)):
        choices += [Choice("公開した好事例", one) for one in erasures.practices_of(view, visit.id)]
    newest = sorted(done, key=lambda one: one.at, reverse=True)
    return Erasable(tuple(sorted(tracks)), tuple(choices), tuple(newest))


def _where(one: Text) -> str:
    return f"{words.VISIT_TEXTS[one.place]}（{one.item}）" if one.item else words.VISIT_TEXTS[one.place]


def photos_of(view: View, assessment_ids: Iterable[int]) -> list[PhotoChoice]:
    """The photos of these assessments that the reader may erase, by assessment and item, the oldest first."""
    return [
        PhotoChoice(track, one)
        for key, track in _tracks(view, assessment_ids).items()
        for taken in photos.of_assessment(view, key).values()
        for one in taken
    ]


def _tracks(view: View, assessment_ids: Iterable[int]) -> dict[int, str]:
    """Those of several assessments in which the reader may erase, each with the word for its track."""
    return {
        key: words.TRACKS[one.track]
        for key, one in assessments.facts_of(view, assessment_ids).items()
        if Verb.ERASE in access.assessment_verbs(view.principal, one)
    }
