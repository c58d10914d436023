// How long a call has taken: counted where the call is, from the moment that the server wrote down at its start.

const SECOND = 1000;

/** Show the time since `since` (milliseconds) in `root`, and near the limit the sentences that close a call. */
export function mount(root) {
  const clock = root.querySelector("output");
  const hint = root.querySelector("[data-hint]");
  let data = null;

  function tick() {
    if (!data) return;
    const seconds = Math.max(0, Math.floor((Date.now() - data.since) / SECOND));
    const minutes = Math.floor(seconds / 60);
    clock.textContent = `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
    const near = minutes >= data.limit - data.before;
    root.classList.toggle("near", near);
    // Said once: a line that changes every second would be read aloud every second.
    if (near && hint.hidden) say();
    if (!near) hint.hidden = true;
  }

  function say() {
    hint.hidden = false;
    hint.querySelector("p").textContent = data.told;
    hint.querySelector("ul").replaceChildren(...data.phrases.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  }

  const timer = setInterval(tick, SECOND);
  return {
    update(found) { data = found; tick(); },
    stop() { clearInterval(timer); },
  };
}
