// Tells the server at most every few minutes that somebody types or points here: a long text in a form is no idle screen,
// although nothing of it is sent before the form is.

const EVERY = 4 * 60 * 1000;
let told = Date.now();

function here(event) {
  if (!event.isTrusted || Date.now() - told < EVERY) return;
  told = Date.now();
  fetch("/api/here", { method: "POST", headers: { "X-Checklist": "1" }, keepalive: true }).catch(() => {});
}

for (const kind of ["keydown", "pointerdown", "input"]) addEventListener(kind, here, { capture: true, passive: true });
