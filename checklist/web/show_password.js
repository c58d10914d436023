// A button below the fields of a password that shows what was typed; hidden again before it is sent, or a browser would
// keep it among the words that it offers in ordinary fields.

const SHOW = "入力した文字を表示";
const HIDE = "入力した文字を隠す";

const fields = [...document.querySelectorAll('input[type="password"]')];
const button = document.createElement("button");
button.type = "button";
button.className = "show";
button.setAttribute("aria-controls", fields.map((field) => field.id).join(" "));

function show(wanted) {
  for (const field of fields) field.type = wanted ? "text" : "password";
  button.textContent = wanted ? HIDE : SHOW;
}

if (fields.length) {
  show(false);
  button.addEventListener("click", () => show(fields[0].type === "password"));
  fields.at(-1).after(button);
  fields[0].form.addEventListener("submit", () => show(false));
}
