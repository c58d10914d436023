// Drawing over a photo by keyboard: a mark begins in the middle, is moved and sized, and set down.

const STEP = 0.02; // of the longer side
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export const KEYS = "キーボードでは、写真を選んで矢印キーで印を動かし、Shift＋矢印キーで大きさと向きを変え、Enterで決めます。Escで取りやめ、Backspaceで一つ戻します。";

/** A mark in the middle of a canvas. */
export function middle(tool, { width, height }) {
  const at = (part) => ({ x: part * width, y: part * height });
  return { tool, from: at(0.4), to: at(0.6) };
}

export const isWay = (key) => key in WAYS;

/** The mark one step further, with Shift its end alone; never out of the picture. */
export function moved(mark, { key, shiftKey }, { width, height }) {
  const [x, y] = WAYS[key].map((way) => way * STEP * Math.max(width, height));
  const within = (point) => point.x >= 0 && point.y >= 0 && point.x <= width && point.y <= height;
  const step = (point) => ({ x: point.x + x, y: point.y + y });
  const next = { ...mark, from: shiftKey ? mark.from : step(mark.from), to: step(mark.to) };
  return within(next.from) && within(next.to) ? next : mark;
}
