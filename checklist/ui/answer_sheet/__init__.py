"""The answer sheet in a Streamlit page: plain scripts beside this file, which talk to the answers API themselves."""

from __future__ import annotations

import streamlit as st

from checklist.model.accounts import Principal

# No more than this is inline: Streamlit sends the whole of a component again with every rerun (38 kB on a prototype).
# It runs the script from a blob: address, to which no path is relative, so the rest is named in full.
_SCRIPT = """
const address = (name) => new URL(`/assets/${name}`, location.origin).href;

export default async function ({ data, parentElement }) {
  const [{ mount }, { guard }] = await Promise.all([
    import(address("answer_sheet.js")), import(address("streamlit_guard.js")),
  ]);
  const release = guard(parentElement);
  const sheet = mount(parentElement, { assessmentId: data.assessment, personId: data.person });
  return () => { sheet.destroy(); release(); };
}
"""

_component = st.components.v2.component("answer_sheet", js=_SCRIPT)


def mount(principal: Principal, assessment_id: int) -> None:
    """Show the sheet of an assessment; a rerun of the page leaves it as it stands, focus included."""
    _component(key=f"answer-sheet-{assessment_id}", data={"assessment": assessment_id, "person": principal.person_id})
