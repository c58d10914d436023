// What the sheet says, and how it writes times: Japanese stands here and in the views only.

const TIME = new Intl.DateTimeFormat("ja-JP", { timeZone: "Asia/Tokyo", hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("ja-JP", { timeZone: "Asia/Tokyo", month: "long", day: "numeric" });
const NUMBER = new Intl.NumberFormat("ja-JP");

export const DATE = new Intl.DateTimeFormat("ja-JP", { timeZone: "Asia/Tokyo", year: "numeric", month: "long", day: "numeric" });
export const MARKS = { resolved: "解決", continued: "継続", recurred: "再発" };
export const TRACKS = { self: "自己評価", visitor: "訪問評価", agreed: "合意評価" };

/** A time as 14:32, with its day unless that is today. */
export function moment(iso, now = new Date()) {
  const time = iso instanceof Date ? iso : new Date(iso);
  if (Number.isNaN(time.getTime())) return "";
  const day = DAY.format(time);
  return day === DAY.format(now) ? TIME.format(time) : `${day} ${TIME.format(time)}`;
}

export const number = (value) => NUMBER.format(value);

/** The short form of a rating: its letter, or its word where the code is no letter. */
export function label(scale, value) {
  if (value === null || value === undefined) return "未回答";
  return scale.values.find((entry) => entry.value === value)?.label ?? value;
}

const REFUSALS = {
  400: "形式が不正", 401: "認証が必要", 403: "禁止", 404: "見つからない", 405: "許可されない方法", 407: "認証が必要", 411: "長さが不明",
  413: "大きすぎる", 415: "許可されない種類", 422: "処理できない内容", 429: "回数が多すぎる", 511: "利用手続きが必要",
};

/** Why something did not get through that our own server never saw, or whose answer was not ours. */
export function refusedOnTheWay(status, what) {
  if (status < 400) return `途中の機器（プロキシ等）が${what}をサーバーに渡さず、別の画面を返しました。`;
  if (status >= 500 && status !== 511) return `サーバーか途中の機器（プロキシ等）で問題が起きています（${status}）。`;
  return `途中の機器（プロキシ等）が${what}を拒否しました（${status}${REFUSALS[status] ? ` ${REFUSALS[status]}` : ""}）。`;
}

const PRIVATE = /[\ue000-\uf8ff\u{f0000}-\u{10ffff}]/u;

/** Which characters are not printed; by their number those that every machine draws as it likes (外字). */
export function notPrinted(characters) {
  if (!characters.length) return "";
  const names = characters.slice(0, 10).map((one) =>
    PRIVATE.test(one) ? `U+${one.codePointAt(0).toString(16).toUpperCase()}` : one);
  return `印刷できない文字が含まれます：${names.join("、")}${characters.length > 10 ? "など" : ""}。PDFでは「〓」と印刷されます。`;
}

/** How long this device could open the page again without a network; a private window forgets it with itself. */
export const reopens = ({ passing }) => (passing ? "このタブを閉じるまでは、オフラインで開き直せます" : "オフラインで開き直せます");

/** What the browser answered when it was asked not to clear this device's storage by itself. */
export function protection({ durable, passing, protection: granted }) {
  if (!durable) return "";
  if (passing) return "プライベートブラウズのため、このタブを閉じると、端末内の回答は失われます。プライベートでないタブで開いてください";
  if (granted === null) return "";
  return granted ? "端末内のデータは、ブラウザーの自動消去の対象外です"
    : "端末の空きが減ると、端末内のデータはブラウザーに消されることがあります。早めに送信してください";
}

/** Where what was entered here and not sent is. */
export const whereKept = ({ durable, onDevice }) => (!durable ? "この画面のみに保持" : onDevice ? "端末に保存" : "端末に保存中");

/** That it stays, as long as that is true. */
export const stays = (what, { durable }) => (durable ? `${what}はこの端末に残っています。` : `${what}はこの画面にのみ残っています。閉じると失われます。`);

/** One sentence on where the answers are: { tone, text }. */
export function saveState({ reason, unsent, waiting, photos = 0, preparing = 0, durable, onDevice, savedAt }) {
  const kept = whereKept({ durable, onDevice });
  const answers = waiting ? `送信待ち ${number(waiting)}件（${kept}）` : unsent ? `未送信 ${number(unsent)}件（${kept}）` : "";
  const queue = [preparing && "写真を準備しています（まだ保存していません）", answers, photos && `写真の送信待ち ${number(photos)}枚（${kept}）`].filter(Boolean).join("　");
  if (reason === "other") return { tone: "stop", text: "別の方がログインしています" };
  if (reason === "login") return { tone: "stop", text: `再ログインが必要です${queue && `　${queue}`}` };
  if (reason === "closed" || reason === "forbidden") {
    return unsent ? { tone: "stop", text: `送信できません　${number(unsent)}件（${kept}）` } : { tone: "calm", text: "閲覧のみ" };
  }
  if (reason === "trouble") return { tone: "wait", text: `サーバーで問題が起きています${queue && `　${queue}`}` };
  if (reason === "foreign") return { tone: "wait", text: `途中の機器に止められています${queue && `　${queue}`}` };
  if (reason === "offline") return { tone: "wait", text: `オフライン${queue && `　${queue}`}` };
  if (queue) return { tone: "wait", text: queue };
  return { tone: "calm", text: savedAt ? `保存済み ${moment(savedAt)}` : "変更はありません" };
}
