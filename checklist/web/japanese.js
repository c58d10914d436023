// Streamlit names its own furniture in English; here it speaks Japanese, to the eye and to a screen reader alike.
// What people wrote is never touched: only whole texts of the furniture listed below, and attributes.

const WORDS = new Map([
  ["App pages", "画面の切り替え"],
  ["Sidebar", "メニュー"],
  ["Expand sidebar", "メニューを開く"],
  ["Collapse sidebar", "メニューを閉じる"],
  ["Link to heading", "見出しへのリンク"],
  ["Skip to main content", "本文へ移動"],
  ["Open", "選択肢を開く"],
  ["Clear value", "入力を消す"],
  ["Clear all", "すべて外す"],
  ["Clear entry", "入力を消す"],
  ["Selected values", "選んだもの"],
  ["Select all", "すべて選ぶ"],
  ["No results", "該当するものはありません"],
  ["No options to select.", "選べるものがありません"],
  ["Choose an option", "選択してください"],
  ["Choose options", "選択してください"],
  ["Select...", "選択してください"],
  ["Show password", "パスワードを表示する"],
  ["Hide password", "パスワードを隠す"],
  ["Increment", "増やす"],
  ["Decrement", "減らす"],
  ["Upload", "ファイルを選ぶ"],
  ["file upload", "ファイルを選ぶ"],
  ["Add files", "ファイルを追加する"],
  ["Drag and drop a file here", "ここにファイルを置いてください"],
  ["Drag and drop files here", "ここにファイルを置いてください"],
  ["Close", "閉じる"],
  ["Dismiss", "閉じる"],
  ["Fullscreen", "画面全体に広げる"],
  ["Close fullscreen", "元の大きさに戻す"],
  ["Loading", "読み込んでいます"],
  ["Error uploading file", "ファイルを送信できませんでした"],
]);
const PATTERNS = [
  [/^(\d+) more$/, "ほか$1画面"],
  [/^Add: (.+)$/, "「$1」で選ぶ"],
  [/^Remove (.+)$/, "$1を外す"],
  [/^Delete (.+)$/, "$1を外す"],
  [/^(\d+) ?MB per file$/, "1つのファイルは$1MBまで"],
  [/^• (.+)$/, "（$1）"],
  [/^(.+) files are not allowed\.$/, "この種類のファイルは受け付けません。"],
  [/^File must be (.+) or smaller\.$/, "ファイルが大きすぎます（$1まで）。"],
  [/^Shortcut (.+)$/, "キー操作：$1"],
  [/^You can only select up to (\d+) .+$/, "選べるのは$1件までです。"],
];
const ATTRIBUTES = ["aria-label", "aria-description", "placeholder", "title"];
const FURNITURE =
  'header, [data-testid="stSkipToContent"], [data-testid="stFileUploader"], [data-testid="stMultiSelect"], [data-testid="stRadio"], [role="listbox"], [role="menu"]';

/** The Japanese for one of Streamlit's own texts, or the text itself. */
export function japanese(text) {
  const plain = text.trim();
  const word = WORDS.get(plain);
  if (word) return word;
  const pattern = PATTERNS.find(([form]) => form.test(plain));
  return pattern ? plain.replace(...pattern) : text;
}

function speakText(node) {
  const said = japanese(node.data);
  if (said !== node.data && node.parentElement?.closest(FURNITURE)) node.data = said;
}

function speakAttribute(element, name) {
  const text = element.getAttribute(name);
  if (text && japanese(text) !== text) element.setAttribute(name, japanese(text));
}

function speak(node) {
  if (node.nodeType === Node.TEXT_NODE) speakText(node);
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  for (const name of ATTRIBUTES) {
    speakAttribute(node, name);
    for (const element of node.querySelectorAll(`[${name}]`)) speakAttribute(element, name);
  }
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) speakText(texts.currentNode);
}

new MutationObserver((changes) => {
  for (const change of changes) {
    if (change.type === "attributes") speakAttribute(change.target, change.attributeName);
    else if (change.type === "characterData") speakText(change.target);
    else change.addedNodes.forEach(speak);
  }
}).observe(document.documentElement, {
  subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
});
