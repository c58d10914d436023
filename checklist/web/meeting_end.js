// What is still to be done before everybody goes: what lies on this device alone, and that signing needs the network.

import { make, setText } from "/assets/dom.js";
import { number } from "/assets/words.js";

const SENDS = "通信できる場所でこの画面を開くと送信します。";
const ORDER = "通信できると、訪問評価の提出、講評会の開始、ここでの記録の順に自動で送信します。";
const AWAY = ["offline", "foreign", "trouble"];
const SIGN = "署名・報告書の確定・手交には、通信とパスワードが必要です。パスワードはこの端末に保存しません。";
const LATER = "現在は通信できないため、署名できません。ここに記録した内容は失われません。署名は後からでもでき、受審病院と訪問側の人が、通信できる場所で、それぞれログインして行います。";

export class EndOfMeeting {
  constructor(view) {
    this.view = view;
    this.kept = make("p", {});
    this.open = make("p", {});
    this.sign = make("p", {});
    this.way = make("a", { class: "button" }, "署名・確定の画面へ");
    this.element = make("section", { class: "end", "aria-label": "会議を終える前に" }, make("h2", {}, "会議を終える前に"), this.kept, this.open, this.sign, make("p", {}, this.way));
  }

  paint() {
    const { meeting, sheets, notes } = this.view, unsent = this.view.unsent();
    const away = AWAY.includes(sheets[0].delivery.reason);
    const unfinished = [...notes.entries.values()].filter(({ ready, conflict, refused }) => !ready || conflict || refused).length;
    setText(this.kept, unsent ? `${sheets[0].answers.outbox.durable ? "この端末" : "この画面"}にのみある記録が${number(unsent)}件あります。${meeting.early ? ORDER : SENDS}` : meeting.early ? ORDER : "記録はすべてサーバーに保存しています。");
    setText(this.open, unfinished ? `書きかけ、または確認が必要な文が${number(unfinished)}件あります。「保存する」を押すまで記録しません。` : "");
    this.open.hidden = !unfinished;
    setText(this.sign, meeting.signed.length ? `${meeting.signed.join("と")}は署名済みです。` : away ? `${SIGN}${LATER}` : SIGN);
    this.way.href = `/closing?visit=${meeting.id}`;
    this.way.hidden = away;
    this.element.dataset.away = away;
  }
}
