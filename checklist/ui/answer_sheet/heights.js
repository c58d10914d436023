// The true heights of the cards, found out a few at a time while nothing else is to be done: as long as one is an estimate,
// the rest of the sheet moves when the card comes near, and a finger misses what it aims at.

const AT_ONCE = 6;
const later = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 30));

export class Heights {
  /** `known(whether)` is told when all heights are true, and when they are estimates again. */
  constructor(cards, known) {
    Object.assign(this, { cards, known, run: 0 });
  }

  /** From the top, so that what is above the eye is right first; anew after a change of the width or of the view. */
  renew() {
    this.run += 1;
    this.known(false);
    this.look(this.run, [...this.cards]);
  }

  stop() {
    this.run += 1;
  }

  look(run, waiting) {
    if (run !== this.run) return;
    if (!waiting.length) return this.known(true);
    const some = waiting.splice(0, AT_ONCE);
    for (const card of some) card.dataset.look = "";
    // The browser remembers the size of what it has laid out in full by the end of a frame.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      for (const card of some) delete card.dataset.look;
      later(() => this.look(run, waiting));
    }));
  }
}
