// The true heights of the cards, found out a few at a time while nothing else is to be done: as long as one is an estimate,
// the rest of the sheet moves when the card comes near, and a finger misses what it aims at.

const AT_ONCE = 6;
const later = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 30));

export class Heights {
  /** `known(whether)` is told when all heights in view are true, and when some are estimates again. */
  constructor(cards, known) {
    Object.assign(this, { cards, known, run: 0, unknown: new Set() });
  }

  /** From the top, so that what is above the eye is right first; anew after a change of the width or of the view. */
  renew() {
    this.unknown = new Set(this.cards);
    this.resume();
  }

  /** Go on: cards that a filter hid had no height to be found out. */
  resume() {
    this.run += 1;
    this.known(false);
    this.look(this.run);
  }

  stop() {
    this.run += 1;
  }

  look(run) {
    if (run !== this.run) return;
    const some = [...this.unknown].filter(isShown).slice(0, AT_ONCE);
    if (!some.length) return this.known(true);
    for (const card of some) card.dataset.look = "";
    // The browser remembers the size of what it has laid out in full by the end of a frame.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      for (const card of some) {
        delete card.dataset.look;
        if (isShown(card)) this.unknown.delete(card);
      }
      later(() => this.look(run));
    }));
  }
}

const isShown = (card) => !card.hidden && !card.parentElement?.hidden;
