// Answers that the server does not take any more: kept on this device, shown, copied, and given up only on purpose.

import { badge } from "./badge.js";
import { make, setAttribute, setText } from "./dom.js";
import { label, moment, stays } from "./words.js";

const COPY = {
  self: "内容を控えて、自院の医療安全管理者に伝えてください。", visitor: "内容を控えて、訪問の責任者に伝えてください。",
};
const HAND_IN = "代表の訪問評価者に提出すると、受け入れるかどうかを訪問の画面で決めてもらえます。";

export class Undelivered {
  /** `handIn(items)` hands in what came too late and resolves to a sentence. */
  constructor({ track, sheet: { scale } }, giveUp, handIn) {
    Object.assign(this, { scale, copyTo: COPY[track] ?? COPY.visitor, giveUp, handIn, key: "", entries: [], told: "" });
    this.list = make("ul", {});
    this.copied = make("span", { role: "status" });
    this.lead = make("p", {});
    this.offer = make("button", { type: "button", class: "button primary", hidden: true, on: { click: () => this.handOver() } }, "代表の訪問評価者に提出する");
    this.outcome = make("p", { class: "outcome", role: "status", hidden: true });
    this.rest = make("div", {}, this.lead, this.list,
      make("p", { class: "row-actions" }, this.offer, make("button", { type: "button", class: "button", on: { click: () => this.copy() } }, "すべてコピー"), this.copied));
    this.element = make("section", { class: "undelivered", hidden: true, tabindex: -1, "aria-label": "送信できなかった回答" },
      (this.title = make("h2", {})), this.rest, this.outcome,
    );
  }

  /** `entries` are [{ item, text, answer, reason, time }]; `late` if they can be handed in. */
  paint(entries, late, { durable }) {
    const key = JSON.stringify([entries, late, durable, this.told]);
    if (key === this.key) return;
    Object.assign(this, { key, entries });
    this.element.hidden = !entries.length && !this.told;
    this.rest.hidden = !entries.length;
    setAttribute(this.element, "data-done", !entries.length);
    setText(this.title, entries.length ? "送信できなかった回答" : "遅れた回答の提出");
    this.offer.hidden = !late;
    setText(this.lead, `次の回答はサーバーに保存されていません。${stays("内容", { durable })}${late ? HAND_IN : this.copyTo}`);
    setText(this.outcome, this.told);
    this.outcome.hidden = !this.told;
    this.list.replaceChildren(...entries.map((entry) => this.row(entry)));
  }

  row(entry) {
    const { item, text, answer, reason, time } = entry;
    const actions = make("span", { class: "row-actions" });
    const ask = make("button", { type: "button", class: "quiet", on: { click: () => this.confirm(actions, ask, item) } }, "端末から削除");
    actions.append(ask);
    return make("li", { data: { undelivered: item } },
      make("p", { class: "row-head" }, badge(this.scale, answer.value), make("span", { class: "code" }, item), make("span", {}, text)),
      answer.comment ? make("p", { class: "row-comment" }, answer.comment) : null,
      make("p", { class: "row-reason" }, make("span", {}, `${reason}　${time ? `${moment(time)}に入力` : ""}`), actions),
    );
  }

  confirm(actions, ask, item) {
    const back = () => actions.replaceChildren(ask);
    const yes = make("button", { type: "button", class: "button danger", on: { click: () => this.giveUp(item) } }, "削除する");
    const no = make("button", { type: "button", class: "button", on: { click: back } }, "やめる");
    actions.replaceChildren(make("span", {}, "この回答は元に戻せません。"), yes, no);
    no.focus();
  }

  async handOver() {
    this.offer.disabled = true;
    this.told = await this.handIn(this.entries.map(({ item }) => item));
    this.offer.disabled = false;
    this.key = "";
    this.paint(this.entries, !this.offer.hidden);
  }

  copy() {
    const lines = this.entries.map(({ item, text, answer, reason, time }) =>
      [item, text, label(this.scale, answer.value), answer.comment, reason, time ? moment(time) : ""].join("\t"));
    // On plain http there is no clipboard interface, only the old command.
    const area = make("textarea", { class: "offscreen", "aria-hidden": "true" });
    area.value = lines.join("\n");
    this.element.append(area);
    area.select();
    this.copied.textContent = document.execCommand("copy") ? "コピーしました。" : "コピーできませんでした。";
    area.remove();
  }
}
