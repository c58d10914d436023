// The answers of one person to one sheet as this tab sees them: ratings from the server, changes of our own on top.

import { pendingRecord, ratingRecord } from "./outbox.js";
import * as protocol from "./protocol.js";

const { EMPTY } = protocol;

export class Answers extends EventTarget {
  constructor(owner, outbox, ratings, stored) {
    super();
    this.owner = owner;
    this.outbox = outbox;
    this.ratings = new Map(Object.entries(ratings));
    this.stored = new Map(stored.map(({ item, pending }) => [item, pending]));
    this.steps = new Map(); // changes painted already, on their way to the device
    this.writing = new Map();
    this.editing = null; // the item being typed in: its rating stays as seen until the typing ends
    this.keeper = () => this.known();
    outbox.keepers.add(this.keeper);
    this.channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("checklist-answers") : null;
    if (this.channel) this.channel.onmessage = ({ data }) => this.hear(data);
  }

  close() {
    this.channel?.close();
    this.outbox.keepers.delete(this.keeper);
  }

  rating(item) {
    return this.ratings.get(item) ?? null;
  }

  pending(item) {
    const stored = this.stored.get(item) ?? EMPTY;
    return follow(this.steps.get(item) ?? [], stored);
  }

  shown(item) {
    return protocol.shown(this.pending(item), this.rating(item));
  }

  /** Items with anything pending, in no particular order. */
  pendingItems() {
    const items = new Set([...this.stored.keys(), ...this.steps.keys()]);
    return [...items].filter((item) => protocol.isPending(this.pending(item)));
  }

  /** When the latest rating that we know of was saved, or null. */
  lastSaved() {
    const times = [...this.ratings.values()].map((rating) => Date.parse(rating?.saved_at)).filter(Number.isFinite);
    return times.length ? new Date(Math.max(...times)) : null;
  }

  isOnDevice() {
    return this.steps.size === 0;
  }

  /** Enter a value or a comment: visible at once, on the device a moment later. */
  enter(item, change) {
    const rating = this.rating(item);
    const at = new Date().toISOString();
    return this.apply(item, (pending) => {
      const entered = protocol.enter(pending, rating, change, at);
      return protocol.isIdle(entered, rating) ? { ...entered, draft: null } : entered;
    });
  }

  /** Choose a side of a conflict. */
  choose(item, side) {
    const theirs = this.pending(item).conflict?.theirs ?? null;
    this.ratings.set(item, protocol.later(this.rating(item), theirs));
    return this.apply(item, (pending) => protocol.choose(pending, side));
  }

  /** Give up what is pending for an item. */
  giveUp(item) {
    return this.apply(item, () => EMPTY);
  }

  /** Items whose answers something on the way refused: they are tried again. */
  refusedOnTheWay() {
    return this.pendingItems().filter((item) => this.pending(item).refused?.again);
  }

  retry(item) {
    return this.apply(item, protocol.retry);
  }

  /** The operation to send now for an item; it is on the device before it is handed out. */
  take(item) {
    return this.prepare(item, protocol.take);
  }

  /** The operation to hand in for an item that is closed; on the device first, too. */
  handIn(item) {
    return this.prepare(item, protocol.handIn);
  }

  async prepare(item, way) {
    const number = protocol.newOperationNumber();
    await this.apply(item, (pending) => way(pending, () => number)[0]);
    const { sent } = this.stored.get(item) ?? EMPTY;
    return sent && { ...sent, item };
  }

  /** Take in the server's answer to one operation. */
  receive(item, result) {
    if (result.status === "saved" || item !== this.editing) {
      this.ratings.set(item, protocol.later(this.rating(item), result.current));
    }
    return this.apply(item, (pending) => protocol.receive(pending, result), result.current);
  }

  /** Take in ratings that the server told us of. */
  refresh(ratings) {
    for (const [item, rating] of Object.entries(ratings)) {
      if (item === this.editing || !protocol.isNews(rating, this.rating(item))) continue;
      this.compare(item, rating);
      this.ratings.set(item, rating);
      if (this.pending(item).conflict) this.apply(item, (pending) => protocol.refresh(pending, rating), rating);
      else this.tell(item);
    }
  }

  /** Fires `replaced` where somebody else gave another value to what was rated here last. */
  compare(item, rating) {
    const mine = this.rating(item);
    if (!rating || mine?.saved_by !== this.owner.name || rating.saved_by === this.owner.name || rating.value === mine.value) return;
    const detail = { item, what: { from: mine.value, to: rating.value, by: rating.saved_by, at: rating.saved_at } };
    this.dispatchEvent(new CustomEvent("replaced", { detail }));
  }

  /** The comments that this person has given, the latest first. */
  ownComments(except) {
    const own = (item) => this.pending(item).draft ?? this.pending(item).sent ?? (this.rating(item)?.saved_by === this.owner.name ? this.rating(item) : null);
    return [...new Set([...this.ratings.keys(), ...this.pendingItems()])].filter((item) => item !== except)
      .map(own).filter((answer) => answer?.comment.trim())
      .sort((one, other) => timeOf(other) - timeOf(one)).map(({ comment }) => comment.trim());
  }

  /** Paint a step now and write it down; steps of one item are written in their order. */
  apply(item, step, rating = null) {
    this.steps.set(item, [...(this.steps.get(item) ?? []), { step, rating }]);
    this.tell(item);
    const write = (this.writing.get(item) ?? Promise.resolve()).then(() => this.write(item));
    this.writing.set(item, write);
    return write;
  }

  /** Write everything entered for an item so far as one change. */
  async write(item) {
    const steps = this.steps.get(item);
    if (!steps) return;
    const rating = steps.map((entry) => entry.rating).reduce(protocol.later, null);
    const pending = await this.outbox.change(this.owner, item, (found) => follow(steps, found), rating);
    this.stored.set(item, pending);
    const rest = this.steps.get(item).slice(steps.length);
    if (rest.length) this.steps.set(item, rest);
    else this.steps.delete(item);
    if (!protocol.isPending(pending)) this.stored.delete(item);
    this.channel?.postMessage({ owner: this.owner, item, pending, rating });
    this.tell(item);
  }

  /** Another tab of the same person changed something. */
  hear({ owner, item, pending, rating }) {
    if (owner.person !== this.owner.person || owner.assessment !== this.owner.assessment) return;
    if (protocol.isPending(pending)) this.stored.set(item, pending);
    else this.stored.delete(item);
    if (rating && item !== this.editing) this.ratings.set(item, protocol.later(this.rating(item), rating));
    this.tell(item);
  }

  /** What the device keeps as far as this tab knows. */
  known() {
    return [
      ...[...this.stored].map(([item, pending]) => pendingRecord(this.owner, item, pending)),
      ...[...this.ratings].map(([item, rating]) => ratingRecord(this.owner, item, rating)),
    ];
  }

  /** The device keeps again: what it has of this sheet may be more than this tab knew. */
  async learn() {
    for (const { item, pending } of await this.outbox.pendingOf(this.owner.person, this.owner.assessment)) {
      if (this.stored.has(item) || this.steps.has(item)) continue;
      this.stored.set(item, pending);
      this.tell(item);
    }
  }

  tell(item) {
    this.dispatchEvent(new CustomEvent("change", { detail: { item } }));
  }
}

const timeOf = ({ tapped_at, saved_at }) => Date.parse(tapped_at ?? saved_at) || 0;
const follow = (steps, start) => steps.reduce((pending, { step }) => step(pending), start);
