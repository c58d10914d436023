// The chapters with their progress: a row to swipe on a tablet held upright, a column on a wide screen.

import { make, setAttribute, setText } from "./dom.js";

export class Chapters {
  constructor(chapters, go) {
    this.entries = chapters.map(({ code, name }) => {
      const count = make("span", { class: "chapter-count" });
      const fill = make("i");
      const button = make("button", { type: "button", class: "chapter", data: { chapter: code }, on: { click: () => go(code) } },
        make("span", { class: "chapter-name" }, make("span", {}, code), make("span", {}, name)), count, make("span", { class: "chapter-meter" }, fill));
      return { code, name, button, count, fill };
    });
    this.element = make("nav", { class: "chapters", "aria-label": "章" }, this.entries.map(({ button }) => button));
  }

  /** `progress` maps chapter code to { answered, total }. */
  paint(progress) {
    for (const { code, name, button, count, fill } of this.entries) {
      const { answered, total } = progress.get(code);
      // A chapter of a department that the hospital is without asks for nothing, and so is not done either.
      setText(count, !total ? "回答不要" : answered === total ? "✓" : `${answered}/${total}`);
      fill.style.width = `${total ? (100 * answered) / total : 0}%`;
      setAttribute(button, "data-done", total > 0 && answered === total);
      setAttribute(button, "aria-label", total ? `第${code}章 ${name} ${total}項目中${answered}項目回答済み` : `第${code}章 ${name} 回答不要`);
    }
  }

  /** Mark the chapter in view, and keep its mark in view. */
  current(code) {
    if (this.shownCode === code) return;
    this.shownCode = code;
    for (const entry of this.entries) setAttribute(entry.button, "aria-current", entry.code === code ? "true" : null);
    const { button } = this.entries.find((entry) => entry.code === code) ?? this.entries[0];
    const row = this.element;
    row.scrollTo({
      left: button.offsetLeft - row.offsetLeft - 24, top: button.offsetTop - row.offsetTop - 96, behavior: "smooth",
    });
  }
}
