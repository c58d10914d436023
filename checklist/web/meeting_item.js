// One item at the meeting: both sides with their comments and photos, the value they agree on, and why if it is neither's.

import { conflictPanel } from "/assets/conflict.js";
import { discardButton } from "/assets/discard.js";
import { make, setAttribute, setText } from "/assets/dom.js";
import { NoteField } from "/assets/note_field.js";
import { COMMENT_LIMIT, countCharacters } from "/assets/protocol.js";
import { hue } from "/assets/scale.js";
import { label, stays } from "/assets/words.js";

const WHY = "双方の評定と異なる評定です。理由を1文で入力してください";
const COMMENT = "合意のコメント";

/** Whether an agreed value is neither side's and says not why; the server takes none without (the same rule). */
export const owesReason = ({ own, visitor }, { value, comment }) =>
  value !== null && value !== own.value && value !== visitor.value && !comment.trim();

export class ItemSlide {
  constructor(view, { sheet, answers, delivery, item }) {
    Object.assign(this, { view, sheet, answers, delivery, item });
    const { code, chapter, text } = item;
    this.how = make("span", { class: "how" });
    this.value = make("b", { class: "value" });
    this.back = make("button", { type: "button", class: "quiet", on: { click: () => this.enter({ value: null }) } }, "合意を取り消す");
    this.photos = make("div", { class: "photos" });
    this.found = make("ul", { class: "found" });
    this.conflict = make("div", {});
    this.fault = make("p", { class: "fault", role: "alert" });
    this.discard = discardButton(() => answers.giveUp(item.code));
    this.buttons = this.makeButtons();
    view.rates.replaceChildren(...this.buttons.values());
    this.element = make("div", { class: "slide" },
      make("div", { class: "about" }, make("span", { class: "code" }, code), make("span", { class: "chapter" }, chapter),
        make("p", { class: "agreed" }, make("span", {}, "合意評価"), this.value, this.how, this.back)),
      make("h2", {}, text),
      make("div", { class: "sides" }, this.side("自己評価", item.own), this.side("訪問評価", item.visitor)),
      this.photos, this.reason(), this.conflict, this.fault, this.discard, this.found, this.composer());
  }

  side(name, { value, comment }) {
    const badge = make("b", { class: "badge", data: { hue: hue(this.sheet.scale, value) } }, label(this.sheet.scale, value));
    return make("section", { class: "side", "aria-label": name }, make("h3", {}, name, badge), make("p", {}, comment || "（コメントなし）"));
  }

  makeButtons() {
    return new Map(this.sheet.scale.values.map(({ value, label: letter, word, hue: colour }) => [value, make("button", {
      type: "button", class: letter.length > 1 ? "rate long" : "rate", "aria-label": word && word !== letter ? `${letter} ${word}` : letter, data: { value, hue: colour }, on: { click: () => this.rate(value) },
    }, make("span", { class: "letter" }, letter), word && word !== letter ? make("span", { class: "word" }, word) : null)]));
  }

  reason() {
    const id = "reason";
    this.why = make("label", { for: id });
    this.area = make("textarea", {
      id, rows: 2, autocomplete: "off", spellcheck: "false",
      on: { input: () => this.typed(), focus: () => (this.answers.editing = this.item.code), blur: () => this.left() },
    });
    this.more = make("button", { type: "button", class: "quiet", on: { click: () => this.write() } }, `${COMMENT}を書く`);
    this.place = make("div", { class: "reason" }, this.why, this.area);
    return make("div", {}, this.more, this.place);
  }

  /** A finding or a good practice at this item, begun with what the visitors wrote. */
  composer() {
    const { notes, meeting } = this.view, key = `new/${this.sheet.code}/${this.item.code}`;
    const kept = notes.entry(key);
    const kind = make("select", { "aria-label": "種類" }, Object.entries(meeting.kinds).map(([value, text]) => make("option", { value }, text)));
    if (kept?.kind) kind.value = kept.kind;
    const about = () => ({ what: "finding", sheet: this.sheet.code, item: this.item.code, kind: kind.value });
    this.field = new NoteField(notes, key, about, {
      label: `${this.item.code}の指摘事項・好事例`, limit: meeting.limits.finding, action: "加える", rows: 3, before: kind,
      standing: () => ({ text: "", version: 0 }), start: () => this.item.visitor.comment, once: true,
    });
    kind.addEventListener("change", () => this.field.typed());
    this.open = make("button", { type: "button", class: "quiet", "aria-expanded": Boolean(kept), on: { click: () => this.toggle() } }, "指摘事項・好事例に加える");
    this.compose = make("div", { class: "compose" }, this.open, this.field.element);
    this.field.element.hidden = !kept;
    return this.compose;
  }

  toggle() {
    const hidden = !this.field.element.hidden;
    this.field.element.hidden = hidden;
    setAttribute(this.open, "aria-expanded", String(!hidden));
    if (!hidden) this.field.focus();
  }

  write() {
    this.place.hidden = false;
    this.more.hidden = true;
    this.area.focus();
  }

  rate(value) {
    if (this.answers.shown(this.item.code).value === value) return;
    this.enter({ value });
    if (owesReason(this.item, this.answers.shown(this.item.code))) this.area.focus();
  }

  enter(change, typing = false) {
    this.answers.enter(this.item.code, change);
    this.delivery.entered(typing);
  }

  typed() {
    this.enter({ comment: this.area.value }, true);
  }

  left() {
    this.answers.editing = null;
    this.delivery.entered(false);
    this.view.paint();
  }

  close() {
    if (this.answers.editing === this.item.code) this.left();
    this.view.rates.replaceChildren();
  }

  paint() {
    const { code, own, visitor } = this.item, { scale } = this.sheet;
    const shown = this.answers.shown(code), pending = this.answers.pending(code);
    const writable = this.view.meeting.agrees && this.delivery.writable;
    const agreed = this.view.agreed(this);
    const owes = owesReason(this.item, shown);
    setText(this.value, agreed === null ? "未合意" : label(scale, agreed));
    setAttribute(this.value, "data-hue", hue(scale, agreed));
    setText(this.how, agreed === null ? "" : owes ? "理由を入力すると記録します" : shown.value === null ? "双方の評定が一致" : own.value === visitor.value && agreed === own.value ? "双方の評定と同じ" : "話し合いで合意");
    this.back.hidden = !writable || shown.value === null || Boolean(pending.conflict);
    this.view.rates.hidden = !writable;
    for (const [value, button] of this.buttons) {
      setAttribute(button, "aria-pressed", String(shown.value === value));
      setAttribute(button, "data-shared", shown.value === null && agreed === value);
      button.disabled = Boolean(pending.conflict);
    }
    this.paintReason(shown, owes, writable, pending);
    this.paintPhotos();
    this.paintFound();
    this.compose.hidden = !this.view.meeting.notes;
    this.field.paint();
  }

  paintReason(shown, owes, writable, pending) {
    if (this.answers.editing !== this.item.code && this.area.value !== shown.comment) this.area.value = shown.comment;
    setText(this.why, owes ? WHY : COMMENT);
    this.place.dataset.owes = owes;
    this.area.readOnly = !writable;
    const asked = this.place.contains(document.activeElement) || owes || Boolean(shown.comment);
    this.place.hidden = !asked;
    this.more.hidden = asked || !writable;
    const { conflict, refused } = pending;
    const over = countCharacters(shown.comment) - COMMENT_LIMIT;
    setText(this.fault, over > 0 ? `${over}文字多いため、まだ送信していません。${COMMENT_LIMIT}文字以内にしてください。`
      : refused ? `サーバーに保存されていません。${refused.reason}` : this.delivery.reason === "closed" && this.answers.pendingItems().includes(this.item.code)
        ? `署名などで記録が閉じられたため、この合意評価は送信できません。${stays("記録", this.answers.outbox)}` : "");
    this.discard.hidden = !this.fault.textContent || over > 0;
    const key = JSON.stringify(conflict ?? null);
    if (key !== this.conflicting) this.conflict.replaceChildren(conflict ? conflictPanel(conflict, this.sheet.scale, (side) => (this.answers.choose(this.item.code, side), this.delivery.entered(false))) : "");
    this.conflicting = key;
  }

  paintPhotos() {
    const { pictures } = this.view;
    const key = JSON.stringify(this.item.photos.map(({ id }) => [id, pictures.address(id)]));
    if (key === this.pictured) return;
    this.pictured = key;
    this.photos.replaceChildren(...this.item.photos.map(({ id, caption }, place) => {
      const address = pictures.address(id), name = caption || `写真${place + 1}`;
      if (!address) return make("p", { class: "soft" }, "写真は通信できるときに表示します");
      return make("button", { type: "button", class: "photo", "aria-label": `${name}を大きく表示する`, on: { click: () => enlarge(address, name) } },
        make("img", { src: address, alt: name }), caption ? make("span", {}, caption) : null);
    }));
  }

  /** What was noted at this item so far, that of this device included. */
  paintFound() {
    const { meeting, notes } = this.view;
    const here = ({ sheet, item }) => sheet === this.sheet.code && item === this.item.code;
    const waiting = [...notes.entries.values()].filter((one) => one.what === "finding" && here(one) && one.key.startsWith("finding/"));
    const lines = [...meeting.findings.filter(here).map(({ id, kind, text }) => [kind, text, null, meeting.notes ? id : null]), ...waiting.map(({ kind, text, key }) => [kind, text, key])];
    const key = JSON.stringify(lines);
    if (key !== this.listed) this.listFound(lines);
    this.listed = key;
    for (const one of waiting) setText(this.waits.get(one.key), notes.wait(one));
  }

  listFound(lines) {
    const { meeting, notes } = this.view;
    this.waits = new Map(lines.map(([, , own]) => [own, make("span", { class: "soft" })]));
    const reword = (id) => make("button", { type: "button", class: "quiet", on: { click: () => this.view.reword(id) } }, "書き直す");
    this.found.replaceChildren(...lines.map(([kind, text, own, id]) => make("li", {}, make("b", {}, meeting.kinds[kind]), text, id ? reword(id) : null,
      own ? [this.waits.get(own), discardButton(() => notes.giveUp(own))] : null)));
  }
}

/** The photo alone, as large as the screen. */
function enlarge(address, name) {
  const close = make("button", { type: "button", class: "jump", on: { click: () => dialog.close() } }, "閉じる");
  const dialog = make("dialog", { class: "large", "aria-label": name, on: { close: () => dialog.remove() } }, make("img", { src: address, alt: name }), make("p", {}, name, close));
  document.body.append(dialog);
  dialog.showModal();
}
