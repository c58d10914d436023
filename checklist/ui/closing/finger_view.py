"""A field on which somebody signs by finger or pen; whoever has only a keyboard leaves it empty."""

from __future__ import annotations

from typing import Any

import streamlit as st

from checklist.model.closing.report import Strokes
from checklist.rules.closing import finger

_HTML = """
<div class="finger">
<p id="told">手書きの署名（任意）：枠の中に指かペンで書いてください。報告書に印刷されます。</p>
<canvas role="img" aria-label="手書きの署名の欄"></canvas>
<button type="button">書き直す</button>
</div>
"""
_CSS = """
.finger p { margin: 0 0 6px; font-size: 15px; color: var(--soft); }
.finger canvas { display: block; width: 100%; box-sizing: border-box; aspect-ratio: 10 / 3; background: #fff; border: 2px dashed #7d8c99; border-radius: 8px;
  touch-action: none; cursor: crosshair; }
.finger button { min-height: 46px; margin-top: 6px; padding: 6px 20px; font: inherit; font-weight: 600; color: var(--accent);
  background: var(--card); border: 1px solid var(--button-line); border-radius: 8px; cursor: pointer; }
"""
# Whole numbers on a field of one size, whatever the screen: a point is kept once it has moved, so that a slow hand does
# not fill the drawing with points that nobody sees.
_JS = f"""
const WIDTH = {finger.WIDTH}, HEIGHT = {finger.HEIGHT}, STEP = 6;

export default function ({{ parentElement, setStateValue }}) {{
  const canvas = parentElement.querySelector("canvas");
  if (canvas.strokes) return;
  canvas.strokes = [];
  canvas.width = WIDTH; canvas.height = HEIGHT;
  const pen = canvas.getContext("2d");
  Object.assign(pen, {{ lineWidth: 9, lineCap: "round", lineJoin: "round", strokeStyle: "#101820" }});
  let stroke = null;
  const place = (event) => {{
    const box = canvas.getBoundingClientRect();
    const clip = (part, whole, most) => Math.min(most, Math.max(0, Math.round(part / whole * most)));
    return [clip(event.clientX - box.left, box.width, WIDTH), clip(event.clientY - box.top, box.height, HEIGHT)];
  }};
  const draw = (from, to) => {{ pen.beginPath(); pen.moveTo(...from); pen.lineTo(...to); pen.stroke(); }};
  canvas.addEventListener("pointerdown", (event) => {{
    canvas.setPointerCapture(event.pointerId);
    stroke = place(event);
    draw(stroke, stroke);
  }});
  canvas.addEventListener("pointermove", (event) => {{
    if (!stroke) return;
    const last = stroke.slice(-2), next = place(event);
    if (Math.hypot(next[0] - last[0], next[1] - last[1]) < STEP) return;
    draw(last, next);
    stroke.push(...next);
  }});
  const lift = () => {{
    if (!stroke) return;
    canvas.strokes.push(stroke);
    stroke = null;
    setStateValue("strokes", canvas.strokes.map((one) => [...one]));
  }};
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  parentElement.querySelector("button").addEventListener("click", () => {{
    canvas.strokes = [];
    pen.clearRect(0, 0, WIDTH, HEIGHT);
    setStateValue("strokes", []);
  }});
}}
"""
_component = st.components.v2.component("finger_signature", html=_HTML, css=_CSS, js=_JS)


def field(key: str) -> Strokes:
    """What has been drawn so far; nothing at all for whoever types only."""
    found = _component(key=key, default={"strokes": []}, on_strokes_change=_run_again)
    return _strokes(getattr(found, "strokes", []))


def _run_again() -> None:
    """The run itself is what is asked for: it reads what was drawn."""


def _strokes(drawn: Any) -> Strokes:
    """What a browser sends, as lines; what is none is left to the rule, which refuses it."""
    lines = drawn if isinstance(drawn, list) else []
    return tuple(tuple(one) if isinstance(one, list) else () for one in lines)
