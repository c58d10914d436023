// The photos that a meeting shows, kept on its device: there they stand without a network, too.

export class Pictures extends EventTarget {
  constructor(meeting, storage) {
    super();
    const wanted = meeting.sheets.flatMap(({ items }) => items.filter(({ discuss }) => discuss).flatMap(({ photos }) => photos));
    Object.assign(this, { storage, wanted: new Set(wanted.map(({ id }) => id)), addresses: new Map(), ready: false });
  }

  /** Those that wait on this device for a server: all that there is. */
  showHere(waiting) {
    for (const [id, blob] of waiting) this.show(id, blob);
    this.ready = true;
  }

  /** Bring what is not here yet; what the meeting shows no more, as it was erased, leaves the device. */
  async fetch() {
    for (const { id, bytes, type, blob } of await this.storage.pictures()) {
      if (this.wanted.has(id)) this.show(id, blob ?? new Blob([bytes], { type }));
      else await this.storage.keepPicture(id, null);
    }
    this.tell();
    for (const id of this.wanted) if (!this.addresses.has(id)) await this.bring(id);
    this.ready = [...this.wanted].every((id) => this.addresses.has(id));
    this.tell();
    if (!this.ready) addEventListener("online", () => this.fetch(), { once: true });
  }

  async bring(id) {
    try {
      const answer = await fetch(`/api/photos/${id}`, { credentials: "same-origin", cache: "no-store" });
      if (!answer.ok || !answer.headers.get("content-type")?.startsWith("image/")) return;
      const blob = await answer.blob();
      await this.storage.keepPicture(id, await blob.arrayBuffer(), blob.type);
      this.show(id, blob);
    } catch {
      // Without a network, or without room: the place of the photo says so.
    }
  }

  show(id, blob) {
    this.addresses.set(id, URL.createObjectURL(blob));
  }

  /** Where a photo is seen; photos of items that are not talked about are fetched when somebody looks. */
  address(id) {
    return this.addresses.get(id) ?? (this.wanted.has(id) ? null : `/api/photos/${id}`);
  }

  tell() {
    this.dispatchEvent(new Event("change"));
  }
}
