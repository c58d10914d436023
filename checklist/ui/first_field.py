"""The cursor in the first field of a form once it was saved, so that the next entry needs no mouse."""

from __future__ import annotations

import streamlit as st

# It may run before the fields of its form are on the page, and so looks for them in fifty frames, almost a second.
_SCRIPT = """
export default function ({ data }) {
  if (!data.wanted) return;
  let tries = 0;
  const place = () => {
    const field = document.querySelector(`.st-key-${data.field} input`);
    if (field) { field.focus(); field.select(); }
    else if (tries++ < 50) requestAnimationFrame(place);
  };
  requestAnimationFrame(place);
}
"""

_component = st.components.v2.component("first_field", js=_SCRIPT)


def focus(field: str, wanted: bool, turn: int = 0) -> None:
    """Put the cursor into the input with this key, once for each round of its form and each `turn` in it."""
    _component(key=f"focus-{field}-{turn}", data={"field": field, "wanted": wanted})
