// A rating as a coloured letter, wherever one is shown without being asked for.

import { make } from "./dom.js";
import { hue } from "./scale.js";
import { label } from "./words.js";

export const badge = (scale, value) => make("span", { class: "badge", data: { rating: value ?? "", hue: hue(scale, value) } }, label(scale, value));
