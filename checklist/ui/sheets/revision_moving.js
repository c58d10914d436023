// Moving an item of a 改訂案 by tap, by drag, or with the keyboard: what is picked, and the places to which it goes.

import { make, setText } from "/assets/dom.js";
import { dragging } from "./dragging.js";

export class Moving {
  constructor(editor) {
    Object.assign(this, { editor, picked: null });
  }

  say(text) { setText(this.editor.told, text); }

  line(key) { return this.editor.lines.get(key); }

  handle(key) {
    const button = make("button", { type: "button", class: "handle", "aria-pressed": "false" }, "⠿");
    button.addEventListener("click", () => this.pick(key));
    button.addEventListener("pointerdown", (event) => dragging(event, this.editor.root, button, {
      start: () => this.picked !== key && this.pick(key),
      end: (under) => this.released(key, under),
    }));
    return button;
  }

  pick(key) {
    const again = this.picked === key;
    this.drop();
    if (again) return this.say("");
    this.picked = key;
    const { handle, row } = this.line(key);
    handle.setAttribute("aria-pressed", "true");
    row.classList.add("picked");
    for (const { key: chapter, name } of this.editor.model.chapters) {
      const { items } = this.editor.chapters.get(chapter);
      const rows = [...items.children];
      items.prepend(this.place(key, chapter, name, ""));
      for (const one of rows) one.after(this.place(key, chapter, name, one.dataset.key));
    }
    return this.say(`${this.editor.code(key)}を選びました。移す場所を選んでください（Escで取り消し）。`);
  }

  /** The list was drawn anew: what is picked stays picked, if it is still there. */
  again() {
    const key = this.picked;
    if (!key) return;
    this.drop();
    if (this.line(key)?.row.isConnected) this.pick(key);
  }

  place(key, chapter, name, after) {
    const where = after ? `${this.editor.code(after)}の下` : "はじめ";
    const button = make("button", { type: "button", class: "target", "aria-label": `${this.editor.code(key)}を「${name}」の${where}へ移す`, on: { click: () => this.put(chapter, after) } }, "ここへ移す");
    return make("li", { class: "spot", data: { after, chapter } }, button);
  }

  drop() {
    for (const one of this.editor.list.querySelectorAll("li.spot")) one.remove();
    for (const one of this.editor.list.querySelectorAll("li.picked")) one.classList.remove("picked");
    if (this.picked) this.line(this.picked)?.handle.setAttribute("aria-pressed", "false");
    this.picked = null;
  }

  /** Give up what is picked; whether anything was. */
  giveUp() {
    const key = this.picked;
    if (!key) return false;
    this.drop();
    this.say("");
    this.line(key)?.handle.focus();
    return true;
  }

  /** Go by one step from place to place; whether anything is picked. */
  walk(here, step) {
    if (!this.picked) return false;
    const targets = [...this.editor.list.querySelectorAll("button.target")];
    const own = targets.findIndex((one) => one.parentElement.previousElementSibling?.dataset.key === this.picked);
    const at = targets.indexOf(here);
    targets[Math.min(targets.length - 1, Math.max(0, (at < 0 ? own : at) + step))]?.focus();
    return true;
  }

  put(chapter, after) {
    const key = this.picked;
    this.drop();
    if (after === key) return this.editor.focus(key);
    return this.editor.move(key, { chapter, after });
  }

  released(key, under) {
    const place = under?.closest("li.spot") ?? under?.closest("li.item")?.nextElementSibling;
    if (place?.classList.contains("spot")) return this.put(place.dataset.chapter, place.dataset.after);
    this.drop();
    return this.say("移動していません。");
  }
}
