// Earlier findings at an item of today's sheet: what was found, what was done since, and the mark of this visit.

import { make, setAttribute, setText } from "./dom.js";
import { DATE, MARKS, moment } from "./words.js";

export class Earlier {
  /** `marks` holds the findings; `enter(finding, mark)` is called on a tap, null where nobody marks. */
  constructor(item, marks, enter) {
    Object.assign(this, { marks, enter });
    this.parts = marks.findingsAt(item).map((finding) => this.part(finding));
    this.element = make("section", { class: "earlier", hidden: !this.parts.length, "aria-label": `${item} 前回までの指摘事項` },
      this.parts.map(({ element }) => element));
  }

  part(finding) {
    const { id, fiscal_year: year, kind, text } = finding;
    const name = `${year}年度の${kind === "finding" ? "指摘事項" : "好事例"}`;
    const element = make("div", { class: "finding", data: { finding: id, kind } },
      make("p", { class: "finding-text" }, make("span", { class: "reference-name" }, name), text), done(finding));
    if (kind !== "finding" || !this.enter) return { element, paint: () => {} };
    const row = new MarkRow(id, name, this.marks, this.enter);
    element.append(row.element);
    return { element, paint: (writable) => row.paint(writable) };
  }

  paint(writable) {
    for (const part of this.parts) part.paint(writable);
  }
}

/** What the host has done about a finding. */
function done({ kind, action, progress, completed_on: day }) {
  if (kind !== "finding") return null;
  const state = day ? `${DATE.format(new Date(`${day}T00:00:00+09:00`))}完了` : action ? "取組中" : "";
  const rows = [["改善策", action || "改善計画はまだありません"], ["状況", state], ["直近の進捗", progress]];
  return make("dl", { class: "finding-done" }, rows.filter(([, text]) => text).map(([name, text]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, text))));
}

/** 解決, 継続 or 再発 with one tap, and where that tap is. */
class MarkRow {
  constructor(id, name, marks, enter) {
    Object.assign(this, { id, marks });
    this.buttons = Object.entries(MARKS).map(([mark, word]) => make("button", {
      type: "button", class: "follow-up", "aria-pressed": "false", data: { mark }, on: { click: () => enter(id, mark) },
    }, word));
    this.trace = make("span", { class: "mark-trace", role: "status" });
    this.drop = make("button", { type: "button", class: "quiet", hidden: true, on: { click: () => marks.giveUp(id) } }, "端末から削除");
    this.comment = make("p", { class: "finding-comment" });
    this.element = make("div", { class: "finding-marks" },
      make("div", { class: "follow-ups", role: "group", "aria-label": `${name}への今回の判定` }, make("span", {}, "今回の判定"), this.buttons),
      this.trace, this.drop, this.comment);
  }

  paint(writable) {
    const { marks, id } = this;
    const held = marks.held(id);
    const { sent, draft, refused } = marks.pending(id);
    const shown = marks.shown(id);
    for (const button of this.buttons) {
      setAttribute(button, "aria-pressed", String(button.dataset.mark === shown));
      button.disabled = !writable;
    }
    setText(this.comment, held.comment);
    setAttribute(this.element, "data-tone", refused || marks.overtaken.has(id) ? "stop" : sent || draft ? "wait" : null);
    setText(this.trace, this.told(held, sent || draft, refused));
    this.drop.hidden = !refused;
  }

  told(held, waits, refused) {
    if (refused) return `送信できませんでした。${refused}`;
    if (this.marks.overtaken.has(this.id)) {
      return `${held.marked_by || "ほかの方"}が先に判定しています。変える場合は、もう一度押してください。`;
    }
    const delay = waits && this.marks.delays.get(this.id);
    if (delay) return `送信できていません。${delay}間をおいて送り直します。`;
    if (waits) return this.marks.outbox.durable ? "送信待ち" : "送信待ち（この画面のみ）";
    return held.mark ? `${moment(held.marked_at)} ${held.marked_by}` : "まだ判定していません";
  }
}
