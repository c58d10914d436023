// Two tablets, one server and a bad network around the protocol, driven by a script of steps.
import * as protocol from "/protocol.js";

const { EMPTY } = protocol;
const ITEMS = ["1-01", "1-02"];
const REFUSED = "Z";

class Server {
  history = Object.fromEntries(ITEMS.map((item) => [item, []]));

  rating(item) {
    return this.history[item].at(-1)?.rating ?? null;
  }

  snapshot() {
    return structuredClone(Object.fromEntries(ITEMS.map((item) => [item, this.rating(item)])));
  }

  apply(author, operation) {
    const { operation_id, item, value, comment, base_version } = operation;
    const entries = this.history[item];
    const answer = (status) =>
      structuredClone({ operation_id, item, status, version: entries.length, current: this.rating(item), message: status });
    if (value === REFUSED) return answer("refused");
    if (entries.some((entry) => entry.operation_id === operation_id)) return answer("duplicate");
    if (base_version !== entries.length) return answer("conflict");
    entries.push({ operation_id, author, base: base_version, rating: { value, comment, version: entries.length + 1, saved_by: author } });
    return answer("saved");
  }
}

class Tablet {
  constructor(name) {
    const each = (make) => Object.fromEntries(ITEMS.map((item) => [item, make()]));
    Object.assign(this, { name, acknowledged: [], numbers: 0, conflicts: 0 });
    Object.assign(this, { pending: each(() => EMPTY), ratings: each(() => null), entered: each(() => null), displayed: each(() => [0]) });
  }

  set(item, pending) {
    this.pending[item] = structuredClone(pending);
    this.look(item);
  }

  /** Note which version the person had before their eyes. */
  look(item) {
    const pending = this.pending[item];
    if (pending.conflict) (this.conflicts += 1), this.displayed[item].push(pending.conflict.version);
    else if (!protocol.isPending(pending)) this.displayed[item].push(protocol.versionOf(this.ratings[item]));
  }

  enter(item, change) {
    this.set(item, protocol.enter(this.pending[item], this.ratings[item], change, "now"));
    this.entered[item] = protocol.shown(this.pending[item], this.ratings[item]);
  }

  send() {
    return ITEMS.map((item) => {
      const [pending, operation] = protocol.take(this.pending[item], () => `${this.name}-${(this.numbers += 1)}`);
      this.set(item, pending);
      return operation && { author: this.name, operation: structuredClone({ ...operation, item }) };
    }).filter(Boolean);
  }

  receive(result) {
    if (["saved", "duplicate"].includes(result.status)) this.acknowledged.push([result.item, result.operation_id]);
    this.ratings[result.item] = protocol.later(this.ratings[result.item], result.current);
    this.set(result.item, protocol.receive(this.pending[result.item], result));
  }

  refresh(ratings) {
    for (const item of ITEMS) {
      this.ratings[item] = protocol.later(this.ratings[item], ratings[item]);
      this.set(item, protocol.refresh(this.pending[item], this.ratings[item]));
    }
  }

  choose(item, side) {
    const { conflict } = this.pending[item];
    if (!conflict) return;
    if (side === "theirs") this.entered[item] = null;
    this.ratings[item] = protocol.later(this.ratings[item], conflict.theirs);
    this.set(item, protocol.choose(this.pending[item], side));
  }

  reload() {
    this.pending = JSON.parse(JSON.stringify(this.pending));
    this.ratings = Object.fromEntries(ITEMS.map((item) => [item, null]));
  }
}

/** Run steps [kind, tablet, number, text], then let everything through; tell all that happened. */
export function run(steps, side) {
  const server = new Server();
  const tablets = [new Tablet("one"), new Tablet("two")];
  const requests = [];
  const answers = [];
  const pick = (list, number) => (list.length ? list[number % list.length] : null);
  const deliver = (request) => answers.push({ to: request.author, result: server.apply(request.author, request.operation) });
  const hand = ({ to, result, ratings }) => {
    const tablet = tablets.find(({ name }) => name === to);
    if (ratings) tablet.refresh(ratings);
    else tablet.receive(result);
  };
  const act = {
    value: (tablet, number, text) => tablet.enter(ITEMS[number % 4 ? 0 : 1], { value: text }),
    comment: (tablet, number, text) => tablet.enter(ITEMS[number % 4 ? 0 : 1], { comment: text }),
    send: (tablet) => requests.push(...tablet.send()),
    deliver: (_, number) => pick(requests, number) && deliver(pick(requests, number)),
    lose: (_, number) => requests.length && requests.splice(number % requests.length, 1),
    hand: (_, number) => pick(answers, number) && hand(pick(answers, number)),
    forget: (_, number) => answers.length && answers.splice(number % answers.length, 1),
    poll: (tablet) => answers.push({ to: tablet.name, ratings: server.snapshot() }),
    choose: (tablet, number, text) => tablet.choose(ITEMS[number % 4 ? 0 : 1], text === "A" ? "mine" : "theirs"),
    exchange: (tablet) => {
      for (const { author, operation } of tablet.send()) tablet.receive(server.apply(author, operation));
    },
    look: (tablet) => tablet.refresh(server.snapshot()),
    reload: (tablet) => (tablet.reload(), tablet.refresh(server.snapshot())),
  };
  for (const [kind, who, number, text] of steps) act[kind](tablets[who], number, text);
  for (let round = 0; round < 30; round += 1) {
    for (const tablet of tablets) {
      act.exchange(tablet);
      for (const item of ITEMS) {
        tablet.choose(item, side);
        if (tablet.pending[item].refused) tablet.set(item, EMPTY), (tablet.entered[item] = null);
      }
    }
  }
  for (const tablet of tablets) tablet.refresh(server.snapshot());
  return {
    history: server.history,
    tablets: tablets.map((tablet) => ({
      name: tablet.name, conflicts: tablet.conflicts, acknowledged: tablet.acknowledged, entered: tablet.entered, displayed: tablet.displayed,
      pending: ITEMS.filter((item) => protocol.isPending(tablet.pending[item])),
      shown: Object.fromEntries(ITEMS.map((item) => [item, protocol.shown(tablet.pending[item], tablet.ratings[item])])),
    })),
  };
}
