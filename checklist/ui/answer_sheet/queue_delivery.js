// Brings what waits in a queue to the server: one at a time, and only while nothing more urgent waits.

import { waitAfter } from "./transport.js";

const WAIT = 250;
const LONGEST_WAIT = 15000;

const lanes = new Map(); // one at a time in each lane over all sheets of a page

export class QueueDelivery {
  /**
   * `delivery` is that of the answers: it knows whether the server answers, and whose session this is.
   * `way` is { lane, send(entry, signal), isFree(delivery), refusals }: refusals are answers that end every attempt.
   */
  constructor(queue, delivery, way) {
    Object.assign(this, { queue, delivery, way, failures: 0, running: false, ending: new AbortController() });
  }

  start() {
    const { signal } = this.ending;
    this.delivery.addEventListener("change", () => this.run(), { signal });
    this.queue.addEventListener("change", () => this.run(), { signal });
    this.queue.ready.then(() => this.run());
  }

  stop() {
    this.ending.abort();
    clearTimeout(this.timer);
  }

  async run() {
    if (this.running || this.ending.signal.aborted || Date.now() < (this.notBefore ?? 0)) return;
    this.running = true;
    try {
      const { lane } = this.way;
      lanes.set(lane, (lanes.get(lane) ?? Promise.resolve()).then(() => this.sendNext()));
      await lanes.get(lane);
    } finally {
      this.running = false;
    }
    if (this.queue.next() && !this.ending.signal.aborted) this.later();
  }

  later() {
    const wait = this.failures ? Math.min(LONGEST_WAIT, waitAfter(this.failures) * this.failures) : WAIT;
    this.notBefore = this.failures ? Date.now() + wait - 10 : 0;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), this.way.isFree(this.delivery) && !this.failures ? 0 : wait);
  }

  async sendNext() {
    const entry = this.queue.next();
    if (!entry || !this.way.isFree(this.delivery) || this.ending.signal.aborted) return;
    try {
      await this.queue.delivered(entry, await this.way.send(entry, this.ending.signal));
      this.failures = 0;
    } catch (failure) {
      await this.fail(entry, failure);
    }
  }

  /** What the server will never take is set aside; anything else is tried again. */
  async fail(entry, failure) {
    if (this.way.refusals.includes(failure.status)) return this.queue.refuse(entry, failure.message);
    this.failures += 1;
    // Signed out, somebody else, or closed: the answers' delivery finds out which and says so.
    if ([401, 403, 409].includes(failure.status)) {
      this.delivery.confirmed = false;
      this.delivery.hurry();
    }
  }
}

/** The server answers, the session is known to be the owner's, and no answer waits. */
const isIdle = (delivery) =>
  delivery.confirmed && !delivery.failures && !(delivery.writable && delivery.sendable().length);

export const photoWay = (transport) => ({
  lane: "photos",
  send: (photo, signal) => transport.sendPhoto(photo, signal),
  isFree: (delivery) => isIdle(delivery) && delivery.writable && !delivery.reason,
  refusals: [404, 413, 415, 422],
});

/** A mark belongs to the visit, so that it may still go out after the sheet was submitted. */
export const markWay = (transport, marks) => ({
  lane: "marks",
  send: async (entry) => transport.sendMark(marks.visit, await marks.take(entry)),
  isFree: (delivery) => isIdle(delivery) && (!delivery.reason || delivery.reason === "closed"),
  refusals: [404, 409, 413, 422],
});
