// The texts of a closing meeting that this person writes: kept on the device with every letter, sent once they are meant.
//
// entry = { key, what, text, version, about, sheet, item, kind, operation, ready, refused, conflict }
//   version   of the text on which this one was written; a new finding has none
//   ready     it shall be sent; before that it is being typed
//   conflict  what somebody else has written meanwhile: nothing is sent until one is chosen

import { noteRecord } from "./meeting_storage.js";
import { newOperationNumber } from "./protocol.js";
import { whereKept } from "./words.js";

/** Half a character, left where a text was cut, can be sent nowhere. */
const wellFormed = (text) => text.replace(/\p{Surrogate}/gu, "\ufffd");

export class Notes extends EventTarget {
  /** `told` takes in what the server says stands there now: { what, about, current }. */
  constructor(owner, storage, visit, told) {
    super();
    Object.assign(this, { owner, storage, visit, told, entries: new Map(), writing: Promise.resolve(), open_: 0, delays: new Map() });
    this.keeper = () => [...this.entries.values()].map(noteRecord);
    storage.outbox.keepers.add(this.keeper);
    this.ready = this.load();
  }

  async load() {
    for (const entry of await this.storage.notes(this.owner)) if (!this.entries.has(entry.key)) this.entries.set(entry.key, entry);
    this.tell();
  }

  entry(key) {
    return this.entries.get(key) ?? null;
  }

  /** Something was typed; `about` is { what, about, sheet, item, kind, version } of the text. Nothing left is nothing kept. */
  type(key, about, text) {
    return this.change(key, (found) => {
      const entry = { operation: newOperationNumber(), ...about, ...found, text, ready: false, refused: null };
      return text || about.what !== "finding" ? { ...entry, kind: about.kind ?? entry.kind } : null;
    });
  }

  /** It shall be sent as it stands, under a number of its own for this wording. */
  send(key) {
    return this.change(key, (found) => found && { ...found, text: wellFormed(found.text), operation: newOperationNumber(), ready: true, refused: null });
  }

  giveUp(key) {
    return this.change(key, () => null);
  }

  /** Choose a side of a conflict. */
  choose(key, mine) {
    return this.change(key, (found) => (mine && found ? { ...found, version: found.conflict.version, conflict: null, ready: true, operation: newOperationNumber() } : null));
  }

  open() {
    return [...this.entries.values()].filter(({ ready, refused, conflict }) => ready && !refused && !conflict);
  }

  keyOf({ key }) {
    return key;
  }

  body({ what, operation, text, version, about, sheet, item, kind }) {
    return { what, operation, text, person: this.owner.person, version: version ?? 0, about: about ?? 0, sheet: sheet ?? "", item: item ?? "", kind: kind ?? "finding" };
  }

  delivered({ key, what, about, operation, text }, { status, current, id }) {
    this.delays.delete(key);
    if (status !== "conflict") this.told({ what, about, current, id, entry: this.entry(key) });
    return this.change(key, (found) => {
      if (!found) return null;
      if (status === "conflict") return { ...found, ready: false, conflict: current };
      // What was typed while it was on its way builds on what stands now.
      return found.operation === operation && found.text === text ? null : what === "finding" ? found : { ...found, version: current.version };
    });
  }

  refuse({ key }, reason) {
    return this.change(key, (found) => found && { ...found, ready: false, refused: reason });
  }

  delay({ key }, reason) {
    this.delays.set(key, reason);
    this.tell();
  }

  /** Paint now, write down a moment later; one text after the other. */
  change(key, step) {
    const now = step(this.entry(key));
    if (now) this.entries.set(key, { ...now, ...this.owner, key });
    else this.entries.delete(key);
    // Before anything is painted: what is shown meanwhile must not be called kept.
    this.open_ += 1;
    this.tell();
    // What this tab holds is what counts: a text is typed in one place.
    this.writing = this.writing.then(() => this.storage.changeNote(this.owner, key, () => now)).finally(() => ((this.open_ -= 1), this.tell()));
    return this.writing;
  }

  isOnDevice() {
    return this.open_ === 0;
  }

  /** Where the texts that wait are now. */
  whereKept() {
    return whereKept({ durable: this.storage.outbox.durable, onDevice: this.isOnDevice() });
  }

  /** What there is to say of a text that waits. */
  wait({ refused }) {
    return refused ?? `送信待ち（${this.whereKept()}）`;
  }

  tell() {
    this.dispatchEvent(new Event("change"));
  }
}
