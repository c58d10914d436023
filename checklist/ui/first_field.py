"""The cursor in the first field of a form once it was saved, so that the next entry needs no mouse."""

from __future__ import annotations

import streamlit as st

# It may run before the fields of its form are on the page, and so looks for them in fifty frames, almost a second.
_SCRIPT = """
export default function ({ data }) {
  let tries = 0;
  const place = () => {
    const field = document.querySelector(`.st-key-${data.field} input`);
    if (field) { field.focus(); field.select(); }
    else if (tries++ < 50) requestAnimationFrame(place);
  };
  if (data.wanted) requestAnimationFrame(place);
  // From the address bar it is as many as sixteen tabs: a way beside that of Streamlit, which leads to the page's beginning.
  document.getElementById("to-first-field")?.remove();
  const skip = document.querySelector('[data-testid="stSkipToContent"]');
  const way = (skip?.matches("a") ? skip : skip?.querySelector("a"))?.cloneNode();
  if (!way) return;
  way.removeAttribute("data-testid");
  Object.assign(way, { id: "to-first-field", textContent: data.way });
  way.addEventListener("click", (event) => { event.preventDefault(); tries = 0; place(); });
  skip.after(way);
  return () => way.remove();
}
"""
WAY = "入力欄へ移動"

_component = st.components.v2.component("first_field", js=_SCRIPT)


def focus(field: str, wanted: bool, turn: int = 0) -> None:
    """Put the cursor into the input with this key, once for each round of its form and each `turn` in it, if it is `wanted`.

    Whether or not, a link in front of everything on the page leads there by the keyboard.
    """
    _component(key=f"focus-{field}-{turn}", data={"field": field, "wanted": wanted, "way": WAY})
