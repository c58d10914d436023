// One month of incident reports as a table of numbers: typed with the keyboard alone, totals as one types, the month
// before beside every number. It knows nothing of Streamlit; what is typed goes out by `save`.

const made = (name, props = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith("aria-") || key.startsWith("data-")) element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children);
  return element;
};

// Full-width digits, 「3件」 and 「1,234」 are numbers to whoever types them; the server reads them in the same way.
const number = (text) => {
  const plain = text.normalize("NFKC").trim().replaceAll(",", "").replace(/[件名]$/, "");
  return plain === "" ? null : /^\d+$/.test(plain) ? Number(plain) : NaN;
};
// No number at all is not 0: a column that nobody has filled in has no total.
const sum = (list) => {
  const known = list.filter((one) => one !== null && !Number.isNaN(one));
  return known.length ? known.reduce((one, other) => one + other, 0) : null;
};
const shown = (value) => (value === null ? "－" : value.toLocaleString("ja-JP"));
const share = (part, whole) => (whole ? `${((100 * part) / whole).toFixed(1)}％（${whole.toLocaleString("ja-JP")}件のうち${part.toLocaleString("ja-JP")}件）` : "計算できません");

export function mount(root, first, save) {
  let data = first;
  let typed = new Map();
  let inputs = [];
  let parts = {};
  const name = (row, column) => `${row}:${column}`;
  const at = (row, column) => inputs[row]?.[column];

  const values = () => inputs.map((row) => row.map((input) => number(input.value)));

  const total = () => {
    const found = values();
    const width = data.levels.length;
    found.forEach((row, place) => {
      parts.rows[place].textContent = shown(sum(row));
      row.forEach((value, column) => at(place, column).setAttribute("aria-invalid", String(Number.isNaN(value))));
    });
    for (let column = 0; column < width; column += 1) parts.columns[column].textContent = shown(sum(found.map((row) => row[column])));
    const whole = sum(found.flat());
    parts.whole.textContent = shown(whole);
    const begun = found.filter((row) => row.some((value) => value !== null));
    const empty = begun.flat().filter((value) => value === null).length;
    const wrong = found.flat().filter(Number.isNaN).length;
    parts.state.textContent = [
      `合計 ${shown(whole)}${whole === null ? "" : "件"}（${data.beforeName} ${shown(data.before)}${data.before === null ? "" : "件"}）`,
      empty ? `入力を始めた職種の未入力 ${empty}欄` : begun.length ? "未入力の欄はありません" : "まだ入力がありません",
      ...(wrong ? [`数として読み取れない欄 ${wrong}欄`] : []),
      ...(typed.size ? ["保存していない変更があります"] : []),
    ].join("　");
    parts.share.textContent = severe(begun);
    parts.save.disabled = typed.size === 0;
  };

  // As the server tells it: with an empty cell among the levels the share could be anything.
  const severe = (begun) => {
    const graded = begun.map((row) => data.graded.map((column) => row[column]));
    if (!graded.length || graded.flat().some((value) => value === null || Number.isNaN(value))) return "レベル3b以上の割合：レベル0から5までに未入力の欄があるため、計算できません";
    return `レベル3b以上の割合：${share(sum(begun.flatMap((row) => data.severe.map((column) => row[column]))), sum(graded.flat()))}`;
  };

  const note = (row, column) => {
    const input = at(row, column);
    const stored = data.rows[row].values[column] ?? "";
    if (input.value.trim() === String(stored)) typed.delete(name(row, column));
    else typed.set(name(row, column), input.value);
    input.classList.toggle("changed", typed.has(name(row, column)));
  };

  const put = (row, column, text) => {
    const input = at(row, column);
    if (!input) return;
    input.value = text;
    note(row, column);
  };

  const move = (event, row, column) => {
    const input = event.target;
    const all = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    const ways = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [event.shiftKey ? -1 : 1, 0] };
    if (all || input.selectionStart === 0) ways.ArrowLeft = [0, -1];
    if (all || input.selectionEnd === input.value.length) ways.ArrowRight = [0, 1];
    // Enter that ends the choice of an input method is none.
    if (event.isComposing || !(event.key in ways) || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && event.ctrlKey) return send();
    event.preventDefault();
    const next = at(row + ways[event.key][0], column + ways[event.key][1]);
    next?.focus();
    next?.select();
  };

  const paste = (event, row, column) => {
    const text = event.clipboardData?.getData("text") ?? "";
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    text.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((cell, right) => put(row + down, column + right, cell.trim())));
    total();
  };

  const fill = () => {
    inputs.forEach((row, place) => row.forEach((input, column) => { if (!input.value.trim()) put(place, column, "0"); }));
    total();
  };

  const send = () => {
    if (!typed.size) return;
    const rows = data.rows.map((row, place) => ({ ...row, values: inputs[place].map((input) => input.value) }));
    const changed = rows.filter((_, place) => inputs[place].some((_, column) => typed.has(name(place, column))));
    save(changed.map(({ profession, id, version, values: texts }) => ({ profession, id, version, values: texts })));
  };

  const cell = (row, column, place) => {
    const text = typed.get(name(place, column)) ?? row.values[column] ?? "";
    const input = made("input", { type: "text", inputMode: "numeric", autocomplete: "off", value: String(text), "aria-label": `${row.word} ${data.levels[column]}` });
    input.classList.toggle("changed", typed.has(name(place, column)));
    input.addEventListener("focus", () => input.select());
    input.addEventListener("input", () => { note(place, column); total(); });
    input.addEventListener("keydown", (event) => move(event, place, column));
    input.addEventListener("paste", (event) => paste(event, place, column));
    inputs[place][column] = input;
    return made("td", {}, input, made("small", { textContent: row.before[column] ?? "－", "aria-label": `${data.beforeName} ${row.before[column] ?? "未入力"}` }));
  };

  const draw = () => {
    inputs = data.rows.map(() => []);
    parts = { rows: [], columns: [] };
    const output = (store) => { const found = made("b"); store.push(found); return found; };
    const head = made("tr", {}, made("th", { scope: "col", textContent: "職種" }), ...data.levels.map((word) => made("th", { scope: "col", textContent: word })), made("th", { scope: "col", textContent: "計" }));
    const body = data.rows.map((row, place) => made("tr", {}, made("th", { scope: "row", textContent: row.word }), ...data.levels.map((_, column) => cell(row, column, place)),
      made("td", { className: "sum" }, output(parts.rows), made("small", { textContent: shown(sum(row.before)) }))));
    parts.whole = made("b");
    const foot = made("tr", {}, made("th", { scope: "row", textContent: "計" }), ...data.levels.map((_, column) => made("td", { className: "sum" }, output(parts.columns), made("small", { textContent: shown(sum(data.rows.map((row) => row.before[column] ?? null))) }))),
      made("td", { className: "sum" }, parts.whole, made("small", { textContent: shown(data.before) })));
    const table = made("table", {}, made("caption", { textContent: data.title }), made("thead", {}, head), made("tbody", {}, ...body), made("tfoot", {}, foot));
    parts.state = made("p", { role: "status" });
    parts.share = made("p");
    parts.save = made("button", { type: "button", className: "primary", textContent: "この月の件数を保存する" });
    parts.save.addEventListener("click", send);
    const zero = made("button", { type: "button", textContent: "空欄をすべて0件にする" });
    zero.addEventListener("click", fill);
    root.replaceChildren(made("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": data.title }, table), parts.state, parts.share, made("div", { className: "row" }, parts.save, zero));
    total();
  };

  root.before(made("link", { rel: "stylesheet", href: "/assets/incident_grid.css" }));
  draw();
  return {
    /** The page was drawn anew: after a save what was typed is stored, else it stays typed over what others stored. */
    update(next) {
      if (next.token === data.token && next.saves === data.saves) return;
      if (next.saves !== data.saves) typed = new Map();
      data = next;
      draw();
    },
  };
}
