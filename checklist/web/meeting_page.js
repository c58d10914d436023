// The closing meeting for the projector, without Streamlit around it: opened once, it goes on without a network.

import { Answers } from "/assets/answers.js";
import { Delivery } from "/assets/delivery.js";
import { make, setText } from "/assets/dom.js";
import { begin, earlyMeeting } from "/assets/early_meeting.js";
import { MeetingStorage, meetingRecords } from "/assets/meeting_storage.js";
import { owesReason } from "/assets/meeting_item.js";
import { Pictures } from "/assets/meeting_pictures.js";
import { MeetingView } from "/assets/meeting_view.js";
import { Notes } from "/assets/notes.js";
import { sharedOutbox } from "/assets/outbox.js";
import { lastReader } from "/assets/pass_end.js";
import { QueueDelivery, noteWay } from "/assets/queue_delivery.js";
import { Restart } from "/assets/restart.js";
import { Failure, Transport, ask, waitAfter } from "/assets/transport.js";
import { reopens, saveState, stays } from "/assets/words.js";

const PATIENCE = 3000;
const NOTHING_KEPT = "この端末には、表示できる講評会が保存されていません。通信できる場所で開いてください。";
const BLOCKED = ["closed", "forbidden"];
const NOT_BEGUN = 422;
const NOTHING_AGREED = { ratings: {}, writable: true, state: "open" };
const find = (id) => document.getElementById(id);

class MeetingPage {
  constructor(visit, outbox, restart) {
    Object.assign(this, { visit, outbox, restart, failures: 0, sheets: [] });
    this.address = `/api/visits/${visit}/meeting`;
    for (const one of [outbox, restart]) one.addEventListener("change", () => this.paintState());
    find("login").href = `/login?next=${encodeURIComponent(location.pathname)}`;
    find("back").href = `/closing?visit=${visit}`;
  }

  /** Ask the server; without an answer, show what is kept for whoever was confirmed here last. */
  async start() {
    try {
      const meeting = await this.fetch();
      const told = await Promise.all(meeting.sheets.map(({ assessment }) => new Transport(location.origin, assessment).sheet(true)));
      this.storage = new MeetingStorage(this.outbox, meeting.person.id, this.visit);
      await this.storage.adopt(meeting);
      await this.storage.keep(meeting);
      for (const [place, { ratings, ...sheet }] of told.entries()) await this.outbox.keepSheet(this.owner(meeting, place), sheet, ratings);
      await this.show(meeting, told, null);
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      await this.showKept(failure);
    }
  }

  /** The meeting as the server tells it; one that has begun on this device is begun there first. */
  async fetch() {
    const expects = ({ id, person, sheets }) => id === this.visit && person?.id && sheets;
    const get = () => ask(this.address, { what: "講評会の読み込み", expects, patience: PATIENCE });
    try {
      return await get();
    } catch (failure) {
      if (failure.status !== NOT_BEGUN || failure.foreign || !(await this.hasEarly())) throw failure;
      await begin(this.visit, this.storage.person);
      return get();
    }
  }

  async hasEarly() {
    await this.findStorage();
    return Boolean((await this.storage?.kept())?.early || (await this.storage?.early())?.length);
  }

  async findStorage() {
    const mark = await lastReader(this.outbox);
    this.storage = mark && new MeetingStorage(this.outbox, mark.person, this.visit);
    return mark;
  }

  async showKept(failure) {
    const login = failure.isTurnedAway && failure.status === 401;
    const early = failure.isAway || (failure.status === NOT_BEGUN && (await this.hasEarly()));
    const mark = failure.isAway || login || early ? await this.findStorage() : null;
    const meeting = mark && (await this.storage.kept());
    if (early && mark && (!meeting || meeting.early)) return this.showEarly(mark, failure);
    const told = meeting ? await Promise.all(meeting.sheets.map(({ assessment }) => this.outbox.keptSheet(mark.person, assessment))) : [null];
    if (told.every(Boolean)) return this.show(meeting, told, login ? "login" : "offline");
    return this.wait(failure, NOTHING_KEPT, login);
  }

  /** No meeting is known to the server, as far as it could be asked: this device begins one with what it has. */
  async showEarly({ person }, failure) {
    const early = await earlyMeeting(this.outbox, person, this.visit);
    Object.assign(find("back"), { href: `/visit/${this.visit}`, textContent: "点検表へ" });
    if (early.why) return this.wait(failure, early.why);
    this.early = early;
    await this.storage.keep(early.meeting);
    return this.show(early.meeting, early.meeting.sheets.map(() => NOTHING_AGREED), "offline");
  }

  wait(failure, why, login = false) {
    this.tell(failure.isAway ? `サーバーに接続できません。${why}` : failure.message, login);
    this.failures += 1;
    if (failure.isAway) setTimeout(() => this.start(), waitAfter(this.failures));
  }

  owner(meeting, place) {
    return { person: meeting.person.id, assessment: meeting.sheets[place].assessment, name: meeting.person.name };
  }

  tell(text, login = false) {
    find("message").replaceChildren(make("p", {}, text), make("a", { class: "button", href: login ? find("login").href : find("back").href }, login ? "ログイン" : find("back").textContent));
    find("message").hidden = false;
  }

  async show(meeting, told, reason) {
    find("message").hidden = true;
    this.meeting = meeting;
    document.title = `${meeting.host}の講評会`;
    find("host").replaceChildren(make("span", { class: "unbroken" }, meeting.host), `の講評会（${meeting.fiscal_year}年度）`);
    find("fictional").hidden = !meeting.fictional;
    find("links").hidden = false;
    this.sheets = await Promise.all(meeting.sheets.map((sheet, place) => this.sheet(sheet, this.owner(meeting, place), told[place], reason)));
    const [{ delivery }] = this.sheets;
    this.notes = new Notes(this.owner(meeting, 0), this.storage, meeting.id, (news) => this.noted(news));
    await this.notes.ready;
    this.pictures = new Pictures(meeting, this.storage);
    this.outbox.keepers.add(() => meetingRecords(this.meeting));
    this.view = new MeetingView(find("meeting"), meeting, this.sheets, this.notes, this.pictures);
    this.notes.addEventListener("change", () => this.paintState());
    for (const one of this.sheets) this.follow(one);
    delivery.addEventListener("told", () => this.lookAtNotes());
    if (this.early) this.goOnEarly();
    else {
      for (const one of this.sheets) one.delivery.start();
      new QueueDelivery(this.notes, delivery, noteWay(delivery.transport, this.notes)).start();
      this.pictures.fetch();
    }
    this.paintState();
  }

  /** Nothing of what is agreed goes out before the server has all that it is agreed on. */
  goOnEarly() {
    this.pictures.showHere(this.early.pictures());
    this.early.addEventListener("change", () => this.paintEarly());
    this.early.addEventListener("begun", () => this.reopen());
    this.early.start();
    this.paintEarly();
  }

  paintEarly() {
    const { reason } = this.early;
    if (reason === "other") return this.leave();
    for (const { delivery } of this.sheets) delivery.reason = reason;
    setText(find("early"), this.early.words());
    find("early").hidden = false;
    return this.paintState();
  }

  /** From now on it is a meeting like any other; not while somebody writes. */
  async reopen() {
    const writing = document.activeElement?.closest("textarea, input, select");
    if (writing) return writing.addEventListener("blur", () => this.reopen(), { once: true });
    await Promise.allSettled([this.notes.writing, ...this.sheets.flatMap(({ answers }) => [...answers.writing.values()])]);
    return location.reload();
  }

  /** A sheet with what was agreed on it: the same answers, outbox and delivery as on the tablet. */
  async sheet(sheet, owner, told, reason) {
    const stored = await this.outbox.pendingOf(owner.person, owner.assessment);
    const answers = new Answers(owner, this.outbox, told.ratings, stored);
    const items = new Map(sheet.items.map((item) => [item.code, item]));
    const holds = (code) => owesReason(items.get(code), answers.shown(code));
    const delivery = new Delivery(answers, new Transport(location.origin, owner.assessment), { writable: told.writable, state: told.state, blind: false, reason: reason ?? (told.writable ? null : "closed"), holds });
    return { sheet, answers, delivery, holds };
  }

  follow({ answers, delivery }) {
    for (const one of [answers, delivery]) one.addEventListener("change", () => this.paintState());
    this.outbox.addEventListener("back", () => answers.learn());
    delivery.addEventListener("change", () => delivery.reason === "other" && this.leave());
  }

  /** Somebody else has signed in on this device: they see nothing of this person. */
  leave() {
    for (const { delivery } of this.sheets) delivery.stop();
    this.early?.stop();
    find("early").hidden = true;
    find("meeting").replaceChildren();
    setText(find("state"), "");
    this.tell(`別の方がログインしています。${stays("未送信の記録", this.outbox)}入力した方がもう一度ログインすると送信されます。`);
  }

  /** What is written at other screens, and whether somebody has signed meanwhile. */
  async lookAtNotes() {
    try {
      const news = await ask(`${this.address}?part=notes`, { what: "記録の読み込み", expects: ({ findings, remarks }) => findings && remarks });
      this.take(news);
    } catch (failure) {
      // The answers' delivery says what is the matter, and looks again.
      if (!(failure instanceof Failure)) throw failure;
    }
  }

  /** One of our own texts has arrived. */
  noted({ what, about, current, id, entry }) {
    const { remarks, findings } = this.meeting;
    this.notedAt = new Date();
    const with_ = (one) => (one.id === about ? { ...one, host: current } : one);
    const worded = (one) => (one.id === about ? { ...one, ...current } : one);
    if (what === "hours") this.take({ hours: current });
    else if (what === "wording") this.take({ findings: findings.map(worded) });
    else if (what === "remarks") this.take({ remarks: { ...remarks, ...current } });
    else if (what === "host") this.take(about ? { findings: findings.map(with_) } : { remarks: { ...remarks, host: current } });
    else if (entry) this.take({ findings: [...findings.filter((one) => one.id !== id), { ...entry, id, version: 1, host: { text: "", version: 0 } }] });
  }

  take(news) {
    Object.assign(this.meeting, news);
    this.storage.keep(this.meeting);
    this.view.paint();
  }

  paintState() {
    if (!this.view) return;
    const { delivery } = this.sheets[0];
    const onDevice = this.notes.isOnDevice() && this.sheets.every(({ answers }) => answers.isOnDevice());
    const saved = this.sheets.map((one) => one.delivery.savedAt ?? one.answers.lastSaved()).concat(this.notedAt).filter(Boolean);
    const told = { reason: delivery.reason, unsent: this.view.unsent(), waiting: 0, durable: this.outbox.durable, onDevice, savedAt: saved.length ? new Date(Math.max(...saved)) : null };
    const { tone, text } = saveState(told);
    find("state").dataset.tone = tone;
    setText(find("state"), BLOCKED.includes(delivery.reason) && this.meeting.signed.length ? `${text}　署名があるため変更できません` : text);
    setText(find("offline"), this.readiness());
    find("login").hidden = delivery.reason !== "login";
    this.view.paint();
  }

  readiness() {
    if (!this.restart.possible || !this.outbox.durable) return "オフラインで開き直すことはできません";
    return this.restart.ready && this.pictures.ready ? reopens(this.outbox) : "オフラインの準備をしています";
  }
}

const outbox = await sharedOutbox();
const restart = new Restart(() => navigator.serviceWorker.register("/sw.js", { scope: "/" }));
restart.start();
const asked = /^\/meeting\/(\d+)$/.exec(location.pathname)?.[1];
if (asked) new MeetingPage(Number(asked), outbox, restart).start();
else location.replace("/visits");
