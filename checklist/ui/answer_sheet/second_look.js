// What one does at an item besides answering it: mark it for later, take a tap back, see that somebody else replaced it.

import { make, setAttribute, setText } from "./dom.js";
import { label, moment } from "./words.js";

export class SecondLook {
  /** `restore(value)` enters a value again. */
  constructor(code, scale, notebook, restore) {
    Object.assign(this, { code, scale, notebook, restore, value: null, before: undefined });
    this.later = make("button", {
      type: "button", class: "toggle later", "aria-pressed": "false", on: { click: () => notebook.toggleLater(code) },
    }, "あとで確認");
    this.undo = make("button", { type: "button", class: "quiet", hidden: true, on: { click: () => this.takeBack() } });
    this.text = make("p", {});
    this.replaced = make("div", { class: "replaced", role: "status", hidden: true }, this.text,
      make("button", { type: "button", class: "button", on: { click: () => notebook.seen(code) } }, "確認しました"));
  }

  /** A value is about to be entered in place of the one that stands. */
  entering(value) {
    if (value !== this.value) this.before = this.value;
  }

  takeBack() {
    const { before } = this;
    this.before = undefined;
    this.restore(before);
  }

  paint(value, writable) {
    this.value = value;
    if (this.before === value) this.before = undefined;
    const changed = writable && this.before !== undefined;
    this.undo.hidden = !changed;
    setText(this.undo, changed ? `元に戻す（${label(this.scale, this.before)}）` : "");
    setAttribute(this.later, "aria-pressed", String(this.notebook.isLater(this.code)));
    this.later.hidden = !writable;
    const told = this.notebook.kept.replaced[this.code];
    this.replaced.hidden = !told;
    if (told) setText(this.text, `${told.by}が ${label(this.scale, told.from)} → ${label(this.scale, told.to)} に変更しました（${moment(told.at)}）。`);
  }
}
