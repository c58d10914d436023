// What somebody has typed and chosen in a form and not saved, kept on this device for that person alone.
//
// A record: { id, person, address, form, fields: { name: { label, text, choice } }, at }. The storage is opened anew each time:
// browsers close it under a page that waits, and what is typed next must not be lost to that.

const STORE = "records";
const ASIDE = "typed-text-aside";
const LONGEST_AGE = 14 * 24 * 60 * 60 * 1000;
const LONGEST_TEXT = 50_000;
const MOST_RECORDS = 40;

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("typed-text", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
}

/** Do `work` in one transaction; resolves with what its request found once all of it is on disk. */
async function transact(mode, work) {
  const storage = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = storage.transaction(STORE, mode, { durability: "strict" });
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    storage.close();
  }
}

/** Keep a record, or its new state; a text beyond all limits of our forms is left out. */
export async function keep(record) {
  const fields = Object.fromEntries(Object.entries(record.fields).filter(([, { text }]) => text.length <= LONGEST_TEXT));
  await transact("readwrite", (store) => store.put({ ...record, fields }));
}

/** A page that goes away has no time left for the storage: the next one takes these records up. */
export function setAside(records) {
  if (records.length) localStorage.setItem(ASIDE, JSON.stringify([...readAside(), ...records]));
}

function readAside() {
  return JSON.parse(localStorage.getItem(ASIDE) ?? "[]");
}

async function takeUp() {
  for (const record of readAside()) await keep(record);
  localStorage.removeItem(ASIDE);
}

/** Forget records. */
export async function drop(ids) {
  await transact("readwrite", (store) => void ids.forEach((id) => store.delete(id)));
}

/** The records of one person, the newest first; what is too old or too much is gone, whoever it belonged to. */
export async function recordsOf(person) {
  await takeUp();
  const all = (await transact("readonly", (store) => store.getAll())).sort((one, other) => other.at - one.at);
  const owned = new Map();
  const kept = all.filter(({ person: owner, at }) => {
    owned.set(owner, (owned.get(owner) ?? 0) + 1);
    return at > Date.now() - LONGEST_AGE && owned.get(owner) <= MOST_RECORDS;
  });
  if (kept.length < all.length) await drop(all.filter((one) => !kept.includes(one)).map(({ id }) => id));
  return kept.filter(({ person: owner }) => owner === person);
}
