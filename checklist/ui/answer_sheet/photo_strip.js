// The photos of an item on its card: the button to take one, what was taken, and what could not be sent.

import { make, setText } from "./dom.js";
import { MOST } from "./photos.js";
import { PhotoEditor } from "./photo_editor.js";
import { moment } from "./words.js";

const REASON = "患者の個人情報が写っていたため";
const CAMERA = { capture: "environment" };

export class PhotoStrip {
  constructor(item, photos) {
    Object.assign(this, { item, photos, writable: false });
    this.button = make("button", { type: "button", class: "quiet take-photo", hidden: true, on: { click: () => this.take() } }, "写真を追加");
    this.list = make("ul", { class: "photo-list" });
    this.slot = make("div", {});
    this.message = make("p", { class: "hint", role: "alert" });
    this.element = make("section", { class: "photos", hidden: true, "aria-label": `${item} 写真` }, this.slot, this.message, this.list);
  }

  /** From the camera or from the pictures of the device: browsers that are asked for either may offer but one. */
  take() {
    setText(this.message, this.photos.room(this.item) < 1 ? `写真は1項目につき${MOST}枚までです。` : "");
    if (this.message.textContent) return this.paint(this.writable);
    const camera = button("撮影する", () => this.choose(CAMERA), "button primary");
    this.slot.replaceChildren(make("p", { class: "row-actions photo-source" }, camera,
      button("保存済みの写真を選ぶ", () => this.choose({}), "button"), button("やめる", () => (this.slot.replaceChildren(), this.paint(this.writable)), "button")));
    this.element.hidden = false;
    camera.focus();
  }

  choose(source) {
    this.slot.replaceChildren();
    pick(source, this.slot, (file) => this.look(file, source));
  }

  /** Nothing is kept before it was looked at. */
  look(file, source) {
    setText(this.message, "");
    this.photos.prepare(this.item);
    const editor = new PhotoEditor(this.item, {
      keep: (blob, caption) => this.photos.add(this.item, blob, caption),
      again: (place, taken) => pick(source, place, taken),
      closed: (fault) => this.closed(fault),
    });
    editor.open(file, this.element.closest(".answer-sheet"));
  }

  closed(fault) {
    setText(this.message, fault);
    this.photos.prepare(this.item, true);
    this.button.focus({ preventScroll: true });
    this.paint(this.writable);
  }

  paint(writable) {
    this.writable = writable;
    this.button.hidden = !writable;
    const held = this.photos.heldAt(this.item);
    const waiting = this.photos.waitingAt(this.item);
    this.element.hidden = !held.length && !waiting.length && !this.slot.childNodes.length && !this.message.textContent;
    const key = JSON.stringify([writable, held.map(({ id, mine }) => [id, mine]), waiting.map(({ operation, refused }) => [operation, refused, this.photos.delays.get(operation)])]);
    if (key === this.key) return;
    this.key = key;
    this.list.replaceChildren(...held.map((photo) => this.heldPhoto(photo)), ...waiting.map((photo) => this.waitingPhoto(photo)));
  }

  heldPhoto(photo) {
    const address = this.photos.addressOf(photo);
    const told = `${moment(photo.saved_at)} ${photo.saved_by ?? ""}`;
    const image = make("img", { src: address, alt: photo.caption || `写真　${told}`, loading: "lazy", decoding: "async" });
    image.addEventListener("error", () => image.replaceWith(make("span", { class: "photo-away" }, "写真は通信できるときに表示します")), { once: true });
    return make("li", { data: { photo: "held" } },
      make("a", { href: address, target: "_blank", rel: "noopener" }, image), captioned(photo), make("span", { class: "photo-told" }, told), this.eraser(photo));
  }

  /** Only whoever took it, and only while the sheet is open: later it is evidence, and asked for elsewhere. */
  eraser(photo) {
    if (!photo.mine || !this.writable) return null;
    const place = make("div", { class: "photo-erase" });
    const ask = button("写真を消去", () => place.replaceChildren(label, fault, make("span", { class: "row-actions" }, yes, no)), "quiet");
    const reason = make("input", { type: "text", maxlength: 500, autocomplete: "off", spellcheck: "false", value: REASON });
    const label = make("label", {}, "消去する理由", reason);
    const fault = make("span", { class: "hint", role: "alert" });
    const yes = button("消去する", async () => {
      yes.disabled = true;
      setText(fault, (reason.value.trim() ? await this.photos.erase(this.item, photo, reason.value.trim()) : "理由を入力してください。") ?? "");
      yes.disabled = false;
    }, "button danger");
    const no = button("やめる", () => place.replaceChildren(ask), "button");
    place.append(ask);
    return place;
  }

  waitingPhoto(photo) {
    const image = make("img", { src: this.photos.address(photo), alt: photo.caption || "送信待ちの写真", decoding: "async" });
    const delay = this.photos.delays.get(photo.operation);
    const stuck = photo.refused ?? (this.writable ? delay && `${delay}端末に残してあり、間をおいて送り直します。` : "提出済みのため送信できません。");
    const actions = make("span", { class: "row-actions" });
    const ask = button("端末から削除", () => this.confirm(actions, ask, photo), "quiet");
    actions.append(ask);
    return make("li", { data: { photo: stuck ? "stuck" : "waiting" } }, image, captioned(photo), make("span", { class: "photo-told" }, stuck ?? "送信待ち"), actions);
  }

  confirm(actions, ask, photo) {
    const yes = button("削除する", () => this.photos.giveUp(photo), "button danger");
    const no = button("やめる", () => actions.replaceChildren(ask), "button");
    actions.replaceChildren(yes, no);
    no.focus();
  }
}

/** Let a file be chosen; the camera and the pictures of a device open only from a touch. */
function pick(source, place, taken) {
  const input = make("input", { type: "file", accept: "image/*", ...source, class: "offscreen", "aria-label": "写真", tabindex: -1 });
  input.addEventListener("change", () => (input.remove(), input.files[0] && taken(input.files[0])));
  input.addEventListener("cancel", () => input.remove());
  place.append(input);
  input.click();
}

const button = (text, act, kind) => make("button", { type: "button", class: kind, on: { click: act } }, text);

const captioned = ({ caption }) => (caption ? make("span", { class: "photo-words" }, caption) : null);
