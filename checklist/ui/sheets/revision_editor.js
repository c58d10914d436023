// The editor of a 改訂案: chapters and items that are opened, typed into, and moved by drag, by tap, or with the keyboard.
// It knows nothing of Streamlit; everything goes to the server step by step and comes back with what the check says.

import { make, setText } from "/assets/dom.js";
import { ask } from "/assets/transport.js";
import { Changes } from "./revision_changes.js";
import { Model } from "./revision_model.js";
import { Moving } from "./revision_moving.js";
import { Panel } from "./revision_panel.js";

const HINT = "項目の行で、↑↓ 移動　Enter 開く　Alt+↑↓ 並べ替え　N 下に追加　S 分割　M 次の項目と統合　R 廃止　Ctrl+Z 元に戻す　Esc 閉じる";

class Editor {
  constructor(root, id, model) {
    Object.assign(this, { root, model, changes: new Changes(id, model), lines: new Map(), chapters: new Map(), open: null, panel: null });
    this.moving = new Moving(this);
    this.changes.addEventListener("change", () => this.showState());
    this.changes.addEventListener("answer", ({ detail }) => this.answered(detail));
    this.build();
    this.show();
    this.changes.takeUp().then(() => this.show());
  }

  build() {
    this.saved = make("p", { class: "saved", role: "status" });
    this.compared = make("p", { class: "compared" });
    this.wrong = make("button", { type: "button", class: "wrong", on: { click: () => this.nextFault() } });
    this.undo = make("button", { type: "button", on: { click: () => this.takeBack() } }, "元に戻す");
    this.goto = make("select", { "aria-label": "表示する章", on: { change: () => this.toChapter(this.goto.value) } });
    this.told = make("p", { class: "told", role: "status" });
    this.alarm = make("p", { class: "alarm", role: "alert" });
    this.whole = make("ul", { class: "whole" });
    this.list = make("div", { class: "chapters" });
    const bar = make("div", { class: "bar" }, this.saved, make("div", { class: "tools" }, this.goto, this.wrong, this.undo), this.compared, this.alarm);
    const more = make("button", { type: "button", class: "more", on: { click: () => this.addChapter() } }, "章を追加する");
    this.root.replaceChildren(bar, make("p", { class: "hint" }, HINT), this.told, this.whole, this.list, more);
    this.more = more;
    this.root.addEventListener("keydown", (event) => this.keys(event));
  }

  // What is shown.

  showState() {
    const { changes, model } = this;
    const waiting = changes.typed.size + changes.queue.length;
    setText(this.saved, !model.editable ? `${model.state}のため、変更できません。` : changes.trouble || (waiting ? "保存中…" : `保存済み ${model.saved}`));
    this.saved.classList.toggle("waits", Boolean(waiting));
    this.panel?.showConflict();
    for (const [key, line] of this.lines) line.row.classList.toggle("conflicting", Boolean(changes.typed.get(key)?.conflict));
  }

  show() {
    const { model } = this;
    setText(this.compared, model.compared);
    setText(this.wrong, model.faults.length ? `誤り ${model.faults.length}件：次の誤りへ` : "誤りはありません");
    this.wrong.disabled = !model.faults.length;
    this.undo.disabled = !model.undo || !model.editable;
    this.more.hidden = !model.editable;
    const whole = model.faultsAt("").map(({ message }) => message);
    const said = model.comments.filter(({ key }) => !key).map(({ hospital, stance, text }) => `全体への意見　${hospital}：${stance}${text && `「${text}」`}`);
    this.whole.replaceChildren(...whole.map((text) => make("li", { class: "fault" }, text)), ...said.map((text) => make("li", {}, text)));
    const told = JSON.stringify(model.chapters);
    if (this.chaptersTold !== told) {
      this.chaptersTold = told;
      this.goto.replaceChildren(...model.chapters.map(({ key, code, name }) => make("option", { value: key }, `${code}　${name}`)));
    }
    if (this.open && (!model.byKey.has(this.open) || model.byKey.get(this.open).retired)) this.shut(false);
    this.reconcile(this.list, model.chapters.map(({ key }) => this.chapterOf(key)));
    for (const key of [...this.chapters.keys()]) if (!model.chapter(key)) this.chapters.delete(key);
    for (const key of [...this.lines.keys()]) if (!model.byKey.has(key)) this.lines.delete(key);
    this.panel?.refresh();
    this.moving.again();
    this.showState();
  }

  /** Have exactly these children in this order, moving none that stands right: a moved field would lose what is being composed. */
  reconcile(parent, wanted) {
    for (const child of [...parent.children]) if (!wanted.includes(child)) child.remove();
    wanted.forEach((child, at) => { if (parent.children[at] !== child) parent.insertBefore(child, parent.children[at] ?? null); });
  }

  chapterOf(key) {
    const { model } = this;
    let found = this.chapters.get(key);
    if (!found) this.chapters.set(key, (found = this.newChapter(key)));
    const { code, name } = model.chapter(key);
    const here = this.root.getRootNode().activeElement;
    for (const [input, field, value] of [[found.code, "code", code], [found.name, "name", name]]) {
      const shown = this.changes.draft(key, field) ?? value;
      if (input !== here && input.value !== shown) input.value = shown;
      input.disabled = !model.editable;
    }
    found.section.setAttribute("aria-label", `章 ${code} ${name}`);
    const count = model.of(key).length;
    setText(found.count, `${count}項目`);
    setText(found.fault, model.faultsAt(key).map(({ message }) => message).join(""));
    this.reconcile(found.items, model.of(key).map((item) => this.lineOf(item)));
    const retired = model.of(key, true);
    found.retired.hidden = !retired.length;
    setText(found.retiredCount, `廃止した項目（${retired.length}件）`);
    this.reconcile(found.retiredItems, retired.map((item) => this.retiredLine(item)));
    for (const one of found.section.querySelectorAll(".head button, .retired button")) one.disabled = !model.editable;
    return found.section;
  }

  newChapter(key) {
    const typing = (field, input) => {
      input.addEventListener("input", () => this.changes.type(key, "set_chapter", field, input.value));
      input.addEventListener("change", () => this.changes.flush(key));
      return input;
    };
    const code = typing("code", make("input", { type: "text", class: "code", maxlength: 20, "aria-label": "章コード", autocomplete: "off" }));
    const name = typing("name", make("input", { type: "text", class: "name", maxlength: 200, "aria-label": "章名", autocomplete: "off" }));
    const act = (label, told, action) => make("button", { type: "button", "aria-label": told, on: { click: action } }, label);
    const parts = { code, name, count: make("span", { class: "count" }), fault: make("p", { class: "fault" }), items: make("ol", {}), retiredItems: make("ul", {}), retiredCount: make("summary", {}) };
    parts.retired = make("details", { class: "retired" }, parts.retiredCount, parts.retiredItems);
    const head = make("div", { class: "head" }, code, name, parts.count, act("↑", "章を上へ", () => this.shiftChapter(key, -1)), act("↓", "章を下へ", () => this.shiftChapter(key, 1)),
      act("＋項目", "この章に項目を追加", () => this.add(this.model.of(key).at(-1)?.key ?? "", key)), act("章を削除", "章を削除", () => this.dropChapter(key)));
    parts.section = make("section", { class: "chapter", data: { key } }, head, parts.fault, parts.items, parts.retired);
    return parts;
  }

  lineOf(item) {
    let found = this.lines.get(item.key);
    if (!found) this.lines.set(item.key, (found = this.newLine(item.key)));
    const text = this.changes.draft(item.key, "text") ?? item.texts.text;
    const faults = this.model.faultsAt(item.key);
    const said = this.model.comments.filter(({ key }) => key === item.key).length;
    setText(found.code, item.texts.code);
    setText(found.text, text || "（項目の文言がありません）");
    const notes = [item.relation !== "same" && this.model.word("relation", item.relation), item.texts.classes !== "1・2" && this.model.word("classes", item.texts.classes),
      item.texts.module && `${item.texts.module}のみ`, said && `意見${said}件`].filter(Boolean);
    setText(found.notes, notes.join("　"));
    setText(found.fault, faults.map(({ message }) => message).join(""));
    found.row.classList.toggle("faulty", faults.length > 0);
    found.handle.hidden = !this.model.editable;
    found.handle.setAttribute("aria-label", `項目${item.texts.code}を移動する`);
    found.line.setAttribute("aria-expanded", String(this.open === item.key));
    const panel = this.open === item.key ? [this.panel.element] : [];
    this.reconcile(found.place, panel);
    return found.row;
  }

  newLine(key) {
    const parts = { code: make("b", {}), text: make("span", { class: "text" }), notes: make("span", { class: "notes" }), fault: make("span", { class: "fault" }), place: make("div", {}) };
    parts.handle = this.moving.handle(key);
    parts.line = make("button", { type: "button", class: "line", data: { key }, on: { click: () => (this.open === key ? this.shut() : this.unfold(key)) } }, parts.code, parts.text, parts.notes, parts.fault);
    parts.row = make("li", { class: "item", data: { key } }, make("div", { class: "row" }, parts.handle, parts.line), parts.place);
    return parts;
  }

  retiredLine(item) {
    const back = make("button", { type: "button", on: { click: () => this.restore(item.key) } }, "復活する");
    return make("li", {}, make("b", {}, item.texts.code), ` ${item.texts.text} `, back);
  }

  // Where one is.

  unfold(key, field = "text") {
    if (this.open) this.changes.flush(this.open);
    this.open = key;
    this.panel = new Panel(this, key);
    this.show();
    const input = field === "methods" ? this.panel.boxes[0][1] : this.panel.inputs.get(field) ?? this.panel.inputs.get("text");
    (input.disabled ? this.lines.get(key).line : input).focus();
    this.lines.get(key).row.scrollIntoView({ block: "nearest" });
  }

  shut(focus = true) {
    const key = this.open;
    if (!key) return;
    this.changes.flush(key);
    this.open = null;
    this.panel = null;
    if (!focus) return;
    this.show();
    this.lines.get(key)?.line.focus();
  }

  focus(key) { this.lines.get(key)?.line.focus(); }

  toChapter(key) { this.chapters.get(key)?.name.focus(); this.chapters.get(key)?.section.scrollIntoView({ block: "start" }); }

  nextFault() {
    const places = this.model.faults.filter(({ key }) => key);
    if (!places.length) return this.whole.scrollIntoView({ block: "center" });
    const at = places.findIndex(({ key, field }) => key === this.faultAt?.key && field === this.faultAt?.field);
    this.faultAt = places[(at + 1) % places.length];
    const { key, field } = this.faultAt;
    return this.model.chapter(key) ? this.toChapter(key) : this.unfold(key, field);
  }

  keys(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      if (!this.moving.giveUp()) this.shut();
      return;
    }
    const typing = ["INPUT", "TEXTAREA", "SELECT"].includes(event.target.tagName);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing) { event.preventDefault(); this.takeBack(); return; }
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && this.moving.walk(event.target, step)) return event.preventDefault();
    if (typing || !event.target.classList.contains("line")) return;
    const { key } = event.target.dataset;
    const act = { n: () => this.add(key), s: () => this.split(key), m: () => this.mergeNext(key), r: () => this.retire(key) }[event.key.toLowerCase()];
    if (step && event.altKey) this.shift(key, step);
    else if (step) this.focus(this.model.walk[this.model.walk.findIndex((one) => one.key === key) + step]?.key);
    else if (act && !event.ctrlKey && !event.altKey && !event.metaKey) act();
    else return;
    event.preventDefault();
  }

  // What is done.

  async step(change, done = "") {
    if (!this.model.editable) return null;
    setText(this.alarm, "");
    const before = new Set(this.model.order);
    const answer = await this.changes.step(change);
    if (answer.status !== "saved") { setText(this.alarm, answer.message); return null; }
    setText(this.told, done);
    return this.model.order.find((key) => !before.has(key)) ?? true;
  }

  answered(answer) {
    if (answer.status !== "failed") this.show();
    else setText(this.alarm, answer.message);
  }

  code(key) { return this.model.byKey.get(key)?.texts.code ?? ""; }

  async add(after, chapter = this.model.byKey.get(after)?.chapter) {
    const key = await this.step({ kind: "add", chapter, after }, "項目を追加しました。");
    if (key) this.unfold(key);
  }

  async split(key) {
    const made = await this.step({ kind: "split", key }, "項目を分割しました。それぞれの文言を入力してください。");
    if (made) this.unfold(key);
  }

  async merge(key, other) {
    const told = `${this.code(key)}と${this.code(other)}を統合しました。`;
    if (await this.step({ kind: "merge", key, other }, told)) this.unfold(key);
  }

  mergeNext(key) {
    const next = this.model.walk[this.model.walk.findIndex((one) => one.key === key) + 1];
    if (next) this.merge(key, next.key);
  }

  async retire(key) {
    const { walk } = this.model;
    const at = walk.findIndex((one) => one.key === key);
    const beside = (walk[at + 1] ?? walk[at - 1])?.key;
    const told = walk[at].previous.length ? `${this.code(key)}を廃止しました。` : `${this.code(key)}を削除しました。`;
    if (await this.step({ kind: "retire", key }, told)) this.focus(beside);
  }

  async restore(key) { if (await this.step({ kind: "restore", key }, `${this.code(key)}を復活しました。`)) this.focus(key); }

  relate(key, same) { return this.step({ kind: "relate", key, same }, same ? "同じ内容の項目としました。" : "別の内容の項目としました。"); }

  async shift(key, by) {
    const place = this.model.beside(this.model.byKey.get(key), by);
    if (!place) return setText(this.told, "これ以上は移動できません。");
    return this.move(key, place);
  }

  async move(key, place) {
    const chapter = this.model.chapter(place.chapter);
    const inside = this.panel?.key === key ? this.root.getRootNode().activeElement : null;
    if (!(await this.step({ kind: "move", key, ...place }, `${this.code(key)}を「${chapter.name}」の中で移動しました。`))) return;
    if (inside?.isConnected) inside.focus();
    else this.focus(key);
  }

  moveTo(key, chapter) { return this.move(key, { chapter, after: this.model.of(chapter).filter((one) => one.key !== key).at(-1)?.key ?? "" }); }

  async takeBack() { await this.step({ kind: "undo" }, "直前の変更を元に戻しました。"); }

  async addChapter() {
    const known = new Set(this.model.chapters.map(({ key }) => key));
    if (!(await this.step({ kind: "add_chapter" }, "章を追加しました。章名を入力してください。"))) return;
    this.toChapter(this.model.chapters.find(({ key }) => !known.has(key))?.key);
  }

  async shiftChapter(key, by) {
    const keys = this.model.chapters.map((one) => one.key);
    const at = keys.indexOf(key) + by;
    if (at < 0 || at >= keys.length) return setText(this.told, "これ以上は移動できません。");
    const here = this.root.getRootNode().activeElement;
    await this.step({ kind: "move_chapter", key, after: by > 0 ? keys[at] : keys[at - 1] ?? "" }, "章を移動しました。");
    return here?.focus();
  }

  dropChapter(key) { return this.step({ kind: "drop_chapter", key }, "章を削除しました。"); }
}

/** Draw the editor of a 改訂案 into an element. */
export async function mount(root, id) {
  root.before(make("link", { rel: "stylesheet", href: "/assets/revision_editor.css" }));
  root.replaceChildren(make("p", { role: "status" }, "読み込んでいます…"));
  try {
    const expects = ({ items, order }) => Array.isArray(items) && Array.isArray(order);
    const model = new Model(await ask(`/api/revisions/${id}`, { what: "改訂案の読み込み", expects }));
    return new Editor(root, id, model);
  } catch (failure) {
    const again = make("button", { type: "button", on: { click: () => mount(root, id) } }, "もう一度読み込む");
    root.replaceChildren(make("p", { role: "alert" }, failure.message || "読み込めませんでした。"), again);
    return null;
  }
}
