// A photo before it is kept: seen large, taken again, blackened, marked and captioned, all on this device.

import { make, setText } from "./dom.js";
import { KEYS, isWay, middle, moved } from "./photo_keys.js";
import { TOOLS, isMeant, paint } from "./photo_marks.js";
import { encode, fit } from "./picture.js";

export const CAPTION_LIMIT = 100;
const LOOK = "患者の顔や氏名（名札・リストバンド・書類・画面）が写っていないか確認してください。写っているときは、隠したい所を斜めになぞって黒塗りするか、撮り直してください。";
const UNREADABLE = "画像として読み取れないファイルです。JPEGまたはPNGの写真を選んでください。";

export class PhotoEditor {
  /** `keep(blob, caption)` puts the photo on the device and tells why not, or nothing; `again(place, taken)` asks for another file. */
  constructor(item, { keep, again, closed }) {
    Object.assign(this, { keep, again, closed, marks: [], draft: null, tool: TOOLS[0][0] });
    // Without it, Chromium takes the first tap after a stroke for the end of a scroll, and the button does nothing.
    const touchstart = (event) => event.preventDefault();
    this.canvas = make("canvas", { class: "photo-canvas", role: "application", tabindex: 0, "aria-label": `${item}の写真`, "aria-describedby": "photo-keys", on: {
      keydown: (event) => this.key(event), blur: () => this.setDown(),
      touchstart, pointerdown: (event) => this.begin(event), pointermove: (event) => this.move(event),
      pointerup: (event) => this.end(event), pointercancel: () => this.drop(),
    } });
    this.message = make("p", { class: "photo-message", role: "status" });
    this.tools = TOOLS.map(([tool, word]) => make("button", { type: "button", class: "toggle", data: { tool }, on: { click: () => this.choose(tool) } }, word));
    this.undo = make("button", { type: "button", class: "button", on: { click: () => this.takeBack() } }, "一つ戻す");
    this.caption = make("input", { type: "text", maxlength: CAPTION_LIMIT, autocomplete: "off", spellcheck: "false" });
    this.foot = make("div", { class: "photo-foot" });
    this.element = make("dialog", { class: "photo-editor", "aria-label": `${item} 写真の確認`, on: { cancel: (event) => (event.preventDefault(), this.ask()) } },
      make("h2", {}, `${item}　写真の確認`), make("div", { class: "photo-look" }, make("p", {}, LOOK), make("p", { class: "photo-keys", id: "photo-keys" }, KEYS)),
      make("div", { class: "photo-tools", role: "group", "aria-label": "写真に描く" }, this.tools, this.undo),
      make("div", { class: "photo-stage" }, this.canvas),
      make("label", { class: "photo-caption" }, `説明（なくても保存できます。${CAPTION_LIMIT}文字まで）`, this.caption),
      this.message, this.foot);
  }

  /** Show the picture of a file inside an element; until it can be seen, that it is being prepared is. */
  async open(file, host) {
    host.append(this.element);
    this.element.showModal();
    this.choose(this.tool);
    await this.load(file);
  }

  /** A file that is no picture takes nothing away from the one that is seen already. */
  async load(file) {
    this.wait("写真を準備しています。");
    const photo = await fit(file).catch(() => null);
    if (!photo) return this.photo ? this.offer(UNREADABLE) : this.close(UNREADABLE);
    Object.assign(this, { photo, marks: [] });
    Object.assign(this.canvas, { width: photo.width, height: photo.height });
    this.show();
    this.offer();
  }

  wait(text) {
    setText(this.message, text);
    this.foot.replaceChildren();
    this.element.toggleAttribute("data-waits", true);
  }

  /** What can be done with the photo; `fault` says why it is not kept yet. */
  offer(fault = "") {
    setText(this.message, fault);
    this.element.toggleAttribute("data-waits", false);
    this.foot.replaceChildren(
      button("この写真を保存する", () => this.save(), "primary"), button("撮り直す・選び直す", () => this.again(this.foot, (file) => this.load(file))), button("やめる", () => this.ask()));
  }

  /** A touch beside a button, or the way back of the system, loses no photo. */
  ask() {
    if (this.element.hasAttribute("data-waits")) return;
    setText(this.message, "この写真は、まだ保存していません。保存せずに閉じますか。");
    this.foot.replaceChildren(button("保存せずに閉じる", () => this.close(), "danger"), button("写真に戻る", () => this.offer()));
  }

  async save() {
    this.wait("写真を準備しています。端末に保存するまで、このままお待ちください。");
    let fault;
    try {
      fault = await this.keep(await encode(this.canvas), this.caption.value.trim());
    } catch {
      fault = "この端末では写真を準備できませんでした。もう一度保存するか、撮り直してください。";
    }
    return fault ? this.offer(fault) : this.close();
  }

  choose(tool) {
    this.tool = tool;
    for (const one of this.tools) one.setAttribute("aria-pressed", String(one.dataset.tool === tool));
  }

  at({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return { x: ((clientX - left) * this.canvas.width) / width, y: ((clientY - top) * this.canvas.height) / height };
  }

  begin(event) {
    if (!event.isPrimary || !this.photo || this.element.hasAttribute("data-waits")) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.draft = { tool: this.tool, from: this.at(event), to: this.at(event) };
  }

  move(event) {
    if (!this.draft || !event.isPrimary) return;
    this.draft.to = this.at(event);
    this.show();
  }

  end(event) {
    if (!this.draft || !event.isPrimary) return;
    this.draft.to = this.at(event);
    this.setDown();
  }

  /** Arrows begin a mark and move it, Enter sets it down; what is left unset is set down as it is seen. */
  key(event) {
    if (!this.photo || this.element.hasAttribute("data-waits") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isWay(event.key)) this.draft = this.draft ? moved(this.draft, event, this.canvas) : middle(this.tool, this.canvas);
    else if (event.key === "Enter" && this.draft) return event.preventDefault(), this.setDown();
    else if (event.key === "Escape" && this.draft) this.draft = null;
    else if (event.key === "Backspace") return event.preventDefault(), this.takeBack();
    else return;
    event.preventDefault();
    this.show();
  }

  setDown() {
    if (this.draft && isMeant(this.draft, this.canvas)) this.marks.push(this.draft);
    this.drop();
  }

  drop() {
    this.draft = null;
    this.show();
  }

  takeBack() {
    this.marks.pop();
    this.show();
  }

  show() {
    if (!this.photo) return;
    paint(this.canvas, this.photo, this.draft ? [...this.marks, this.draft] : this.marks);
    this.undo.disabled = !this.marks.length;
  }

  /** Nothing of the photo stays in memory. */
  close(fault = "") {
    for (const canvas of [this.canvas, this.photo]) if (canvas) canvas.width = canvas.height = 0;
    this.photo = null;
    this.element.close();
    this.element.remove();
    this.closed(fault);
  }
}

const button = (text, act, kind = "") => make("button", { type: "button", class: `button ${kind}`, on: { click: act } }, text);
