// The last screen of the meeting: 指摘事項 and 好事例 as they will stand in the report, the 講評, and what the host says to them.

import { make } from "/assets/dom.js";
import { NoteField } from "/assets/note_field.js";

const COMMENT_LIMIT = 2000;
const NOBODY = { text: "", version: 0 };

export class NotesSlide {
  constructor(view) {
    Object.assign(this, { view, fields: [] });
    this.list = make("div", { class: "list" });
    this.remarks = make("div", { class: "remarks" });
    this.element = make("div", { class: "slide notes" }, make("h2", {}, "指摘事項と好事例"), this.list, make("h2", {}, "講評"), this.remarks);
    view.rates.replaceChildren();
  }

  close() {}

  paint() {
    const { meeting, notes } = this.view;
    const waiting = [...notes.entries.values()].filter(({ key }) => key.startsWith("finding/"));
    const key = JSON.stringify([meeting.notes, meeting.comments, meeting.findings.map(({ id, text, host }) => [id, text, meeting.comments || host.text]), waiting.map(({ key: one, refused }) => [one, refused]), meeting.notes || meeting.remarks.text, meeting.comments || meeting.remarks.host.text]);
    if (key !== this.key && !this.element.contains(document.activeElement?.closest("textarea"))) {
      this.key = key;
      this.fill(waiting);
    }
    for (const field of this.fields) field.paint();
  }

  fill(waiting) {
    const { meeting } = this.view;
    this.fields = [];
    const found = meeting.findings.map((one) => make("section", { class: "finding", data: { kind: one.kind } }, ...this.words(one), this.host(one.id, `${one.item}への受審病院のコメント`)));
    const own = waiting.map((one) => make("section", { class: "finding", data: { kind: one.kind } }, ...this.words(one), make("p", { class: "soft" }, one.refused ?? "送信待ち（端末に保存）")));
    this.list.replaceChildren(...(found.length + own.length ? [...found, ...own] : [make("p", {}, "まだありません。項目の画面から加えられます。")]));
    this.remarks.replaceChildren(this.text(), this.host(0, "講評への受審病院のコメント"));
  }

  words({ kind, item, text }) {
    return [make("h3", {}, make("b", {}, this.view.meeting.kinds[kind]), make("span", { class: "code" }, item)), make("p", { class: "prose" }, text)];
  }

  /** The 講評: a field for those who write it. */
  text() {
    const { meeting } = this.view;
    if (!meeting.notes) return make("p", { class: "prose" }, meeting.remarks.text || "講評の記載はまだありません。");
    return this.field("remarks", { what: "remarks" }, { label: "講評", limit: meeting.limits.remarks, rows: 6, standing: () => this.view.meeting.remarks });
  }

  host(about, label) {
    const { meeting } = this.view;
    const standing = () => (about ? this.view.meeting.findings.find(({ id }) => id === about)?.host : this.view.meeting.remarks.host) ?? NOBODY;
    if (!meeting.comments) return standing().text ? make("div", { class: "host" }, make("b", {}, "受審病院のコメント"), make("p", { class: "prose" }, standing().text)) : "";
    return make("div", { class: "host" }, make("b", {}, label), this.field(`host/${about}`, { what: "host", about }, { label, limit: COMMENT_LIMIT, rows: 2, standing }));
  }

  field(key, about, options) {
    const field = new NoteField(this.view.notes, key, () => about, { action: "保存する", ...options });
    this.fields.push(field);
    return field.element;
  }
}
