// What was typed and chosen in Streamlit's forms survives what ends a page: a session that is over, a reload, a restart of the server.
//
// It is kept on the device for the person whose name stands on the page, and offered at the same form again until it was
// saved or thrown away. A page says that something was saved by a mark of its own (st-key-told-…), new each time.

import { make } from "/assets/dom.js";
import { allFields, fieldOf, fill, formsOf, isList, valueOf } from "/assets/typed_fields.js";
import { drop, keep, recordsOf, setAside } from "/assets/typed_text_store.js";

const PAUSE = 250;
const TIME = new Intl.DateTimeFormat("ja-JP", { timeZone: "Asia/Tokyo", month: "long", day: "numeric", hour: "numeric", minute: "2-digit" });
const EXCERPT = 60;
const TURNS = 4;
// The page may say that something was saved a moment before the emptied form takes the place of the old one.
const REDRAWN_WITHIN = 10_000;

let person = null;
let records = new Map();
const lives = new Map();
const starts = new WeakMap();
const unwritten = new Set();
const onTheWay = new Set();
let pressed = [];
let saved = [];
let savedBy = 0;
let restoring = false;
const typedMeanwhile = new Set();
const leftWith = new Map();
let told = toldMark();

const here = () => location.pathname + location.search;
const ignore = () => {};

function toldMark() {
  const mark = document.querySelector('[class*="st-key-told-"]');
  return mark && [...mark.classList].find((one) => one.startsWith("st-key-told-"));
}

/** Whose page stands here: what the server has drawn, since cookies tell only of the last sign-in. */
function personHere() {
  const mark = document.querySelector(".who[data-person]");
  return mark ? Number(mark.dataset.person) : null;
}

function isAtRest() {
  return document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "notRunning";
}

/** The record of what is being typed into a form now; `inputs` are the elements that hold it. */
function lifeOf(field) {
  const found = lives.get(field.form);
  if (found && found.record.person === person && found.record.address === here()) return found;
  const random = crypto.getRandomValues(new Uint32Array(4)).join("-");
  const record = { id: random, person, address: here(), form: field.form, fields: {}, at: Date.now() };
  const life = { record, inputs: new Map() };
  lives.set(field.form, life);
  return life;
}

function note(target) {
  const field = fieldOf(target);
  if (!field || personHere() === null || personHere() !== person) return;
  const { record, inputs } = lifeOf(field);
  const value = valueOf(field.input);
  inputs.set(field.name, field);
  if (value === starts.get(field.input)) delete record.fields[field.name];
  else record.fields[field.name] = { label: field.label, text: value, choice: field.choice };
  record.at = Date.now();
  unwritten.add(record);
  schedule();
}

let timer = null;
function schedule() {
  timer ??= setTimeout(write, PAUSE);
}

/** Write at once what has changed since the last time. */
function write() {
  clearTimeout(timer);
  timer = null;
  for (const record of unwritten) {
    if (Object.keys(record.fields).length) {
      records.set(record.id, record);
      onTheWay.add(record);
      keep(record).then(markKept, ignore).finally(() => onTheWay.delete(record));
    } else forget(record);
  }
  unwritten.clear();
}

function forget(record) {
  records.delete(record.id);
  unwritten.delete(record);
  onTheWay.delete(record);
  drop([record.id]).then(markKept, ignore);
}

/** A page without a session tells that something is kept; it is hidden unless that is true. */
function markKept() {
  document.body.classList.toggle("has-typed-text", [...records.values()].some(({ address }) => address === here()));
}

/** Whose page it is may change in one document; the last person is remembered while nobody is named. */
async function know(found) {
  if (found === null || found === person) return;
  write();
  person = found;
  lives.clear();
  records = new Map();
  const read = await recordsOf(found).catch(() => []);
  if (person !== found) return;
  records = new Map([...read.map((record) => [record.id, record]), ...records]);
  markKept();
  // What was typed before anybody could say whose it is.
  for (const { input } of allFields()) if (starts.has(input) && valueOf(input) !== starts.get(input)) note(input);
  look();
}

function look() {
  know(personHere());
  const mark = toldMark();
  if (mark && mark !== told) [saved, pressed, savedBy] = [pressed, [], Date.now() + REDRAWN_WITHIN];
  told = mark ?? told;
  if (!isAtRest()) return;
  saved = saved.filter((form) => !finish(form) && Date.now() < savedBy);
  const fields = personHere() === person && person !== null ? allFields() : [];
  for (const { input } of fields) if (!starts.has(input)) starts.set(input, valueOf(input));
  follow(fields);
  fields.filter(({ choice }) => choice).forEach(noteChosen);
  offer(fields);
}

/** Choices make no input. A list that stands as it began may be one in which nothing could be chosen again: that stays kept. */
function noteChosen({ input, form, name }) {
  const value = valueOf(input);
  const start = starts.get(input);
  if (restoring || (value === start && isList(input))) return;
  if (value !== (lives.get(form)?.record.fields[name]?.text ?? start)) note(input);
}

/** What was saved is forgotten, unless the same text still stands in the same round of the form; whether it is. */
function finish(form) {
  const life = lives.get(form);
  if (!life) return true;
  const stands = ([name, { text }]) => {
    const field = life.inputs.get(name);
    // What is kept at once stands there after it was saved as well: only what was typed since it was left is not saved.
    if (field?.keptAtOnce) return text !== leftWith.get(name);
    return field?.round && field.input.isConnected && valueOf(field.input) === text;
  };
  if (Object.entries(life.record.fields).some(stands)) return false;
  forget(life.record);
  lives.delete(form);
  leftOf(form)?.remove();
  for (const { input } of life.inputs.values()) starts.delete(input);
  return true;
}

/** Inputs that Streamlit has made anew: with the text they go on as before, without it the form has lost its text. */
function follow(fields) {
  for (const field of fields) {
    const life = lives.get(field.form);
    const known = life?.record.fields[field.name];
    if (!known || life.inputs.get(field.name)?.input === field.input) continue;
    if (valueOf(field.input) === known.text || isList(field.input)) life.inputs.set(field.name, field);
    else lives.delete(field.form);
  }
}

function offer(fields) {
  const offered = new Set();
  for (const record of [...records.values()].sort((one, other) => other.at - one.at)) {
    if (record.address !== here() || record.person !== person || lives.get(record.form)?.record === record) continue;
    const found = fields.filter(({ form, name }) => form === record.form && record.fields[name]);
    if (!found.length) continue;
    if (found.every(({ name, input }) => valueOf(input) === record.fields[name].text)) takeOver(record, found);
    else {
      offered.add(record.id);
      place(record, found);
    }
  }
  for (const bar of document.querySelectorAll("[data-typed-text]")) {
    const anchor = bar.nextElementSibling;
    if (!offered.has(bar.dataset.typedText) || !anchor) bar.remove();
  }
}

/** The text stands in the form already: from here on it is what is being typed. */
function takeOver(record, found) {
  const life = lives.get(record.form);
  if (life && life.record !== record) return forget(record);
  lives.set(record.form, { record, inputs: new Map(found.map((field) => [field.name, field])) });
}

function place(record, found) {
  const { anchor } = found[0];
  const old = document.querySelector(`[data-typed-text="${record.id}"]`);
  if (old && old.parentElement === anchor.parentElement) return;
  old?.remove();
  const kept = found.map(({ name }) => record.fields[name]);
  const [longest] = kept.filter(({ choice }) => !choice).sort((one, other) => other.text.length - one.text.length);
  const text = longest && longest.text.length > EXCERPT ? `${longest.text.slice(0, EXCERPT)}…` : longest?.text ?? "";
  const title = `保存していない入力途中の${longest ? "文章" : "内容"}があります`;
  anchor.before(make("div", { class: "typed-text", role: "status", "data-typed-text": record.id },
    make("p", {}, make("b", {}, title), `（${[TIME.format(record.at), longest?.label].filter(Boolean).join("、")}）`),
    make("p", { class: "excerpt" }, [text, sentence(kept.filter(({ choice }) => choice))].filter(Boolean).join("\n")),
    make("div", { class: "row" },
      make("button", { type: "button", class: "first", on: { click: () => restore(record) } }, "復元する"),
      make("button", { type: "button", on: { click: () => discard(record) } }, "破棄する"))));
}

/** A field that is kept at once was left: its text is on the way, and what is typed from now on is not. */
function leave(form, name, text) {
  pressed = [form];
  leftWith.set(name, text);
}

async function restore(record) {
  const found = allFields().filter(({ form, name }) => form === record.form && record.fields[name]);
  lives.set(record.form, { record, inputs: new Map(found.map((field) => [field.name, field])) });
  const kept = new Map(found.map(({ name }) => [name, record.fields[name]]));
  const texts = new Map([...kept].map(([name, { text }]) => [name, text]));
  for (const { name, keptAtOnce } of found) if (keptAtOnce) leave(record.form, name, texts.get(name));
  // What a person types meanwhile is not written over.
  typedMeanwhile.clear();
  const left = () => found.filter(({ name, input }) => valueOf(input) !== texts.get(name) && !typedMeanwhile.has(name));
  restoring = true;
  // A form that has just been unfolded puts its own values in once more.
  for (let turn = 0; turn < TURNS && left().some(({ input }) => !isList(input)); turn += 1) {
    for (const { name, input } of left()) await fill(input, texts.get(name));
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  restoring = false;
  tellLeft(record.form, left().map(({ name }) => kept.get(name)), found[0]?.anchor);
  // Whoever goes on in another field is not called back.
  if (!document.activeElement?.matches("input, textarea")) (found.find(({ choice }) => !choice) ?? found[0])?.input.focus();
  look();
}

function sentence(choices) {
  return choices.map(({ label, text }) => `${label}：${text}`).join("、");
}

function leftOf(form) {
  return [...document.querySelectorAll("[data-typed-left]")].find((one) => one.dataset.typedLeft === form);
}

/** What was chosen from lists, to be chosen again by hand. */
function tellLeft(form, choices, anchor) {
  leftOf(form)?.remove();
  if (!choices.length || !anchor) return;
  const bar = make("div", { class: "typed-text", role: "status", "data-typed-left": form },
    make("p", {}, make("b", {}, "次の欄は、もう一度選んでください")), make("p", { class: "excerpt" }, sentence(choices)),
    make("div", { class: "row" }, make("button", { type: "button", on: { click: () => bar.remove() } }, "閉じる")));
  anchor.before(bar);
}

/** The offer goes away once the text is gone from the device: whoever leaves the page at once is not asked again. */
async function discard(record) {
  await drop([record.id]).catch(ignore);
  forget(record);
  look();
}

function press(element) {
  pressed = formsOf(element);
}

document.addEventListener("input", ({ target, isTrusted }) => {
  if (!(target instanceof HTMLElement)) return;
  const field = restoring && isTrusted ? fieldOf(target) : null;
  if (field && !field.choice) typedMeanwhile.add(field.name);
  note(target);
}, true);
// A field may be typed in before the page was first looked at.
document.addEventListener("focusin", ({ target }) => {
  const field = target instanceof HTMLElement && fieldOf(target);
  if (field && !starts.has(field.input)) starts.set(field.input, valueOf(field.input));
}, true);
document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element && target.closest("button");
  if (button) press(button);
}, true);
document.addEventListener("change", ({ target }) => {
  const field = target instanceof HTMLElement && fieldOf(target);
  if (field?.keptAtOnce) leave(field.form, field.name, valueOf(field.input));
}, true);
// Enter saves a form without any button being pressed.
document.addEventListener("keydown", ({ target, key, ctrlKey, metaKey }) => {
  if (key === "Enter" && target instanceof HTMLElement && (target.tagName === "INPUT" || ctrlKey || metaKey)) press(target);
}, true);
addEventListener("pagehide", () => {
  write();
  setAside([...onTheWay]);
});
document.addEventListener("visibilitychange", write);

let due = null;
new MutationObserver(() => {
  due ??= setTimeout(() => {
    due = null;
    look();
  }, 100);
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-test-script-state", "class", "data-person"] });
