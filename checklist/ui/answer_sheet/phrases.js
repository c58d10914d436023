// 定型文: words that are offered for a comment, taken in where the caret stands. Nothing typed is ever replaced.

import { make } from "./dom.js";

const MOST_OWN = 4;
const ENDINGS = ["を確認した。", "を確認できなかった。", "の記載が一部不足している。"];
const MOST_PROOFS = 3;

/** The sheet's own phrases for an item: from the documents that its guide asks for. */
export function phrasesOf({ evidence }) {
  const proofs = (evidence ?? "").split(/[、，,\n]/).map((one) => one.trim().replace(/。$/, "")).filter(Boolean).slice(0, MOST_PROOFS);
  return proofs.flatMap((proof) => ENDINGS.map((ending) => `${proof}${ending}`));
}

/** The region's own for an item: those of the item, then those for all of them; `found` is by item, '' for all. */
export const regional = (found, code) => [...(found?.[code] ?? []), ...(found?.[""] ?? [])];

/** A button that opens the list; `own` gives the comments of the same person at other items, the latest first. */
export class Phrases {
  constructor(item, { region, own, insert }) {
    Object.assign(this, { item, region, own, insert });
    this.list = make("div", { class: "phrases", id: `phrases-${item.code}`, hidden: true });
    this.button = make("button", {
      type: "button", class: "quiet", "aria-expanded": "false", "aria-controls": this.list.id, on: { click: () => this.turn() },
    }, "定型文");
  }

  /** Built anew each time it is opened: what one wrote last is offered first. */
  turn(open = this.list.hidden) {
    this.list.hidden = !open;
    this.button.setAttribute("aria-expanded", open);
    if (!open) return;
    const groups = [
      ["最近の自分のコメント", [...new Set(this.own(this.item.code))].slice(0, MOST_OWN)],
      ["地域の定型文", this.region],
      ["この項目の確認資料から", phrasesOf(this.item)],
    ].filter(([, phrases]) => phrases.length);
    this.list.replaceChildren(...groups.map(([name, phrases]) => make("div", { role: "group", "aria-label": name },
      make("p", { class: "phrases-name" }, name), make("div", { class: "phrases-row" }, phrases.map((text) => this.choice(text))))),
    ...(groups.length ? [] : [make("p", { class: "phrases-name" }, "この項目に使える定型文はまだありません。コメントを書くと、次の項目でここに出ます。")]));
  }

  choice(text) {
    return make("button", { type: "button", class: "phrase", on: { click: () => (this.insert(text), this.turn(false)) } }, text);
  }

  paint(writable) {
    this.button.hidden = !writable;
    if (!writable) this.turn(false);
  }
}

/** Put a text where the caret stands, on a line of its own where something stands before it. */
export function insertAtCaret(area, text) {
  const { value, selectionEnd: at } = area;
  const before = value.slice(0, at);
  const joint = before && !before.endsWith("\n") ? "\n" : "";
  area.value = `${before}${joint}${text}${value.slice(at)}`;
  area.setSelectionRange(before.length + joint.length + text.length, before.length + joint.length + text.length);
}
