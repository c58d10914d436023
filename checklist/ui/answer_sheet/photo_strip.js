// The photos of an item on its card: the button to take one, what was taken, and what could not be sent.

import { make, setText } from "./dom.js";
import { MOST } from "./photos.js";
import { moment } from "./words.js";

const REMINDER = "患者が写っていないことを確認してください。";

let reminded = false; // once for as long as the page is open

export class PhotoStrip {
  constructor(item, photos) {
    Object.assign(this, { item, photos, writable: false });
    this.button = make("button", { type: "button", class: "quiet take-photo", hidden: true, on: { click: () => this.take() } }, "写真を追加");
    this.list = make("ul", { class: "photo-list" });
    this.slot = make("div", {});
    this.message = make("p", { class: "hint", role: "alert" });
    this.element = make("section", { class: "photos", hidden: true, "aria-label": `${item} 写真` }, this.slot, this.message, this.list);
  }

  /** Before the first photo comes the reminder; the camera opens only from a touch. */
  take() {
    setText(this.message, this.photos.room(this.item) < 1 ? `写真は1項目につき${MOST}枚までです。` : "");
    if (this.message.textContent) return this.paint(this.writable);
    if (reminded) return this.choose();
    const go = make("button", { type: "button", class: "button primary", on: { click: () => ((reminded = true), this.slot.replaceChildren(), this.choose()) } }, "確認して撮影する");
    const stop = make("button", { type: "button", class: "button", on: { click: () => (this.slot.replaceChildren(), this.paint(this.writable)) } }, "やめる");
    this.slot.replaceChildren(make("div", { class: "photo-reminder", role: "alert" },
      make("p", {}, REMINDER), make("p", { class: "row-actions" }, go, stop)));
    this.element.hidden = false;
    go.focus();
  }

  choose() {
    const input = make("input", { type: "file", accept: "image/*", capture: "environment", class: "offscreen", "aria-label": "写真", tabindex: -1 });
    input.addEventListener("change", () => this.taken(input));
    input.addEventListener("cancel", () => input.remove());
    this.slot.replaceChildren(input);
    input.click();
  }

  async taken(input) {
    const [file] = input.files;
    input.remove();
    if (!file) return;
    setText(this.message, "");
    this.button.disabled = true;
    const fault = await this.photos.add(this.item, file);
    this.button.disabled = false;
    setText(this.message, fault ?? "");
    this.paint(this.writable);
  }

  paint(writable) {
    this.writable = writable;
    this.button.hidden = !writable;
    const held = this.photos.heldAt(this.item);
    const waiting = this.photos.waitingAt(this.item);
    this.element.hidden = !held.length && !waiting.length && !this.slot.childNodes.length && !this.message.textContent;
    const key = JSON.stringify([writable, held.map(({ id }) => id), waiting.map(({ operation, refused }) => [operation, refused, this.photos.delays.get(operation)])]);
    if (key === this.key) return;
    this.key = key;
    this.list.replaceChildren(...held.map((photo) => this.heldPhoto(photo)), ...waiting.map((photo) => this.waitingPhoto(photo)));
  }

  heldPhoto(photo) {
    const address = this.photos.addressOf(photo);
    const told = `${moment(photo.saved_at)} ${photo.saved_by ?? ""}`;
    const image = make("img", { src: address, alt: `写真　${told}`, loading: "lazy", decoding: "async" });
    image.addEventListener("error", () => image.replaceWith(make("span", { class: "photo-away" }, "写真は通信できるときに表示します")), { once: true });
    return make("li", { data: { photo: "held" } },
      make("a", { href: address, target: "_blank", rel: "noopener" }, image), make("span", {}, told));
  }

  waitingPhoto(photo) {
    const image = make("img", { src: this.photos.address(photo), alt: "送信待ちの写真", decoding: "async" });
    const delay = this.photos.delays.get(photo.operation);
    const stuck = photo.refused ?? (this.writable ? delay && `${delay}端末に残してあり、間をおいて送り直します。` : "提出済みのため送信できません。");
    const actions = make("span", { class: "row-actions" });
    const ask = make("button", { type: "button", class: "quiet", on: { click: () => this.confirm(actions, ask, photo) } }, "端末から削除");
    actions.append(ask);
    return make("li", { data: { photo: stuck ? "stuck" : "waiting" } }, image, make("span", {}, stuck ?? "送信待ち"), actions);
  }

  confirm(actions, ask, photo) {
    const yes = make("button", { type: "button", class: "button danger", on: { click: () => this.photos.giveUp(photo) } }, "削除する");
    const no = make("button", { type: "button", class: "button", on: { click: () => actions.replaceChildren(ask) } }, "やめる");
    actions.replaceChildren(yes, no);
    no.focus();
  }
}
