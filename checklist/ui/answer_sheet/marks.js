// What this visit says of earlier findings: the marks the server holds, and those that still wait on this device.

import { markRecord } from "./outbox.js";
import { NOTHING, enter, isWaiting, settle, take } from "./mark_protocol.js";

export class Marks extends EventTarget {
  /** `visit` is the id of the visit, `findings` maps items to the earlier findings that stand there. */
  constructor(owner, outbox, visit, findings) {
    super();
    Object.assign(this, { owner, outbox, visit, findings, waiting: new Map(), writing: 0, overtaken: new Set(), delays: new Map() });
    this.keeper = () => [...this.waiting.values()].map(markRecord);
    outbox.keepers.add(this.keeper);
    this.ready = this.load();
  }

  close() {
    this.outbox.keepers.delete(this.keeper);
  }

  async load() {
    const { person, assessment } = this.owner;
    for (const kept of await this.outbox.marksOf(person, assessment)) {
      if (!this.waiting.has(kept.finding)) this.waiting.set(kept.finding, kept);
    }
    this.tell([...this.waiting.keys()]);
  }

  findingsAt(item) {
    return this.findings[item] ?? [];
  }

  itemsOf(id) {
    return Object.keys(this.findings).filter((item) => this.findings[item].some((finding) => finding.id === id));
  }

  held(id) {
    return Object.values(this.findings).flat().find((finding) => finding.id === id) ?? null;
  }

  pending(id) {
    return this.waiting.get(id) ?? NOTHING;
  }

  /** The mark that the person who taps on this device sees. */
  shown(id) {
    const { sent, draft } = this.pending(id);
    return (draft ?? sent ?? this.held(id))?.mark ?? null;
  }

  /** What does not get through, for good or for now. */
  stuck() {
    return [...this.waiting.values()].filter(({ finding, refused }) => refused || this.delays.has(finding));
  }

  /** Tap a mark: on the screen at once, on the device a moment later. */
  enter(id, mark) {
    const held = this.held(id);
    const at = new Date().toISOString();
    this.overtaken.delete(id);
    return this.change(id, (pending) => enter(pending, held, mark, at));
  }

  giveUp(id) {
    return this.change(id, () => NOTHING);
  }

  /** What is to be sent, in the order in which it was tapped. */
  open() {
    return [...this.waiting.values()].filter(({ sent, draft, refused }) => !refused && (sent || draft));
  }

  keyOf({ finding }) {
    return finding;
  }

  /** Something on the way does not let it through for now. */
  delay({ finding }, reason) {
    this.delays.set(finding, reason);
    this.tell([finding]);
  }

  /** What to send for a finding: written down as under way before it goes out. */
  async take({ finding }) {
    await this.change(finding, take);
    const { mark, comment, seen } = this.pending(finding).sent;
    return { finding, mark, comment, seen, person: this.owner.person };
  }

  /** The server answered: it holds this mark, or somebody else was first. */
  async delivered({ finding }, { status, current }) {
    const held = this.held(finding);
    this.delays.delete(finding);
    if (held && current) Object.assign(held, current);
    if (status !== "conflict") this.savedAt = new Date();
    if (status === "conflict") this.overtaken.add(finding);
    await this.change(finding, (pending) => settle(pending, status, current));
    await this.outbox.keepPart(this.owner, { findings: this.findings });
  }

  refuse({ finding }, reason) {
    return this.change(finding, (pending) => ({ ...pending, refused: reason }));
  }

  /** Take in what the server told; it may have been asked before the last mark arrived. */
  refresh(told) {
    const changed = [];
    for (const finding of Object.values(told).flat()) {
      const held = this.held(finding.id);
      if (!held || (finding.marked_at ?? "") <= (held.marked_at ?? "")) continue;
      Object.assign(held, finding);
      changed.push(finding.id);
    }
    if (!changed.length) return;
    this.tell(changed);
    this.outbox.keepPart(this.owner, { findings: this.findings });
  }

  /** Paint a step now and write it down: one read-modify-write on the device, as another tab may have tapped too. */
  async change(id, step) {
    this.set(id, step(this.pending(id)));
    // Before anything is painted: what is shown meanwhile must not be called kept.
    this.writing += 1;
    this.tell([id]);
    const write = this.outbox.changeMark(this.owner, id, step);
    this.written = Promise.allSettled([this.written, write]);
    await write;
    this.writing -= 1;
    this.tell([id]);
  }

  set(id, pending) {
    if (isWaiting(pending)) this.waiting.set(id, { ...this.owner, finding: id, ...pending });
    else this.waiting.delete(id);
  }

  isOnDevice() {
    return this.writing === 0;
  }

  tell(ids) {
    const items = [...new Set(ids.flatMap((id) => this.itemsOf(id)))];
    if (ids.length) this.dispatchEvent(new CustomEvent("change", { detail: { items } }));
  }
}
