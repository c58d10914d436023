// How the value of an item came to be, on a tap: what was loaded and what was seen since, then what the server adds.

import { make, setText } from "./dom.js";
import { Failure } from "./transport.js";
import { label, moment } from "./words.js";

const NOT_NOW = "通信できないため、この端末にある履歴を表示しています。";

export class History {
  /** `known` are { value, saved_at, saved_by }, the oldest first, null where it is not for this reader; `ask()` gets all. */
  constructor(code, scale, known, ask) {
    Object.assign(this, { code, scale, known: known && [...known], ask });
    this.list = make("ol", { class: "history-list" });
    this.message = make("p", { class: "phrases-name", role: "status" });
    this.element = make("section", { class: "phrases", id: `history-${code}`, "aria-label": `${code} 評定の履歴`, hidden: true },
      make("p", { class: "phrases-name" }, "評定の履歴"), this.list, this.message);
    this.button = make("button", {
      type: "button", class: "quiet trace", disabled: !known, "aria-expanded": known ? "false" : null,
      "aria-controls": known ? this.element.id : null, on: { click: () => this.turn() },
    });
  }

  /** What stands now may be newer than what was loaded. */
  note(rating) {
    if (!this.known || !rating || (this.known.at(-1)?.value ?? null) === rating.value) return;
    const { value, saved_at, saved_by } = rating;
    this.known.push({ value, saved_at, saved_by });
    if (!this.element.hidden) this.paint();
  }

  async turn(open = this.element.hidden) {
    this.element.hidden = !open;
    this.button.setAttribute("aria-expanded", open);
    if (!open) return;
    setText(this.message, "");
    this.paint();
    try {
      this.known = (await this.ask()).history[this.code] ?? this.known;
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      setText(this.message, failure.isAway ? NOT_NOW : failure.message);
    }
    this.paint();
  }

  /** The latest first, each with the value that stood before it. */
  paint() {
    const lines = this.known.map(({ value, saved_at, saved_by }, at) =>
      make("li", {}, `${moment(saved_at)} ${saved_by ?? ""}　${label(this.scale, this.known[at - 1]?.value ?? null)} → ${label(this.scale, value)}`));
    this.list.replaceChildren(...lines.reverse());
    if (!lines.length) setText(this.message, "評定の変更はまだありません。");
  }
}
