// What is pending for one item, as a pure state machine: no network, no clock, no storage.
//
// pending  = { sent, draft, conflict, refused }; EMPTY when the server holds everything.
//   sent     an operation that may have reached the server: repeated with the same number until answered
//   draft    what was entered since, with the version it builds on: not yet handed to the network
//   conflict both sides, after somebody else was first; nothing is sent until one is chosen
//   refused  what the server cannot take, with its reason; kept until the item is changed or given up, or with `again`
//            what never reached it, as something on the way refused it
// rating   = { value, comment, version, saved_at, saved_by } as the server tells it, or null if never written

export const COMMENT_LIMIT = 2000;
export const EMPTY = Object.freeze({ sent: null, draft: null, conflict: null, refused: null });

const NOTHING = Object.freeze({ value: null, comment: "" });

/** Characters as people count them: code points, not UTF-16 units. */
export function countCharacters(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export const isPending = (pending) => Boolean(pending.sent || pending.draft || pending.conflict || pending.refused);

/** Whether something may go out now. */
export function isSendable(pending) {
  if (pending.conflict) return false;
  if (pending.sent) return true;
  return Boolean(pending.draft) && countCharacters(pending.draft.comment) <= COMMENT_LIMIT;
}

export const versionOf = (rating) => (rating ? rating.version : 0);

/** The answer that the person who taps on this device sees. */
export function shown(pending, rating) {
  const own = pending.conflict?.mine ?? pending.draft ?? pending.sent ?? pending.refused ?? rating ?? NOTHING;
  return { value: own.value, comment: own.comment };
}

/** Enter a change on top of what is shown; `seen` is the version on the screen at that moment. */
export function enter(pending, rating, change, tappedAt, seen = versionOf(rating)) {
  const answer = { ...shown(pending, rating), ...change, tapped_at: tappedAt };
  if (pending.conflict) return { ...pending, conflict: { ...pending.conflict, mine: answer } };
  // A refused answer hides what others wrote since, so what replaces it still builds on what was seen before it.
  const own = pending.draft ?? pending.refused;
  const base = own?.base_version ?? (pending.sent ? pending.sent.base_version + 1 : seen);
  return { ...pending, draft: { ...answer, base_version: base }, refused: null };
}

/** Whether a draft says nothing that is not there already, so that it need not be sent. */
export function isIdle(pending, rating) {
  const { draft, sent } = pending;
  if (!draft || sent || pending.conflict) return false;
  return draft.base_version === versionOf(rating) && sameAnswer(draft, rating ?? NOTHING);
}

export const sameAnswer = (one, other) => one.value === other.value && one.comment === other.comment;

/** What to send now: the operation under way, else the draft under a new number, else nothing. */
export function take(pending, newNumber) {
  if (!isSendable(pending)) return [pending, null];
  if (pending.sent) return [pending, pending.sent];
  const { draft } = pending;
  const sent = { operation_id: newNumber(), ...draft, comment: wellFormed(draft.comment) };
  return [{ ...pending, sent, draft: null }, sent];
}

/**
 * What to hand in once the server takes no answers any more: the latest of our own, under a number that stays. An open
 * conflict keeps a version that is out of date, so that it comes up again should the ordinary way open once more.
 */
export function handIn(pending, newNumber) {
  const { sent, draft, conflict, refused } = pending;
  if (sent && !draft) return [pending, sent];
  const own = conflict ? { ...conflict.mine, base_version: Math.max(0, conflict.version - 1) } : draft ?? refused;
  if (!own) return [pending, null];
  const { value, comment, tapped_at, base_version } = own;
  const operation = { operation_id: newNumber(), value, comment: wellFormed(comment), tapped_at, base_version };
  return [{ ...EMPTY, sent: operation }, operation];
}

/** Half a surrogate pair is no character; the server could not store it. */
const wellFormed = (text) => text.replace(/\p{Surrogate}/gu, "\ufffd");

/** Take in the server's answer to an operation; answers to anything but the one under way change nothing. */
export function receive(pending, result) {
  const { sent } = pending;
  if (!sent || sent.operation_id !== result.operation_id) return pending;
  const settled = { ...pending, sent: null };
  if (result.status === "saved" || result.status === "waiting") return settled;
  if (result.status === "duplicate") return afterDuplicate(settled, sent, result);
  if (result.status === "conflict") return disagree(settled, pending.draft ?? sent, result);
  if (result.status === "refused") return afterRefusal(settled, sent, result);
  return pending;
}

function afterDuplicate(pending, sent, result) {
  // Mine was stored, and somebody wrote after it: what waits here was entered without seeing that.
  const overtaken = result.version > sent.base_version + 1;
  return overtaken && pending.draft ? disagree(pending, pending.draft, result) : pending;
}

function afterRefusal(pending, sent, result) {
  // The refused operation never became a version, so what waits behind it builds on the one before.
  if (pending.draft) return { ...pending, draft: { ...pending.draft, base_version: sent.base_version } };
  const again = result.again ? { again: true } : {};
  return { ...pending, refused: { ...answerOf(sent), base_version: sent.base_version, reason: result.message, ...again } };
}

/** Try once more what something on the way refused: there may be another way by now. */
export function retry(pending) {
  if (!pending.refused?.again || pending.sent || pending.draft) return pending;
  const { reason, again, ...answer } = pending.refused;
  return { ...pending, refused: null, draft: answer };
}

const answerOf = ({ value, comment, tapped_at }) => ({ value, comment, tapped_at });

function disagree(pending, mine, result) {
  const theirs = result.current;
  // Two people of one mind have nothing to choose.
  if (theirs && sameAnswer(mine, theirs)) return { ...pending, draft: null, conflict: null };
  return { ...pending, draft: null, conflict: { mine: answerOf(mine), theirs, version: result.version } };
}

/** Bring what the server holds now into an open conflict, so that the choice is made on what is true. */
export function refresh(pending, rating) {
  const { conflict } = pending;
  if (!conflict || !rating || rating.version < conflict.version) return pending;
  // A side that could not be read, as a pass was over, is told by the same version.
  if (rating.version === conflict.version && conflict.theirs) return pending;
  return disagree({ ...pending, conflict: null }, conflict.mine, { current: rating, version: rating.version });
}

/** Choose between both sides of a conflict: "mine" goes out on top of theirs, "theirs" gives mine up. */
export function choose(pending, side) {
  const { conflict } = pending;
  if (!conflict) return pending;
  const draft = side === "mine" ? { ...conflict.mine, base_version: conflict.version } : null;
  return { ...pending, conflict: null, draft };
}

/** The rating that is the later of two. */
export const later = (one, other) => (versionOf(other) > versionOf(one) ? other : one);

/** Whether a rating that was told says anything new: a later version, or the same one after an erasure. */
export function isNews(rating, known) {
  if (versionOf(rating) !== versionOf(known)) return versionOf(rating) > versionOf(known);
  return Boolean(rating) && !sameAnswer(rating, known);
}

/** A random UUID (version 4), also on plain http where crypto.randomUUID does not exist. */
export function newOperationNumber() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
