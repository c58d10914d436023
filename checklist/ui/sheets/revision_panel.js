// One item of a 改訂案 laid open: its texts, whom it is for, from what it descends, and what is said about it.

import { make, setText } from "/assets/dom.js";

const LONG = [["purpose", "目的"], ["basis", "根拠"], ["procedure", "確認の手順"], ["evidence", "確認資料"]];
const LINES = [["department", "部署"], ["place", "確認場所"]];
const CHOSEN = [["classes", "対象区分"], ["module", "対象部門"], ["law_part", "法令区分"]];
const NAMES = { code: "項目コード", text: "項目", methods: "確認方法", ...Object.fromEntries([...LONG, ...LINES, ...CHOSEN]) };

let panels = 0;

export class Panel {
  constructor(editor, key) {
    Object.assign(this, { editor, key, model: editor.model, changes: editor.changes, inputs: new Map(), faults: new Map(), id: `revision-panel-${(panels += 1)}` });
    this.element = make("div", { class: "panel", role: "group" });
    this.build();
    this.refresh();
  }

  get item() { return this.model.byKey.get(this.key); }

  value(field) { return this.changes.draft(this.key, field) ?? this.item.texts[field]; }

  build() {
    this.conflict = make("div", { class: "conflict", hidden: true });
    this.descent = make("fieldset", { class: "descent" });
    this.said = make("div", { class: "said" });
    const rest = make("details", { class: "guide", open: true }, make("summary", {}, "確認の手引き"), LONG.map(([name]) => this.long(name, 3)));
    this.element.append(
      this.conflict, this.long("text", 3), this.descent,
      make("div", { class: "fields" }, this.line("code"), CHOSEN.map(([name]) => this.choice(name)), this.methods(), LINES.map(([name]) => this.line(name))),
      rest, this.said, this.actions(),
    );
  }

  field(name, input, around = null) {
    const fault = make("span", { class: "fault", id: `${this.id}-${name}-fault` });
    this.inputs.set(name, input);
    this.faults.set(name, fault);
    return make("div", { class: `field ${name}` }, around ?? make("label", {}, make("span", {}, NAMES[name]), input), fault);
  }

  typing(name, input) {
    input.addEventListener("input", () => this.changes.type(this.key, "set", name, input.value));
    input.addEventListener("change", () => this.changes.flush(this.key));
    return this.field(name, input);
  }

  long(name, rows) { return this.typing(name, make("textarea", { rows, maxlength: 4000 })); }

  line(name) { return this.typing(name, make("input", { type: "text", maxlength: 400, autocomplete: "off" })); }

  choice(name) {
    const input = make("select", {}, this.model.choices[name].map(([value, word]) => make("option", { value }, word)));
    input.addEventListener("change", () => { this.changes.type(this.key, "set", name, input.value); this.changes.flush(this.key); });
    return this.field(name, input);
  }

  methods() {
    this.boxes = this.model.choices.methods.map(([value, word]) => [value, make("input", { type: "checkbox", value }), word]);
    const set = make("fieldset", { class: "several" }, make("legend", {}, NAMES.methods), this.boxes.map(([, box, word]) => make("label", {}, box, word)));
    set.addEventListener("change", () => {
      this.changes.type(this.key, "set", "methods", this.boxes.filter(([, box]) => box.checked).map(([value]) => value).join("・"));
      this.changes.flush(this.key);
    });
    return this.field("methods", set, set);
  }

  actions() {
    const act = (label, action, more = {}) => make("button", { type: "button", on: { click: action }, ...more }, label);
    this.others = make("select", { "aria-label": "統合する相手の項目" });
    this.chapters = make("select", { "aria-label": "移す先の章" });
    this.buttons = {
      split: act("分割する", () => this.editor.split(this.key)),
      merge: act("統合する", () => this.editor.merge(this.key, this.others.value)),
      move: act("この章へ移す", () => this.editor.moveTo(this.key, this.chapters.value)),
      retire: act("廃止する", () => this.editor.retire(this.key), { class: "away" }),
    };
    const shut = act("閉じる", () => this.editor.shut());
    return make("div", { class: "actions" }, act("1つ上へ", () => this.editor.shift(this.key, -1)), act("1つ下へ", () => this.editor.shift(this.key, 1)),
      act("下に項目を追加", () => this.editor.add(this.key)), this.buttons.split,
      make("span", { class: "pair" }, this.others, this.buttons.merge), make("span", { class: "pair" }, this.chapters, this.buttons.move), this.buttons.retire, shut);
  }

  /** Show what is known now; what is being typed stays as it is. */
  refresh() {
    const { item, model } = this;
    const here = this.element.getRootNode().activeElement;
    for (const [name, input] of this.inputs) {
      if (name === "methods") continue;
      const value = this.value(name);
      if (input !== here && input.value !== value) this.put(input, value);
      input.disabled = !model.editable;
    }
    const methods = this.value("methods").split("・");
    for (const [value, box] of this.boxes) { box.checked = methods.includes(value); box.disabled = !model.editable; }
    this.inputs.get("code").disabled ||= ["same", "reworded"].includes(item.relation);
    this.element.setAttribute("aria-label", `項目${item.texts.code}の編集`);
    this.showFaults();
    this.showDescent();
    this.showConflict();
    this.showSaid();
    this.showActions();
  }

  put(input, value) {
    // A value that the lists do not know is shown all the same: it is a fault, not something to lose.
    if (input.tagName === "SELECT" && ![...input.options].some((one) => one.value === value)) input.append(make("option", { value }, value));
    input.value = value;
  }

  showFaults() {
    const rest = new Set(this.model.faultsAt(this.key));
    for (const [name, element] of this.faults) {
      const found = this.model.faultsAt(this.key, name);
      for (const one of found) rest.delete(one);
      setText(element, found.map(({ message }) => message).join(""));
      const input = this.inputs.get(name);
      if (found.length) { input.setAttribute("aria-invalid", "true"); input.setAttribute("aria-describedby", element.id); }
      else { input.removeAttribute("aria-invalid"); input.removeAttribute("aria-describedby"); }
    }
  }

  showDescent() {
    const { item, model } = this;
    const before = item.previous.map((code) => make("li", {}, make("b", {}, code), ` ${model.before[code] ?? ""}`));
    const word = model.word("relation", item.relation);
    const signature = JSON.stringify([item.relation, item.previous, model.editable, model.faultsAt(this.key, "previous"), model.faultsAt(this.key, "relation")]);
    if (this.shown === signature) return;
    this.shown = signature;
    const parts = [make("legend", {}, "前版との関係"), before.length ? make("ul", {}, before) : make("p", {}, "前版にない、新しい項目です。")];
    if (item.previous.length === 1 && item.relation !== "split") parts.push(this.question());
    else if (item.previous.length) parts.push(make("p", {}, `${word}した項目です。前版の結果とは比較しません。`));
    for (const { message } of [...model.faultsAt(this.key, "relation"), ...model.faultsAt(this.key, "previous")]) parts.push(make("span", { class: "fault" }, message));
    const root = this.element.getRootNode();
    const focused = this.descent.contains(root.activeElement ?? null) ? root.activeElement.value : null;
    this.descent.replaceChildren(...parts);
    if (focused) this.descent.querySelector(`input[value="${focused}"]`)?.focus();
  }

  question() {
    const same = this.item.relation !== "new";
    const radio = (value, checked, label) => {
      const input = make("input", { type: "radio", name: this.id, value, disabled: !this.model.editable });
      input.checked = checked;
      input.addEventListener("change", () => this.editor.relate(this.key, value === "same"));
      return make("label", {}, input, label);
    };
    return make("div", { class: "question", role: "radiogroup", "aria-label": "同じ内容か、別の内容か" },
      radio("same", same, "同じ内容（文言の修正。前版の結果と比較する）"), radio("other", !same, "別の内容（新しい項目とし、前版の項目は廃止する）"));
  }

  showConflict() {
    const found = this.changes.typed.get(this.key);
    this.conflict.hidden = !found?.conflict;
    if (!found?.conflict) { this.conflict.replaceChildren(); this.conflicting = ""; return; }
    const now = JSON.stringify([found.conflict, found.texts, this.item.texts]);
    if (this.conflicting === now) return;
    this.conflicting = now;
    const pairs = Object.entries(found.texts).map(([name, text]) => make("dl", {}, make("dt", {}, `${NAMES[name]}：自分の入力`), make("dd", {}, text), make("dt", {}, `${NAMES[name]}：現在の内容`), make("dd", {}, this.item.texts[name])));
    this.conflict.replaceChildren(make("p", { role: "alert" }, found.conflict), ...pairs,
      make("button", { type: "button", on: { click: () => { this.changes.insist(this.key); this.refresh(); } } }, "自分の入力で保存する"),
      make("button", { type: "button", on: { click: () => { this.changes.forget(this.key); this.blur(); this.refresh(); } } }, "現在の内容を使う"));
  }

  blur() { this.element.getRootNode().activeElement?.blur(); }

  showSaid() {
    const found = this.model.comments.filter(({ key }) => key === this.key);
    this.said.hidden = !found.length;
    this.said.replaceChildren(...(found.length ? [make("b", {}, "連携先の病院の意見")] : []), ...found.map(({ hospital, stance, text, late }) =>
      make("p", {}, make("b", {}, `${hospital}：${stance}`), text ? ` ${text}` : "", late ? make("small", {}, "（この意見の後に、項目が変更されています）") : null)));
  }

  showActions() {
    const { item, model } = this;
    const others = model.walk.filter((one) => one.key !== this.key && one.relation !== "new" && one.previous.length);
    this.fill(this.others, others.map((one) => [one.key, `${one.texts.code} ${one.texts.text.slice(0, 24)}`]), model.walk[model.walk.findIndex(({ key }) => key === this.key) + 1]?.key);
    this.fill(this.chapters, model.chapters.map(({ key, code, name }) => [key, `${code} ${name}`]), item.chapter);
    this.buttons.split.disabled = !["same", "reworded", "split"].includes(item.relation);
    this.buttons.merge.disabled = item.relation === "new" || !others.length;
    setText(this.buttons.retire, item.previous.length ? "廃止する" : "削除する");
    for (const one of this.element.querySelectorAll(".actions button, .actions select")) if (!model.editable) one.disabled = true;
  }

  fill(select, pairs, start) {
    const told = JSON.stringify(pairs);
    if (select.told === told) return;
    const chosen = select.value || start;
    select.told = told;
    select.replaceChildren(...pairs.map(([value, word]) => make("option", { value }, word)));
    if (pairs.some(([value]) => value === chosen)) select.value = chosen;
  }
}
