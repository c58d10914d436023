// The thin bar that is always in view: how many items are left, and whether everything is saved.

import { make, setAttribute, setText } from "./dom.js";
import { number, saveState } from "./words.js";

export class Bar {
  /** `navigation` leads to what the bar names; `loginAddress` is where a new sign-in starts. */
  constructor(navigation, loginAddress) {
    this.left = make("strong", {});
    this.total = make("span", { class: "total" });
    this.meter = make("div", { class: "meter", role: "progressbar", "aria-label": "回答の進み具合", "aria-valuemin": 0 }, make("i"));
    this.text = make("span", { class: "save-text" });
    this.login = make("a", { class: "button", href: loginAddress, hidden: true }, "再ログイン");
    this.state = make("div", { class: "save", role: "status", "aria-live": "polite" }, make("i", { class: "dot" }), this.text);
    this.chosen = this.chip("conflicts", () => navigation.toConflict());
    this.stuck = this.chip("undelivered", () => navigation.toUndelivered());
    this.marks = this.chip("marks", () => navigation.toStuckMark());
    this.photos = this.chip("photos", () => navigation.toStuckPhoto());
    this.later = this.chip("later", () => navigation.toLater());
    this.handed = this.chip("handed", () => navigation.toHandedOver());
    this.next = make("button", { type: "button", class: "button primary next", on: { click: () => navigation.next() } });
    this.element = make("div", { class: "bar" },
      make("div", { class: "left" }, make("p", {}, this.left, this.total), this.meter),
      make("div", { class: "states" }, this.state, this.chosen, this.stuck, this.marks, this.photos, this.later, this.handed, this.login),
      this.next,
    );
  }

  chip(name, act) {
    return make("button", { type: "button", class: "alert-chip", hidden: true, data: { chip: name }, on: { click: act } });
  }

  /** `place` is { name, left } where the sheet is narrowed to one place; `next` is what the large button leads to. */
  paint({ left, total, exempt, place, next, ends, later, handed, conflicts, undelivered, stuckMarks, stuckPhotos, writable, ...state }) {
    const everything = left ? `残り ${number(left)}項目` : "すべて回答済み";
    setText(this.left, !place || !left ? everything : place.left ? `${place.name} 残り ${number(place.left)}` : `${place.name}は終わりました`);
    setText(this.total, place && left ? `全体 ${everything} / ${number(total)}` : ` / ${number(total)}${exempt ? `（回答不要 ${number(exempt)}）` : ""}`);
    setAttribute(this.total, "data-below", Boolean(place && left));
    this.meter.firstChild.style.width = `${total ? (100 * (total - left)) / total : 0}%`;
    setAttribute(this.meter, "aria-valuemax", total);
    setAttribute(this.meter, "aria-valuenow", total - left);
    const { tone, text } = saveState(state);
    setText(this.text, text);
    setAttribute(this.state, "data-tone", tone);
    this.login.hidden = state.reason !== "login";
    this.show(this.chosen, conflicts, `選択待ち ${number(conflicts)}件`);
    this.show(this.stuck, undelivered, `送信できなかった回答 ${number(undelivered)}件`);
    this.show(this.marks, stuckMarks, `送信できなかった判定 ${number(stuckMarks)}件`);
    this.show(this.photos, stuckPhotos, `送信できなかった写真 ${number(stuckPhotos)}枚`);
    this.show(this.later, later, `あとで確認 ${number(later)}件`);
    this.show(this.handed, handed, `引き継いだ章 ${number(handed)}件`);
    setText(this.next, next);
    this.next.hidden = !writable;
    this.next.disabled = left === 0 && !ends;
  }

  show(chip, count, text) {
    chip.hidden = !count;
    setText(chip, text);
  }
}
