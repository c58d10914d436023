// What waits for one earlier finding, as a pure state machine: no network, no clock, no storage.
//
// waiting = { sent, draft, refused }, sent and draft being { mark, comment, seen, tapped_at }; NOTHING when the server
// holds everything.
//   sent     may have reached the server: repeated as it is until it is answered
//   draft    what was tapped since; `seen` is when the mark was made that stood on the screen, null if there was none
//   refused  why the server will never take it; kept until it is tapped anew or given up

export const NOTHING = Object.freeze({ sent: null, draft: null, refused: null });

export const isWaiting = ({ sent, draft, refused }) => Boolean(sent || draft || refused);

/** A tap on top of what the server holds, or of what is on its way there. */
export function enter(pending, held, mark, at) {
  const { sent } = pending.refused ? NOTHING : pending;
  const seen = pending.draft ? pending.draft.seen : held?.marked_at ?? null;
  const draft = { mark, comment: held?.comment ?? "", seen, tapped_at: at };
  return { sent, draft: mark === (sent ?? held)?.mark ? null : draft, refused: null };
}

export function take(pending) {
  return pending.sent || !pending.draft ? pending : { sent: pending.draft, draft: null, refused: null };
}

/** What waits behind an accepted mark builds on it; what waits behind one that came too late is given up with it. */
export function settle({ sent, draft, refused }, status, current) {
  if (status === "conflict") return NOTHING;
  if (!sent) return { sent, draft, refused }; // settled already: a change may be written twice
  return { sent: null, draft: draft && { ...draft, seen: current?.marked_at ?? null }, refused };
}
