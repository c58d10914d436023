// The photos at the items of one sheet: those the server holds, and those that still wait on this device.

import { isFull } from "./device_storage.js";
import { photoRecord } from "./outbox.js";
import { newOperationNumber } from "./protocol.js";

export const MOST = 20;
const FULL = "端末の空き容量が足りないため、写真を保存できません。不要なファイルを消してから、もう一度保存してください。";

export class Photos extends EventTarget {
  /** `held` maps items to what the server holds: { id, saved_at, saved_by, caption, mine }. */
  constructor(owner, outbox, transport, held) {
    super();
    Object.assign(this, { owner, outbox, transport, held, waiting: [], preparing: 0, addresses: new Map(), own: new Map(), erased: new Set(), recent: [], delays: new Map() });
    this.keeper = () => this.waiting.map(photoRecord);
    outbox.keepers.add(this.keeper);
    this.ready = this.load();
  }

  async load() {
    const { person, assessment } = this.owner;
    const kept = await this.outbox.photosOf(person, assessment);
    this.waiting = kept.sort((one, other) => one.taken_at.localeCompare(other.taken_at));
    this.tell(this.waiting.map(({ item }) => item));
  }

  close() {
    this.outbox.keepers.delete(this.keeper);
    for (const address of this.addresses.values()) URL.revokeObjectURL(address);
  }

  waitingAt(item) {
    return this.waiting.filter((photo) => photo.item === item);
  }

  heldAt(item) {
    return this.held[item] ?? [];
  }

  room(item) {
    return MOST - this.waitingAt(item).length - this.heldAt(item).length;
  }

  /** What is to be sent, the oldest first. */
  open() {
    return this.waiting.filter(({ refused }) => !refused);
  }

  /** What does not get through, for good or for now. */
  stuck() {
    return this.waiting.filter(({ operation, refused }) => refused || this.delays.has(operation));
  }

  keyOf({ operation }) {
    return operation;
  }

  /** Something on the way does not let it through for now. */
  delay(photo, reason) {
    this.delays.set(photo.operation, reason);
    this.tell([photo.item]);
  }

  /** Whether a photo still has to be sent: another tab of this person may have done so meanwhile. */
  async stillWaits(photo) {
    const { person, assessment, item, operation } = photo;
    if ((await this.outbox.photosOf(person, assessment, item, operation)).length) return true;
    this.remove(photo);
    this.tell([item]);
    return false;
  }

  /** An address under which this device shows a photo, also before and without the server. */
  address(photo) {
    const { operation } = photo;
    if (!this.addresses.has(operation)) this.addresses.set(operation, URL.createObjectURL(contentOf(photo)));
    return this.addresses.get(operation);
  }

  /** Where a photo that the server holds is seen: taken here, it need not be fetched. */
  addressOf({ id }) {
    return this.own.get(id) ?? `/api/photos/${id}`;
  }

  /** A photo is being looked at and is not on the device yet, or (`off`) no more. */
  prepare(item, off = false) {
    this.preparing += off ? -1 : 1;
    this.tell([item]);
  }

  /** Keep a prepared photo on the device, and nothing of what it was before; returns why that is not possible, or nothing. */
  async add(item, blob, caption = "") {
    if (this.room(item) < 1) return `写真は1項目につき${MOST}枚までです。`;
    try {
      // Safari refuses to keep a Blob in a private window, and now and then elsewhere; bytes it keeps.
      const photo = { ...this.owner, item, operation: newOperationNumber(), bytes: await blob.arrayBuffer(), caption: wellFormed(caption), taken_at: new Date().toISOString(), refused: null };
      await this.outbox.keepPhoto(photo);
      this.waiting.push(photo);
    } catch (failure) {
      return isFull(failure) ? FULL : `この端末に写真を保存できませんでした（${failure?.name ?? "原因不明"}）。もう一度保存してください。`;
    }
    this.tell([item]);
    return null;
  }

  /** The server has it on disk. */
  async delivered(photo, told) {
    await this.outbox.dropPhoto(photo);
    this.own.set(told.id, this.address(photo));
    this.recent.push([photo.item, told]);
    this.remove(photo);
    this.held[photo.item] = [...this.heldAt(photo.item).filter(({ id }) => id !== told.id), told];
    this.tell([photo.item]);
  }

  /** The server cannot take it: it stays, with the reason. */
  async refuse(photo, reason) {
    photo.refused = reason;
    this.tell([photo.item]);
    // Without room for the reason the photo itself is still kept; it is sent, and refused, once more after a reload.
    await this.outbox.keepPhoto(photo).catch(() => {});
  }

  async giveUp(photo) {
    await this.outbox.dropPhoto(photo);
    this.remove(photo);
    this.tell([photo.item]);
  }

  /** Take away what the server holds already; returns why that is not possible now, or nothing. */
  async erase(item, { id }, reason) {
    try {
      await this.transport.erasePhoto(id, reason);
    } catch (failure) {
      if (failure.status === null) return "通信できないため、まだ消去していません。通信できる場所で、もう一度押してください。";
      if (failure.status !== 404) return failure.message;
    }
    URL.revokeObjectURL(this.own.get(id));
    this.own.delete(id);
    this.erased.add(id);
    this.held[item] = this.heldAt(item).filter((photo) => photo.id !== id);
    this.tell([item]);
    return null;
  }

  remove(photo) {
    this.delays.delete(photo.operation);
    this.waiting = this.waiting.filter(({ operation }) => operation !== photo.operation);
  }

  /** Take in what the server told of photos; it may have been asked before the last one arrived. */
  refresh(told) {
    const held = { ...told };
    for (const [item, photo] of this.recent) {
      if (!held[item]?.some(({ id }) => id === photo.id)) held[item] = [...(held[item] ?? []), photo];
    }
    for (const item of Object.keys(held)) held[item] = held[item].filter(({ id }) => !this.erased.has(id));
    this.recent = [];
    const items = [...new Set([...Object.keys(this.held), ...Object.keys(held)])];
    const changed = items.filter((item) => JSON.stringify(held[item]?.map(({ id }) => id)) !== JSON.stringify(this.held[item]?.map(({ id }) => id)));
    this.held = held;
    this.tell(changed);
  }

  tell(items) {
    if (items.length) this.dispatchEvent(new CustomEvent("change", { detail: { items: [...new Set(items)] } }));
  }
}

/** What is seen and sent; earlier versions of this page kept a Blob. */
export const contentOf = ({ bytes, blob }) => blob ?? new Blob([bytes], { type: "image/jpeg" });

/** Half a character, left where a text was cut, can be sent nowhere. */
const wellFormed = (text) => text.replace(/\p{Surrogate}/gu, "");
