// A text of the meeting in the making: kept on the device with every letter, sent when it is meant.

import { discardButton } from "/assets/discard.js";
import { make, setText } from "/assets/dom.js";
import { countCharacters, newOperationNumber } from "/assets/protocol.js";
import { number } from "/assets/words.js";

export class NoteField {
  /**
   * `about()` tells what the text is; `standing()` is { text, version } as the server holds it; `start()` what a new one
   * begins with. With `once` every text that is sent is one more, and the field is empty again.
   */
  constructor(notes, key, about, { label, limit, action, rows, standing, start = () => "", before = null, once = false }) {
    Object.assign(this, { notes, key, about, limit, standing, start, once });
    this.area = make("textarea", { rows, autocomplete: "off", spellcheck: "false", "aria-label": label, on: { input: () => this.typed() } });
    this.state = make("p", { class: "soft", role: "status" });
    this.button = make("button", { type: "button", class: "button", on: { click: () => this.send() } }, action);
    this.sides = make("div", { class: "conflict", role: "group", "aria-label": "文の選択", hidden: true });
    this.discard = discardButton(() => this.giveUp());
    this.element = make("div", { class: "field" }, before, this.area, this.sides, make("p", { class: "actions" }, this.button, this.state, this.discard));
    this.area.value = notes.entry(key)?.text ?? (standing().text || start());
  }

  focus() {
    this.area.focus();
  }

  typed() {
    this.notes.type(this.key, { ...this.about(), version: this.standing().version }, this.area.value);
  }

  async send() {
    if (this.once && !this.area.value.trim()) {
      setText(this.state, "文を入力してください。");
      return this.focus();
    }
    await this.notes.type(this.key, { ...this.about(), version: this.standing().version }, this.area.value);
    if (!this.once) return this.notes.send(this.key);
    // Under a number of its own first, so that it is on this device all the time.
    const { text, ...entry } = this.notes.entry(this.key);
    const key = `finding/${newOperationNumber()}`;
    await this.notes.type(key, entry, text);
    await this.notes.send(key);
    await this.notes.giveUp(this.key);
    this.area.value = "";
  }

  /** Back to what stands. */
  async giveUp() {
    await this.notes.giveUp(this.key);
    this.area.value = this.standing().text;
  }

  paint() {
    const entry = this.notes.entry(this.key);
    const text = entry?.text ?? (this.once ? this.area.value : this.standing().text);
    if (document.activeElement !== this.area && this.area.value !== text) this.area.value = text;
    const over = countCharacters(this.area.value) - this.limit;
    this.discard.hidden = !entry || Boolean(entry.conflict);
    this.button.disabled = over > 0 || Boolean(entry?.conflict) || (!entry && !this.once);
    setText(this.state, over > 0 ? `${number(over)}文字多いため、記録できません。` : this.told(entry));
    const key = JSON.stringify(entry?.conflict ?? null);
    if (key !== this.conflicting) this.paintConflict(entry);
    this.conflicting = key;
  }

  told(entry) {
    if (!entry) return this.standing().text ? "記録済み" : "";
    if (entry.conflict) return "ほかの人が先に書いています。どちらを残すか選んでください。";
    if (entry.refused) return `記録できませんでした。${entry.refused}`;
    const kept = this.notes.whereKept();
    return entry.ready ? `送信待ち（${kept}）` : `書きかけ（${kept}、まだ記録していません）`;
  }

  paintConflict(entry) {
    this.sides.hidden = !entry?.conflict;
    if (!entry?.conflict) return;
    const choose = (mine) => this.notes.choose(this.key, mine).then(() => (this.area.value = mine ? this.area.value : this.standing().text));
    this.sides.replaceChildren(make("p", { class: "theirs" }, entry.conflict.text || "（空欄）"),
      make("button", { type: "button", class: "button", on: { click: () => choose(true) } }, "自分の文にする"),
      make("button", { type: "button", class: "button", on: { click: () => choose(false) } }, "上の文を残す"));
  }
}
