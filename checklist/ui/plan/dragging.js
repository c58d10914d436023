// Dragging with a mouse or a pen, for boards and lists whose things can be tapped and moved with the keyboard as well.

const STARTED = 6; // pixels after which a press is a drag

/** Follow a press on `button` in `root`: `start` when it becomes a drag, `end` with what lies under its end, or null. */
export function dragging(event, root, button, { start, end }) {
  // With a finger one scrolls: there one taps.
  if (event.pointerType === "touch" || event.button !== 0) return;
  const begun = [event.clientX, event.clientY];
  let ghost = null;
  const moving = (next) => {
    if (!ghost && Math.hypot(next.clientX - begun[0], next.clientY - begun[1]) < STARTED) return;
    if (!ghost) {
      start();
      ghost = button.cloneNode(true);
      ghost.classList.add("ghost");
      root.append(ghost);
    }
    const box = root.getBoundingClientRect();
    ghost.style.transform = `translate(${next.clientX - box.left - 20}px, ${next.clientY - box.top - 20}px)`;
  };
  const ended = (last) => {
    removeEventListener("pointermove", moving);
    removeEventListener("pointerup", ended);
    removeEventListener("pointercancel", ended);
    if (!ghost) return;
    ghost.remove();
    // The click that follows a drag is none; released elsewhere, none follows, and the next one counts.
    const none = (click) => click.stopImmediatePropagation();
    button.addEventListener("click", none, { capture: true, once: true });
    setTimeout(() => button.removeEventListener("click", none, { capture: true }), 0);
    end(last.type === "pointerup" ? root.getRootNode().elementFromPoint(last.clientX, last.clientY) : null);
  };
  addEventListener("pointermove", moving);
  addEventListener("pointerup", ended);
  addEventListener("pointercancel", ended);
}
