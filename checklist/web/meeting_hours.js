// From when to when the visit lasted: two times that are kept and sent like the texts of the meeting, as 09:30-16:00.

import { make } from "/assets/dom.js";
import { NoteField } from "/assets/note_field.js";

const NAMES = ["開始時刻", "終了時刻"];

export class HoursField extends NoteField {
  /** `standing()` is { text, version }; of version 0 it is what the records tell, which nobody has written down yet. */
  constructor(notes, standing) {
    super(notes, "hours", () => ({ what: "hours" }), { label: "訪問の時刻", limit: 11, action: "保存する", rows: 1, standing });
    this.times = NAMES.map((name) => make("input", { type: "time", "aria-label": name, on: { input: () => this.entered() } }));
    this.area.replaceWith(make("div", { class: "times" }, ...this.times.map((time, at) => make("label", {}, make("span", {}, NAMES[at]), time))));
  }

  entered() {
    this.area.value = this.times.map(({ value }) => value).join("-");
    this.typed();
  }

  paint() {
    super.paint();
    const entry = this.notes.entry(this.key);
    const shown = (entry?.text ?? this.standing().text).split("-");
    for (const [at, time] of this.times.entries()) if (document.activeElement !== time && time.value !== shown[at]) time.value = shown[at];
    this.button.disabled = Boolean(entry?.conflict) || shown.some((one) => !one) || (!entry && this.standing().version > 0);
  }

  told(entry) {
    return entry || this.standing().version ? super.told(entry) : "まだ記録していません";
  }
}
