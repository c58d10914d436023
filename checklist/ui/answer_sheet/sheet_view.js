// The whole sheet on the screen: bar, chapters, filters and one card per item, painted from the answers.

import { Bar } from "./bar.js";
import { Card } from "./card.js";
import { Chapters } from "./chapters.js";
import { make, setAttribute, setText } from "./dom.js";
import { Desk } from "./desk.js";
import { Filters } from "./filters.js";
import { HandIn } from "./hand_in.js";
import { Heights } from "./heights.js";
import { Navigation } from "./navigation.js";
import { Progress, gapsOf } from "./progress.js";
import { shown } from "./protocol.js";
import { Submission } from "./submission.js";
import { Team } from "./team.js";
import { Undelivered } from "./undelivered.js";
import { number, protection } from "./words.js";

const STAY = "回答はこの画面のみに保持されます。送信が終わるまで画面を閉じないでください。";
const NO_STORAGE = `この端末には回答を保存できません。${STAY}`;
const NO_ROOM = `端末の空き容量が足りないため、この端末には回答を保存できません。不要なファイルを消すと、保存し直します。${STAY}`;
const LATER = "未送信の回答は残っていて、間をおいて送り直します。";
const PORTAL = `Wi-Fiの利用手続きが必要なときは、別の画面で済ませてください。${LATER}`;
const NO_ANSWER = { value: null, comment: "" };

export class SheetView {
  constructor(root, sheet, { answers, photos, marks, notebook, delivery }, loginAddress) {
    Object.assign(this, { root, sheet, answers, photos, marks, notebook, delivery, summaryDue: false });
    const { items, chapters } = sheet.sheet;
    this.filters = new Filters(sheet, notebook, () => this.filter());
    this.team = new Team(this);
    this.desk = new Desk(this);
    this.submission = new Submission(this);
    const handIn = new HandIn(answers, delivery);
    this.undelivered = new Undelivered(sheet, (item) => answers.giveUp(item), (codes) => handIn.run(codes));
    this.navigation = new Navigation(this);
    this.progress = new Progress(this);
    this.chapters = new Chapters(sheet.sheet, {
      toChapter: (code) => this.navigation.toChapter(code),
      toPlace: (place) => this.navigation.toPlace(place),
      turn: (byPlace) => this.desk.turn({ byPlace }),
    });
    this.bar = new Bar(this.navigation, loginAddress);
    this.cards = new Map(items.map((item) => [item.code, new Card(item, sheet, this.actions(), { photos, marks, notebook })]));
    this.sections = chapters.map((chapter) => this.section(chapter, items));
    this.heights = new Heights([...this.cards.values()].map(({ element }) => element), (known) => setAttribute(root, "data-settled", known));
    this.notice = make("p", { class: "notice", hidden: true });
    this.storage = make("p", { class: "notice", hidden: true, role: "alert" });
    this.hint = make("p", { class: "submit-hint", hidden: true });
    this.protection = make("p", { class: "protection" });
    this.build();
    this.listen();
    this.paintAll();
  }

  actions() {
    return {
      enter: (item, change, typing) => {
        this.answers.enter(item, change);
        this.delivery.entered(typing);
        this.notebook.standAt(item);
      },
      choose: (item, side) => {
        this.answers.choose(item, side);
        this.delivery.entered(false);
      },
      editing: (item, on) => this.edit(item, on),
      mark: (finding, mark) => this.marks.enter(finding, mark),
      history: () => this.delivery.transport.history(),
      ownComments: (except) => this.answers.ownComments(except),
    };
  }

  /** While a comment is typed, what others wrote to the item waits until the typing ends. */
  edit(item, on) {
    this.answers.editing = on ? item : null;
    if (on) return;
    this.paintCard(item);
    this.delivery.entered(false);
  }

  section({ code, name }, items) {
    const own = items.filter((item) => item.chapter === code);
    const heading = make("h2", { id: `chapter-${code}` }, `${code}　${name}`);
    const element = make("section", { class: "chapter-section", data: { chapterSection: code }, "aria-labelledby": heading.id },
      heading, own.map((item) => this.cards.get(item.code).element));
    return { code, element, items: own };
  }

  build() {
    this.top = make("div", { class: "top" }, this.bar.element);
    this.filters.search.after(this.desk.element); // beside it, not below: less stands above the first item
    this.list = make("div", { class: "list" },
      this.notice, this.storage, this.team.told, this.undelivered.element, this.filters.element,
      this.sections.map(({ element }) => element), this.hint, this.sheet.submits ? this.submission.element : null, this.protection);
    this.root.replaceChildren(this.top, make("div", { class: "body" }, this.chapters.element, this.list));
  }

  listen() {
    this.ending = new AbortController();
    const { signal } = this.ending;
    this.answers.addEventListener("change", ({ detail }) => this.changed(detail.item), { signal });
    this.delivery.addEventListener("change", () => this.stateChanged(), { signal });
    this.answers.outbox.addEventListener("change", () => this.paintAll(), { signal });
    this.photos.addEventListener("change", ({ detail }) => detail.items.forEach((item) => this.changed(item)), { signal });
    this.marks.addEventListener("change", ({ detail }) => detail.items.forEach((item) => this.changed(item)), { signal });
    this.notebook.addEventListener("change", ({ detail }) => this.desk.changed(detail.items), { signal });
    this.delivery.addEventListener("told", ({ detail }) => this.heard(detail), { signal });
    addEventListener("beforeunload", (event) => this.leaving(event), { signal });
    this.sizes = new ResizeObserver(() => this.measure());
    this.sizes.observe(this.top);
    this.watcher = new IntersectionObserver(() => this.navigation.follow(), { rootMargin: "-120px 0px -55% 0px", threshold: [0, 0.01] });
    for (const { element } of this.sections) this.watcher.observe(element);
  }

  destroy() {
    this.ending.abort();
    this.sizes.disconnect();
    this.watcher.disconnect();
    this.heights.stop();
  }

  measure() {
    const width = this.top.offsetWidth;
    if (width && width !== this.width) this.heights.renew();
    this.width = width;
    this.root.style.setProperty("--bar-height", `${this.top.offsetHeight}px`);
  }

  leaving(event) {
    const waits = this.answers.pendingItems().length + this.marks.waiting.size + this.photos.waiting.length;
    if (this.photos.preparing || (!this.answers.outbox.durable && waits)) event.preventDefault();
  }

  isWritable() {
    return this.delivery.writable && this.delivery.reason !== "forbidden";
  }

  /** Marks belong to the visit: the server says whether it still takes them, also once the sheet is submitted. */
  isMarkable() {
    return Boolean(this.sheet.marks) && this.delivery.reason !== "forbidden";
  }

  heard(told) {
    const { self, marks, findings, photos } = told;
    this.compare(self);
    this.photos.refresh(photos ?? {});
    this.team.hear(told);
    if (this.sheet.marks !== marks) {
      this.sheet.marks = marks;
      this.paintAll();
    }
    this.marks.refresh(findings ?? {});
  }

  /** What stands on a card: own answers while they can still be given, else what the server holds. */
  answer(item) {
    return this.isWritable() ? this.answers.shown(item) : this.answers.rating(item) ?? NO_ANSWER;
  }

  changed(item) {
    this.paintCard(item);
    this.summarySoon();
  }

  summarySoon() {
    if (this.summaryDue) return;
    this.summaryDue = true;
    requestAnimationFrame(() => {
      this.summaryDue = false;
      this.paintSummary();
    });
  }

  /** All cards change only when the sheet opens or closes; else the summary is enough. */
  stateChanged() {
    if (this.paintedWritable === this.isWritable()) this.paintSummary();
    else this.paintAll();
  }

  /** In blind mode the host's own ratings arrive one by one, each after it was rated here. */
  compare(self) {
    if (!self) return;
    this.sheet.self = self;
    for (const card of this.cards.values()) card.paintReferences(this.answer(card.item.code), this.isWritable());
  }

  paintCard(item) {
    const card = this.cards.get(item);
    card?.paint({
      answer: this.answer(item),
      pending: this.answers.pending(item),
      rating: this.answers.rating(item),
      writable: this.isWritable(),
      markable: this.isMarkable(),
      durable: this.answers.outbox.durable,
      stuck: !this.isWritable(),
    });
  }

  paintAll() {
    this.paintedWritable = this.isWritable();
    setAttribute(this.root, "data-readonly", !this.isWritable());
    for (const code of this.cards.keys()) this.paintCard(code);
    this.paintSummary();
  }

  paintSummary() {
    const { answers, delivery } = this;
    const pending = answers.pendingItems().filter((item) => this.cards.has(item));
    const undelivered = this.undeliveredEntries(pending);
    const { left, total, place, exempt } = this.progress.paint();
    const marks = this.marks.waiting.size;
    this.undelivered.paint(undelivered, !this.isWritable() && this.sheet.track === "visitor", this.answers.outbox);
    const ahead = this.navigation.ahead();
    this.bar.paint({
      left, total, exempt, place, next: ahead.text, ends: ahead.ends,
      later: this.waitingForLater(),
      handed: this.team.unread.length,
      writable: this.isWritable(),
      conflicts: pending.filter((item) => answers.pending(item).conflict).length,
      undelivered: undelivered.length,
      reason: delivery.reason ?? (this.isWritable() ? null : "closed"),
      unsent: pending.length + marks,
      waiting: pending.filter((item) => answers.pending(item).sent || answers.pending(item).draft).length + marks - this.marks.stuck().length,
      durable: answers.outbox.durable,
      onDevice: answers.isOnDevice() && this.marks.isOnDevice(),
      stuckMarks: this.marks.stuck().length,
      photos: this.photos.waiting.length - this.stuckPhotos().length,
      stuckPhotos: this.stuckPhotos().length,
      preparing: this.photos.preparing,
      savedAt: delivery.savedAt ?? this.marks.savedAt ?? answers.lastSaved(),
    });
    this.paintNotices(pending.length + marks);
    this.team.paint();
    this.submission.paint();
    this.submission.try();
  }

  paintNotices(unsent) {
    const { reason, message } = this.delivery;
    this.notice.hidden = this.isWritable() && reason !== "foreign" && !(reason === "trouble" && message);
    setText(this.notice, this.noticeText(reason, message));
    this.storage.hidden = this.answers.outbox.durable || !this.isWritable();
    setText(this.storage, this.answers.outbox.full ? NO_ROOM : NO_STORAGE);
    setText(this.protection, this.isWritable() ? protection(this.answers.outbox) : "");
    const later = this.waitingForLater();
    this.hint.hidden = !this.isWritable();
    setAttribute(this.hint, "data-empty", !unsent && !later);
    setText(this.hint, [
      unsent && `未送信の回答が${number(unsent)}件あります。「保存済み」になってから提出してください。`,
      later && `「あとで確認」の印が${number(later)}件残っています。確かめて印を外してから提出してください。`,
    ].filter(Boolean).join(""));
    const told = { count: unsent, photos: this.photos.waiting.length, gaps: this.gaps() };
    if (this.announced === JSON.stringify(told)) return;
    this.announced = JSON.stringify(told);
    this.root.dispatchEvent(new CustomEvent("answersheet:unsent", { detail: told, bubbles: true, composed: true }));
  }

  gaps() {
    return gapsOf(this);
  }

  /** Marks to come back matter as long as something can be entered. */
  waitingForLater() {
    return this.isWritable() ? Object.keys(this.notebook.kept.later).length : 0;
  }

  /** Photos that the server does not take, or not any more. */
  stuckPhotos() {
    return this.isWritable() ? this.photos.stuck() : this.photos.waiting;
  }

  noticeText(reason, message) {
    if (reason === "foreign") return `${message}${PORTAL}`;
    if (reason === "trouble" && message) return `${message}${LATER}`;
    if (message && (reason === "forbidden" || reason === "closed")) return message;
    return this.delivery.state === "open" ? "この点検表は閲覧のみです。" : "この評価は提出済みのため、変更できません。";
  }

  undeliveredEntries(pending) {
    const { answers } = this;
    return pending.filter((item) => !this.isWritable() || answers.pending(item).refused).map((item) => {
      const state = answers.pending(item);
      const own = state.conflict?.mine ?? state.draft ?? state.sent ?? state.refused;
      return {
        item, text: this.cards.get(item).item.text, answer: shown(state, null), time: own?.tapped_at ?? null,
        reason: state.refused?.reason ?? this.noticeText(this.delivery.reason, this.delivery.message),
      };
    });
  }

  filter() {
    this.filters.narrow(this, (code) => this.answer(code));
    this.heights.resume();
    this.chapters.places.current(this.filters.place.value || null);
    this.paintSummary();
  }
}
