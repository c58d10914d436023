// The answer sheet: mount(element, options) fetches one assessment and keeps it in an element; knows nothing around it.

import { Dispatch } from "./dispatch.js";
import { make } from "./dom.js";
import { sharedOutbox, sheetRecord } from "./outbox.js";
import { SheetView } from "./sheet_view.js";
import { Failure, Transport, waitAfter } from "./transport.js";
import { stays } from "./words.js";

const mounted = new WeakMap();

/**
 * Show an assessment in an element or shadow root. Mounting the same again returns what is there.
 *
 * options: assessmentId; personId, whose kept sheet may be shown when the server does not answer; base, the address
 * of the API; loginAddress; offline, if the server is known not to answer;
 * submits, if the sheet is submitted here and not by the page around it; place, where it is opened, if it has items there;
 * meeting, the address of the closing meeting, if its reader begins it. Fires `answersheet:unsent` with
 * { count, photos, gaps } whenever one of them changes, `answersheet:kept` once this device can show it by itself, `answersheet:place` when it is opened at a place, and
 * `answersheet:turnedaway` when the server does not let its person in any more.
 */
export function mount(element, options) {
  const present = mounted.get(element);
  if (present && present.isFor(options)) return present;
  present?.destroy();
  const sheet = new AnswerSheet(element, options);
  mounted.set(element, sheet);
  sheet.start();
  return sheet;
}

class AnswerSheet {
  constructor(element, { assessmentId, personId = null, base = location.origin, loginAddress = null, offline = false, submits = false, place = "", meeting = null }) {
    Object.assign(this, { assessmentId, personId, base, element, offline, submits, place, meeting, ended: false, failures: 0 });
    this.loginAddress = loginAddress ?? `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
    this.transport = new Transport(base, assessmentId);
    this.root = make("div", { class: "answer-sheet", lang: "ja" }, make("p", { class: "loading", role: "status" }, "点検表を読み込んでいます。"));
    element.append(this.root);
  }

  isFor({ assessmentId, personId = null }) {
    return this.assessmentId === assessmentId && this.personId === personId && !this.ended;
  }

  async start() {
    const fetched = this.offline ? Promise.reject(new Failure(null, "")) : this.transport.sheet();
    fetched.catch(() => {}); // told by load()
    [this.outbox] = await Promise.all([sharedOutbox(), this.style()]);
    await this.load(fetched);
  }

  /** The style sheet stands beside this module; a sheet without it is still usable. */
  style() {
    const link = make("link", { rel: "stylesheet", href: new URL("answer_sheet.css", import.meta.url).href });
    this.root.before(link);
    this.link = link;
    return new Promise((resolve) => {
      link.addEventListener("load", resolve);
      link.addEventListener("error", resolve);
      setTimeout(resolve, 3000);
    });
  }

  async load(fetched = this.transport.sheet()) {
    if (this.ended) return;
    try {
      const sheet = await fetched;
      if (this.personId !== null && sheet.person.id !== this.personId) {
        this.showOther();
        return this.tellTurnedAway();
      }
      await this.open(sheet, null);
      if (this.ended) return;
      await this.outbox.keepSheet(this.owner, { ...sheet, ratings: {} }, sheet.ratings);
      this.tellKept();
    } catch (failure) {
      await this.loadKept(failure);
    }
  }

  /** The server does not answer, or wants a new sign-in: show what this device kept for this person. */
  async loadKept(failure) {
    if (!(failure instanceof Failure)) throw failure;
    if (failure.isTurnedAway) this.tellTurnedAway();
    if (this.ended) return;
    const login = failure.isTurnedAway && failure.status === 401;
    const away = failure.isAway || login;
    const kept = away && this.personId !== null ? await this.outbox.keptSheet(this.personId, this.assessmentId) : null;
    if (kept) {
      await this.open(kept, login ? "login" : "offline");
      return this.tellKept();
    }
    return this.showFailure(failure, away, login);
  }

  tellKept() {
    if (this.outbox.durable) this.root.dispatchEvent(new CustomEvent("answersheet:kept", { bubbles: true, composed: true }));
  }

  tellTurnedAway() {
    this.root.dispatchEvent(new CustomEvent("answersheet:turnedaway", { bubbles: true, composed: true }));
  }

  async open(sheet, reason) {
    if (this.ended) return;
    const { id: person, name } = sheet.person;
    this.owner = { person, assessment: this.assessmentId, name };
    const stored = await this.outbox.pendingOf(person, this.assessmentId);
    if (this.ended) return;
    this.dispatch = new Dispatch(this.owner, this.outbox, this.transport, sheet, { stored, reason });
    const { answers, photos, marks, notebook, delivery } = this.dispatch;
    this.keeper = () => [sheetRecord(this.owner, { ...sheet, ratings: {} })];
    this.outbox.keepers.add(this.keeper);
    this.view = new SheetView(this.root, { ...sheet, submits: this.submits && sheet.submits, meeting: this.meeting }, { answers, photos, marks, notebook, delivery }, this.loginAddress);
    delivery.addEventListener("turnedaway", () => this.tellTurnedAway());
    delivery.addEventListener("change", () => delivery.reason === "other" && this.showOther());
    this.dispatch.start();
    if (this.place) this.toPlace(this.place);
    else if (this.submits) await this.toLast(notebook);
  }

  /** Open where the person was when this page was closed, unless they have begun to move about meanwhile. */
  async toLast(notebook) {
    await notebook.written;
    if (scrollY === 0 && this.view?.isWritable()) this.view.navigation.toItem(notebook.kept.at);
  }

  /** Show the items of a place alone, if there are some. */
  toPlace(place) {
    if (!this.view?.filters.places().includes(place)) return;
    this.root.dispatchEvent(new CustomEvent("answersheet:place", { bubbles: true, composed: true }));
    this.view.desk.turn({ byPlace: true });
    this.view.navigation.openPlace(place);
  }

  /** Somebody else has signed in on this device: they see nothing of this person. */
  showOther() {
    this.close();
    this.root.replaceChildren(make("div", { class: "message", role: "alert" },
      make("p", {}, "別の方がログインしています。"),
      make("p", {}, `${stays("未送信の回答", this.outbox)}入力した方がもう一度ログインすると送信されます。`),
      make("a", { class: "button", href: location.href }, "画面を開き直す")));
  }

  showFailure(failure, again, login) {
    const text = failure.message && failure.status ? failure.message : "サーバーに接続できません。自動的に接続し直します。";
    this.root.replaceChildren(make("div", { class: "message", role: "alert" }, make("p", {}, text),
      login ? make("a", { class: "button primary", href: this.loginAddress }, "再ログイン") : null));
    this.failures += 1;
    if (again) setTimeout(() => this.load(), waitAfter(this.failures));
  }

  close() {
    this.dispatch?.close();
    this.outbox?.keepers.delete(this.keeper);
    this.view?.destroy();
  }

  /** Everything entered so far is on the device. */
  async settled() {
    await this.dispatch?.settled();
  }

  destroy() {
    this.ended = true;
    this.close();
    this.root.remove();
    this.link?.remove();
    if (mounted.get(this.element) === this) mounted.delete(this.element);
  }
}
