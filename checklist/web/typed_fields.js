// Which of Streamlit's inputs hold what a person would miss, what they are called, what stands in them, how to fill them.

const TEXTS = '[data-testid="stTextArea"] textarea, [data-testid="stTextInput"] input, [data-testid="stNumberInput"] input';
const CHECK = '[data-testid="stCheckbox"] input[type="checkbox"]';
const RADIO = '[data-testid="stRadio"]';
// Its list is there only while it is open: what was chosen can be told, and not be chosen again from here.
const LIST = '[data-testid="stSelectbox"] input[role="combobox"]';
const CHOICES = `${CHECK}, ${RADIO}, ${LIST}`;
const FIELDS = `${TEXTS}, ${CHOICES}`;
// That no patient is named is for a person to confirm each time.
const CONFIRMED = /-confirmed$/;
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
export function fieldOf(target) {
  const input = target.closest(RADIO) ?? target;
  const key = input.matches(FIELDS) && !isSecret(input) ? keyOf(input) : null;
  if (!key) return null;
  const form = input.closest(FORM);
  const round = ROUND.exec(key);
  const choice = input.matches(CHOICES);
  if (choice ? !form || CONFIRMED.test(key) : !form && !round && input.tagName !== "TEXTAREA") return null;
  const name = key.replace(ROUND, "");
  return { input, name, choice, label: labelOf(input), round: Boolean(round), keptAtOnce: key.startsWith(KEPT_AT_ONCE),
    anchor: form ?? containerOf(input),
    form: form ? nameOfForm(form) ?? name : formOfKey(key) };
}

/** What stands in a field, as a text that can be told. */
export function valueOf(input) {
  if (input.matches(CHECK)) return input.checked ? "はい" : "いいえ";
  return input.matches(RADIO) ? textOf(input.querySelector("input:checked")?.closest("label")) : input.value;
}

/** Whether what was chosen can only be told. */
export function isList(input) {
  return input.matches(LIST);
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

/** Put a text into an input as if it had been typed, and leave the input, upon which Streamlit takes it over; or choose it. */
export async function fill(input, text) {
  if (isList(input)) return;
  if (input.matches(CHOICES)) return choose(input, text);
  const kind = input.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((resolve) => setTimeout(resolve));
  input.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
}

function choose(input, text) {
  const option = input.matches(CHECK) ? input : [...input.querySelectorAll("input")].find((one) => textOf(one.closest("label")) === text);
  if (valueOf(input) !== text) option?.click();
}

function textOf(element) {
  return element?.textContent.trim() ?? "";
}

function labelOf(input) {
  return input.getAttribute("aria-label") ?? textOf(containerOf(input)?.querySelector('[data-testid="stWidgetLabel"]'));
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
  if (input.type === "password" || input.autocomplete?.includes("password") || input.autocomplete === "one-time-code") secret.add(input);
  return secret.has(input);
}
