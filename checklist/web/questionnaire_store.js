// What is being answered on this device, by the link of the questionnaire: kept until the server has acknowledged it.
//
// A record: { token, operation, answers, confirmed, state }, the state one of "draft", "sending" and "sent". Of what was sent
// only that it was: the answers leave the device with it.

const STORE = "records";
const inMemory = new Map();

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("questionnaires", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "token" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
}

async function transact(mode, work) {
  const storage = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = storage.transaction(STORE, mode, { durability: "strict" });
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    storage.close();
  }
}

/** Keep a record; true once it is on the disk of the device, false where the browser keeps nothing (a private window). */
export async function keep(record) {
  inMemory.set(record.token, record);
  return transact("readwrite", (store) => store.put(record)).then(() => true, () => false);
}

/** The record of a link, undefined if nothing was answered yet. */
export async function find(token) {
  return inMemory.get(token) ?? transact("readonly", (store) => store.get(token)).catch(() => undefined);
}
