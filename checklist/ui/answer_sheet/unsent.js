// How many answers of whom are still on this device: for the sign-out page.

import { openOutbox } from "./outbox.js";

/** Everybody with unsent answers on this device: [{ person, name, count }]. */
export async function listOwners() {
  const owners = new Map();
  for (const { person, name } of await (await openOutbox()).everything()) {
    const owner = owners.get(person) ?? { person, name, count: 0 };
    owners.set(person, { ...owner, count: owner.count + 1 });
  }
  return [...owners.values()];
}

/** The number of unsent answers of one person on this device. */
export async function countUnsent(personId) {
  const owners = await listOwners();
  return owners.find(({ person }) => person === Number(personId))?.count ?? 0;
}
