// What stands on the page once a visit pass is over: nothing of what it showed, only how much still has to be sent.

import { hiddenDispatches } from "/assets/dispatch.js";
import { make, setText } from "/assets/dom.js";
import { number, stays } from "/assets/words.js";

const OVER = "訪問パスの有効期限が切れたか、取り消されたため、点検表の表示を終了しました。この端末に保存していた内容は消去しました。";
const BLOCKED = ["login", "other", "closed", "forbidden"];
const find = (id) => document.getElementById(id);

export class EndedPass {
  constructor(outbox, login) {
    Object.assign(this, { outbox, login, dispatches: [] });
  }

  /** Take everything off the screen, in this turn. */
  clear() {
    document.title = "訪問の点検表｜医療安全 相互チェック";
    setText(find("host"), "訪問の点検表");
    for (const id of ["day", "person", "until", "unsent", "offline", "protection"]) setText(find(id), "");
    for (const id of ["facts", "links", "tabs", "fictional"]) find(id).hidden = true;
    for (const id of ["tabs", "sheets"]) find(id).replaceChildren();
    this.told = make("p", {});
    find("message").replaceChildren(make("p", {}, OVER), this.told, make("a", { class: "button primary", href: this.login }, "ログイン"));
    find("message").hidden = false;
  }

  /** Send what lies hidden, for as long as the server takes it. */
  async deliver() {
    const hidden = await this.outbox.hiddenPasses();
    for (const pass of hidden) {
      const found = await hiddenDispatches(this.outbox, pass);
      for (const dispatch of found) {
        dispatch.watch(() => this.paint());
        dispatch.start();
      }
      this.dispatches.push(...found);
    }
    await Promise.all(this.dispatches.map((dispatch) => dispatch.settled()));
    this.ready = true;
    this.paint();
  }

  paint() {
    if (!this.ready) return;
    const all = this.dispatches.map((dispatch) => dispatch.unsent());
    const [answers, photos] = ["count", "photos"].map((key) => all.reduce((sum, one) => sum + one[key], 0));
    const parts = [answers && `回答${number(answers)}件`, photos && `写真${number(photos)}枚`].filter(Boolean).join("・");
    find("unsent").dataset.tone = parts ? "wait" : "calm";
    setText(find("unsent"), parts ? `未送信が${number(answers + photos)}件あります（${parts}）` : "未送信の回答・写真はありません");
    const waits = this.dispatches.filter((dispatch) => dispatch.unsent().count + dispatch.unsent().photos);
    const blocked = waits.length && waits.every(({ delivery }) => BLOCKED.includes(delivery.reason) || !delivery.sendable().length);
    setText(this.told, parts ? `${stays(`表示していない未送信の${parts}`, this.outbox)}${blocked
      ? "入力した方がログインして点検表を開くと送信されます。" : "通信できるときに自動的に送信します。この画面を開いたままにしてください。"}` : "");
    if (!parts) this.outbox.dropHiddenPasses();
  }
}
