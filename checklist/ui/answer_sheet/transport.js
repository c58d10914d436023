// The way to the answers API: one attempt each, with an end; when to try again is decided elsewhere.

import { refusedOnTheWay } from "./words.js";

const TIMEOUT = 8000;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 3000;

/** Where somebody answers and says no, asking again soon helps nobody and takes the line from others. */
export const SLOW = { first: 1500, longest: 30000 };

/**
 * Something the server said no to; null as status when nobody answered at all. `foreign` when it was not our server that
 * answered, whatever the status: the page of a proxy, a web filter, a Wi-Fi portal.
 */
export class Failure extends Error {
  constructor(status, message, kind = "", foreign = false) {
    super(message);
    Object.assign(this, { status, kind, foreign });
  }

  /** Our server is not to be reached now, as far as can be told. */
  get isAway() {
    return this.status === null || this.foreign || this.status >= 500;
  }

  /** Our server itself does not know this session, or does not let it in. */
  get isTurnedAway() {
    return !this.foreign && (this.status === 401 || this.status === 403);
  }
}

export class Transport {
  constructor(base, assessment) {
    this.address = new URL(`/api/assessments/${assessment}`, base).href;
  }

  /** The sheet with its ratings; `ratingsOnly` lets a server leave out what does not change. */
  sheet(ratingsOnly = false) {
    const expects = ({ person, ratings, sheet }) => person?.id && ratings && (ratingsOnly || sheet);
    return ask(this.address + (ratingsOnly ? "?part=ratings" : ""), { what: "点検表の読み込み", expects });
  }

  /** Send operations of one person; the server refuses them under anybody else's session. */
  send(person, operations) {
    return this.post(`${this.address}/answers`, { person, operations }, "回答", answersTo(operations));
  }

  /** Hand in operations that came too late for the ordinary way. */
  handIn(person, operations) {
    return this.post(`${this.address}/late-answers`, { person, operations }, "回答", answersTo(operations));
  }

  /** Submit the assessment; what is open needs a reason. */
  submit(person, reason) {
    return this.post(`${this.address}/submission`, { person, reason }, "提出", ({ status }) => status === "submitted");
  }

  /** How the values of all items came to be. */
  history() {
    return ask(`${this.address}/history`, { what: "履歴の読み込み", expects: ({ history }) => history });
  }

  /** Give a chapter to another member of the visit. */
  handOver(person, chapter, to) {
    return this.post(`${this.address}/handovers`, { person, chapter, to }, "引継ぎ", ({ status }) => status === "handed_over");
  }

  /** Send a mark on an earlier finding of one visit. */
  sendMark(visit, mark) {
    const address = new URL(`/api/visits/${visit}/follow-ups`, this.address).href;
    return this.post(address, mark, "判定", ({ status, finding }) => status && finding === mark.finding);
  }

  /** Send a text of the closing meeting. */
  sendNote(visit, note) {
    const address = new URL(`/api/visits/${visit}/notes`, this.address).href;
    return this.post(address, note, "記録", ({ status, operation }) => status && operation === note.operation);
  }

  /** Take a photo away from the server, for a reason; its tombstone stays there. */
  erasePhoto(id, reason) {
    return this.post(new URL(`/api/photos/${id}/erase`, this.address).href, { reason }, "写真の消去", ({ status }) => status === "erased");
  }

  /** One photo as it is; ends when nothing moves any more, however long it takes otherwise. */
  sendPhoto({ item, operation, person, taken_at, caption, content }, signal) {
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
        if (!request.status) return reject(new Failure(null, ""));
        const answer = { status: request.status, own: isOurs(request.getResponseHeader(OWN)), text: request.responseText };
        try {
          const { status, item: at, ...told } = judge(answer, { what: "写真", expects: ({ id }) => Number.isInteger(id) });
          resolve(told);
        } catch (failure) {
          reject(failure);
        }
      };
      signal.addEventListener("abort", end);
      request.open("POST", `${this.address}/photos?${query}`);
      request.setRequestHeader("X-Checklist", "1");
      // Not in the address, which every server on the way writes down.
      if (caption) request.setRequestHeader("X-Photo-Caption", encodeURIComponent(caption));
      request.send(content);
    });
  }

  post(address, body, what, expects) {
    const headers = { "Content-Type": "application/json", "X-Checklist": "1" };
    return ask(address, { what, expects, method: "POST", headers, body: JSON.stringify(body) });
  }
}

const answersTo = (operations) => ({ results }) =>
  Array.isArray(results) && results.length === operations.length
  && results.every(({ operation_id }, index) => operation_id === operations[index].operation_id);

/**
 * The JSON that the server answers with; raises Failure when it says no, when something else answers, or nothing for so
 * many milliseconds. `what` names in words what is sent or asked for, `expects(body)` tells whether a body is the answer.
 */
export async function ask(address, { what, expects, patience = TIMEOUT, headers = {}, ...options }) {
  // A black-holed connection never answers by itself.
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), patience);
  try {
    const response = await fetch(address, {
      ...options, headers: { Accept: "application/json", ...headers }, signal: ending.signal, credentials: "same-origin",
      cache: "no-store", redirect: "error",
    });
    const answer = { status: response.status, own: isOurs(response.headers.get(OWN)), text: await response.text() };
    return judge(answer, { what, expects });
  } catch (failure) {
    throw failure instanceof Failure ? failure : new Failure(null, String(failure));
  } finally {
    clearTimeout(timer);
  }
}

/** Our server puts its policy on every answer; proxies and portals answer with pages of their own. */
const OWN = "content-security-policy";
const isOurs = (policy) => Boolean(policy);

/** What was answered, if it was our server and it said yes. */
function judge({ status, own, text }, { what, expects }) {
  const body = own ? parsed(text) : null;
  if (body && status >= 400 && typeof body.message === "string" && body.message) throw new Failure(status, body.message, body.error);
  if (body && status < 300 && expects(body)) return body;
  throw new Failure(status, refusedOnTheWay(status, what), "", true);
}

function parsed(text) {
  try {
    const found = JSON.parse(text);
    return typeof found === "object" ? found : null;
  } catch {
    return null;
  }
}

/** Milliseconds to wait before the next attempt, after so many in a row that failed. */
export function waitAfter(failures, { first, longest } = { first: FIRST_WAIT, longest: LONGEST_WAIT }) {
  const wait = Math.min(longest, first * 2 ** Math.max(0, failures - 1));
  return wait * (0.75 + Math.random() / 2);
}
