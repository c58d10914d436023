// The sign-out page: warn while answers of this person are still waiting on this device.
import { countUnsent } from "/assets/unsent.js";

const note = document.getElementById("unsent");
const count = await countUnsent(Number(note.dataset.person));
if (count > 0) {
  note.textContent =
    `この端末に未送信の回答が${count}件あります。通信できる場所で送信を終えてからサインアウトしてください。` +
    "このままサインアウトしても回答は端末に残り、次に同じ人がサインインしたときに送信されます。";
  note.hidden = false;
}
