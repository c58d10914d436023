// What this device keeps of a closing meeting: what was told of it, its photos, and the texts that are not with the server.

import { MARK } from "./outbox.js";

/** How a meeting lies in the storage; with it, that this person's session was just confirmed here. */
export const meetingRecords = (meeting) => [
  ["device", ["meeting", meeting.person.id, meeting.id], meeting],
  [...MARK, { person: meeting.person.id, visit: meeting.id }],
];

/** Texts lie beside the marks on earlier findings, so that signing out counts and keeps them. */
export const noteRecord = (entry) => ["marks", [entry.person, entry.assessment, entry.key], entry];

/** Under which number what is agreed on a sheet lies here while the server knows of no meeting. */
export const earlyNumber = (visit, code) => `early/${visit}/${code}`;
const isEarly = (visit) => ({ assessment }) => String(assessment).startsWith(earlyNumber(visit, ""));

export class MeetingStorage {
  constructor(outbox, person, visit) {
    Object.assign(this, { outbox, person, visit });
  }

  keep(meeting) {
    const records = meetingRecords(meeting);
    return this.update(records.map(([store, key]) => [store, key]), () => records.map(([, , value]) => value));
  }

  async kept() {
    return (await this.read("device", ["meeting", this.person, this.visit]))[0] ?? null;
  }

  /** What was agreed and written here before the server knew of the meeting: [[store, record]]. */
  async early() {
    const found = await Promise.all(["pending", "marks"].map(async (store) => [store, await this.read(store, [this.person])]));
    return found.flatMap(([store, records]) => records.filter(isEarly(this.visit)).map((record) => [store, record]));
  }

  /** The server knows of the meeting: what lies here goes on under its numbers, all at once or not at all. */
  async adopt({ sheets }) {
    const numbers = new Map(sheets.map(({ code, assessment }) => [earlyNumber(this.visit, code), assessment]));
    const moves = (await this.early()).map(([store, record]) => [store, record, store === "marks" ? sheets[0].assessment : numbers.get(record.assessment)]);
    const keyed = moves.filter(([, , to]) => to).flatMap(([store, { assessment, item, key }, to]) => [assessment, to].map((one) => [store, [this.person, one, key ?? item]]));
    if (!keyed.length) return;
    await this.update(keyed, (values) => values.map((_, at) => {
      const [old, now] = values.slice(at - (at % 2), at - (at % 2) + 2);
      if (now || !old) return values[at];
      return at % 2 ? { ...old, assessment: keyed[at][1][1] } : undefined;
    }));
  }

  /** The photos that are kept here: [{ id, bytes, type }]; a Blob is more than Safari keeps in a private window. */
  pictures() {
    return this.read("device", ["picture", this.person, this.visit]);
  }

  /** Keep a photo, or (without its bytes) no more. */
  keepPicture(id, bytes, type) {
    return this.update([["device", ["picture", this.person, this.visit, id]]], () => [bytes ? { id, bytes, type } : undefined]);
  }

  async notes(owner) {
    return (await this.read("marks", [owner.person, owner.assessment])).filter(({ key }) => key);
  }

  /** Change the text that waits under a key: `change` gets what lies there, or null, and returns what shall. */
  changeNote(owner, key, change) {
    return this.update([["marks", [owner.person, owner.assessment, key]]], ([found]) => {
      const entry = change(found ?? null);
      return [entry ? { ...entry, ...owner, key } : undefined];
    });
  }

  read(store, prefix) {
    return this.outbox.use((storage) => storage.readAll(store, prefix));
  }

  update(keys, change) {
    return this.outbox.use((storage) => storage.update(keys, change));
  }
}
