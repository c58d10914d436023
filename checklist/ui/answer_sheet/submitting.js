// A submission that waits on this device: it goes out once everything before it is with the server, beside a sheet or without one.

import { Failure } from "./transport.js";

export class Submitting {
  constructor({ answers, photos, marks, notebook, delivery }) {
    Object.assign(this, { answers, photos, marks, notebook, delivery, sending: false });
  }

  /** What was tapped, { reason }, or null. */
  get kept() {
    return this.notebook.kept.submission;
  }

  keep(submission) {
    return this.notebook.change(() => ({ submission }));
  }

  isDue() {
    const { answers, photos, marks, delivery } = this;
    const delivered = delivery.confirmed && !delivery.reason && delivery.writable;
    return delivered && !answers.pendingItems().length && !marks.waiting.size && !photos.waiting.length;
  }

  /** Submit what is due. What the server refuses is given up, and its reason returned in words. */
  async try() {
    if (!this.kept || this.sending || !this.isDue()) return "";
    this.sending = true;
    try {
      await this.delivery.transport.submit(this.answers.owner.person, this.kept.reason);
      this.keep(null);
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      if (failure.isAway) return "";
      this.keep(null);
      return `提出できませんでした。${failure.message}`;
    } finally {
      this.sending = false;
      this.delivery.hurry();
    }
    return "";
  }
}
