"""The words that Streamlit's own furniture gets in Japanese."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit

from checklist.web.assets import ASSETS

SCRIPT = next(path for path in ASSETS.files() if path.name == "japanese.js")
BUNDLE = Path(streamlit.__file__).parent / "static" / "static" / "js"


def test_every_word_with_a_translation_is_one_that_streamlit_says() -> None:
    words = re.findall(r'^  \["([^"]+)", "[^"]*[ぁ-んァ-ヶ一-龠][^"]*"\],$', SCRIPT.read_text(encoding="utf-8"), re.M)
    said = "".join(path.read_text(encoding="utf-8") for path in BUNDLE.glob("*.js") if path.stat().st_size < 2_000_000)
    assert len(words) > 20
    # Names for a screen reader alone: the menu of a phone, and the way to a heading.
    assert {"Expand sidebar", "Collapse sidebar", "Link to heading"} <= set(words)
    assert [word for word in words if f"`{word}`" not in said] == []
