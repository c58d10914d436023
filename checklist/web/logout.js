// The sign-out page: warn while answers of this person are still waiting here, and leave nothing of them to be seen.
import { countUnsent, forget } from "/assets/unsent.js";

const note = document.getElementById("unsent");
const form = document.querySelector("form");
const person = Number(note.dataset.person);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await Promise.race([forget(person).catch(() => {}), new Promise((resolve) => setTimeout(resolve, 3000))]);
  form.submit();
});

const { count, photos } = await countUnsent(person);
if (count + photos > 0) {
  const waiting = [count && `回答が${count}件`, photos && `写真が${photos}枚`].filter(Boolean).join("、");
  note.textContent =
    `この端末に未送信の${waiting}あります。通信できる場所で送信を終えてからサインアウトしてください。` +
    "このままサインアウトしても端末に残り、次に同じ人がサインインしたときに送信されます。";
  note.hidden = false;
}
