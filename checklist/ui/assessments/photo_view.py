"""Photos at an item on a page: small, and large on a tap, without a run of the page."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.store.assessments.photos import Photo
from checklist.ui import markup


def show(photos: Iterable[tuple[str, Photo]]) -> None:
    """Photos side by side, each with the words that stand before what it shows; nothing where there is none."""
    if shown := markup.joined(_one(name, photo) for name, photo in photos):
        st.html(Markup('<div class="photo-row">{}</div>').format(shown))


def _one(name: str, photo: Photo) -> Markup:
    told = (name, photo.caption, words.moment(photo.saved_at), photo.saved_by)
    return Markup(
        '<details class="photo"><summary><img src="/api/photos/{}" alt="写真　{}" loading="lazy">'
        "<span>{}</span></summary></details>"
    ).format(photo.id, photo.caption or photo.item, markup.lines(part for part in told if part))
