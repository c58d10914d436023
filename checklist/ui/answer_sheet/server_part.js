// The part of the page that the server drew below the sheet: told when what it says of the answers is no longer so.
//
// One run of the page for many answers: when everything is delivered and the hand rests; at once after the last open
// item, and when the part is in view. Never while somebody types there.

const REST = 1500;
const LONG_REST = 10000;
const AT_MOST_EVERY = 10000;
const ASK_AGAIN = 60000;
const LOOK_AGAIN = 1000;

const followed = new WeakMap();

/** Follow the sheet in `place`; `drawn` is what the server drew, null where nothing depends on answers. Returns how to stop. */
export function follow(place, drawn, renew) {
  const host = place.host ?? place;
  if (!followed.has(host)) followed.set(host, new Follower(host));
  const follower = followed.get(host);
  Object.assign(follower, { drawn: drawn && JSON.stringify(drawn), renew });
  follower.look();
  return () => {
    follower.stop();
    followed.delete(host);
  };
}

class Follower {
  constructor(host) {
    Object.assign(this, { host, ending: new AbortController(), told: null, touched: -Infinity, asked: "", askedAt: -Infinity });
    const options = { signal: this.ending.signal, capture: true };
    host.addEventListener("answersheet:unsent", ({ detail }) => ((this.told = detail), this.look()), options);
    for (const touch of ["pointerdown", "keydown", "input"]) host.addEventListener(touch, () => (this.touched = performance.now()), options);
  }

  stop() {
    this.ending.abort();
    clearTimeout(this.timer);
  }

  isOld() {
    const { told, drawn } = this;
    return Boolean(told && drawn) && !told.count && JSON.stringify(told.gaps) !== drawn;
  }

  look() {
    clearTimeout(this.timer);
    if (!this.isOld() || this.ending.signal.aborted) return;
    const now = performance.now();
    const pair = `${this.drawn} ${JSON.stringify(this.told.gaps)}`;
    const soon = !this.told.gaps.unanswered || this.host.getBoundingClientRect().bottom < innerHeight;
    const rests = now - this.touched > (soon ? REST : LONG_REST);
    const due = now - this.askedAt > (pair === this.asked ? ASK_AGAIN : AT_MOST_EVERY);
    if (rests && due && !this.isTypedElsewhere()) {
      Object.assign(this, { asked: pair, askedAt: now });
      this.renew();
    }
    this.timer = setTimeout(() => this.look(), LOOK_AGAIN);
  }

  /** Inside the sheet the focus belongs to the host: a run of the page leaves that as it is. */
  isTypedElsewhere() {
    const active = document.activeElement;
    return active !== this.host && Boolean(active?.matches("input, textarea, select, [contenteditable]"));
  }
}
