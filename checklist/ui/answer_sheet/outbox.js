// What this device keeps: pending answers, marks and photos, the last ratings heard of, sheets, each under its person.

import { DeviceStorage, TabStorage, isFull } from "./device_storage.js";
import { NOTHING } from "./mark_protocol.js";
import { isOver, isSomebodyElses } from "./pass_end.js";
import { EMPTY, isPending, later } from "./protocol.js";

export const MARK = ["device", ["mark"]];
const COME_BACK_AFTER = 10000;

let shared = null;

/** The one outbox of this page, so that all its parts know alike whether the device keeps anything. */
export const sharedOutbox = () => (shared ??= openOutbox());

/** Open the device's storage, or fall back to one that lives as long as this tab. */
export async function openOutbox() {
  const outbox = new Outbox(new DeviceStorage());
  await outbox.check();
  await outbox.sweep();
  outbox.askForProtection();
  return outbox;
}

/** The storage in the words of the sheet. Fires `change` when the device stops keeping, or keeps again. */
export class Outbox extends EventTarget {
  constructor(device) {
    super();
    Object.assign(this, { device, storage: device, durable: true, full: false, passing: false, protection: null });
    this.hidden = new Set(); // "person/assessment" of which this page may keep nothing any more but what is unsent
    this.swept = []; // cards of passes that were found to be over when the storage was opened
    this.keepers = new Set(); // each tells what its part of the page knows to be kept: [[store, key, value]]
    device.known = () => this.known();
    device.onclosed = () => this.check();
  }

  known() {
    return [...this.keepers].flatMap((keeper) => keeper());
  }

  /** Whether the device can be reached; if not, that is told before anything more is entered. */
  check() {
    return this.use((storage) => storage.readAll(MARK[0], MARK[1]));
  }

  /** Where the browser can be asked, it then does not clear this storage when space runs short. */
  async askForProtection() {
    this.passing = await this.device.isPassing();
    this.tell();
    const manager = globalThis.navigator?.storage;
    if (!manager?.persist) return;
    this.protection = (await manager.persisted?.().catch(() => false)) || (await manager.persist().catch(() => false));
    this.tell();
  }

  tell() {
    this.dispatchEvent(new Event("change"));
  }

  /**
   * Use the storage; when the device stops taking anything although it was opened once more, go on in this tab and say
   * so. Work that was under way meanwhile is done again where things are kept now.
   */
  async use(work) {
    for (;;) {
      const { storage } = this;
      try {
        const value = await work(storage);
        if (storage === this.storage) return value;
      } catch (failure) {
        if (storage !== this.storage) continue;
        if (!this.durable) throw failure;
        this.fallBack(failure);
      }
    }
  }

  /** From now on in memory; in the same turn, so that nobody finds it empty. */
  fallBack(failure) {
    this.storage = new TabStorage(this.known());
    Object.assign(this, { durable: false, full: isFull(failure) });
    this.tell();
    setTimeout(() => this.comeBack(), COME_BACK_AFTER);
  }

  /** Room may have been made, or the browser may have found its storage again: what was entered since goes there. */
  async comeBack() {
    const tab = this.storage;
    try {
      for (let written = -1; written !== tab.revision; ) {
        written = tab.revision;
        await this.device.connect();
        await this.device.write([...tab.touched.values()]);
      }
    } catch {
      setTimeout(() => this.comeBack(), COME_BACK_AFTER);
      return;
    }
    Object.assign(this, { storage: this.device, durable: true, full: false });
    this.dispatchEvent(new Event("back"));
    this.tell();
  }

  /** Everything pending of one person and assessment: [{ item, pending }]. */
  pendingOf(person, assessment) {
    return this.use((storage) => storage.readAll("pending", [person, assessment]));
  }

  /** Everything pending of anybody: [{ person, assessment, item, pending, name }]. */
  everything() {
    return this.use((storage) => storage.readAll("pending", []));
  }

  /** Change what is pending for one item; a rating heard of is kept in the same transaction. */
  async change(owner, item, change, rating = null) {
    const key = [owner.person, owner.assessment, item];
    const [record] = await this.use((storage) =>
      storage.update(
        [["pending", key], ["ratings", key]],
        ([found, kept]) => {
          const pending = change(found?.pending ?? EMPTY);
          const newest = later(kept?.rating ?? null, rating);
          return [
            isPending(pending) ? { ...owner, item, pending } : undefined,
            newest && !this.isHidden(owner) ? { item, rating: newest } : undefined,
          ];
        },
      ),
    );
    return record?.pending ?? EMPTY;
  }

  /** Keep a sheet and its ratings as the server told them. */
  async keepSheet(owner, sheet, ratings) {
    if (this.isHidden(owner)) return;
    const items = Object.keys(ratings);
    const keys = items.map((item) => ["ratings", [owner.person, owner.assessment, item]]);
    await this.use((storage) =>
      storage.update(
        [["sheets", [owner.person, owner.assessment]], ...keys],
        ([, ...kept]) => [
          sheet,
          ...items.map((item, index) => ({ item, rating: later(ratings[item], kept[index]?.rating ?? null) })),
        ],
      ),
    );
  }

  /** The sheet kept for this person, with the last ratings heard of, or null. */
  async keptSheet(person, assessment) {
    const prefix = [person, assessment];
    const [sheet] = await this.use((storage) => storage.readAll("sheets", prefix));
    if (!sheet) return null;
    const ratings = await this.use((storage) => storage.readAll("ratings", prefix));
    return { ...sheet, ratings: Object.fromEntries(ratings.map(({ item, rating }) => [item, rating])) };
  }

  /** Marks on earlier findings that wait on this device, of one person and assessment or of anybody. */
  marksOf(...prefix) {
    return this.use((storage) => storage.readAll("marks", prefix));
  }

  /** Change what waits for one finding. */
  changeMark(owner, finding, change) {
    const key = ["marks", [owner.person, owner.assessment, finding]];
    return this.use((storage) =>
      storage.update([key], ([found]) => {
        const { sent, draft, refused } = change(found ?? NOTHING);
        return [sent || draft || refused ? { ...owner, finding, sent, draft, refused } : undefined];
      }),
    );
  }

  /** Keep a part of a sheet as it stands now: its earlier findings with their marks, or its state. */
  keepPart(owner, part) {
    const key = ["sheets", [owner.person, owner.assessment]];
    return this.use((storage) => storage.update([key], ([sheet]) => [sheet && !this.isHidden(owner) ? { ...sheet, ...part } : undefined]));
  }

  photosOf(...prefix) {
    return this.use((storage) => storage.readAll("photos", prefix));
  }

  /** A photo that the device does not take is told so: it must not take the answers out of their storage. */
  async keepPhoto(photo) {
    let refused = null;
    await this.use((storage) => storage.update([photoKey(photo)], () => [photo]).catch(async (failure) => {
      // A full disk may fail to read, too; whatever else fails, and reading with it, is the storage itself.
      if (!isFull(failure)) await storage.readAll(...MARK);
      refused = failure;
    }));
    if (refused) throw refused;
  }

  dropPhoto(photo) {
    return this.use((storage) => storage.update([photoKey(photo)], () => [undefined]));
  }

  /** Keep what the server told of a visit, and that this person's session was just confirmed here. */
  keepVisit(card) {
    const records = visitRecords(card);
    return this.use((storage) => storage.update(records.map(([store, key]) => [store, key]), () => records.map(([, , value]) => value)));
  }

  /** Whose session was last confirmed on this device, and for which visit; null after signing out. */
  async mark() {
    return (await this.use((storage) => storage.readAll(...MARK)))[0] ?? null;
  }

  async keptVisit(person, visit) {
    return (await this.use((storage) => storage.readAll("device", ["visit", person, visit])))[0] ?? null;
  }

  clearMark(of = null) {
    return this.storage.update([MARK], ([mark]) => [!of || (mark?.person === of.person.id && mark.visit === of.id) ? undefined : mark]);
  }

  /** Passes that have ended while nobody looked, and those of whoever was here before somebody else signed in. */
  async sweep() {
    const cards = await this.use((storage) => storage.readAll("device", ["visit"]));
    this.swept = cards.filter((card) => card.pass && (isOver(card) || isSomebodyElses(card)));
    for (const card of this.swept) await this.hide(card);
  }

  /**
   * A pass is over: nothing that it showed can be seen or read here any more. What is unsent stays, hidden, with no more
   * than whose it is and where it goes. `settled` resolves once everything entered on this page is on the device.
   */
  async hide(card, settled = null) {
    const { id: person, name } = card.person;
    const assessments = card.assessments.map(({ id }) => id);
    const key = ["device", ["hidden", person, card.id]];
    const shown = assessments.flatMap((id) => [["sheets", [person, id]], ["ratings", [person, id]], ["device", ["notes", person, id]]]);
    if (settled) for (const id of assessments) this.keepOnlyUnsent(person, id);
    const clear = (storage) => storage.clear([...shown, ["device", ["visit", person, card.id]]]);
    await this.use((storage) => storage.update([key], () => [{ person, name, visit: card.id, assessments }]));
    await this.use(clear);
    if (!this.durable) await clear(this.device).catch(() => {});
    await this.clearMark(card);
    await settled;
    for (const id of assessments) await this.hideOthers({ person, name, assessment: id });
    if (!(await this.hasUnsent(person, assessments))) await this.use((storage) => storage.update([key], () => [undefined]));
  }

  keepOnlyUnsent(person, assessment) {
    this.hidden.add(`${person}/${assessment}`);
  }

  isHidden({ person, assessment }) {
    return this.hidden.has(`${person}/${assessment}`);
  }

  /** What somebody else answered stands in an open conflict, too; it comes back with the next look at the sheet. */
  async hideOthers(owner) {
    const found = await this.pendingOf(owner.person, owner.assessment);
    for (const { item, pending, name } of found.filter((one) => one.pending.conflict?.theirs)) {
      await this.change({ ...owner, name }, item, (now) => (now.conflict ? { ...now, conflict: { ...now.conflict, theirs: null } } : now));
    }
  }

  async hasUnsent(person, assessments) {
    for (const id of assessments) {
      for (const store of ["pending", "marks", "photos"]) {
        if ((await this.use((storage) => storage.readAll(store, [person, id]))).length) return true;
      }
    }
    return false;
  }

  /** Whose unsent answers lie hidden here after a pass: [{ person, name, visit, assessments }]. */
  hiddenPasses() {
    return this.use((storage) => storage.readAll("device", ["hidden"]));
  }

  dropHiddenPasses() {
    return this.use((storage) => storage.clear([["device", ["hidden"]]]));
  }

  /** Signing out: nothing of this person can be seen here any more; what is not sent yet stays hidden until they return. */
  async forget(person) {
    await this.clearMark();
    await this.storage.clear([["sheets", [person]], ["ratings", [person]]]);
    await this.storage.clear([["device", ["visit", person]], ["device", ["hidden", person]], ["device", ["notes", person]], ["device", ["meeting", person]], ["device", ["picture", person]]]);
  }
}

/** How things lie in the storage, for those who tell what they know to be kept. */
export const visitRecords = (card) => [
  ["device", ["visit", card.person.id, card.id], card],
  ["device", ["hidden", card.person.id, card.id], undefined],
  [...MARK, { person: card.person.id, visit: card.id }],
];
export const sheetRecord = ({ person, assessment }, sheet) => ["sheets", [person, assessment], sheet];
export const ratingRecord = ({ person, assessment }, item, rating) => ["ratings", [person, assessment, item], { item, rating }];
export const pendingRecord = (owner, item, pending) => ["pending", [owner.person, owner.assessment, item], { ...owner, item, pending }];
export const markRecord = (entry) => ["marks", [entry.person, entry.assessment, entry.finding], entry];
export const photoRecord = (photo) => [...photoKey(photo), photo];

const photoKey = ({ person, assessment, item, operation }) => ["photos", [person, assessment, item, operation]];
