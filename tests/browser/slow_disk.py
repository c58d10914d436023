"""A device whose disk takes its time, or takes nothing: what a page writes down does not arrive before the test lets it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

_HOLD = """() => {
  const transaction = IDBDatabase.prototype.transaction;
  let held = true;
  // One request follows the other, so that the transaction stays open; a page that goes away meanwhile takes it along.
  const stay = (store) => (store.get(0).onsuccess = () => held && stay(store));
  IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
    const made = transaction.call(this, stores, mode, ...rest);
    if (mode === "readwrite") stay(made.objectStore([stores].flat()[0]));
    return made;
  };
  window.letGo = () => {
    held = false;
    IDBDatabase.prototype.transaction = transaction;
  };
}"""

KEEPS_NOTHING = """() => {
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = () => { throw new DOMException("denied", "SecurityError"); };
  window.keepAgain = () => void (IDBFactory.prototype.open = open);
}"""
"""From here on the browser opens no storage, as in some private windows; until `keepAgain()`."""


@contextmanager
def slow_disk(page: Page) -> Iterator[None]:
    """Within it nothing that the page writes to its device is there yet; afterwards all of it arrives."""
    page.evaluate(_HOLD)
    yield
    page.evaluate("letGo()")
