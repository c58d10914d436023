// The meeting on the screen: one item at a time, what is left, and the way to the next; the 講評 stands after the last item.

import { make, setAttribute, setText } from "/assets/dom.js";
import { ItemSlide, owesReason } from "/assets/meeting_item.js";
import { NotesSlide } from "/assets/meeting_notes.js";
import { number } from "/assets/words.js";

const KEYS = { ArrowLeft: -1, PageUp: -1, ArrowRight: 1, PageDown: 1 };
const SHOWN = { discuss: "話し合う項目", open: "未合意の項目", all: "すべての項目" };
const LAST = "notes";

export class MeetingView {
  /** `sheets` are { sheet, answers, delivery } each. */
  constructor(root, meeting, sheets, notes, pictures) {
    Object.assign(this, { root, meeting, sheets, notes, pictures, shown: "discuss" });
    this.all = sheets.flatMap((one) => one.sheet.items.map((item) => ({ ...one, item, key: `${one.sheet.code}/${item.code}` })));
    this.build();
    addEventListener("keydown", (event) => this.key(event));
    addEventListener("hashchange", () => this.go(decodeURIComponent(location.hash.slice(1))));
    pictures.addEventListener("change", () => this.paint());
    const asked = decodeURIComponent(location.hash.slice(1));
    this.go(this.place(asked) ? asked : (this.all.find((one) => this.isOpen(one)) ?? this.list()[0])?.key ?? LAST);
  }

  build() {
    this.where = make("p", { class: "where" });
    this.rest = make("p", { class: "rest", role: "status" });
    this.choice = make("select", { "aria-label": "表示する項目", on: { change: () => this.choose(this.choice.value) } },
      Object.entries(SHOWN).map(([value, text]) => make("option", { value }, text)));
    this.next = make("button", { type: "button", class: "jump", on: { click: () => this.toNextOpen() } }, "次の相違へ");
    this.last = make("button", { type: "button", class: "jump", on: { click: () => this.go(LAST) } }, "講評・指摘");
    this.screen = make("main", { id: "screen", tabindex: -1 });
    this.rates = make("div", { class: "rates", role: "group", "aria-label": "合意評価" });
    const step = (by, sign, label) => make("button", { type: "button", class: "step", "aria-label": label, on: { click: () => this.move(by) } }, sign);
    this.steps = [step(-1, "←", "前の項目"), step(1, "→", "次の項目")];
    this.root.replaceChildren(
      make("section", { class: "bar", "aria-label": "項目の選択" }, this.choice, this.where, this.rest, make("span", { class: "jumps" }, this.next, this.last)),
      this.screen,
      make("footer", { class: "foot" }, this.steps[0], this.rates, this.steps[1]),
    );
  }

  /** What counts for an item now: what is recorded, else what both sides gave. */
  agreed({ answers, item }) {
    return answers.shown(item.code).value ?? (item.own.value === item.visitor.value ? item.own.value : null);
  }

  isOpen(one) {
    return one.item.discuss && (this.agreed(one) === null || owesReason(one.item, one.answers.shown(one.item.code)));
  }

  /** The items that the arrows lead through; what is shown stays, although it was just agreed on. */
  list() {
    if (this.shown === "all") return this.all;
    return this.all.filter((one) => one.item.discuss && (this.shown === "discuss" || this.isOpen(one) || one.key === this.current));
  }

  /** What lies on this device alone. */
  unsent() {
    return this.sheets.reduce((sum, { answers }) => sum + answers.pendingItems().length, 0) + this.notes.entries.size;
  }

  /** The screen of all findings, with the field for another wording of one open. */
  reword(id) {
    this.go(LAST);
    this.slide.open(id);
  }

  place(key) {
    return key === LAST ? { key } : this.all.find((one) => one.key === key) ?? null;
  }

  choose(shown) {
    this.shown = shown;
    this.go(this.list().some(({ key }) => key === this.current) ? this.current : this.list()[0]?.key ?? LAST);
  }

  go(key) {
    const found = this.place(key);
    if (!found || (key === this.current && this.slide)) return this.paint();
    this.slide?.close();
    // An item that the chosen list leaves out was asked for by its address.
    this.current = key;
    if (key !== LAST && !this.list().includes(found)) this.choice.value = this.shown = "all";
    this.slide = key === LAST ? new NotesSlide(this) : new ItemSlide(this, found);
    this.screen.replaceChildren(this.slide.element);
    this.screen.scrollTop = 0;
    history.replaceState(null, "", `#${encodeURIComponent(key)}`);
    // What had the focus has gone with the item before.
    if (document.activeElement === document.body) this.screen.focus({ preventScroll: true });
    this.paint();
  }

  keys() {
    return [...this.list().map(({ key }) => key), LAST];
  }

  move(by) {
    const keys = this.keys();
    const next = keys[Math.min(keys.length - 1, Math.max(0, keys.indexOf(this.current) + by))];
    if (next !== this.current) this.go(next);
  }

  /** After the present one, else from the beginning. */
  toNextOpen() {
    const at = this.all.findIndex(({ key }) => key === this.current);
    const open = [...this.all.slice(at + 1), ...this.all.slice(0, at + 1)].find((one) => this.isOpen(one));
    if (open) this.go(open.key);
  }

  /** The arrows of a keyboard and of a presenter; where somebody writes or chooses they mean something else. */
  key(event) {
    const step = KEYS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.("textarea, select, input, dialog[open]")) return;
    event.preventDefault();
    this.move(step);
  }

  paint() {
    if (!this.slide) return;
    const list = this.list(), at = list.findIndex(({ key }) => key === this.current);
    const open = this.all.filter((one) => this.isOpen(one)).length;
    const several = this.sheets.length > 1 && at >= 0 ? `${list[at].sheet.name}　` : "";
    setText(this.where, at >= 0 ? `${several}${number(at + 1)} / ${number(list.length)}項目` : "");
    setText(this.rest, open ? `残り ${number(open)}項目` : "すべて合意しました");
    setAttribute(this.rest, "data-done", !open);
    this.next.disabled = !open || (open === 1 && at >= 0 && this.isOpen(list[at]));
    setAttribute(this.last, "aria-current", this.current === LAST ? "page" : null);
    this.steps[0].disabled = this.keys()[0] === this.current;
    this.steps[1].disabled = this.current === LAST;
    this.slide.paint();
  }
}
