// Streamlit's pages live on a WebSocket. Where none comes through, they stay grey bars: here the page says why,
// and leads to the sheets of visits, which need none. Loaded before Streamlit, whose first socket is watched.

import { make } from "/assets/dom.js";

// Where its server is: else Streamlit asks each folder of the address, the wrong one first, and waits between them, 0.15 s
// of every page.
window.__streamlit = { BACKEND_BASE_URL: `${location.origin}/` };

const STREAM = "/_stcore/stream";
const PATIENCE = 4000;
const DAY = new Intl.DateTimeFormat("ja-JP", { timeZone: "Asia/Tokyo", year: "numeric", month: "long", day: "numeric" });
const STYLE = `
  #connection { --ink: #1c2733; --ground: #fff; --accent: #0f5c6e; --on-accent: #fff; --line: #8a5a00;
    position: fixed; inset: 0 0 auto 0; z-index: 1000000; max-height: 100%; overflow: auto; padding: 20px 24px; box-sizing: border-box;
    color: var(--ink); background: var(--ground); border-bottom: 4px solid var(--line); box-shadow: 0 4px 16px #0004;
    font: 17px/1.7 "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "BIZ UDPGothic", Meiryo, sans-serif; }
  @media (prefers-color-scheme: dark) { #connection { --ink: #e6edf2; --ground: #18232b; --accent: #7cc4d4; --on-accent: #0a2a33; --line: #b98a2c; } }
  #connection > div { max-width: 760px; margin: 0 auto; }
  #connection h2 { font-size: 21px; line-height: 1.5; margin: 0 0 8px; padding: 0; }
  #connection p { margin: 0 0 10px; }
  #connection ul { list-style: none; margin: 0 0 10px; padding: 0; display: grid; gap: 8px; }
  #connection a, #connection button { display: inline-flex; align-items: center; min-height: 48px; padding: 4px 20px; border-radius: 8px; font: inherit;
    font-weight: 600; text-decoration: none; cursor: pointer; border: 1px solid var(--accent); color: var(--accent); background: var(--ground); }
  #connection .first { color: var(--on-accent); background: var(--accent); }`;

let tried = false;
let opened = false;
let open = false;
let timer = null;

window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    if (new URL(this.url).pathname.endsWith(STREAM)) watch(this);
  }
};

// Streamlit tries no socket before the server has answered other questions.
addEventListener("load", () => open || wait(PATIENCE));

function watch(socket) {
  tried = true;
  wait(PATIENCE);
  socket.addEventListener("open", () => {
    opened = open = true;
    // What draws charts takes a quarter of a second to begin: once, here while the server still makes the page.
    const charts = document.getElementById("charts");
    if (charts) setTimeout(() => charts.replaceWith(make("script", { type: "module", src: charts.href })));
    clearTimeout(timer);
    timer = null;
    document.getElementById("connection")?.remove();
  });
  socket.addEventListener("close", () => {
    const refused = !open;
    open = false;
    wait(refused ? 0 : PATIENCE);
  });
}

/** Look after so many milliseconds what is the matter; a look that is already due is only brought forward. */
function wait(milliseconds) {
  if (timer !== null && milliseconds > 0) return;
  clearTimeout(timer);
  timer = setTimeout(look, milliseconds);
}

async function look() {
  const state = await asked();
  timer = null;
  if (open) return;
  // The sheet in the page goes on without a WebSocket, and says itself what it waits for.
  const goesOn = document.querySelector("[data-answer-sheet]") || (state === "blocked" && !tried);
  if (!goesOn) await tell(state);
  wait(PATIENCE);
}

/** Whether the page itself still comes: "blocked" if only the WebSocket does not, "ended" without a session, "away" if nothing answers. */
function asked() {
  return fetch(location.href, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) }).then(
    (answer) => (answer.type === "opaqueredirect" ? "ended" : answer.ok ? "blocked" : "away"), () => "away");
}

async function tell(state) {
  const place = document.getElementById("connection");
  if (place?.dataset.state === state) return;
  // A page that stood already has its own line for a server that is away.
  if (state === "away" && opened) return place?.remove();
  const content = await { blocked, ended, away }[state]();
  if (open) return;
  place?.remove();
  document.body.append(make("section", { id: "connection", role: "alert", "data-state": state }, make("style", {}, STYLE), make("div", {}, ...content)));
}

async function blocked() {
  const found = await fetch("/api/visits", { cache: "no-store" }).then((answer) => (answer.ok ? answer.json() : []), () => []);
  const sheets = found.map(({ id, host, date }) => {
    const day = date ? `（${DAY.format(new Date(`${date}T00:00:00+09:00`))}）` : "";
    return make("li", {}, make("a", { class: "first", href: `/visit/${id}` }, `${host}${day}の点検表を開く`));
  });
  return [
    make("h2", {}, "このネットワークでは、この画面を表示できません"),
    make("p", {}, "サーバーには接続できますが、画面の表示に必要な通信（WebSocket）が途中で止められています。保存済みの内容は失われていません。"),
    ...(sheets.length ? [make("p", {}, "訪問の点検表は、この通信がなくても記入できます。"), make("ul", {}, ...sheets)] : []),
    make("p", {}, `ネットワークを管理している人に「${location.host} へのWebSocketの通信を許可してください」とお伝えください。別のネットワークでは表示できることがあります。`),
    make("button", { type: "button", on: { click: () => location.reload() } }, "もう一度表示する"),
  ];
}

function ended() {
  const back = encodeURIComponent(location.pathname + location.search);
  return [
    make("h2", {}, "ログインの有効期限が切れています"),
    make("p", {}, "もう一度ログインすると、この画面に戻ります。"),
    make("a", { class: "first", href: `/login?next=${back}` }, "ログインの画面へ"),
  ];
}

async function away() {
  const kept = await navigator.serviceWorker?.getRegistration("/visit/").catch(() => null);
  return [
    make("h2", {}, "サーバーに接続できません"),
    make("p", {}, "接続が戻ると、画面を自動で表示します。"),
    ...(kept ? [make("a", { href: "/visit/" }, "この端末に保存されている点検表を開く")] : []),
  ];
}
