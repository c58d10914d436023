// A questionnaire on a phone with a bad line: what is tapped is kept on the device at once, what is sent is sent until it is
// acknowledged, and its operation number makes it one answer however often it arrives.

import { find, keep } from "/assets/questionnaire_store.js";

const FIRST_WAIT = 1500;
const LONGEST_WAIT = 30_000;
const PATIENCE = 20_000;

const main = document.querySelector("[data-questionnaire]");
const token = main.dataset.questionnaire;
const [form, faults, confirm, kept, done, waiting] = ["form", "faults", "confirm", "kept", "done", "waiting"].map((id) => document.getElementById(id));
let record = null;
let timer = null;
let wait = FIRST_WAIT;
let busy = false;
let onDisk = false; // whether the device has what stands in the form now

/** Not crypto.randomUUID, which browsers have on https alone. */
function number() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function fresh() {
  return { token, operation: number(), answers: {}, confirmed: false, state: "draft" };
}

function typed() {
  const answers = {};
  for (const [name, value] of new FormData(form)) {
    if (!/^q\d+$/.test(name) || !value.trim()) continue;
    const steps = form.elements[name] instanceof RadioNodeList && form.elements[name][0].closest(".steps");
    answers[name.slice(1)] = steps ? Number(value) : value;
  }
  return answers;
}

function put(answers) {
  form.reset();
  for (const [name, value] of Object.entries(answers)) {
    const field = form.elements[`q${name}`];
    if (field) field.value = String(value);
  }
}

function show(part) {
  for (const one of [form, done, waiting]) one.hidden = one !== part;
}

function tell(lines, asks = false) {
  faults.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  faults.hidden = !lines.length;
  confirm.hidden = !asks;
  if (lines.length) faults.focus();
}

async function note() {
  const noted = { ...record, answers: typed(), state: "draft" };
  record = noted;
  kept.setAttribute("aria-busy", "true");
  await store(noted);
  // Of several on their way to the disk only the last one holds all that was typed.
  if (record === noted) sayKept();
}

async function store(noted) {
  onDisk = false;
  const kept = await keep(noted);
  if (record === noted) onDisk = kept;
}

function stays() {
  return onDisk ? "回答はこの端末に残っています。" : "回答はこの画面にのみ残っています。閉じないでください。";
}

function sayKept() {
  kept.textContent = onDisk ? "入力した内容は、この端末に残っています。" : "";
  kept.setAttribute("aria-busy", "false");
}

async function submit(event) {
  event.preventDefault();
  if (record.state !== "draft") return;
  const answers = typed();
  if (!Object.keys(answers).length) return tell(["1つ以上の質問に回答してください。"]);
  record = { ...record, answers, confirmed: form.elements.confirmed.checked, state: "sending" };
  tell([]);
  say("送信しています", "そのままお待ちください。");
  show(waiting);
  waiting.focus();
  await store(record);
  await send();
}

function say(head, text) {
  document.getElementById("waiting-head").textContent = head;
  document.getElementById("waiting-text").textContent = text;
}

async function send() {
  if (busy || record.state !== "sending") return;
  busy = true;
  clearTimeout(timer);
  const { operation, answers, confirmed } = record;
  let answer = null;
  try {
    answer = await fetch(location.pathname, {
      method: "POST", headers: { "content-type": "application/json", "x-checklist": "1" }, credentials: "omit", cache: "no-store",
      body: JSON.stringify({ operation, answers, confirmed }), signal: AbortSignal.timeout?.(PATIENCE),
    });
    await settle(answer);
  } catch {
    later("通信できません", `${stays()}通信が戻ると、自動で送信します。`);
  } finally {
    busy = false;
  }
}

async function settle(answer) {
  if (answer.ok) {
    await answer.json();
    record = { token, operation: record.operation, answers: {}, confirmed: false, state: "sent" };
    await keep(record);
    show(done);
    done.focus();
    return;
  }
  if (answer.status === 429 || answer.status >= 500) return later("混み合っています", `${stays()}順番に、自動で送信します。`);
  const told = await answer.json().catch(() => ({}));
  record = { ...record, confirmed: false, state: "draft" };
  // Whoever sent it before its last letter was on the disk reads here that it is.
  await store(record);
  sayKept();
  put(record.answers);
  show(form);
  tell(told.faults ?? [`送信できませんでした。${onDisk ? "画面を開き直してください。" : ""}${stays()}`], told.asks);
}

/** Try again: not all phones of a hall at the same moment. */
function later(head, text) {
  say(head, text);
  timer = setTimeout(send, wait * (0.5 + Math.random()));
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

function again() {
  wait = FIRST_WAIT;
  send();
}

async function another() {
  record = fresh();
  await store(record);
  form.reset();
  tell([]);
  kept.textContent = "";
  show(form);
  form.querySelector("input:not([type=hidden]), textarea").focus();
}

async function begin() {
  form.addEventListener("submit", submit);
  // What was tapped before the device had said what it holds counts, beside what it holds of the other questions.
  const early = typed();
  record = (await find(token)) ?? fresh();
  if (record.state === "sent") show(done);
  if (record.state === "sending") {
    show(waiting);
    send();
  }
  if (record.state === "draft") {
    const meanwhile = { ...early, ...typed() };
    put({ ...record.answers, ...meanwhile });
    if (Object.keys(meanwhile).length) await note();
  }
  form.addEventListener("input", note);
  document.getElementById("another").addEventListener("click", another);
  addEventListener("online", again);
  document.addEventListener("visibilitychange", () => document.hidden || again());
  main.dataset.ready = "1";
}

begin();
