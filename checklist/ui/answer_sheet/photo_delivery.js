// Brings photos to the server: one at a time, and only while no answer waits.

import { waitAfter } from "./transport.js";

const WAIT = 250;
const LONGEST_WAIT = 15000;

let uploading = Promise.resolve(); // one at a time over all sheets of a page

export class PhotoDelivery {
  /** `delivery` is that of the answers: it knows whether the server answers, and whose session this is. */
  constructor(photos, delivery, transport) {
    Object.assign(this, { photos, delivery, transport, failures: 0, running: false, ending: new AbortController() });
  }

  start() {
    const { signal } = this.ending;
    this.delivery.addEventListener("change", () => this.run(), { signal });
    this.photos.addEventListener("change", () => this.run(), { signal });
    this.photos.ready.then(() => this.run());
  }

  stop() {
    this.ending.abort();
    clearTimeout(this.timer);
  }

  /** Whether nothing stands in the way; the session must be known to be the owner's. */
  isFree() {
    const { delivery } = this;
    return delivery.confirmed && delivery.writable && !delivery.reason && !delivery.failures && !delivery.sendable().length;
  }

  async run() {
    if (this.running || this.ending.signal.aborted || Date.now() < (this.notBefore ?? 0)) return;
    this.running = true;
    try {
      await (uploading = uploading.then(() => this.sendNext()));
    } finally {
      this.running = false;
    }
    if (this.photos.next() && !this.ending.signal.aborted) this.later();
  }

  later() {
    const wait = this.failures ? Math.min(LONGEST_WAIT, waitAfter(this.failures) * this.failures) : WAIT;
    this.notBefore = this.failures ? Date.now() + wait - 10 : 0;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), this.isFree() && !this.failures ? 0 : wait);
  }

  async sendNext() {
    const photo = this.photos.next();
    if (!photo || !this.isFree() || this.ending.signal.aborted) return;
    try {
      const told = await this.transport.sendPhoto(photo, this.ending.signal);
      await this.photos.delivered(photo, told);
      this.failures = 0;
    } catch (failure) {
      await this.fail(photo, failure);
    }
  }

  /** What the server will never take is set aside; anything else is tried again. */
  async fail(photo, failure) {
    if ([404, 413, 415, 422].includes(failure.status)) return this.photos.refuse(photo, failure.message);
    this.failures += 1;
    // Signed out, somebody else, or closed: the answers' delivery finds out which and says so.
    if ([401, 403, 409].includes(failure.status)) {
      this.delivery.confirmed = false;
      this.delivery.hurry();
    }
  }
}
