// Elements in one expression; text only ever becomes a text node.

/** Make an element: `on` holds listeners, `data` data attributes, everything else attributes; children may be nested. */
export function make(tag, { on = {}, data = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  for (const [name, value] of Object.entries(data)) element.dataset[name] = value;
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Set an attribute if it differs; null and false take it away. */
export function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value === true ? "" : value);
}

/** Set a text if it differs, so that nothing is announced or repainted for nothing. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
