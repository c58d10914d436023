// What a value of the scale asks for and looks like, as the server tells it with the sheet.

/** What the server did not tell yet with sheets that an older page kept on this device; a test holds it to the definition. */
const OLDER = {
  "S": { "needs_comment": false, "hue": "green" },
  "A": { "needs_comment": false, "hue": "blue" },
  "B": { "needs_comment": true, "hue": "amber" },
  "C": { "needs_comment": true, "hue": "red" },
  "YES": { "needs_comment": false, "hue": "blue" },
  "NO": { "needs_comment": true, "hue": "red" },
  "NA": { "needs_comment": false, "hue": "gray" },
  "UNVERIFIED": { "needs_comment": true, "hue": "violet" }
};

const told = (scale, value) => ({ ...OLDER[value], ...scale.values.find((entry) => entry.value === value) });

/** Whether an answer needs a comment to be understood by the other side. */
export const needsComment = (scale, value) => Boolean(told(scale, value).needs_comment);

/** Whether a value comes to the closing meeting even if both sides gave it. */
export const isDiscussed = (scale, value) => Boolean(told(scale, value).discussed);

/** The name of a value's colour, empty for an item without an answer. */
export const hue = (scale, value) => told(scale, value).hue ?? "";
