// How many answers and photos of whom are still on this device: for the sign-out page.

import { openOutbox } from "./outbox.js";

/** Everybody with unsent answers or photos on this device: [{ person, name, count }]. */
export async function listOwners() {
  const owners = new Map();
  const outbox = await openOutbox();
  for (const { person, name } of [...(await outbox.everything()), ...(await outbox.photosOf())]) {
    const owner = owners.get(person) ?? { person, name, count: 0 };
    owners.set(person, { ...owner, count: owner.count + 1 });
  }
  return [...owners.values()];
}

/** Signing out: leave nothing of this person to be seen on this device; what is not sent yet is kept. */
export async function forget(personId) {
  await (await openOutbox()).forget(personId);
}

/** The number of unsent answers and photos of one person on this device. */
export async function countUnsent(personId) {
  const owners = await listOwners();
  return owners.find(({ person }) => person === Number(personId))?.count ?? 0;
}
