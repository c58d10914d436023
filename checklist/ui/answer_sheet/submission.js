// Submitting the visitors' sheet where it was filled in: counted live, asked once, kept on the device until it gets through.

import { make, setText } from "./dom.js";
import { Submitting } from "./submitting.js";
import { number } from "./words.js";

// The server takes no longer one (理由).
const REASON_LIMIT = 500;
const LOCKS = "提出すると、ほかの訪問評価者の端末でも回答を変更できなくなります。";
const UNKNOWN = "ほかの端末に未送信の回答があるかどうかは分かりません。";
const KEPT = "提出の操作をこの端末に保存しました。";
const HELD = "この端末に保存できないため、このページを閉じないでください。";
const WAITS = "まだ提出されていません。未送信の回答と写真を送り終えると、自動で提出します。";
const MEET = "講評会は、通信がなくても、この端末にある自己評価と訪問評価で始められます。";

export class Submission {
  constructor(view) {
    Object.assign(this, { view, submitting: new Submitting(view), asking: false, storing: 0 });
    const { name, version_name: version } = view.sheet.sheet;
    this.name = `「${name} ${version}」`;
    this.label = `${this.name}の訪問評価を提出する`;
    this.counts = make("p", {});
    this.open = make("button", { type: "button", class: "button primary", on: { click: () => this.ask(true) } }, this.label);
    this.reason = make("textarea", { rows: 2, maxlength: REASON_LIMIT, "aria-label": "残したまま提出する理由", placeholder: "残したまま提出する理由" });
    this.question = make("p", {});
    this.send = make("button", { type: "button", class: "button primary", on: { click: () => this.confirm() } }, `${this.name}を提出する`);
    this.stop = make("button", { type: "button", class: "button", on: { click: () => this.ask(false) } }, "やめる");
    this.panel = make("div", { class: "submission-question", hidden: true }, this.question, this.reason, make("div", { class: "row-actions" }, this.send, this.stop));
    this.told = make("p", {});
    const { meeting } = view.sheet;
    this.waiting = make("div", { class: "submission-question", hidden: true }, this.told,
      meeting ? make("p", {}, MEET) : null, meeting ? make("a", { class: "button primary", href: meeting }, "講評会をこの端末で始める") : null,
      make("button", { type: "button", class: "button", on: { click: () => this.keep(null) } }, `${this.name}の提出をやめる`));
    this.message = make("p", { class: "hint", role: "alert" });
    this.element = make("section", { class: "submission", "aria-label": this.label, hidden: true },
      make("h2", {}, `${this.name}の訪問評価の提出`), this.counts, this.open, this.panel, this.waiting, this.message);
  }

  get kept() {
    return this.submitting.kept;
  }

  /** Told to be kept once it is: whoever leaves in the same moment has been promised nothing. */
  async keep(submission) {
    this.storing += 1;
    try {
      await this.submitting.keep(submission);
    } finally {
      this.storing -= 1;
      this.paint();
    }
  }

  ask(on) {
    this.asking = on;
    setText(this.message, "");
    this.paint();
    (on ? this.send : this.open).focus();
  }

  confirm() {
    const reason = this.reason.value.trim();
    if (this.isIncomplete() && !reason) {
      setText(this.message, "未回答またはコメントのない項目があります。このまま提出する場合は、理由を入力してください。");
      return this.reason.focus();
    }
    this.asking = false;
    this.keep({ reason });
    this.try();
  }

  isIncomplete() {
    const { unanswered, uncommented } = this.view.gaps();
    return unanswered + uncommented > 0;
  }

  /** Submit what waits for it as soon as everything before it is with the server. */
  async try() {
    const refused = await this.submitting.try();
    if (refused) setText(this.message, refused);
  }

  paint() {
    const { sheet } = this.view;
    this.element.hidden = !sheet.submits || !this.view.isWritable();
    if (this.element.hidden) return;
    const { unanswered, uncommented } = this.view.gaps();
    const open = [unanswered && `未回答 ${number(unanswered)}項目`, uncommented && `コメントのない項目 ${number(uncommented)}項目`].filter(Boolean).join("、");
    setText(this.counts, open ? `${open}があります。` : "すべての項目に回答しました。");
    const others = this.view.team.last();
    setText(this.question, `${sheet.hospital.name}の${this.name}の訪問評価を提出します。${open ? `${open}を残しています。` : ""}${others && `${others}。${UNKNOWN}`}${LOCKS}`);
    this.open.hidden = this.asking || Boolean(this.kept);
    this.panel.hidden = !this.asking;
    this.reason.hidden = !open;
    this.waiting.hidden = !this.kept || this.storing > 0;
    setText(this.told, this.waiting.hidden ? "" : `${this.view.answers.outbox.durable ? KEPT : HELD}${WAITS}`);
  }
}
