// What is drawn over a photo before it is kept, into its pixels: what lies under a black bar is gone with it.

export const TOOLS = [["bar", "黒塗り"], ["arrow", "矢印"], ["circle", "丸"]];

const LEAST = 0.012; // of the longer side: a touch that hardly moves draws nothing
const RED = "#d7001f";

/** Whether a stroke { tool, from, to } in pixels of a canvas is long enough to have been meant. */
export function isMeant({ from, to }, canvas) {
  return Math.hypot(to.x - from.x, to.y - from.y) >= LEAST * Math.max(canvas.width, canvas.height);
}

/** Draw the photo and its marks, the oldest first, on a canvas of the photo's size. */
export function paint(canvas, photo, marks) {
  const context = canvas.getContext("2d");
  context.drawImage(photo, 0, 0);
  for (const mark of marks) DRAW[mark.tool](context, mark, Math.max(canvas.width, canvas.height) / 140);
}

const DRAW = {
  bar(context, { from, to }) {
    context.fillStyle = "#000";
    context.fillRect(Math.min(from.x, to.x), Math.min(from.y, to.y), Math.abs(to.x - from.x), Math.abs(to.y - from.y));
  },
  arrow(context, { from, to }, width) {
    const angle = Math.atan2(to.y - from.y, to.x - from.x);
    const wing = (turn) => [to.x - 5 * width * Math.cos(angle + turn), to.y - 5 * width * Math.sin(angle + turn)];
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.moveTo(...wing(0.55));
    context.lineTo(to.x, to.y);
    context.lineTo(...wing(-0.55));
    stroke(context, width);
  },
  circle(context, { from, to }, width) {
    context.beginPath();
    context.ellipse((from.x + to.x) / 2, (from.y + to.y) / 2, Math.abs(to.x - from.x) / 2, Math.abs(to.y - from.y) / 2, 0, 0, 2 * Math.PI);
    stroke(context, width);
  },
};

/** Red within white, so that it stands out from a dark and from a red thing alike. */
function stroke(context, width) {
  Object.assign(context, { lineCap: "round", lineJoin: "round" });
  for (const [style, wide] of [["#fff", 2 * width], [RED, width]]) {
    context.strokeStyle = style;
    context.lineWidth = wide;
    context.stroke();
  }
}
