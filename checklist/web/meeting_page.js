// The closing meeting for the projector, without Streamlit around it: opened once, it goes on without a network.

import { Answers } from "/assets/answers.js";
import { Delivery } from "/assets/delivery.js";
import { make, setText } from "/assets/dom.js";
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
import { reopens, saveState } from "/assets/words.js";

const PATIENCE = 3000;
const NOTHING_KEPT = "この端末には、表示できる講評会が保存されていません。通信できる場所で開いてください。";
const BLOCKED = ["closed", "forbidden"];
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
      const expects = ({ id, person, sheets }) => id === this.visit && person?.id && sheets;
      const meeting = await ask(this.address, { what: "講評会の読み込み", expects, patience: PATIENCE });
      const told = await Promise.all(meeting.sheets.map(({ assessment }) => new Transport(location.origin, assessment).sheet(true)));
      this.storage = new MeetingStorage(this.outbox, meeting.person.id, this.visit);
      await this.storage.keep(meeting);
      for (const [place, { ratings, ...sheet }] of told.entries()) await this.outbox.keepSheet(this.owner(meeting, place), sheet, ratings);
      await this.show(meeting, told, null);
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      await this.showKept(failure);
    }
  }

  async showKept(failure) {
    const login = failure.isTurnedAway && failure.status === 401;
    const mark = failure.isAway || login ? await lastReader(this.outbox) : null;
    this.storage = mark && new MeetingStorage(this.outbox, mark.person, this.visit);
    const meeting = await this.storage?.kept();
    const told = meeting ? await Promise.all(meeting.sheets.map(({ assessment }) => this.outbox.keptSheet(mark.person, assessment))) : [null];
    if (told.every(Boolean)) return this.show(meeting, told, login ? "login" : "offline");
    this.tell(failure.isAway ? `サーバーに接続できません。${NOTHING_KEPT}` : failure.message, login);
    this.failures += 1;
    if (failure.isAway) setTimeout(() => this.start(), waitAfter(this.failures));
  }

  owner(meeting, place) {
    return { person: meeting.person.id, assessment: meeting.sheets[place].assessment, name: meeting.person.name };
  }

  tell(text, login = false) {
    find("message").replaceChildren(make("p", {}, text), make("a", { class: "button", href: login ? find("login").href : find("back").href }, login ? "ログイン" : "講評会の画面へ"));
    find("message").hidden = false;
  }

  async show(meeting, told, reason) {
    find("message").hidden = true;
    this.meeting = meeting;
    document.title = `${meeting.host}の講評会`;
    setText(find("host"), `${meeting.host}の講評会（${meeting.fiscal_year}年度）`);
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
    for (const one of this.sheets) one.delivery.start();
    new QueueDelivery(this.notes, delivery, noteWay(delivery.transport, this.notes)).start();
    this.pictures.fetch();
    this.paintState();
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
    find("meeting").replaceChildren();
    setText(find("state"), "");
    this.tell("別の方がログインしています。未送信の記録はこの端末に残っています。入力した方がもう一度ログインすると送信されます。");
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
