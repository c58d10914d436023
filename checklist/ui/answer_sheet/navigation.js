// Ways through a long sheet: to the next open item, to a chapter, to what needs a decision.

import { number } from "./words.js";

export class Navigation {
  constructor(view) {
    this.view = view;
  }

  isOpen({ item }) {
    return !item.exempt && this.view.answer(item.code).value === null;
  }

  /** Where the large button leads: { text, place, ends }; `place` is the next one with open items once the present one is
   * done, and with `ends` nothing is open any more and the sheet is submitted on its own page. */
  ahead() {
    const { filters, cards } = this.view;
    const open = [...cards.values()].filter((card) => this.isOpen(card));
    if (!open.length && this.view.sheet.submits) return { text: "提出へ", ends: true };
    if (!open.length || open.some(({ element }) => !element.hidden)) return { text: "次の未回答へ" };
    const place = filters.place.value && this.nextPlace(open);
    if (!place) return { text: "絞り込みの外の未回答へ" };
    return { text: `次：${place} ${number(open.filter(({ item }) => item.place === place).length)}項目`, place };
  }

  /** The next place, in the order of the sheet, where something is open. */
  nextPlace(open) {
    const places = this.view.filters.places();
    const start = places.indexOf(this.view.filters.place.value) + 1;
    const waiting = new Set(open.map(({ item }) => item.place));
    return [...places.slice(start), ...places.slice(0, start)].find((place) => waiting.has(place));
  }

  /** Go to the next item without an answer, after the one at hand; from the end, start over. */
  next() {
    const { place, ends } = this.ahead();
    if (ends) return this.toSubmission();
    const cards = [...this.view.cards.values()];
    const open = (card) => !card.element.hidden && this.isOpen(card);
    if (!cards.some(open) && place) this.view.filters.showOnly(place);
    if (!cards.some(open)) this.view.filters.reset();
    const start = place ? 0 : this.position(cards);
    const card = [...cards.slice(start), ...cards.slice(0, start)].find(open);
    if (card) this.toCard(card);
  }

  toSubmission() {
    const { element, open } = this.view.submission;
    this.reveal(element);
    open.focus({ preventScroll: true });
  }

  toCard(card) {
    card.unfold(true);
    this.reveal(card.element);
    card.focus();
  }

  /** Show a place alone, or everything again where it was shown alone. */
  toPlace(place) {
    this.openPlace(this.view.filters.place.value === place ? "" : place);
  }

  openPlace(place) {
    this.view.filters.showOnly(place);
    const first = this.view.sections.find(({ element }) => !element.hidden);
    if (first) this.reveal(first.element);
  }

  /** The next item that was marked to be looked at again, after the one at hand. */
  toLater() {
    const cards = [...this.view.cards.values()];
    const start = this.position(cards);
    const card = [...cards.slice(start), ...cards.slice(0, start)].find(({ item }) => this.view.notebook.isLater(item.code));
    if (!card) return;
    if (card.element.hidden) this.view.filters.reset();
    this.toCard(card);
  }

  position(cards) {
    const active = this.view.root.getRootNode().activeElement?.closest?.(".card");
    const at = cards.findIndex(({ element }) => element === active);
    if (at >= 0) return at + 1;
    const edge = this.view.top.getBoundingClientRect().bottom;
    return Math.max(0, cards.findIndex(({ element }) => !element.hidden && element.getBoundingClientRect().top >= edge - 8));
  }

  toChapter(code) {
    const section = this.view.sections.find((entry) => entry.code === code);
    if (section.element.hidden) this.view.filters.reset();
    this.reveal(section.element);
    this.view.chapters.chapters.current(code);
  }

  toConflict() {
    const item = [...this.view.cards.keys()].find((code) => this.view.answers.pending(code).conflict);
    if (!item) return;
    const card = this.view.cards.get(item);
    if (card.element.hidden) this.view.filters.reset();
    this.reveal(card.element);
    card.element.querySelector("[data-choose]")?.focus({ preventScroll: true });
  }

  /** Bring an element under the bar; heights above it are estimates until painted, hence the second time. */
  reveal(element) {
    element.scrollIntoView({ block: "start" });
    requestAnimationFrame(() => element.scrollIntoView({ block: "start" }));
  }

  /** Mark the chapter that is under the bar. */
  follow() {
    const edge = this.view.top.getBoundingClientRect().bottom + 24;
    const seen = this.view.sections.filter(({ element }) => !element.hidden && element.getBoundingClientRect().top <= edge);
    this.view.chapters.chapters.current((seen.at(-1) ?? this.view.sections[0])?.code);
  }

  toStuckPhoto() {
    this.toItem(this.view.stuckPhotos()[0]?.item);
  }

  toStuckMark() {
    this.toItem(this.view.marks.itemsOf(this.view.marks.stuck()[0]?.finding)[0]);
  }

  toItem(item) {
    const card = this.view.cards.get(item);
    if (!card) return;
    if (card.element.hidden) this.view.filters.reset();
    this.reveal(card.element);
  }

  toHandedOver() {
    this.reveal(this.view.team.told);
    this.view.team.told.querySelector("button")?.focus({ preventScroll: true });
  }

  toUndelivered() {
    this.reveal(this.view.undelivered.element);
    this.view.undelivered.element.focus({ preventScroll: true });
  }
}
