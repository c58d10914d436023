// The sheets of one visit without Streamlit around them: opened once, it goes on without a network.

import { mount } from "/assets/answer_sheet.js";
import { make, setText } from "/assets/dom.js";
import { EndedPass } from "/assets/ended_pass.js";
import { MeetingStorage } from "/assets/meeting_storage.js";
import { sharedOutbox, visitRecords } from "/assets/outbox.js";
import { endOf, isOver, isSomebodyElses, lastReader, skewOf } from "/assets/pass_end.js";
import { Restart } from "/assets/restart.js";
import { Failure, ask, waitAfter } from "/assets/transport.js";
import { moment, number, protection, reopens } from "/assets/words.js";

const PATIENCE = 3000;
const LOOK_AT_CLOCK = 30000;
const NOTHING_KEPT = "この端末には、表示できる点検表が保存されていません。通信できる場所で開いてください。";
const STAY = "この端末に保存できないため、閉じると失われます。画面を閉じずに、通信できる場所へ移動してください";
const DAY = new Intl.DateTimeFormat("ja-JP", { timeZone: "Asia/Tokyo", year: "numeric", month: "long", day: "numeric", weekday: "short" });
const find = (id) => document.getElementById(id);

class VisitPage {
  constructor(visit, outbox, restart) {
    Object.assign(this, { visit, outbox, restart, failures: 0, unsent: new Map(), early: 0, kept: new Set(), sheets: [] });
    this.login = `/login?next=${encodeURIComponent(location.pathname + location.hash)}`;
    for (const one of [outbox, restart]) one.addEventListener("change", () => this.sheets.length && this.paintState());
  }

  /** Ask whose session this is; without an answer, show what is kept for whoever was confirmed here last. */
  async start() {
    try {
      const expects = ({ id, person, assessments }) => id === this.visit && person?.id && assessments;
      const card = await ask(`/api/visits/${this.visit}`, { what: "訪問の読み込み", expects, patience: PATIENCE });
      card.skew = skewOf(card);
      await this.outbox.keepVisit(card);
      this.show(card, false);
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      await this.showKept(failure);
    }
  }

  async showKept(failure) {
    const login = failure.isTurnedAway && failure.status === 401;
    const mark = failure.isAway || failure.isTurnedAway ? await lastReader(this.outbox) : null;
    const card = mark && (await this.outbox.keptVisit(mark.person, this.visit));
    if (card?.pass && (failure.isTurnedAway || isOver(card))) return this.end(card);
    if (card && (failure.isAway || login)) return this.show(card, !login);
    if (this.outbox.swept.some(({ id }) => id === this.visit) || (await this.outbox.hiddenPasses()).length) return this.showEnd();
    const nobody = failure.foreign ? failure.message : "サーバーに接続できません。";
    this.tell(failure.isAway ? `${nobody}${NOTHING_KEPT}` : failure.message, login);
    this.failures += 1;
    if (failure.isAway) setTimeout(() => this.start(), waitAfter(this.failures));
  }

  tell(text, login) {
    find("message").replaceChildren(make("p", {}, text), login ? make("a", { class: "button primary", href: this.login }, "ログイン") : "");
    find("message").hidden = false;
  }

  /** A pass is over: the screen first, then the storage, then what is still to be sent. */
  async end(card) {
    if (this.ended) return;
    this.ended = true;
    this.outbox.keepers.delete(this.keeper);
    const settled = Promise.all(this.sheets.map(({ mounted }) => mounted.settled()));
    for (const { mounted } of this.sheets) mounted.destroy();
    const page = this.blank();
    await this.outbox.hide(card, settled);
    await page.deliver();
  }

  async showEnd() {
    this.ended = true;
    await this.blank().deliver();
  }

  blank() {
    const page = new EndedPass(this.outbox, this.login);
    this.sheets = [];
    page.clear();
    return page;
  }

  /** Until when a pass shows anything is known from the start, so that no network is needed for it to end. */
  watchEnd(card) {
    const look = () => {
      if (this.ended) return;
      if (isOver(card) || isSomebodyElses(card)) return this.end(card);
      clearTimeout(this.timer);
      this.timer = setTimeout(look, Math.min(LOOK_AT_CLOCK, Math.max(0, endOf(card) - Date.now()) + 100));
    };
    document.addEventListener("visibilitychange", look);
    addEventListener("pageshow", look);
    look();
  }

  show(card, offline) {
    if (card.pass) this.watchEnd(card);
    if (this.ended) return;
    this.keeper = () => visitRecords(card);
    this.outbox.keepers.add(this.keeper);
    find("message").hidden = true;
    this.paintHeader(card);
    if (!card.assessments.length) return this.tell("この訪問には、表示できる点検表がありません。", false);
    this.sheets = card.assessments.map((assessment, index) => this.sheet(assessment, card, offline, index));
    this.paintTabs();
    this.choose(Math.max(0, this.sheets.findIndex(({ id }) => `#${id}` === location.hash)));
    addEventListener("hashchange", () => {
      this.placed = false;
      for (const { mounted } of this.sheets) mounted.toPlace(placeAsked());
    });
    this.paintState();
    this.findEarly(card);
  }

  /** What was agreed here before the server knew of a meeting waits at the meeting. */
  async findEarly(card) {
    this.early = (await new MeetingStorage(this.outbox, card.person.id, card.id).early()).length;
    if (this.early) find("back").href = `/meeting/${card.id}`;
    this.paintState();
  }

  paintHeader(card) {
    document.title = `${card.host}｜訪問の点検表`;
    setText(find("host"), card.host);
    const day = card.date ? DAY.format(new Date(`${card.date}T00:00:00+09:00`)) : "訪問日未定";
    const early = card.preview ? "　訪問日はまだ先です。下見としての記入になります。" : "";
    setText(find("day"), `${day.replace("(", "（").replace(")", "）")} ${card.hours ?? ""}`.trim() + early);
    setText(find("person"), `${card.person.name}${card.pass ? "（訪問パス）" : ""}`);
    setText(find("until"), card.pass ? `この端末での表示は${moment(new Date(endOf(card)))}まで` : "");
    find("fictional").hidden = !card.fictional;
    find("back").hidden = card.pass;
    find("back").href = `/visits?visit=${card.id}`;
    find("facts").hidden = find("links").hidden = false;
    find("leave").addEventListener("click", (event) => this.leave(event));
  }

  /** Signing out needs the server: without it, nothing here would end, and the way back would be lost. */
  async leave(event) {
    event.preventDefault();
    const asked = { what: "ログアウト", expects: ({ status }) => status === "ok", patience: PATIENCE };
    const answered = await ask("/healthz", asked).then(() => true, () => false);
    if (answered) location.assign("/logout");
    else {
      this.tell("通信できないため、現在はログアウトできません。端末を返す前に、通信できる場所でログアウトしてください。", false);
      this.untilBack(asked, 1);
    }
  }

  /** What was told for want of a network is taken back once there is one again. */
  untilBack(asked, failures) {
    clearTimeout(this.back);
    this.back = setTimeout(() => ask("/healthz", asked).then(
      () => (find("message").hidden = true), () => this.untilBack(asked, failures + 1)), waitAfter(failures));
  }

  /** Each sheet in a shadow of its own: two sheets may use the same item codes. */
  sheet({ id, sheet: name }, card, offline, index) {
    const panel = make("div", { id: `panel-${id}`, role: "tabpanel", hidden: true });
    find("sheets").append(panel);
    panel.addEventListener("answersheet:unsent", ({ detail }) => (this.unsent.set(id, detail), this.paintState()));
    panel.addEventListener("answersheet:kept", () => (this.kept.add(id), this.paintState()));
    panel.addEventListener("answersheet:turnedaway", () => card.pass && this.end(card));
    panel.addEventListener("answersheet:place", () => this.placed || ((this.placed = true), this.choose(index)));
    const options = { assessmentId: id, personId: card.person.id, loginAddress: this.login, offline, submits: true, place: placeAsked(), meeting: card.meeting ? `/meeting/${card.id}` : null };
    const mounted = mount(panel.attachShadow({ mode: "open" }), options);
    const tab = make("button", {
      type: "button", role: "tab", id: `tab-${id}`, "aria-controls": panel.id, on: { click: () => this.choose(index) },
    }, name, make("span", { class: "tab-count" }));
    panel.setAttribute("aria-labelledby", tab.id);
    return { id, panel, tab, mounted };
  }

  paintTabs() {
    find("tabs").replaceChildren(...this.sheets.map(({ tab }) => tab));
    find("tabs").hidden = this.sheets.length < 2;
    find("tabs").addEventListener("keydown", ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (!step) return;
      this.choose((this.chosen + step + this.sheets.length) % this.sheets.length);
      this.sheets[this.chosen].tab.focus();
    });
  }

  choose(index) {
    this.chosen = index;
    this.sheets.forEach(({ panel, tab }, at) => {
      panel.hidden = at !== index;
      tab.setAttribute("aria-selected", at === index);
      tab.tabIndex = at === index ? 0 : -1;
    });
  }

  /** What must be known before leaving the building. */
  paintState() {
    if (this.ended) return;
    const known = this.unsent.size === this.sheets.length;
    const [answers, photos] = ["count", "photos"].map((key) => [...this.unsent.values()].reduce((sum, one) => sum + one[key], 0));
    const total = answers + photos + this.early;
    const parts = [answers && `回答${number(answers)}件`, photos && `写真${number(photos)}枚`, this.early && `講評会の記録${number(this.early)}件`].filter(Boolean).join("・");
    find("unsent").dataset.tone = !known || total ? "wait" : "calm";
    setText(find("unsent"), !known ? "未送信の回答・写真を確認しています。"
      : total ? `未送信が${number(total)}件あります（${parts}）。${this.outbox.durable ? "通信できる場所で開いてください" : STAY}` : "未送信の回答・写真はありません");
    for (const { id, tab } of this.sheets) {
      const { count, photos: pictures } = this.unsent.get(id) ?? { count: 0, photos: 0 };
      setText(tab.querySelector(".tab-count"), count + pictures ? `未送信${number(count + pictures)}件` : "");
    }
    // All is handed in and nothing left here: what comes next stands on the page of the visit.
    const done = known && total === this.early && [...this.unsent.values()].every(({ gaps }) => gaps.state === "submitted");
    setText(find("back"), done ? "次の手順（講評会）へ" : "訪問のページへ");
    find("back").classList.toggle("button", done);
    this.paintReadiness();
  }

  /** Whether this device could open the page again by itself. */
  paintReadiness() {
    const ready = this.restart.ready && this.kept.size === this.sheets.length && this.outbox.durable;
    find("offline").dataset.ready = ready;
    setText(find("offline"), this.readiness(ready));
    setText(find("protection"), protection(this.outbox));
  }

  readiness(ready) {
    if (!this.restart.possible) return "この接続ではオフラインで開き直すことはできません";
    if (!this.outbox.durable) return "この端末に保存できないため、オフラインで開き直すことはできません";
    return ready ? reopens(this.outbox) : "オフラインの準備をしています";
  }
}

/** The place whose code on the door was read: `#place=…`. */
function placeAsked() {
  return new URLSearchParams(location.hash.slice(1)).get("place") ?? "";
}

/** Another page of this site could not be had: the worker has put this one in its place. */
function tellOffline(visit) {
  addEventListener("online", () => location.reload());
  find("message").replaceChildren(
    make("p", {}, "通信できないため、この画面を開けません。通信できる場所で開き直してください。"),
    visit ? make("a", { class: "button primary", href: `/visit/${visit}` }, "この端末にある訪問の点検表を開く") : "",
    visit ? make("a", { class: "button", href: `/meeting/${visit}` }, "この端末で講評会を開く") : "",
    make("a", { class: "button", href: location.href }, "もう一度開く"));
  find("message").hidden = false;
}

const outbox = await sharedOutbox();
const restart = new Restart(() => navigator.serviceWorker.register("/sw.js", { scope: "/" }));
restart.start();
const asked = /^\/visit\/(\d+)$/.exec(location.pathname)?.[1] ?? (await lastReader(outbox))?.visit;
// Started from the home screen: the visit that was open last.
if (asked && location.pathname === "/visit/") history.replaceState(null, "", `/visit/${asked}`);
if (!location.pathname.startsWith("/visit/")) tellOffline(asked);
else if (asked) new VisitPage(Number(asked), outbox, restart).start();
else location.replace("/visits");
