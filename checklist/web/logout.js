// The sign-out page: warn while answers of this person are still waiting here, and leave nothing of them to be seen.
import { drop, recordsOf } from "/assets/typed_text_store.js";
import { lastReader } from "/assets/pass_end.js";
import { sharedOutbox } from "/assets/outbox.js";
import { countUnsent, forget } from "/assets/unsent.js";

const find = (id) => document.getElementById(id);
const note = find("unsent");
const form = document.querySelector("form");
const person = Number(note.dataset.person);
const typed = await recordsOf(person).catch(() => []);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await Promise.race([leave().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 3000))]);
  form.submit();
});

async function leave() {
  if (find("forget-typed").querySelector("input").checked) await drop(typed.map(({ id }) => id));
  await forget(person);
}

if (typed.length) {
  find("typed").textContent = `この端末に、保存していない入力途中の文章が${typed.length}件あります。このままログアウトしても14日間は端末に残り、` +
    "次に同じ人がログインしたときに復元できます。ほかの人には表示されません。";
  find("typed").hidden = find("forget-typed").hidden = false;
}

const { count, photos } = await countUnsent(person);
if (count + photos > 0) {
  const waiting = [count && `回答が${count}件`, photos && `写真が${photos}枚`].filter(Boolean).join("、");
  note.textContent =
    `この端末に未送信の${waiting}あります。通信できる場所で送信を終えてからログアウトしてください。` +
    "このままログアウトしても端末に残り、次に同じ人がログインしたときに送信されます。";
  note.hidden = false;
  await offer();
}

/** Where what waits is sent: the sheets deliver it as soon as they are open. */
async function offer() {
  const outbox = await sharedOutbox();
  const waiting = [...(await outbox.everything()), ...(await outbox.marksOf()), ...(await outbox.photosOf())];
  const assessment = waiting.find((one) => one.person === person)?.assessment;
  const reader = await lastReader(outbox);
  const link = document.createElement("a");
  link.className = "button";
  link.textContent = "点検表を開いて送信する";
  // Agreed on before the server knew of the meeting: the meeting itself sends it.
  const [, early] = /^early\/(\d+)\//.exec(assessment) ?? [];
  link.href = early ? `/meeting/${early}` : reader?.visit && reader.person === person ? `/visit/${reader.visit}` : `/answer?assessment=${assessment}`;
  note.after(link);
}
