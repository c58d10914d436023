// A plan as a grid whose visits are moved: dragged, or tapped and then the cell tapped to which they go, or with the
// keyboard (Enter, arrows, Enter). It knows nothing of Streamlit and of plans; what was moved goes out by `move`.

import { dragging } from "./dragging.js";

const made = (name, props = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith("aria-") || key.startsWith("data-")) element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children);
  return element;
};

export function mount(root, first, move) {
  let data = first;
  let picked = null;
  let cells = new Map();
  let state = null;
  const name = (row, column) => `${row}:${column}`;
  const along = (token) => (data.axis === "row" ? data.columns.map((_, at) => [token.row, at]) : data.rows.map((_, at) => [at, token.column]));
  const place = (at) => (data.axis === "row" ? data.columns[at[1]] : data.rows[at[0]]);
  const isHome = (token, at) => at[0] === token.row && at[1] === token.column;

  const say = (text) => { state.textContent = text; };

  const drop = () => {
    for (const target of root.querySelectorAll("button.target")) target.remove();
    for (const cell of root.querySelectorAll("td.open")) cell.classList.remove("open");
    picked?.button.classList.remove("picked");
    picked?.button.setAttribute("aria-pressed", "false");
    picked = null;
  };

  const go = (token, at) => {
    drop();
    if (isHome(token, at)) return say("移動していません。");
    say(`${token.label}を${place(at).name}へ移動します。下に、影響を表示します。`);
    move({ id: token.id, from: token.from, to: place(at).key, edition: data.edition });
  };

  const pick = (token, button) => {
    const same = picked?.token === token;
    drop();
    if (same) return say(data.hint);
    picked = { token, button };
    button.classList.add("picked");
    button.setAttribute("aria-pressed", "true");
    for (const at of along(token)) {
      const cell = cells.get(name(...at));
      if (isHome(token, at) || place(at).closed) continue;
      cell.classList.add("open");
      const closed = token.closed.includes(place(at).key) ? "（訪問できない月）" : "";
      const target = made("button", { type: "button", className: "target", textContent: cell.children.length ? "⇄" : "＋", "aria-label": `${token.label}を${place(at).name}へ${closed}` });
      target.addEventListener("click", () => go(token, at));
      cell.append(target);
    }
    say(`${token.label}を選びました。移動先の欄を選んでください（Escで取り消し）。`);
  };

  // Arrows go from one target to the next, so that nobody walks through a whole grid with the tabulator.
  const arrows = (event) => {
    if (event.key === "Escape" && picked) {
      const { button } = picked;
      drop();
      button.focus();
      return say(data.hint);
    }
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const list = [...root.querySelectorAll(picked ? "button.target" : "button.token")];
    if (!step || !list.length) return undefined;
    event.preventDefault();
    const now = list.indexOf(event.target);
    return list[Math.min(list.length - 1, Math.max(0, now < 0 ? (step > 0 ? 0 : list.length - 1) : now + step))].focus();
  };

  const drag = (event, token, button) => dragging(event, root, button, {
    start: () => { if (picked?.token !== token) pick(token, button); },
    end: (under) => {
      setTimeout(() => draw(), 0);
      const cell = under?.closest("td");
      const at = along(token).find((one) => cells.get(name(...one)) === cell);
      if (at && cell.classList.contains("open")) go(token, at);
      else { drop(); say("移動していません。"); }
    },
  });

  const chip = (token) => {
    const button = made("button", { type: "button", className: `token ${token.kind}`, textContent: token.text, disabled: token.fixed, "aria-label": token.label, "aria-pressed": "false" });
    button.addEventListener("click", () => pick(token, button));
    button.addEventListener("pointerdown", (event) => drag(event, token, button));
    return button;
  };

  const draw = () => {
    const told = state?.textContent ?? data.hint;
    cells = new Map();
    picked = null;
    const head = made("tr", {}, made("th", { scope: "col", textContent: data.corner }), ...data.columns.map((one) => made("th", { scope: "col", textContent: one.name })));
    const body = data.rows.map((row, down) => made("tr", {}, made("th", { scope: "row" }, row.name, ...(row.note ? [made("small", { textContent: row.note })] : [])),
      ...data.columns.map((column, right) => {
        const cell = made("td", { className: column.closed || row.closed ? "over" : "" });
        cells.set(name(down, right), cell);
        return cell;
      })));
    for (const token of data.tokens) cells.get(name(token.row, token.column))?.append(chip(token));
    const table = made("table", {}, made("caption", { textContent: data.title }), made("thead", {}, head), made("tbody", {}, ...body));
    state = made("p", { role: "status", textContent: told });
    const scroll = made("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": data.title }, table);
    root.replaceChildren(state, scroll);
  };

  root.before(made("link", { rel: "stylesheet", href: "/assets/plan_board.css" }));
  root.addEventListener("keydown", arrows);
  draw();
  return {
    /** The page was drawn anew: with another plan everything is, else what is picked stays picked. */
    update(next) {
      if (next.token === data.token) return;
      data = next;
      state.textContent = next.hint;
      draw();
    },
  };
}
