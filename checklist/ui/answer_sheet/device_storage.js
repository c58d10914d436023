// Where things are kept: on the device, opened again when the browser has closed it, or in the memory of this tab.
//
// Every change is one read-modify-write transaction, so that two tabs of one person cannot undo each other. A change may
// be made twice when the browser breaks off: all changes of ours are steps that do nothing the second time.

const NAME = "checklist";
const VERSION = 3;
const STORES = ["pending", "ratings", "sheets", "photos", "marks", "device"];
const OPENING_TIMEOUT = 3000;
const PROBE = ["probe"];

/** Whether the browser says that there is no room, rather than that it cannot reach the storage. */
export const isFull = (failure) => failure?.name === "QuotaExceededError";

const below = (prefix) => (prefix.length ? IDBKeyRange.bound(prefix, [...prefix, []]) : undefined);

/** IndexedDB; a promise is kept only when its transaction is complete, that is: on the device. */
export class DeviceStorage {
  constructor() {
    this.opening = null;
    this.wasOpen = false;
    this.known = () => []; // what this tab knows to be kept: [store, key, value]; goes back where the browser cleared it
    this.onclosed = () => {};
  }

  /** The open connection. Browsers close it on their own: in the background, when memory or space runs short. */
  connect() {
    if (!this.opening) {
      const opening = this.open();
      this.opening = opening;
      opening.catch(() => this.drop(opening));
    }
    return this.opening;
  }

  async open() {
    const { database, fresh } = await openDatabase();
    const { opening } = this;
    const ended = () => {
      database.close();
      this.drop(opening);
      this.onclosed();
    };
    database.onclose = ended;
    database.onversionchange = ended;
    if (fresh && this.wasOpen) await transact(database, "readwrite", STORES, (open) => put(open, this.known()));
    this.wasOpen = true;
    return database;
  }

  drop(opening) {
    if (this.opening === opening) this.opening = null;
  }

  /** Run `work(open, done, fail)` in one transaction on these stores; a connection that fails is opened once more. */
  async run(mode, stores, work) {
    try {
      return await this.attempt(mode, stores, work);
    } catch {
      return await this.attempt(mode, stores, work);
    }
  }

  async attempt(mode, stores, work) {
    const opening = this.connect();
    const database = await opening;
    try {
      return await transact(database, mode, stores, work);
    } catch (failure) {
      this.drop(opening);
      database.close();
      throw failure;
    }
  }

  readAll(store, prefix) {
    return this.run("readonly", [store], (open, done) => {
      const request = open(store).getAll(below(prefix));
      request.onsuccess = () => done(request.result);
    });
  }

  /** Change values in one transaction: `change(values)` gets them in order of keys, undefined deletes. */
  update(keys, change) {
    return this.run("readwrite", storesOf(keys), (open, done, fail) => {
      const values = [];
      keys.forEach(([store, key], index) => {
        const request = open(store).get(key);
        request.onsuccess = () => {
          values[index] = request.result;
          if (index < keys.length - 1) return;
          try {
            const changed = change([...values]);
            put(open, keys.map(([name, at], place) => [name, at, changed[place]]));
            done(changed);
          } catch (failure) {
            fail(failure);
          }
        };
      });
    });
  }

  /** Write [store, key, value] each, whatever stood there. */
  write(records) {
    return records.length ? this.run("readwrite", storesOf(records), (open) => put(open, records)) : null;
  }

  /** Whether this is a private window of Safari, which forgets all when it is closed: such a window keeps no Blob. */
  async isPassing() {
    if (!globalThis.navigator?.vendor?.startsWith("Apple")) return false;
    try {
      const database = await this.connect();
      await transact(database, "readwrite", ["device"], (open) => (open("device").put(new Blob(["?"]), PROBE), open("device").delete(PROBE)));
      return false;
    } catch (failure) {
      return failure?.name === "UnknownError";
    }
  }

  /** Delete everything below prefixes, in one transaction. */
  clear(prefixes) {
    return this.run("readwrite", storesOf(prefixes), (open) => {
      for (const [store, prefix] of prefixes) open(store).delete(below(prefix));
    });
  }
}

const storesOf = (records) => [...new Set(records.map(([store]) => store))];

function put(open, records) {
  for (const [store, key, value] of records) {
    if (value === undefined) open(store).delete(key);
    else open(store).put(value, key);
  }
}

/** `work(open, done, fail)` may only use callbacks of requests; what goes wrong in one of them is told by `fail`. */
function transact(database, mode, stores, work) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, mode, { durability: "strict" });
    const outcome = { value: undefined };
    transaction.oncomplete = () => resolve(outcome.value);
    transaction.onabort = () => reject(outcome.failure ?? transaction.error ?? new Error("aborted"));
    const fail = (failure) => ((outcome.failure = failure), transaction.abort());
    work((name) => transaction.objectStore(name), (value) => (outcome.value = value), fail);
  });
}

/** The database and whether it had to be made anew; one that a newer page has changed serves as long as it has our stores. */
async function openDatabase() {
  try {
    return await request(VERSION);
  } catch (failure) {
    if (failure?.name !== "VersionError") throw failure;
    const found = await request(undefined);
    if (STORES.every((store) => found.database.objectStoreNames.contains(store))) return found;
    found.database.close();
    throw failure;
  }
}

function request(version) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, version);
    let [fresh, late] = [false, false];
    const timer = setTimeout(() => ((late = true), reject(new Error("timeout"))), OPENING_TIMEOUT);
    asked.onupgradeneeded = ({ oldVersion }) => {
      fresh = oldVersion === 0;
      const present = asked.result.objectStoreNames;
      for (const store of STORES) if (!present.contains(store)) asked.result.createObjectStore(store);
    };
    asked.onerror = () => (clearTimeout(timer), reject(asked.error));
    asked.onsuccess = () => {
      clearTimeout(timer);
      // Nobody waits for it any more; left open it would stand in the way of the next version.
      if (late) asked.result.close();
      else resolve({ database: asked.result, fresh });
    };
  });
}

/** The same, in memory. */
export class TabStorage {
  constructor(records) {
    this.values = new Map(records.map(([store, key, value]) => [JSON.stringify([store, key]), value]));
    this.touched = new Map(); // what was written since: the device does not have it
    this.revision = 0;
  }

  async readAll(store, prefix) {
    return [...this.values].filter(([text]) => isBelow(text, store, prefix)).map(([, value]) => value);
  }

  async update(keys, change) {
    const values = change(keys.map((key) => this.values.get(JSON.stringify(key))));
    keys.forEach((key, index) => this.set(key, values[index]));
    return values;
  }

  async clear(prefixes) {
    for (const [store, prefix] of prefixes) {
      for (const text of this.values.keys()) if (isBelow(text, store, prefix)) this.set(JSON.parse(text), undefined);
    }
  }

  set(key, value) {
    const text = JSON.stringify(key);
    if (value === undefined) this.values.delete(text);
    else this.values.set(text, value);
    this.touched.set(text, [...key, value]);
    this.revision += 1;
  }
}

function isBelow(text, store, prefix) {
  const [name, key] = JSON.parse(text);
  return name === store && prefix.every((part, index) => key[index] === part);
}
