"""How every screen looks: one style sheet over Streamlit's, no request to anywhere else."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from checklist.ui.colors import HUES, RESULT_COLORS

STYLE = Path(__file__).with_name("theme.css")


def style() -> str:
    """The style sheet with the rating colours filled in from their one place."""
    ratings = "\n".join(f".rating.{hue} {{ background: {color}; }}" for hue, color in HUES.items())
    ratings += "".join(f"\n.verdict.{name} {{ background: {color}; }}" for name, color in RESULT_COLORS.items())
    return f"{STYLE.read_text(encoding='utf-8')}\n{ratings}"


def apply() -> None:
    """Put the style sheet on the page."""
    # What is nothing but a style goes to a container without room of its own: no gap above the page.
    st.html(f"<style>{style()}</style>")
