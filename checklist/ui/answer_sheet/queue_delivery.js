// Brings what waits in a queue to the server: one at a time, and only while nothing more urgent waits.

import { contentOf } from "./photos.js";
import { SLOW, waitAfter } from "./transport.js";

const WAIT = 250;
const LONGEST_WAIT = 15000;
const REFUSED_AGAIN = { first: 5000, longest: 300000 };
const OFTEN = 3;
const MOST_LOST = 2; // while there is no network the answers' delivery does the asking, so short pauses do no harm

const lanes = new Map(); // one at a time in each lane over all sheets of a page

export class QueueDelivery {
  /**
   * `delivery` is that of the answers: it knows whether the server answers, and whose session this is.
   * `way` is { lane, send(entry, signal), isFree(delivery), refusals }: refusals are answers of our server that end every
   * attempt. What something on the way refuses is told, waits for longer and longer, and lets the next one go first.
   */
  constructor(queue, delivery, way) {
    Object.assign(this, { queue, delivery, way, failures: 0, running: false, ending: new AbortController() });
    this.asides = new Map(); // key -> how often in a row it failed, and when to try again
  }

  start() {
    const { signal } = this.ending;
    addEventListener("online", () => this.resume(), { signal });
    this.delivery.addEventListener("change", () => this.run(), { signal });
    this.queue.addEventListener("change", () => this.run(), { signal });
    this.queue.ready.then(() => this.run());
  }

  stop() {
    this.ending.abort();
    clearTimeout(this.timer);
  }

  /** There is another network than before. */
  resume() {
    for (const aside of this.asides.values()) aside.until = 0;
    Object.assign(this, { failures: 0, notBefore: 0 });
    this.run();
  }

  next() {
    const now = Date.now();
    return this.queue.open().find((entry) => (this.aside(entry)?.until ?? 0) <= now) ?? null;
  }

  aside(entry) {
    return this.asides.get(this.queue.keyOf(entry));
  }

  async run() {
    if (this.running || this.ending.signal.aborted || Date.now() < (this.notBefore ?? 0)) return;
    this.running = true;
    const { lane } = this.way;
    // Whatever goes wrong with one must not end the lane for all others.
    lanes.set(lane, (lanes.get(lane) ?? Promise.resolve()).then(() => this.sendNext()).catch(() => (this.failures += 1)));
    await lanes.get(lane);
    this.running = false;
    if (this.queue.open().length && !this.ending.signal.aborted) this.later();
  }

  later() {
    const wait = this.pause();
    this.notBefore = this.failures ? Date.now() + wait - 10 : 0;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), wait);
  }

  pause() {
    if (this.failures) return Math.min(LONGEST_WAIT, waitAfter(this.failures, SLOW));
    if (this.next()) return this.way.isFree(this.delivery) && !this.occupied ? 0 : WAIT;
    return Math.max(WAIT, Math.min(...this.queue.open().map((entry) => this.aside(entry).until)) - Date.now());
  }

  async sendNext() {
    const entry = this.next();
    if (!entry || !this.way.isFree(this.delivery) || this.ending.signal.aborted) return;
    await alone(this.way.lane, async (free) => {
      this.occupied = !free;
      if (!free || (this.queue.stillWaits && !(await this.queue.stillWaits(entry)))) return;
      try {
        await this.queue.delivered(entry, await this.way.send(entry, this.ending.signal));
        this.asides.delete(this.queue.keyOf(entry));
        this.failures = 0;
      } catch (failure) {
        await this.fail(entry, failure);
      }
    });
  }

  /** What the server will never take is set aside for good; anything else is tried again. */
  async fail(entry, failure) {
    if (!failure.foreign && this.way.refusals.includes(failure.status)) return this.queue.refuse(entry, failure.message);
    const lost = failure.status === null;
    this.failures = lost ? Math.min(this.failures + 1, MOST_LOST) : this.failures + 1;
    // No network, signed out, somebody else, or closed: the answers' delivery finds out which and says so, and until it
    // is over nothing goes out here.
    const unsure = lost || (!failure.foreign && [401, 403, 409].includes(failure.status));
    if (unsure) {
      this.delivery.confirmed = false;
      this.delivery.hurry();
    }
    if (lost || !unsure) this.setAside(entry, failure);
  }

  /** Let the others go first; a line that breaks is not the entry's fault, unless it breaks at the same one again and again. */
  setAside(entry, { status, foreign, message }) {
    const count = (this.aside(entry)?.count ?? 0) + 1;
    const turn = status === null ? count - OFTEN + 1 : count;
    this.asides.set(this.queue.keyOf(entry), { count, until: Date.now() + (turn > 0 ? waitAfter(turn, REFUSED_AGAIN) : 0) });
    if (foreign) this.queue.delay(entry, message);
  }
}

/** `work(free)` while no other tab of this device is at it, where browsers let tabs know of each other. */
function alone(lane, work) {
  if (!navigator.locks) return work(true);
  return navigator.locks.request(`checklist-${lane}`, { ifAvailable: true }, (lock) => work(Boolean(lock)));
}

/** The server answers, the session is known to be the owner's, and no answer waits. */
const isIdle = (delivery) =>
  delivery.confirmed && !delivery.failures && !(delivery.writable && delivery.sendable().length);

export const photoWay = (transport) => ({
  lane: "photos",
  send: (photo, signal) => transport.sendPhoto({ ...photo, content: contentOf(photo) }, signal),
  isFree: (delivery) => isIdle(delivery) && delivery.writable && !delivery.reason,
  refusals: [404, 413, 415, 422],
});

/** A text of the closing meeting, which is open for as long as its agreed ratings are. */
export const noteWay = (transport, notes) => ({
  lane: "notes",
  send: (entry) => transport.sendNote(notes.visit, notes.body(entry)),
  isFree: (delivery) => isIdle(delivery) && delivery.writable && !delivery.reason,
  refusals: [403, 404, 413, 422],
});

/** A mark belongs to the visit, so that it may still go out after the sheet was submitted. */
export const markWay = (transport, marks) => ({
  lane: "marks",
  send: async (entry) => transport.sendMark(marks.visit, await marks.take(entry)),
  isFree: (delivery) => isIdle(delivery) && (!delivery.reason || delivery.reason === "closed"),
  refusals: [404, 409, 413, 422],
});
