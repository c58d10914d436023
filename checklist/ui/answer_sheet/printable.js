// Which characters of a text are not printed on paper, by the same rule as the server's papers.

import { RUNS } from "./glyph_runs.js";

// Selectors of variants and the joiner of a picture belong to what stands before them, skin colours too.
const PICTURE = /[^\ufe00-\ufe0f\u200d](?:[\ufe00-\ufe0f\u20e3\u{1f3fb}-\u{1f3ff}]|\u200d[^\s\u200d])*/gsu;
const UNSEEN = /[\n\r\t\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u{e0000}-\u{e0fff}]/u;
/** Printed as ○, ×, ！ or ？. */
const SPELLED = new Set("✅☑✔⭕🆗❌❎✖✗✘🆖☒🚫❗❕❓❔");

let runs = null;

/** First and last character of every run. */
function read() {
  let end = 0;
  return RUNS.trim().split(" ").map((run) => {
    const [gap, length = "0"] = run.split("-");
    const first = end + parseInt(gap, 36);
    end = first + parseInt(length, 36);
    return [first, end];
  });
}

function isCovered(character) {
  runs ??= read();
  const code = character.codePointAt(0);
  let [low, high] = [0, runs.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = runs[middle];
    if (code < first) high = middle - 1;
    else if (code > last) low = middle + 1;
    else return true;
  }
  return false;
}

const isPrinted = (character) => isCovered(character) || UNSEEN.test(character) || SPELLED.has(character);

/** The characters of a text, or composed pictures, each once, in whose place 〓 is printed. */
export function unprintable(text) {
  return [...new Set(text.match(PICTURE))].filter((one) => !isPrinted(String.fromCodePoint(one.codePointAt(0))));
}
