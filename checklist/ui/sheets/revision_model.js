// A 改訂案 as the editor knows it: chapters, items in order, faults beside them, and which edition of each was read.

export class Model {
  constructor(state) {
    const { person, before, choices } = state;
    Object.assign(this, { person, before, choices, byKey: new Map(), accepted: new Map() });
    this.take(state);
    for (const [key, one] of this.byKey) this.accepted.set(key, one.edition);
    for (const { key } of this.chapters) this.accepted.set(key, this.edition);
  }

  take(state) {
    for (const name of ["edition", "editable", "state", "saved", "chapters", "order", "faults", "compared", "undo", "comments"]) this[name] = state[name];
    for (const one of state.items) this.byKey.set(one.key, one);
    const there = new Set(state.order);
    for (const key of [...this.byKey.keys()]) if (!there.has(key)) this.byKey.delete(key);
  }

  /** Take in what the server tells; what is typed beside something that others have changed was not read yet. */
  merge(state, mine, isTyped) {
    // An answer that was overtaken by a later one says nothing new.
    if (state.edition < this.edition) return;
    this.take(state);
    for (const [key, one] of this.byKey) if (mine.includes(key) || !isTyped(key)) this.accepted.set(key, one.edition);
    for (const { key } of this.chapters) if (mine.includes(key) || !isTyped(key)) this.accepted.set(key, state.edition);
  }

  get items() { return this.order.map((key) => this.byKey.get(key)); }

  of(chapter, retired = false) { return this.items.filter((one) => one.chapter === chapter && one.retired === retired); }

  chapter(key) { return this.chapters.find((one) => one.key === key); }

  /** The texts of an item or chapter; undefined for what is no longer there. */
  text(key) { return this.byKey.get(key)?.texts ?? this.chapter(key); }

  faultsAt(key, field) { return this.faults.filter((one) => one.key === key && (field === undefined || one.field === field)); }

  word(name, value) { return this.choices[name].find(([code]) => code === value)?.[1] ?? value; }

  /** Items as one walks through them: chapter by chapter. */
  get walk() { return this.chapters.flatMap(({ key }) => this.of(key)); }

  /** Where an item goes by one step up or down, into the next chapter at the end of its own; null at the end of all. */
  beside(item, step) {
    const here = this.of(item.chapter).map(({ key }) => key);
    const at = here.indexOf(item.key) + step;
    if (at >= 0 && at < here.length) return { chapter: item.chapter, after: step > 0 ? here[at] : here[at - 1] ?? "" };
    const next = this.chapters[this.chapters.findIndex(({ key }) => key === item.chapter) + step];
    return next ? { chapter: next.key, after: step > 0 ? "" : this.of(next.key).at(-1)?.key ?? "" } : null;
  }
}
