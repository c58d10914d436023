// Streamlit around the sheet: what it lays over a page when its websocket is gone must not stop the sheet.
//
// Its "Connection error" dialog is modal: it covers the page, makes it inert, and takes the focus. Here it is
// kept out of sight by a style (so that it cannot take the focus), and dismissed in the same turn. The line that
// warns on other pages that nothing is kept is not true here either.

const DIALOG = '[data-testid="stDialog"]:not(:has([data-testid="stVerticalBlock"]))';
const TITLE = "Connection error";
// Its button is named in Japanese by the time we see it, or not yet.
const CLOSE = 'button[aria-label="Close"], button[aria-label="閉じる"]';
const STYLE = `
  ${DIALOG}, .stApp:has([data-answer-sheet])::after { display: none !important; }
  [data-stale="true"]:has([data-answer-sheet]), [data-testid="stElementContainer"]:has([data-answer-sheet]) {
    opacity: 1 !important; pointer-events: auto !important; transition: none !important;
  }`;

const guarded = new WeakMap();

/** Keep Streamlit's dialogs of a lost connection away from the sheet in `place`; returns how to stop. */
export function guard(place) {
  const host = place.host ?? place;
  if (!guarded.has(host)) guarded.set(host, start(host));
  return guarded.get(host);
}

function start(host) {
  host.dataset.answerSheet = "";
  const style = document.createElement("style");
  style.textContent = STYLE;
  document.head.append(style);
  const observer = new MutationObserver(() => release(host));
  observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["inert", "aria-hidden"] });
  const stopMeasuring = keepClearOfHeader(host);
  release(host);
  return () => {
    observer.disconnect();
    stopMeasuring();
    style.remove();
    delete host.dataset.answerSheet;
    guarded.delete(host);
  };
}

/** Dismiss the dialog, and undo what it did to the page. */
function release(host) {
  const dialogs = [...document.querySelectorAll(DIALOG)].filter((dialog) => dialog.textContent.includes(TITLE));
  if (!dialogs.length) return;
  for (let element = host; element; element = element.parentElement) {
    element.inert = false;
    element.removeAttribute("aria-hidden");
  }
  for (const dialog of dialogs) dialog.querySelector(CLOSE)?.click();
}

/** Streamlit's header lies over the scrolled page: tell the sheet where its bar may stick. */
function keepClearOfHeader(host) {
  const header = document.querySelector('[data-testid="stHeader"]');
  const measure = () => host.style.setProperty("--answer-sheet-top", `${header ? header.offsetHeight : 0}px`);
  const sizes = new ResizeObserver(measure);
  if (header) sizes.observe(header);
  measure();
  return () => sizes.disconnect();
}
