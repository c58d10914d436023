"""What a reader may erase because it names or shows a patient, and what was erased already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checklist import words
from checklist.model.assessments import Assessment
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit
from checklist.rules import access
from checklist.store.act import View
from checklist.store.assessments import assessments, photos
from checklist.store.assessments.photos import Photo
from checklist.store.closing import erasures
from checklist.store.closing.erasures import Erasure, Written
from checklist.store.visits import visits


@dataclass(frozen=True)
class Choice:
    """A text that the reader may erase, under the name of where it stands."""

    where: str
    written: Written


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
    done: tuple[Erasure, ...]


def read(view: View, found: Iterable[Assessment], visit: Visit | None = None) -> Erasable | None:
    """Comments of these assessments, and findings of their visit, that the reader may erase; None if there is no right."""
    tracks = _tracks(view, (one.id for one in found))
    if not tracks:
        return None
    choices = [Choice(tracks[one.owner], one) for one in erasures.comments(view, *tracks)]
    if visit and Verb.WRITE in visits.verbs(view.principal, visit, Thing.ERASURES):
        choices += [Choice("指摘事項・好事例", one) for one in erasures.findings_of(view, visit.id)]
    if visit and view.may(Verb.ERASE, Thing.PRACTICE_OFFERS, access.of_hospital(visit.host_id)):
        choices += [Choice("公開した好事例", one) for one in erasures.practices_of(view, visit.id)]
    done = erasures.noted(view, tracks, visit.id if visit else None)
    return Erasable(tuple(sorted(tracks)), tuple(choices), tuple(done))


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
