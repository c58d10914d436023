// Which items are in view: 重点項目 of the year, unanswered, place, method, missing comment, other than the self-assessment,
// found earlier, to be looked at again, of one's own chapters, words.

import { make, setText } from "./dom.js";
import { needsComment } from "./scale.js";
import { number } from "./words.js";

/** Text as it is compared: full- and half-width, upper and lower case alike. */
export const folded = (text) => text.normalize("NFKC").toLowerCase();

export class Filters {
  constructor(sheet, notebook, changed) {
    const { items, scale } = sheet.sheet;
    Object.assign(this, { changed, scale, notebook });
    this.search = make("input", {
      type: "search", placeholder: "項目を検索", "aria-label": "項目を検索", enterkeyhint: "search", on: { input: changed },
    });
    this.focus = items.some(({ focus }) => focus) ? this.toggle("focus", "重点項目") : null;
    this.unanswered = this.toggle("unanswered", "未回答のみ");
    this.uncommented = this.toggle("uncommented", "要コメント");
    this.later = this.toggle("later", "あとで確認");
    this.own = sheet.track === "visitor" ? this.toggle("own", "自分の担当") : null;
    this.setOwn(sheet.own_chapters);
    this.differing = sheet.self ? this.toggle("differing", "自己評価と相違") : null;
    this.noted = new Set(Object.keys(sheet.findings ?? {}));
    this.found = this.noted.size ? this.toggle("found", "前回の指摘・好事例") : null;
    this.toggles = [this.focus, this.own, this.unanswered, this.uncommented, this.later, this.differing, this.found].filter(Boolean);
    this.place = this.select("確認場所", [...new Set(items.map((item) => item.place))].filter(Boolean));
    this.method = this.select("確認方法", [...new Set(items.flatMap((item) => item.methods))]);
    this.result = make("p", { class: "result", role: "status" });
    this.clear = make("button", { type: "button", class: "quiet", hidden: true, on: { click: () => this.reset() } }, "絞り込みを解除");
    this.element = make("div", { class: "filters", role: "search" },
      this.search,
      make("div", { class: "toggles" }, this.toggles, this.place, this.method),
      make("div", { class: "found" }, this.result, this.clear),
    );
    this.texts = new Map(items.map((item) => [item.code, folded(`${item.code} ${item.text}`)]));
  }

  toggle(name, text) {
    return make("button", {
      type: "button", class: "toggle", "aria-pressed": "false", data: { filter: name },
      on: { click: ({ currentTarget: button }) => {
        button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
        this.changed();
      } },
    }, text);
  }

  /** Chapters of one's own may be handed over, in either direction. */
  setOwn(chapters) {
    this.ownChapters = new Set(chapters ?? []);
    if (!this.own) return;
    this.own.hidden = !this.ownChapters.size;
    if (this.own.hidden) this.own.setAttribute("aria-pressed", "false");
  }

  /** What the sheet is narrowed to, where that has a rest of its own: { name, holds(item) }. */
  narrowedTo() {
    if (this.place.value) return { name: this.place.value, holds: ({ place }) => place === this.place.value };
    return isOn(this.own) ? { name: "自分の担当", holds: ({ chapter }) => this.ownChapters.has(chapter) } : null;
  }

  /** Show the cards that pass, and no other. They decide when they change, not while an item is being answered: no card
   * vanishes under the finger. */
  narrow({ sections, cards, sheet }, answer) {
    let [visible, total, exempt] = [0, 0, 0];
    for (const { element, items } of sections) {
      const passing = items.filter((item) => {
        const passes = this.accepts(item, answer(item.code), sheet.self?.[item.code]);
        cards.get(item.code).element.hidden = !passes;
        return passes;
      });
      element.hidden = !passing.length;
      const beside = passing.filter((item) => item.exempt).length;
      total += items.filter((item) => !item.exempt).length;
      visible += passing.length - beside;
      exempt += beside;
    }
    this.paint(visible, total, exempt);
  }

  select(name, choices) {
    return make("select", { "aria-label": name, data: { filter: name }, on: { change: this.changed } },
      make("option", { value: "" }, `${name}：すべて`), choices.map((choice) => make("option", { value: choice }, choice)));
  }

  /** Whether an item with this answer passes; `self` is the host's own answer. */
  accepts(item, answer, self) {
    const words = folded(this.search.value).split(/\s+/).filter(Boolean);
    const text = this.texts.get(item.code);
    return words.every((word) => text.includes(word))
      && (!this.place.value || item.place === this.place.value)
      && (!this.method.value || item.methods.includes(this.method.value))
      && (!isOn(this.focus) || item.focus)
      && (!isOn(this.unanswered) || (answer.value === null && !item.exempt))
      && (!isOn(this.uncommented) || (needsComment(this.scale, answer.value) && !answer.comment.trim()))
      && (!isOn(this.later) || this.notebook.isLater(item.code))
      && (!isOn(this.own) || this.ownChapters.has(item.chapter))
      && (!isOn(this.found) || this.noted.has(item.code))
      && (!isOn(this.differing) || (answer.value !== null && self?.value !== undefined && self.value !== null && answer.value !== self.value));
  }

  /** The places, in the order of the sheet. */
  places() {
    return [...this.place.options].map(({ value }) => value).filter(Boolean);
  }

  showOnly(place) {
    this.place.value = place;
    this.changed();
  }

  isActive() {
    return Boolean(this.search.value.trim() || this.place.value || this.method.value)
      || this.toggles.some(isOn);
  }

  reset() {
    this.search.value = this.place.value = this.method.value = "";
    for (const button of this.toggles) button.setAttribute("aria-pressed", "false");
    this.changed();
  }

  paint(visible, total, exempt) {
    const active = this.isActive();
    this.clear.hidden = !active;
    setText(this.result, active ? (visible || exempt ? `${number(total)}項目中 ${number(visible)}項目を表示${exempt ? `（ほかに回答不要 ${number(exempt)}項目）` : ""}` : "条件に合う項目はありません。") : "");
  }
}

const isOn = (button) => button?.getAttribute("aria-pressed") === "true";
