// The way to the answers API: one attempt each, with an end; when to try again is decided elsewhere.

const TIMEOUT = 8000;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 3000;

/** Something the server said no to, or null as status when it did not answer at all. */
export class Failure extends Error {
  constructor(status, message, kind = "") {
    super(message);
    this.status = status;
    this.kind = kind;
  }
}

export class Transport {
  constructor(base, assessment) {
    this.address = new URL(`/api/assessments/${assessment}`, base).href;
  }

  /** The sheet with its ratings; `ratingsOnly` lets a server leave out what does not change. */
  sheet(ratingsOnly = false) {
    return ask(this.address + (ratingsOnly ? "?part=ratings" : ""), { headers: { Accept: "application/json" } });
  }

  /** Send operations of one person; the server refuses them under anybody else's session. */
  send(person, operations) {
    return this.post(`${this.address}/answers`, { person, operations });
  }

  /** Hand in operations that came too late for the ordinary way. */
  handIn(person, operations) {
    return this.post(`${this.address}/late-answers`, { person, operations });
  }

  /** Send a mark on an earlier finding of one visit. */
  sendMark(visit, mark) {
    return this.post(new URL(`/api/visits/${visit}/follow-ups`, this.address).href, mark);
  }

  /** One photo as it is; ends when nothing moves any more, however long it takes otherwise. */
  sendPhoto({ item, operation, person, taken_at, blob }, signal) {
    const query = new URLSearchParams({ item, operation, person, taken_at });
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const end = () => request.abort();
      let timer = setTimeout(end, TIMEOUT);
      const moved = (wait) => (clearTimeout(timer), (timer = setTimeout(end, wait)));
      request.upload.onprogress = () => moved(TIMEOUT);
      request.upload.onload = () => moved(3 * TIMEOUT);
      request.onloadend = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        const told = request.response;
        if (request.status === 200 && told) resolve({ id: told.id, saved_at: told.saved_at, saved_by: told.saved_by });
        else reject(new Failure(request.status || null, told?.message ?? "", told?.error));
      };
      signal.addEventListener("abort", end);
      request.open("POST", `${this.address}/photos?${query}`);
      request.setRequestHeader("X-Checklist", "1");
      request.responseType = "json";
      request.send(blob);
    });
  }

  post(address, body) {
    const headers = { "Content-Type": "application/json", "X-Checklist": "1" };
    return ask(address, { method: "POST", headers, body: JSON.stringify(body) });
  }
}

/** The JSON that the server answers with; raises Failure when it says no, or nothing for so many milliseconds. */
export async function ask(address, options = {}, patience = TIMEOUT) {
  // A black-holed connection never answers by itself.
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), patience);
  try {
    const response = await fetch(address, {
      ...options, signal: ending.signal, credentials: "same-origin", cache: "no-store", redirect: "error",
    });
    const body = await response.json();
    if (!response.ok) throw new Failure(response.status, body.message ?? "", body.error);
    return body;
  } catch (failure) {
    throw failure instanceof Failure ? failure : new Failure(null, String(failure));
  } finally {
    clearTimeout(timer);
  }
}

/** Milliseconds to wait before the next attempt, after so many in a row that failed. */
export function waitAfter(failures) {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.max(0, failures - 1));
  return wait * (0.75 + Math.random() / 2);
}
