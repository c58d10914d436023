// Giving up what only this device holds: asked once more, because nothing brings it back.

import { make, setText } from "/assets/dom.js";

const ASK = "端末から削除";
const SURE = "削除する（元に戻せません）";

/** A button that acts at the second press; leaving it takes the first one back. */
export function discardButton(act) {
  const button = make("button", { type: "button", class: "quiet", on: {
    click: () => {
      if (button.dataset.sure) return act();
      button.dataset.sure = "true";
      setText(button, SURE);
    },
    blur: () => {
      delete button.dataset.sure;
      setText(button, ASK);
    },
  } }, ASK);
  return button;
}
