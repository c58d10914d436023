// How many answers, marks among them, and photos of whom are still on this device: for the sign-out page.

import { sharedOutbox } from "./outbox.js";

/** Everybody with unsent answers or photos on this device: [{ person, name, count, photos }]. */
export async function listOwners() {
  const owners = new Map();
  const outbox = await sharedOutbox();
  const note = ({ person, name }, kind) => {
    const owner = owners.get(person) ?? { person, name, count: 0, photos: 0 };
    owners.set(person, { ...owner, [kind]: owner[kind] + 1 });
  };
  for (const answer of [...(await outbox.everything()), ...(await outbox.marksOf())]) note(answer, "count");
  for (const photo of await outbox.photosOf()) note(photo, "photos");
  return [...owners.values()];
}

/** Signing out: leave nothing of this person to be seen on this device; what is not sent yet is kept. */
export async function forget(personId) {
  await (await sharedOutbox()).forget(personId);
}

/** The numbers of unsent answers and photos of one person on this device. */
export async function countUnsent(personId) {
  const owners = await listOwners();
  return owners.find(({ person }) => person === Number(personId))?? { count: 0, photos: 0 };
}
