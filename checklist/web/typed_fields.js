// Which of Streamlit's inputs hold text that a person would miss, what they are called, and how to fill them.

const FIELDS = '[data-testid="stTextArea"] textarea, [data-testid="stTextInput"] input';
const FORM = '[data-testid="stForm"]';
const ROUND = /-r\d+(?=-|$)/;
const KEPT_AT_ONCE = "kept-";
const secret = new WeakSet();

/** The field that an input is, or null: `name` and `form` stay the same over reloads, `anchor` is where its form begins.
 *
 * Names come from the widgets' keys. A form that is saved starts its next round under new keys; the round is left out.
 * A field that is kept at once has no button: whoever leaves it has saved it.
 * Watched are all inputs of forms, long texts anywhere, and short ones that are cleared by a save; not filters.
 */
export function fieldOf(input) {
  const key = input.matches(FIELDS) && !isSecret(input) ? keyOf(input) : null;
  if (!key) return null;
  const form = input.closest(FORM);
  const round = ROUND.exec(key);
  if (!form && !round && input.tagName !== "TEXTAREA") return null;
  const name = key.replace(ROUND, "");
  return { input, name, label: input.getAttribute("aria-label") ?? "", round: Boolean(round), keptAtOnce: key.startsWith(KEPT_AT_ONCE), anchor: form ?? containerOf(input),
    form: form ? nameOfForm(form) ?? name : formOfKey(key) };
}

/** All fields on the page. */
export function allFields() {
  return [...document.querySelectorAll(FIELDS)].map(fieldOf).filter(Boolean);
}

/** The forms that a pressed button saves: the one around it, or the one whose key it carries. */
export function formsOf(button) {
  const form = button.closest(FORM);
  if (form) return [nameOfForm(form)].filter(Boolean);
  const key = keyOf(button);
  return key && ROUND.test(key) ? [formOfKey(key)] : [];
}

/** Put a text into an input as if it had been typed, and leave the input, upon which Streamlit takes it over. */
export async function fill(input, text) {
  const kind = input.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((resolve) => setTimeout(resolve));
  input.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
}

function nameOfForm(form) {
  const first = [...form.querySelectorAll(FIELDS)].find((input) => !isSecret(input) && keyOf(input));
  return first ? keyOf(first).replace(ROUND, "") : null;
}

function formOfKey(key) {
  const round = ROUND.exec(key);
  return round ? key.slice(0, round.index) : key;
}

function containerOf(element) {
  return element.closest('[data-testid="stElementContainer"]');
}

function keyOf(element) {
  const mark = [...(containerOf(element)?.classList ?? [])].find((one) => one.startsWith("st-key-"));
  return mark?.slice("st-key-".length) ?? null;
}

/** A password stays one when it is shown. */
function isSecret(input) {
  if (input.type === "password" || input.autocomplete.includes("password") || input.autocomplete === "one-time-code") secret.add(input);
  return secret.has(input);
}
