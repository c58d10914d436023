// When what a visit pass shows on this device has to end, by the device's own clock and by whoever signed in since.

/** When a card was told, the server's clock stood beside this device's: how far this one is ahead, in milliseconds. */
export const skewOf = ({ told_at: at }) => (at ? Date.now() - Date.parse(at) : 0);

/** The end of a pass in this device's time. */
export const endOf = ({ expires_at: at, skew = 0 }) => Date.parse(at) + skew;

export const isOver = (card) => Boolean(card.pass) && !(Date.now() < endOf(card));

/** Whether somebody else has signed in on this device since, or everybody has left; unknown where no cookie tells. */
export function isSomebodyElses({ person }) {
  const told = document.cookie.split("; ").find((one) => one.startsWith("reader="))?.slice("reader=".length);
  return told !== undefined && told !== String(person.id);
}

/** Who was confirmed here last and has not left since; the cookie knows of sign-ins that this page did not see. */
export async function lastReader(outbox) {
  const mark = await outbox.mark();
  return mark && !isSomebodyElses({ person: { id: mark.person } }) ? mark : null;
}
