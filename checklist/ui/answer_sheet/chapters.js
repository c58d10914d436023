// The parts of the sheet with their progress, by chapter or by place: a row to swipe on a tablet held upright, a column on
// a wide screen.

import { make, setAttribute, setText } from "./dom.js";

/** Parts of one kind: `parts` are { code, head, name, spoken }, `kind` is what all of them are called. */
class Row {
  constructor(parts, kind, go, change) {
    this.entries = parts.map(({ code, head, name, spoken }) => {
      const count = make("span", { class: "chapter-count" });
      const fill = make("i");
      const title = make("span", { class: "chapter-name" }, head && make("span", {}, head), make("span", {}, name));
      const who = make("span", { class: "chapter-who", hidden: true });
      const button = make("button", { type: "button", class: "chapter", on: { click: () => go(code) } },
        title, count, who, make("span", { class: "chapter-meter" }, fill));
      return { code, spoken, button, count, fill, who };
    });
    this.element = make("nav", { class: "chapters", "aria-label": kind }, change, this.entries.map(({ button }) => button));
  }

  /** `progress` maps the code of a part to { answered, total, uncommented }. */
  paint(progress) {
    for (const { code, spoken, button, count, fill, who } of this.entries) {
      const { answered, total, uncommented } = progress.get(code);
      const done = answered === total;
      // A chapter of a department that the hospital is without asks for nothing, and so is not done either.
      setText(count, !total ? "回答不要" : !done ? `${answered}/${total}` : uncommented ? `要コメント ${uncommented}` : "✓");
      fill.style.width = `${total ? (100 * answered) / total : 0}%`;
      setAttribute(button, "data-done", total > 0 && done && !uncommented);
      const others = `${uncommented ? `、要コメント${uncommented}項目` : ""}${who.hidden ? "" : `、${who.textContent}が回答中`}`;
      setAttribute(button, "aria-label", total ? `${spoken} ${total}項目中${answered}項目回答済み${others}` : `${spoken} 回答不要`);
    }
  }

  /** Mark the part in view, and keep its mark in view. */
  current(code) {
    if (this.shownCode === code) return;
    this.shownCode = code;
    for (const entry of this.entries) setAttribute(entry.button, "aria-current", entry.code === code ? "true" : null);
    const { button } = this.entries.find((entry) => entry.code === code) ?? this.entries[0] ?? {};
    if (!button) return;
    const row = this.element;
    // Before the first part stands the way to the places, which is not to be cut.
    row.scrollTo({
      left: button === this.entries[0].button ? 0 : button.offsetLeft - row.offsetLeft - 24, top: button.offsetTop - row.offsetTop - 96, behavior: "smooth",
    });
  }
}

export class Chapters {
  /** `toChapter` and `toPlace` lead there; `turn` is told whether the places are shown from now on. */
  constructor({ chapters, items }, { toChapter, toPlace, turn }) {
    const change = (text, places) => make("button", { type: "button", class: "chapter turn", on: { click: () => turn(places) } }, text);
    const places = [...new Set(items.map(({ place }) => place))].filter(Boolean);
    const both = places.length > 1;
    this.places = new Row(places.map((place) => ({ code: place, name: place, spoken: place })), "場所ごとの進み具合", toPlace, change("章別に見る", false));
    this.chapters = new Row(chapters.map(({ code, name }) => ({ code, head: code, name, spoken: `第${code}章 ${name}` })),
      "章", toChapter, both ? change("場所別に見る", true) : null);
    for (const { code, button } of this.chapters.entries) button.dataset.chapter = code;
    for (const { code, button } of this.places.entries) button.dataset.place = code;
    this.element = make("div", { class: "parts" }, this.chapters.element, this.places.element);
    this.turn(false);
  }

  turn(places) {
    this.byPlace = places;
    this.chapters.element.hidden = places;
    this.places.element.hidden = !places;
  }

  /** Names at the chapters where others answered in the last minutes; told aloud with the next count. */
  paintPresent(present) {
    for (const { code, who } of this.chapters.entries) {
      const names = [...present].filter(([, { chapter }]) => chapter === code).map(([name]) => name);
      who.hidden = !names.length;
      setText(who, names.join("・"));
    }
  }

  /** `byChapter` and `byPlace` map codes to { answered, total, uncommented }. */
  paint(byChapter, byPlace) {
    this.chapters.paint(byChapter);
    this.places.paint(byPlace);
  }
}
