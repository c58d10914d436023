// What this device keeps: pending answers, marks and photos, the last ratings heard of, sheets, each under its person.
//
// Every change is one read-modify-write transaction, so that two tabs of one person cannot undo each other.

import { NOTHING } from "./mark_protocol.js";
import { EMPTY, isPending, later } from "./protocol.js";

const NAME = "checklist";
const VERSION = 3;
const STORES = ["pending", "ratings", "sheets", "photos", "marks", "device"];
const MARK = ["device", ["mark"]];
const OPENING_TIMEOUT = 3000;

/** Open the device's storage, or fall back to one that lives as long as this tab. */
export async function openOutbox() {
  try {
    // Where the browser can be asked, it then does not clear this storage when space runs short.
    navigator.storage?.persist?.().catch(() => {});
    return new Outbox(new DeviceStorage(await openDatabase()), true);
  } catch {
    return new Outbox(new TabStorage(), false);
  }
}

function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    const timer = setTimeout(() => reject(new Error("timeout")), OPENING_TIMEOUT);
    request.onupgradeneeded = () => {
      const present = request.result.objectStoreNames;
      for (const store of STORES) if (!present.contains(store)) request.result.createObjectStore(store);
    };
    request.onerror = () => (clearTimeout(timer), reject(request.error));
    request.onsuccess = () => (clearTimeout(timer), resolve(request.result));
  });
}

/** IndexedDB; a promise is kept only when its transaction is complete, that is: on the device. */
class DeviceStorage {
  constructor(database) {
    this.database = database;
    database.onversionchange = () => database.close();
  }

  /** Run `work(open, done)` in one transaction on these stores; it may only use callbacks of requests. */
  run(mode, stores, work) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(stores, mode, { durability: "strict" });
      const outcome = { value: undefined };
      transaction.oncomplete = () => resolve(outcome.value);
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
      work((name) => transaction.objectStore(name), (value) => (outcome.value = value));
    });
  }

  readAll(store, prefix) {
    return this.run("readonly", [store], (open, done) => {
      const request = open(store).getAll(below(prefix));
      request.onsuccess = () => done(request.result);
    });
  }

  /** Change values in one transaction: `change(values)` gets them in order of keys, undefined deletes. */
  update(keys, change) {
    return this.run("readwrite", [...new Set(keys.map(([store]) => store))], (open, done) => {
      const values = [];
      keys.forEach(([store, key], index) => {
        const request = open(store).get(key);
        request.onsuccess = () => {
          values[index] = request.result;
          if (index === keys.length - 1) this.write(open, keys, change([...values]), done);
        };
      });
    });
  }

  write(open, keys, values, done) {
    keys.forEach(([store, key], index) => {
      if (values[index] === undefined) open(store).delete(key);
      else open(store).put(values[index], key);
    });
    done(values);
  }

  /** Delete everything below prefixes, in one transaction. */
  clear(prefixes) {
    return this.run("readwrite", prefixes.map(([store]) => store), (open) => {
      for (const [store, prefix] of prefixes) open(store).delete(below(prefix));
    });
  }
}

const below = (prefix) => (prefix.length ? IDBKeyRange.bound(prefix, [...prefix, []]) : undefined);

/** The same, in memory: for browsers that give no storage. */
class TabStorage {
  constructor() {
    this.values = new Map();
  }

  async readAll(store, prefix) {
    const found = [];
    for (const [text, value] of this.values) {
      const [name, key] = JSON.parse(text);
      if (name === store && prefix.every((part, index) => key[index] === part)) found.push(value);
    }
    return found;
  }

  async update(keys, change) {
    const texts = keys.map((key) => JSON.stringify(key));
    const values = change(texts.map((text) => this.values.get(text)));
    texts.forEach((text, index) =>
      values[index] === undefined ? this.values.delete(text) : this.values.set(text, values[index]),
    );
    return values;
  }

  async clear(prefixes) {
    for (const [store, prefix] of prefixes) {
      for (const text of [...this.values.keys()]) {
        const [name, key] = JSON.parse(text);
        if (name === store && prefix.every((part, index) => key[index] === part)) this.values.delete(text);
      }
    }
  }
}

/** The storage in the words of the sheet. */
export class Outbox {
  constructor(storage, durable) {
    this.storage = storage;
    this.durable = durable;
    this.onlost = () => {};
  }

  /** Use the storage; when the device stops taking anything, go on in this tab and say so. */
  async use(work) {
    if (!this.durable) return work(this.storage);
    try {
      return await work(this.storage);
    } catch {
      this.durable = false;
      this.storage = new TabStorage();
      await this.onlost();
      return work(this.storage);
    }
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
            newest ? { item, rating: newest } : undefined,
          ];
        },
      ),
    );
    return record?.pending ?? EMPTY;
  }

  /** Keep a sheet and its ratings as the server told them. */
  keepSheet(owner, sheet, ratings) {
    const items = Object.keys(ratings);
    const keys = items.map((item) => ["ratings", [owner.person, owner.assessment, item]]);
    return this.use((storage) =>
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

  /** Keep the earlier findings of a sheet with the marks that the server holds now. */
  keepFindings(owner, findings) {
    const key = ["sheets", [owner.person, owner.assessment]];
    return this.use((storage) => storage.update([key], ([sheet]) => [sheet && { ...sheet, findings }]));
  }

  /** Everything below is told when it fails: a full device must not take the answers out of its storage. */
  photosOf(...prefix) {
    return this.storage.readAll("photos", prefix);
  }

  keepPhoto(photo) {
    return this.storage.update([photoKey(photo)], () => [photo]);
  }

  dropPhoto(photo) {
    return this.storage.update([photoKey(photo)], () => [undefined]);
  }

  /** Keep what the server told of a visit, and that this person's session was just confirmed here. */
  keepVisit(card) {
    const { person } = card;
    return this.storage.update([["device", ["visit", person.id, card.id]], MARK], () => [card, { person: person.id, visit: card.id }]);
  }

  /** Whose session was last confirmed on this device, and for which visit; null after signing out. */
  async mark() {
    return (await this.storage.readAll("device", ["mark"]))[0] ?? null;
  }

  async keptVisit(person, visit) {
    return (await this.storage.readAll("device", ["visit", person, visit]))[0] ?? null;
  }

  clearMark() {
    return this.storage.update([MARK], () => [undefined]);
  }

  /** Signing out: nothing of this person can be seen here any more; what is not sent yet stays hidden until they return. */
  async forget(person) {
    await this.clearMark();
    await this.storage.clear([["sheets", [person]], ["ratings", [person]]]);
    await this.storage.clear([["device", ["visit", person]]]);
  }
}

const photoKey = ({ person, assessment, item, operation }) => ["photos", [person, assessment, item, operation]];
