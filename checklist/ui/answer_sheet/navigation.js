// Ways through a long sheet: to the next open item, to a chapter, to what needs a decision.

export class Navigation {
  constructor(view) {
    this.view = view;
  }

  /** Go to the next item without an answer, after the one at hand; from the end, start over. */
  next() {
    const open = (card) => !card.element.hidden && !card.item.exempt && this.view.answer(card.item.code).value === null;
    const cards = [...this.view.cards.values()];
    if (!cards.some(open)) this.view.filters.reset();
    const start = this.position(cards);
    const card = [...cards.slice(start), ...cards.slice(0, start)].find(open);
    if (!card) return;
    this.reveal(card.element);
    card.focus();
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
    this.view.chapters.current(code);
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
    this.view.chapters.current((seen.at(-1) ?? this.view.sections[0])?.code);
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

  toUndelivered() {
    this.reveal(this.view.undelivered.element);
    this.view.undelivered.element.focus({ preventScroll: true });
  }
}
