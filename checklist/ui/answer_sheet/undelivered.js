// Answers that the server does not take any more: kept on this device, shown, copied, and given up only on purpose.

import { badge } from "./card.js";
import { make } from "./dom.js";
import { label, moment } from "./words.js";

export class Undelivered {
  constructor(scale, giveUp) {
    Object.assign(this, { scale, giveUp, key: "" });
    this.list = make("ul", {});
    this.copied = make("span", { role: "status" });
    this.element = make("section", { class: "undelivered", hidden: true, tabindex: -1, "aria-label": "送信できなかった回答" },
      make("h2", {}, "送信できなかった回答"),
      make("p", {}, "次の回答はサーバーに保存されていません。この端末に残してあります。内容を控えて、訪問の責任者に伝えてください。"),
      this.list,
      make("p", {}, make("button", { type: "button", class: "button", on: { click: () => this.copy() } }, "すべてコピー"), this.copied),
    );
  }

  /** `entries` are [{ item, text, answer, reason, time }]. */
  paint(entries) {
    const key = JSON.stringify(entries);
    if (key === this.key) return;
    this.key = key;
    this.entries = entries;
    this.element.hidden = !entries.length;
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
