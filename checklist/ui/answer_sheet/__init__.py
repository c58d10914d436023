"""The answer sheet in a Streamlit page: plain scripts beside this file, which talk to the answers API themselves."""

from __future__ import annotations

import streamlit as st

from checklist.model.accounts import Principal
from checklist.readings.assessment_steps import Steps

# No more than this is inline: Streamlit sends the whole of a component again with every rerun (38 kB on a prototype).
# It runs the script from a blob: address, to which no path is relative, so the rest is named in full.
_SCRIPT = """
const address = (name) => new URL(`/assets/${name}`, location.origin).href;

export default async function ({ data, parentElement, setTriggerValue }) {
  const [{ mount }, { guard }, { follow }] = await Promise.all([
    import(address("answer_sheet.js")), import(address("streamlit_guard.js")), import(address("server_part.js")),
  ]);
  const release = guard(parentElement);
  const leave = follow(parentElement, data.drawn, () => setTriggerValue("old", true));
  const sheet = mount(parentElement, { assessmentId: data.assessment, personId: data.person });
  return () => { sheet.destroy(); leave(); release(); };
}
"""

_component = st.components.v2.component("answer_sheet", js=_SCRIPT)


def mount(principal: Principal, steps: Steps) -> None:
    """Show the sheet of an assessment; a rerun of the page leaves it as it stands, focus included.

    The sheet runs the page again once its answers are delivered and `steps`, as drawn below it, are older than they are.
    """
    found, submission = steps.assessment, steps.submission
    drawn = None
    if submission:
        unanswered, uncommented = len(submission.gaps.unanswered), len(submission.gaps.uncommented)
        drawn = {"state": found.state, "unanswered": unanswered, "uncommented": uncommented}
    data = {"assessment": found.id, "person": principal.person_id, "drawn": drawn}
    _component(key=f"answer-sheet-{found.id}", data=data, on_old_change=_run_again)


def _run_again() -> None:
    """The run itself is what is asked for: it reads everything anew."""
