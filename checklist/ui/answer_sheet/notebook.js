// What one person keeps on this device beside a sheet: marks to come back, notes, how they look at it. Nothing of it is sent.

const EMPTY = Object.freeze({ later: {}, replaced: {}, memo: "", compact: false, byPlace: false, submission: null, taken: {}, at: "" });

export class Notebook extends EventTarget {
  /** Fires `change` with { items }, the codes of the items that it concerns. */
  constructor(owner, outbox) {
    super();
    Object.assign(this, { owner, outbox, kept: EMPTY, early: [] }); // early: steps taken before what the device keeps was read
    this.keeper = () => (this.kept === EMPTY ? [] : [[...this.key(), this.kept]]);
    outbox.keepers.add(this.keeper);
    this.written = this.load();
  }

  key() {
    return ["device", ["notes", this.owner.person, this.owner.assessment]];
  }

  async load() {
    const [store, key] = this.key();
    const [found] = await this.outbox.use((storage) => storage.readAll(store, key));
    this.kept = this.early.reduce((kept, step) => ({ ...kept, ...step(kept) }), { ...EMPTY, ...found });
    this.early = null;
    this.tell(Object.keys({ ...this.kept.later, ...this.kept.replaced }));
  }

  close() {
    this.outbox.keepers.delete(this.keeper);
  }

  /** Change it by a step that gives the parts that are different; seen at once, on the device a moment later. */
  change(step, items = []) {
    this.early?.push(step);
    this.kept = { ...this.kept, ...step(this.kept) };
    this.tell(items);
    this.written = this.written.then(() => this.write(step));
    return this.written;
  }

  write(step) {
    if (this.outbox.isHidden(this.owner)) return null;
    const next = (found) => ({ ...EMPTY, ...found, ...step({ ...EMPTY, ...found }) });
    return this.outbox.use((storage) => storage.update([this.key()], ([found]) => [next(found)]));
  }

  isLater(item) {
    return item in this.kept.later;
  }

  /** Mark an item to be looked at again, or take the mark away. */
  toggleLater(item) {
    const on = !this.isLater(item);
    return this.change(({ later }) => ({ later: on ? { ...later, [item]: true } : without(later, item) }), [item]);
  }

  /** Somebody else put another answer in the place of mine: told until it was seen. */
  noteReplaced(item, what) {
    return this.change(({ replaced }) => ({ replaced: { ...replaced, [item]: what } }), [item]);
  }

  seen(item) {
    return this.change(({ replaced }) => ({ replaced: without(replaced, item) }), [item]);
  }

  /** The item that was answered last: where the sheet opens again. */
  standAt(item) {
    if (this.kept.at !== item) this.change(() => ({ at: item }));
  }

  /** A chapter that was handed over was read of. */
  take(handover) {
    return this.change(({ taken }) => ({ taken: { ...taken, [handover]: true } }));
  }

  tell(items) {
    this.dispatchEvent(new CustomEvent("change", { detail: { items } }));
  }
}

function without(map, key) {
  const { [key]: _, ...rest } = map;
  return rest;
}
