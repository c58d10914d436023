// Who fills in this sheet together: whose chapters, who answered where in the last minutes, and handing a chapter over.
// Where somebody is, only their answers tell.

import { make, setText } from "./dom.js";
import { Failure } from "./transport.js";
import { moment } from "./words.js";

const LAST_MINUTES = 15 * 60_000;
const AWAY = "通信できないため、引き継げません。通信できる場所でもう一度行ってください。";

export class Team {
  constructor(view) {
    this.view = view;
    this.names = new Map(view.sheet.sheet.chapters.map(({ code, name }) => [code, `${code} ${name}`]));
    this.rows = make("ul", { class: "team-rows" });
    this.own = make("div", { class: "team-own" });
    this.message = make("p", { class: "hint", role: "alert" });
    this.element = make("details", { class: "desk-part team" }, make("summary", {}, "担当"), this.rows, this.own, this.message);
    this.told = make("div", { class: "handed", role: "status" });
  }

  get me() {
    return this.view.answers.owner.person;
  }

  get members() {
    return this.view.sheet.members ?? [];
  }

  /** What was handed to this person and not yet read. */
  get unread() {
    return this.view.isWritable() ? (this.view.sheet.handed_over ?? []).filter(({ id }) => !(id in this.view.notebook.kept.taken)) : [];
  }

  /** The server told of it anew. */
  hear({ members, own_chapters, handed_over }) {
    Object.assign(this.view.sheet, { members, own_chapters, handed_over });
    this.view.filters.setOwn(own_chapters);
    this.view.summarySoon();
  }

  /** Chapter -> names of the others who answered there last, within the last minutes. */
  present(now = Date.now()) {
    const last = new Map();
    for (const [item, { saved_at, saved_by }] of this.view.answers.ratings) {
      const at = Date.parse(saved_at);
      if (saved_by === this.view.answers.owner.name || !(now - at < LAST_MINUTES) || !(at > (last.get(saved_by)?.at ?? 0))) continue;
      const chapter = this.view.cards.get(item)?.item.chapter;
      if (chapter) last.set(saved_by, { at, chapter });
    }
    return last;
  }

  /** The others who answered in this sheet, each with the time of the last answer that has arrived; empty for nobody. */
  last() {
    const last = new Map();
    for (const { saved_at, saved_by } of this.view.answers.ratings.values()) {
      if (saved_by && saved_by !== this.view.answers.owner.name && !(last.get(saved_by) > saved_at)) last.set(saved_by, saved_at);
    }
    return [...last].map(([name, at]) => `${name}さんの最後の回答は${moment(at)}`).join("、");
  }

  paint() {
    const present = this.present();
    this.view.chapters.paintPresent(present);
    this.element.hidden = this.members.length < 2;
    const key = JSON.stringify([this.members, [...present], this.unread, this.view.isWritable()]);
    if (key === this.key) return;
    this.key = key;
    this.rows.replaceChildren(...this.members.map((member) => this.row(member, present.get(member.name))));
    const mine = this.members.find(({ id }) => id === this.me)?.chapters ?? [];
    this.own.replaceChildren(...(this.view.isWritable() ? mine.map((chapter) => this.giver(chapter)) : []));
    this.told.replaceChildren(...this.unread.map((one) => this.news(one)));
  }

  row({ name, chapters }, seen) {
    const where = seen ? `　最後の回答 ${moment(new Date(seen.at))} ${this.names.get(seen.chapter)}` : "";
    return make("li", {}, make("strong", {}, name), `　${chapters.map((code) => this.names.get(code)).join("、") || "担当の章なし"}${where}`);
  }

  /** One of the own chapters, and to whom it may go. */
  giver(chapter) {
    const others = this.members.filter(({ id }) => id !== this.me);
    const place = make("div", { class: "row-actions" });
    const ask = make("button", { type: "button", class: "button", on: { click: () => place.replaceChildren(...choices) } }, `「${this.names.get(chapter)}」を引き継ぐ`);
    const choices = [
      ...others.map(({ id, name }) => make("button", { type: "button", class: "button primary", on: { click: () => this.give(chapter, id) } }, `${name}に引き継ぐ`)),
      make("button", { type: "button", class: "button", on: { click: () => place.replaceChildren(ask) } }, "やめる"),
    ];
    place.append(ask);
    return place;
  }

  async give(chapter, to) {
    try {
      await this.view.delivery.transport.handOver(this.me, chapter, to);
      setText(this.message, "");
      const move = ({ id, chapters, ...rest }) => ({
        ...rest, id, chapters: [...chapters.filter((one) => one !== chapter), ...(id === to ? [chapter] : [])],
      });
      const own_chapters = this.view.sheet.own_chapters.filter((one) => one !== chapter);
      this.hear({ ...this.view.sheet, own_chapters, members: this.members.map((one) => ([this.me, to].includes(one.id) ? move(one) : one)) });
      this.view.filter();
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      setText(this.message, failure.isAway ? AWAY : failure.message);
    }
  }

  news({ id: number, by, at, chapter }) {
    return make("div", { class: "replaced" }, make("p", {}, `${by}から「${this.names.get(chapter)}」を引き継ぎました（${moment(at)}）。`),
      make("button", { type: "button", class: "button", on: { click: () => this.view.notebook.take(number) } }, "確認しました"));
  }
}
