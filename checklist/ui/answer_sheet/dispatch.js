// What one person entered on one sheet, and its ways to the server: beside a sheet that is shown, or without any.

import { Answers } from "./answers.js";
import { Delivery } from "./delivery.js";
import { Marks } from "./marks.js";
import { Notebook } from "./notebook.js";
import { Photos } from "./photos.js";
import { QueueDelivery, markWay, photoWay } from "./queue_delivery.js";
import { Transport } from "./transport.js";

const NOTHING_SHOWN = { ratings: {}, writable: true, state: "open", blind: false };

export class Dispatch {
  /** `sheet` as the server told it, `stored` what the device keeps of its answers, `reason` why it is not in touch, if so. */
  constructor(owner, outbox, transport, sheet, { stored, reason }) {
    this.ending = new AbortController();
    this.answers = new Answers(owner, outbox, sheet.ratings, stored);
    this.delivery = new Delivery(this.answers, transport, {
      writable: sheet.writable, state: sheet.state, blind: sheet.blind, reason,
    });
    this.photos = new Photos(owner, outbox, transport, sheet.photos ?? {});
    this.marks = new Marks(owner, outbox, sheet.visit?.id, sheet.findings ?? {});
    this.notebook = new Notebook(owner, outbox);
    this.answers.addEventListener("replaced", ({ detail: { item, what } }) => this.notebook.noteReplaced(item, what));
    this.queues = [
      new QueueDelivery(this.marks, this.delivery, markWay(transport, this.marks)),
      new QueueDelivery(this.photos, this.delivery, photoWay(transport)),
    ];
    const { answers, photos, marks } = this;
    this.delivery.addEventListener("told", ({ detail: { state, self } }) => this.keep(outbox, { state, self: self ?? sheet.self }));
    this.kept = JSON.stringify({ state: sheet.state, self: sheet.self });
    outbox.addEventListener("back", () => Promise.all([answers.learn(), photos.load(), marks.load()]), { signal: this.ending.signal });
  }

  /** What may change on the server while the sheet is open, and is needed where that is out of reach. */
  keep(outbox, part) {
    if (this.kept === JSON.stringify(part)) return;
    this.kept = JSON.stringify(part);
    outbox.keepPart(this.answers.owner, part);
  }

  start() {
    this.delivery.start();
    for (const queue of this.queues) queue.start();
  }

  close() {
    this.ending.abort();
    this.delivery.stop();
    for (const part of [...this.queues.map((queue) => ({ close: () => queue.stop() })), this.photos, this.marks, this.notebook, this.answers]) part.close();
  }

  /** Everything entered so far is on the device, or has failed to get there. */
  async settled() {
    await Promise.allSettled([this.photos.ready, this.marks.ready, this.marks.written, this.notebook.written, ...this.answers.writing.values()]);
  }

  /** How much is not with the server: { count, photos }. */
  unsent() {
    return { count: this.answers.pendingItems().length + this.marks.waiting.size, photos: this.photos.waiting.length };
  }

  /** Fires `listener` whenever what is unsent may have changed. */
  watch(listener) {
    const { signal } = this.ending;
    for (const part of [this.answers, this.photos, this.marks, this.delivery]) part.addEventListener("change", listener, { signal });
  }
}

/** A sheet as this device keeps it, with all that waits for it, shown nowhere. */
export async function hiddenStart(owner, outbox, sheet) {
  const stored = await outbox.pendingOf(owner.person, owner.assessment);
  const dispatch = new Dispatch(owner, outbox, new Transport(location.origin, owner.assessment), sheet, { stored, reason: "offline" });
  await dispatch.settled();
  return dispatch;
}

/** What lies hidden on this device after a pass: sent where the server still takes it, and shown nowhere. */
export async function hiddenDispatches(outbox, { person, name, visit, assessments }) {
  return Promise.all(assessments.map(async (assessment) => {
    outbox.keepOnlyUnsent(person, assessment);
    return hiddenStart({ person, assessment, name }, outbox, { ...NOTHING_SHOWN, visit: { id: visit } });
  }));
}
