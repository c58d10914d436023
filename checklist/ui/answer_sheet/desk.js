// How one person looks at the sheet, and their notes beside it: remembered on this device, never sent.

import { make, setAttribute } from "./dom.js";

const MEMO_LIMIT = 4000;
const MEMO_HINT = "本人専用のメモです。この端末にのみ残り、送信されません。ログアウトするか訪問パスが終わると消えます。患者の氏名は書かないでください。";

export class Desk {
  constructor(view) {
    this.view = view;
    this.compact = make("button", { type: "button", class: "toggle", "aria-pressed": "false", on: { click: () => this.turn({ compact: !this.kept.compact }) } }, "一覧で見る");
    this.memo = make("textarea", {
      rows: 3, maxlength: MEMO_LIMIT, "aria-label": "メモ", placeholder: "聞いた役職、あとで確かめることなど", on: { input: () => this.note() },
    });
    this.details = make("details", { class: "desk-part memo" }, make("summary", {}, "メモ"), make("p", { class: "phrases-name" }, MEMO_HINT), this.memo);
    this.element = make("div", { class: "desk" }, this.compact, view.team.element, this.details);
  }

  get kept() {
    return this.view.notebook.kept;
  }

  turn(how) {
    this.view.notebook.change(() => how);
    if ("compact" in how) this.view.heights.renew();
    if (how.byPlace === false && this.view.filters.place.value) this.view.filters.showOnly("");
  }

  note() {
    const { value } = this.memo;
    this.view.notebook.change(() => ({ memo: value }));
  }

  changed(items) {
    this.paint();
    this.view.summarySoon();
    for (const item of items) this.view.changed(item);
  }

  paint() {
    setAttribute(this.view.root, "data-compact", this.kept.compact);
    setAttribute(this.compact, "aria-pressed", String(this.kept.compact));
    this.view.chapters.turn(this.kept.byPlace);
    if (this.memo.getRootNode().activeElement !== this.memo && this.memo.value !== this.kept.memo) this.memo.value = this.kept.memo;
    setAttribute(this.details, "data-filled", Boolean(this.kept.memo.trim()));
  }
}
