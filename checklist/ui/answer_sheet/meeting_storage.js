// What this device keeps of a closing meeting: what was told of it, its photos, and the texts that are not with the server.

import { MARK } from "./outbox.js";

/** How a meeting lies in the storage; with it, that this person's session was just confirmed here. */
export const meetingRecords = (meeting) => [
  ["device", ["meeting", meeting.person.id, meeting.id], meeting],
  [...MARK, { person: meeting.person.id, visit: meeting.id }],
];

/** Texts lie beside the marks on earlier findings, so that signing out counts and keeps them. */
export const noteRecord = (entry) => ["marks", [entry.person, entry.assessment, entry.key], entry];

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
