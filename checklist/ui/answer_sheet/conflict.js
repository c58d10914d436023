// Both sides of an item that two people answered, and the choice between them.

import { badge } from "./badge.js";
import { make } from "./dom.js";
import { moment } from "./words.js";

/** The panel; `choose` is called with "mine" or "theirs". */
export function conflictPanel({ mine, theirs }, scale, choose) {
  const other = theirs?.saved_by ?? "ほかの方";
  return make("section", { class: "conflict", role: "group", "aria-label": "回答の選択" },
    make("p", { class: "conflict-lead" }, "ほかの方が先に回答しています。どちらの回答を残すか選んでください。"),
    make("div", { class: "sides" },
      side("自分の回答", mine, mine.tapped_at, scale, "自分の回答にする", () => choose("mine"), "mine"),
      side(other, theirs ?? { value: null, comment: "" }, theirs?.saved_at, scale, "相手の回答を残す", () => choose("theirs"), "theirs"),
    ),
  );
}

function side(name, answer, time, scale, action, act, key) {
  return make("div", { class: "side" },
    make("p", { class: "side-name" }, badge(scale, answer.value), make("span", {}, name), time ? make("time", {}, moment(time)) : null),
    make("p", { class: "side-comment" }, answer.comment || "（コメントなし）"),
    make("button", { type: "button", class: "button", data: { choose: key }, on: { click: act } }, action),
  );
}
