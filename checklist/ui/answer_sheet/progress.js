// How far a sheet is: by chapter, by place and as a whole. Items that this hospital need not answer count nowhere.

import { needsComment } from "./scale.js";

export class Progress {
  constructor(view) {
    this.view = view;
  }

  /** Paint the chapters and places; what is left of all, and of the place or the own chapters that are shown alone: { left, total, exempt, place }. */
  paint() {
    const { view } = this;
    const items = [...view.cards.values()].map(({ item }) => item);
    const of = (key, code) => this.count(items.filter((item) => item[key] === code));
    const places = new Map(view.filters.places().map((place) => [place, of("place", place)]));
    view.chapters.paint(new Map(view.sections.map(({ code }) => [code, of("chapter", code)])), places);
    const { answered, total } = this.count(items);
    const narrowed = view.filters.narrowedTo();
    const alone = narrowed && this.count(items.filter(narrowed.holds));
    return { left: total - answered, total, exempt: items.length - total, place: alone ? { name: narrowed.name, left: alone.total - alone.answered } : null };
  }

  count(items) {
    const needed = items.filter(({ exempt }) => !exempt);
    const answers = needed.map(({ code }) => this.view.answer(code));
    return { answered: answers.filter(({ value }) => value !== null).length, total: needed.length, uncommented: this.uncommented(answers) };
  }

  /** How many answers lack the comment that their value asks for. */
  uncommented(answers) {
    const { scale } = this.view.sheet.sheet;
    return answers.filter(({ value, comment }) => needsComment(scale, value) && !comment.trim()).length;
  }
}

/** What is still open, in the shape in which the server's part of a page has drawn it. */
export function gapsOf(view) {
  const answers = [...view.cards.values()].filter(({ item }) => !item.exempt).map(({ item }) => view.answer(item.code));
  return {
    state: view.delivery.state,
    unanswered: answers.filter(({ value }) => value === null).length,
    uncommented: view.progress.uncommented(answers),
  };
}
