// A closing meeting that begins where the server is out of reach, before it has the visitors' submission: the ratings that
// lie on this device, and the way by which all of it gets there in its order.

import { hiddenStart } from "/assets/dispatch.js";
import { earlyNumber } from "/assets/meeting_storage.js";
import { contentOf } from "/assets/photos.js";
import { isDiscussed } from "/assets/scale.js";
import { Submitting } from "/assets/submitting.js";
import { Failure, ask } from "/assets/transport.js";
import { number, stays } from "/assets/words.js";

const AGAIN = 10000;
const NOTHING = "この端末には、表示できる講評会が保存されていません。通信できる場所で開いてください。";
const NO_OWN = "受審病院の自己評価がこの端末にないため、通信がない間は講評会を始められません。通信できる場所で点検表を開くと、この端末に保存されます。";
const BLIND = "評定を送信するまで自己評価を表示しない設定のため、すべての回答を送信するまで講評会を始められません。通信できる場所で点検表を開いてください。";
const HERE = "この端末の自己評価と訪問評価で進めています（ほかの端末の回答は含みません）。";
const NO_TEXT = { text: "", version: 0 };

/** Begin a meeting on the server that has begun on a device; once more is nothing. */
export const begin = (visit, person) =>
  ask(`/api/visits/${visit}/meeting`, {
    what: "講評会の開始", expects: ({ status }) => status === "begun", method: "POST",
    headers: { "Content-Type": "application/json", "X-Checklist": "1" }, body: JSON.stringify({ person }),
  });

/** From what this device keeps of a visit, or { why }, in words, where that is not enough. */
export async function earlyMeeting(outbox, person, visit) {
  const card = await outbox.keptVisit(person, visit);
  if (!card?.meeting) return { why: NOTHING };
  const parts = await Promise.all(card.assessments.map((one) => part(outbox, card, one)));
  const why = parts.map(lacking).find(Boolean);
  if (why) for (const { dispatch } of parts) dispatch?.close();
  return why ? { why } : new EarlyMeeting(card, parts);
}

async function part(outbox, { person, id: visit }, { id: assessment, sheet: name, version: code }) {
  const sheet = await outbox.keptSheet(person.id, assessment);
  const owner = { person: person.id, name: person.name, assessment };
  return { code, name, visit, sheet, dispatch: sheet && (await hiddenStart(owner, outbox, sheet)) };
}

/** What keeps this sheet from being talked about. */
function lacking({ name, sheet, dispatch }) {
  if (!sheet) return NOTHING;
  if (!sheet.self) return NO_OWN;
  const { count, photos } = dispatch.unsent();
  if (sheet.blind && count + photos) return BLIND;
  const handedIn = sheet.state !== "open" || dispatch.notebook.kept.submission;
  return handedIn ? "" : `「${name}」の訪問評価がまだ提出されていません。点検表で提出すると、通信がなくても講評会を始められます。`;
}

const side = ({ value = null, comment = "" } = {}) => ({ value, comment });

/** Fires `begun` once the server has it, and `change`. */
export class EarlyMeeting extends EventTarget {
  constructor(card, parts) {
    super();
    Object.assign(this, { card, parts, dispatches: parts.map(({ dispatch }) => dispatch), message: "", notBefore: 0, busy: false });
    this.submittings = this.dispatches.map((dispatch) => new Submitting(dispatch));
    const { id, fiscal_year, date, host, person, fictional } = card;
    const hours = { text: "-", version: 0 };
    // The version with which a meeting begins on the server.
    const remarks = { text: "", version: 1, host: NO_TEXT };
    this.meeting = {
      id, fiscal_year, date, host, person, fictional, ...card.meeting, early: true, agrees: true, notes: true, comments: false,
      signed: [], hours, remarks, findings: [], sheets: parts.map((one) => this.sheet(one)),
    };
  }

  sheet({ code, name, visit, sheet, dispatch }) {
    const { scale, chapters, items } = sheet.sheet;
    const chapter = new Map(chapters.map((one) => [one.code, `${one.code} ${one.name}`]));
    const asked = items.filter(({ exempt }) => !exempt);
    return { assessment: earlyNumber(visit, code), code, name, scale, items: asked.map((item) => this.item(item, chapter, { scale, sheet, dispatch })) };
  }

  item({ code, chapter, text }, chapters, { scale, sheet, dispatch: { answers, photos } }) {
    const own = side(sheet.self[code]), visitor = side(answers.shown(code));
    const discuss = own.value !== visitor.value || isDiscussed(scale, own.value) || isDiscussed(scale, visitor.value);
    const waiting = photos.waitingAt(code).map(({ operation, caption }) => ({ id: operation, caption }));
    return { code, chapter: chapters.get(chapter), text, own, visitor, discuss, photos: [...photos.heldAt(code), ...waiting].map(({ id, caption }) => ({ id, caption })) };
  }

  /** The photos that lie here: [id, what is seen]. */
  pictures() {
    return this.dispatches.flatMap(({ photos }) => photos.waiting.map((photo) => [photo.operation, contentOf(photo)]));
  }

  start() {
    for (const dispatch of this.dispatches) {
      dispatch.watch(() => this.advance());
      dispatch.notebook.addEventListener("change", () => this.advance());
      dispatch.start();
    }
  }

  stop() {
    for (const dispatch of this.dispatches) dispatch.close();
  }

  /** Why nothing can be sent now, in the words of a delivery. */
  get reason() {
    return this.dispatches.map(({ delivery }) => delivery.reason).find((reason) => reason && reason !== "closed") ?? null;
  }

  words() {
    const all = this.dispatches.map((dispatch) => dispatch.unsent());
    const [count, photos] = ["count", "photos"].map((key) => all.reduce((sum, one) => sum + one[key], 0));
    const unsent = [count && `回答${number(count)}件`, photos && `写真${number(photos)}枚`].filter(Boolean).join("・");
    const undecided = this.undecided();
    const decide = undecided ? `点検表に、確認が必要な回答などが${number(undecided)}件あります。点検表を開いて確認すると、続きを送信します。` : "";
    return `${HERE}${decide}${unsent ? `訪問評価の未送信：${unsent}。` : ""}${this.message}`;
  }

  /** The next step that is due: what waits is sent by itself, then each sheet is submitted, then the meeting begins. */
  async advance() {
    this.dispatchEvent(new Event("change"));
    if (this.busy) return;
    this.busy = true;
    try {
      const refused = (await Promise.all(this.submittings.map((one) => one.try()))).find(Boolean);
      if (refused) this.tell(`${refused}点検表の画面で確認してください。${this.kept()}`);
      if (this.dispatches.every(({ delivery }) => delivery.confirmed && delivery.state !== "open")) await this.begin();
    } finally {
      this.busy = false;
    }
  }

  /** How much waits for a person to decide, at the sheet. */
  undecided() {
    const open = ({ answers }) => answers.pendingItems().filter((item) => answers.pending(item).conflict || answers.pending(item).refused);
    return this.dispatches.reduce((sum, one) => sum + open(one).length + one.photos.stuck().length + one.marks.stuck().length, 0);
  }

  async begin() {
    if (Date.now() < this.notBefore) return;
    this.notBefore = Date.now() + AGAIN;
    try {
      await begin(this.card.id, this.card.person.id);
      this.dispatchEvent(new Event("begun"));
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      if (!failure.isAway) this.tell(`サーバーで講評会を始められません。${failure.message}${this.kept()}`);
    }
  }

  kept() {
    return stays("ここでの記録", this.dispatches[0].answers.outbox);
  }

  tell(message) {
    this.message = message;
    this.dispatchEvent(new Event("change"));
  }
}
