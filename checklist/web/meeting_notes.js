// The last screen of the meeting: 指摘事項 and 好事例 as they will stand in the report, the 講評, what the host says to them,
// the hours of the visit, and what is still to be done.

import { make, setText } from "/assets/dom.js";
import { EndOfMeeting } from "/assets/meeting_end.js";
import { HoursField } from "/assets/meeting_hours.js";
import { NoteField } from "/assets/note_field.js";

const COMMENT_LIMIT = 2000;
const NOBODY = { text: "", version: 0 };

export class NotesSlide {
  constructor(view) {
    Object.assign(this, { view, fields: [], opened: new Set(), waits: new Map() });
    this.end = new EndOfMeeting(view);
    this.hours = make("div", { class: "hours" });
    this.list = make("div", { class: "list" });
    this.remarks = make("div", { class: "remarks" });
    this.element = make("div", { class: "slide notes" }, make("h2", {}, "指摘事項と好事例"), this.list, make("h2", {}, "講評"), this.remarks, make("h2", {}, "訪問の時刻"), this.hours, this.end.element);
    view.rates.replaceChildren();
  }

  close() {}

  paint() {
    const { meeting, notes } = this.view;
    const waiting = [...notes.entries.values()].filter(({ key }) => key.startsWith("finding/"));
    const key = JSON.stringify([meeting.notes, meeting.comments, meeting.findings.map(({ id, kind, text, host }) => [id, kind, text, meeting.comments || host.text]), waiting.map(({ key: one }) => one), [...this.opened], meeting.notes || meeting.hours.text, meeting.notes || meeting.remarks.text, meeting.comments || meeting.remarks.host.text]);
    if (key !== this.key && !this.element.contains(document.activeElement?.closest("textarea, input, select"))) {
      this.key = key;
      this.fill(waiting);
    }
    for (const field of this.fields) field.paint();
    // While somebody writes here, the list stays as it was: a text that came since has no line yet.
    for (const one of waiting) if (this.waits.has(one.key)) setText(this.waits.get(one.key), notes.wait(one));
    this.end.paint();
  }

  /** Another wording of a finding, or no longer. */
  open(id) {
    if (!this.opened.delete(id)) this.opened.add(id);
    this.paint();
    this.fields.find(({ key }) => key === `wording/${id}`)?.focus();
  }

  fill(waiting) {
    const { meeting } = this.view;
    this.fields = [];
    this.waits = new Map(waiting.map(({ key }) => [key, make("p", { class: "soft" })]));
    const found = meeting.findings.map((one) => make("section", { class: "finding", data: { kind: one.kind } }, ...this.words(one), ...this.wording(one), this.host(one.id, `${one.item}への受審病院のコメント`)));
    const own = waiting.map((one) => make("section", { class: "finding", data: { kind: one.kind } }, ...this.words(one), this.waits.get(one.key)));
    this.list.replaceChildren(...(found.length + own.length ? [...found, ...own] : [make("p", {}, "まだありません。項目の画面から加えられます。")]));
    this.remarks.replaceChildren(this.text(), this.host(0, "講評への受審病院のコメント"));
    this.hours.replaceChildren(this.times());
  }

  /** The way to another wording, for those who write the findings; both kinds may be chosen. */
  wording({ id, item }) {
    const { meeting, notes } = this.view, key = `wording/${id}`;
    if (!meeting.notes) return [];
    const open = this.opened.has(id) || Boolean(notes.entry(key));
    const button = make("button", { type: "button", class: "quiet", "aria-expanded": String(open), on: { click: () => this.open(id) } }, open ? "書き直しを閉じる" : "書き直す");
    if (!open) return [button];
    const standing = () => this.view.meeting.findings.find((one) => one.id === id) ?? NOBODY;
    const kind = make("select", { "aria-label": "種類" }, Object.entries(meeting.kinds).map(([value, text]) => make("option", { value }, text)));
    kind.value = notes.entry(key)?.kind ?? standing().kind;
    const element = this.field(key, () => ({ what: "wording", about: id, kind: kind.value }), { label: `${item}の書き直し`, limit: meeting.limits.finding, rows: 3, before: kind, standing });
    kind.addEventListener("change", () => this.fields.find((one) => one.key === key).typed());
    return [element, button];
  }

  times() {
    const { meeting } = this.view;
    const [began, ended] = meeting.hours.text.split("-");
    if (!meeting.notes) return make("p", { class: "prose" }, began && ended ? `${began} 〜 ${ended}` : "まだ記録していません。");
    const field = new HoursField(this.view.notes, () => this.view.meeting.hours);
    this.fields.push(field);
    return field.element;
  }

  words({ kind, item, text }) {
    return [make("h3", {}, make("b", {}, this.view.meeting.kinds[kind]), make("span", { class: "code" }, item)), make("p", { class: "prose" }, text)];
  }

  /** The 講評: a field for those who write it. */
  text() {
    const { meeting } = this.view;
    if (!meeting.notes) return make("p", { class: "prose" }, meeting.remarks.text || "講評の記載はまだありません。");
    return this.field("remarks", () => ({ what: "remarks" }), { label: "講評", limit: meeting.limits.remarks, rows: 6, standing: () => this.view.meeting.remarks });
  }

  host(about, label) {
    const { meeting } = this.view;
    const standing = () => (about ? this.view.meeting.findings.find(({ id }) => id === about)?.host : this.view.meeting.remarks.host) ?? NOBODY;
    if (!meeting.comments) return standing().text ? make("div", { class: "host" }, make("b", {}, "受審病院のコメント"), make("p", { class: "prose" }, standing().text)) : "";
    return make("div", { class: "host" }, make("b", {}, label), this.field(`host/${about}`, () => ({ what: "host", about }), { label, limit: COMMENT_LIMIT, rows: 2, standing }));
  }

  field(key, about, options) {
    const field = new NoteField(this.view.notes, key, about, { action: "保存する", ...options });
    this.fields.push(field);
    return field.element;
  }
}
