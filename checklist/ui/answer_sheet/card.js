// One item of the sheet: its text, what others said, the rating buttons, the comment and the guide.

import { badge } from "./badge.js";
import { conflictPanel } from "./conflict.js";
import { make, setAttribute, setText } from "./dom.js";
import { Earlier } from "./earlier.js";
import { History } from "./history.js";
import { PhotoStrip } from "./photo_strip.js";
import { Phrases, insertAtCaret, regional } from "./phrases.js";
import { COMMENT_LIMIT, countCharacters } from "./protocol.js";
import { unprintable } from "./printable.js";
import { hue, needsComment } from "./scale.js";
import { SecondLook } from "./second_look.js";
import { moment, notPrinted, number } from "./words.js";

const GUIDE = [["purpose", "目的"], ["basis", "根拠"], ["procedure", "確認の手順"], ["evidence", "確認資料"]];

export class Card {
  /** `sheet` is the payload of the API; `actions` are enter(item, change, typing), choose, editing, mark. */
  constructor(item, sheet, actions, { photos, marks, notebook }) {
    Object.assign(this, { item, sheet, actions, scale: sheet.sheet.scale, composing: false });
    this.title = make("h3", { id: `title-${item.code}`, class: "title" }, item.text);
    this.mark = make("span", { class: "mark" });
    this.buttons = this.scale.values.map((entry, index) => this.button(entry, index));
    this.hint = make("p", { class: "hint", id: `hint-${item.code}` });
    this.count = make("span", { class: "count" });
    this.area = this.textarea();
    this.photos = new PhotoStrip(item.code, photos);
    this.earlier = new Earlier(item.code, marks, sheet.track === "visitor" ? actions.mark : null);
    this.history = new History(item.code, this.scale, sheet.history && (sheet.history[item.code] ?? []), actions.history);
    this.clear = make("button", { type: "button", class: "quiet", on: { click: () => this.rate(null) } }, "評定を取り消す");
    this.again = new SecondLook(item.code, this.scale, notebook, (value) => this.rate(value));
    this.phrases = new Phrases(item, { region: regional(sheet.phrases, item.code), own: actions.ownComments, insert: (text) => this.insert(text) });
    this.badge = make("span", { class: "card-badge" });
    this.opener = make("button", { type: "button", class: "opener", "aria-expanded": "false", "aria-labelledby": this.title.id, on: { click: () => this.unfold() } });
    this.referenceRow = make("div", { class: "references", hidden: true });
    this.slot = make("div", { class: "conflict-slot" });
    this.element = this.build();
  }

  build() {
    return make("article", {
      class: "card", data: { item: this.item.code }, "aria-labelledby": this.title.id, on: { keydown: (event) => this.key(event) },
    },
      make("header", { class: "card-head" }, make("span", { class: "code" }, this.item.code), this.title, this.mark, this.badge, this.opener),
      this.facts(),
      this.item.focus ? make("p", { class: "focus-item" }, "重点項目") : null,
      this.item.exempt ? make("p", { class: "exempt" }, this.item.exempt) : null,
      this.again.replaced,
      this.referenceRow,
      this.earlier.element,
      this.slot,
      make("div", { class: "ratings", role: "group", "aria-labelledby": this.title.id }, this.buttons),
      make("div", { class: "comment" }, this.area, this.hint, this.phrases.list),
      this.history.element,
      this.photos.element,
      make("footer", { class: "card-foot" }, this.guide(), this.history.button, this.count, this.phrases.button, this.photos.button, this.again.later, this.again.undo, this.clear),
    );
  }

  facts() {
    const { place, methods, department, law_part: part, classes, module } = this.item;
    const rows = [
      ["確認場所", place], ["確認方法", methods.join("・")], ["部署", department], ["法令区分", part],
      ["対象", classes.map((one) => `加算${one}`).join("・")], ["部門", module],
    ];
    return make("dl", { class: "facts" }, rows.filter(([, text]) => text).map(([name, text]) =>
      make("div", {}, make("dt", {}, name), make("dd", {}, text))));
  }

  /** What the host answered itself, and what was answered last year: that can be confirmed with one tap. */
  paintReferences(answer, writable) {
    const { self, previous, blind } = this.sheet;
    const { code } = this.item;
    const hidden = blind && answer.value === null;
    const last = previous?.ratings[code];
    const key = JSON.stringify([hidden, self?.[code], writable && last ? last.value === answer.value : null]);
    if (key === this.referenceKey) return;
    this.referenceKey = key;
    const own = self && reference("自己評価", this.scale, self[code], hidden ? "評定すると表示します" : "未回答");
    const before = previous && reference(previous.label, this.scale, last, "対応する項目の評定なし");
    if (before && writable && this.repeats(last)) before.append(this.repeat(last, answer.value === last.value));
    this.referenceRow.replaceChildren(...[own, before].filter(Boolean));
    this.referenceRow.hidden = !own && !before;
  }

  /** Whether last year's value can be given again: comparable, and on today's scale. */
  repeats(last) {
    return Boolean(last) && this.scale.values.some(({ value }) => value === last.value);
  }

  repeat(last, same) {
    const name = this.sheet.previous.last_year ? "昨年度" : "前回";
    if (same) return make("span", { class: "repeated" }, `${name}と同じ評定です`);
    return make("button", { type: "button", class: "button repeat", on: { click: () => this.confirm(last) } }, `${name}と同じ`);
  }

  /** Nothing is taken over unseen: a comment only where the value asks for one and none is written yet. */
  confirm({ value, comment }) {
    const written = this.area.value.trim() || !needsComment(this.scale, value);
    this.again.entering(value);
    this.actions.enter(this.item.code, written ? { value } : { value, comment }, false);
    this.focus();
  }

  button({ value, label: letter, word }, index) {
    const wide = letter.length > 2;
    return make("button", {
      type: "button", class: wide ? "rate word-only" : "rate", "aria-pressed": "false", data: { value, hue: hue(this.scale, value) },
      "aria-label": word && word !== letter ? `${letter} ${word}` : letter, tabindex: index ? -1 : 0,
      on: { click: () => this.enter(value) },
    },
      make("span", { class: "letter" }, letter),
      word && word !== letter ? make("span", { class: "word" }, word) : null,
    );
  }

  textarea() {
    return make("textarea", {
      rows: 1, placeholder: "コメント", "aria-label": `${this.item.code} コメント`, "aria-describedby": this.hint.id,
      autocomplete: "off", spellcheck: "false",
      on: {
        input: () => this.typed(),
        compositionstart: () => (this.composing = true),
        compositionend: () => ((this.composing = false), this.typed()),
        focus: () => this.actions.editing(this.item.code, true),
        blur: () => this.actions.editing(this.item.code, false),
      },
    });
  }

  guide() {
    const rows = GUIDE.filter(([key]) => this.item[key]);
    if (!rows.length) return null;
    const body = make("dl", { class: "guide-body" });
    const details = make("details", { class: "guide" }, make("summary", {}, "手引き"), body);
    // Built when first opened: most guides of a visit stay closed.
    details.addEventListener("toggle", () => body.append(...rows.map(([key, name]) =>
      make("div", {}, make("dt", {}, name), make("dd", {}, this.item[key])))), { once: true });
    return details;
  }

  typed() {
    this.grow();
    this.actions.enter(this.item.code, { comment: this.area.value }, true);
  }

  enter(value) {
    this.again.entering(value);
    this.actions.enter(this.item.code, { value }, false);
  }

  rate(value) {
    this.enter(value);
    this.focus();
  }

  insert(text) {
    insertAtCaret(this.area, text);
    this.typed();
    this.area.focus();
  }

  /** In the compact view a card is one line until it is opened. */
  unfold(open = !this.element.hasAttribute("data-open")) {
    setAttribute(this.element, "data-open", open);
    this.opener.setAttribute("aria-expanded", open);
  }

  /** Arrows walk over the buttons; a letter or the number of a button rates. */
  key(event) {
    const at = this.buttons.indexOf(event.target.closest("button.rate"));
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const { values } = this.scale;
    const named = values.findIndex(({ value }) => event.key.toUpperCase() === value);
    // Where the values are figures themselves, a figure means the value, not its place.
    const pressed = named < 0 ? values.findIndex((_, index) => event.key === String(index + 1)) : named;
    const target = step ? (at + step + this.buttons.length) % this.buttons.length : pressed;
    if (target < 0) return;
    event.preventDefault();
    this.buttons[target].focus();
    if (!step) this.buttons[target].click();
  }

  focus() {
    (this.buttons.find((button) => button.tabIndex === 0) ?? this.buttons[0]).focus({ preventScroll: true });
  }

  /** Paint what is so now; nothing that is already right is touched. */
  paint({ answer, pending, rating, writable, markable, durable, stuck }) {
    this.paintReferences(answer, writable);
    this.earlier.paint(markable);
    this.paintButtons(answer.value, writable);
    this.paintComment(answer.comment, writable);
    const missing = needsComment(this.scale, answer.value) && !answer.comment.trim();
    this.paintHint(answer, missing && writable);
    setAttribute(this.element, "data-value", answer.value);
    setAttribute(this.element, "data-hue", hue(this.scale, answer.value));
    setAttribute(this.element, "data-answered", answer.value !== null);
    setText(this.mark, this.markOf(answer, pending, missing));
    setText(this.history.button, traceOf(pending, rating, durable, stuck));
    this.history.note(rating);
    setAttribute(this.element, "data-pending", Boolean(pending.sent || pending.draft));
    this.clear.hidden = !writable || answer.value === null;
    this.again.paint(answer.value, writable);
    this.phrases.paint(writable);
    this.paintBadge(answer.value);
    this.photos.paint(writable);
    this.paintConflict(writable ? pending.conflict : null);
  }

  /** In the compact view the value stands in the line of the title. */
  paintBadge(value) {
    if (this.badgeValue === value) return;
    this.badgeValue = value;
    this.badge.replaceChildren(...(value === null ? [] : [badge(this.scale, value)]));
  }

  markOf(answer, pending, missing) {
    if (pending.conflict) return "選択待ち";
    if (pending.refused) return "送信できません";
    if (missing) return "要コメント";
    if (answer.value !== null) return "";
    return this.item.exempt ? "回答不要" : "未回答";
  }

  paintButtons(value, writable) {
    const chosen = this.scale.values.findIndex((entry) => entry.value === value);
    this.buttons.forEach((button, index) => {
      setAttribute(button, "aria-pressed", String(index === chosen));
      button.tabIndex = index === Math.max(0, chosen) ? 0 : -1;
      button.disabled = !writable;
    });
  }

  paintComment(comment, writable) {
    // Whoever types here is right: a repaint never moves the caret or breaks a conversion.
    if (!this.composing && this.area.value !== comment && !this.isFocused()) {
      this.area.value = comment;
      this.grow();
    }
    this.area.readOnly = !writable;
    this.area.parentElement.hidden = !writable && !comment;
  }

  isFocused() {
    return this.area.getRootNode().activeElement === this.area;
  }

  paintHint(answer, missing) {
    const length = countCharacters(answer.comment);
    const over = length - COMMENT_LIMIT;
    setText(this.count, length ? `${number(length)}／${number(COMMENT_LIMIT)}文字` : "");
    setText(this.hint, over > 0
      ? `${number(COMMENT_LIMIT)}文字を超えているため送信していません。あと${number(over)}文字減らしてください。`
      : missing ? "コメントを入力してください。" : this.area.readOnly ? "" : notPrinted(unprintable(answer.comment)));
    setAttribute(this.area, "aria-invalid", over > 0 || missing ? "true" : null);
  }

  paintConflict(conflict) {
    const key = conflict ? JSON.stringify(conflict) : "";
    if (this.conflictKey === key) return;
    this.conflictKey = key;
    const choose = (side) => this.actions.choose(this.item.code, side);
    this.slot.replaceChildren(...(conflict ? [conflictPanel(conflict, this.scale, choose)] : []));
  }

  grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.area.style.height = "auto";
    this.area.style.height = `${this.area.scrollHeight + 2}px`;
  }
}

/** A rating of somebody else, with its comment. */
function reference(name, scale, rating, absent) {
  const value = rating?.value ?? null;
  return make("div", { class: "reference" },
    make("span", { class: "reference-name" }, name),
    value === null ? make("span", { class: "none" }, absent) : badge(scale, value),
    rating?.comment ? make("span", { class: "reference-comment" }, rating.comment) : null,
  );
}

function traceOf(pending, rating, durable, stuck) {
  if (pending.sent || pending.draft) {
    if (stuck) return "送信できません";
    return durable ? "送信待ち" : "送信待ち（この画面のみ）";
  }
  return rating?.saved_at ? `${moment(rating.saved_at)} ${rating.saved_by ?? ""}` : "";
}
