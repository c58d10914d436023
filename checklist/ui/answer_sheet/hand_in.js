// Hands answers that came too late to the visit's leading evaluator; what is stored there leaves this device.

import { number, stays } from "./words.js";

const BATCH = 40;

export class HandIn {
  constructor(answers, delivery) {
    Object.assign(this, { answers, delivery });
  }

  /** Hand in what waits for these items, and tell in one sentence what became of it. */
  async run(items) {
    let done = 0;
    try {
      for (let at = 0; at < items.length; at += BATCH) done += await this.send(items.slice(at, at + BATCH));
    } catch (failure) {
      return this.explain(failure);
    }
    const rest = items.length - done;
    const stored = done ? `${number(done)}件を代表の訪問評価者に提出しました。受け入れられると点検表に反映されます。` : "";
    return stored + (rest ? `${number(rest)}件は提出できませんでした。${this.kept()}` : "");
  }

  kept() {
    return stays("回答", this.answers.outbox);
  }

  async send(items) {
    const operations = (await Promise.all(items.map((item) => this.answers.handIn(item)))).filter(Boolean);
    const owners = new Map(operations.map(({ operation_id, item }) => [operation_id, item]));
    const { results } = await this.delivery.transport.handIn(this.answers.owner.person, operations);
    await Promise.all(results.map((result) => this.answers.receive(owners.get(result.operation_id), { ...result, current: null, version: 0 })));
    return results.filter(({ status }) => status !== "refused").length;
  }

  explain(failure) {
    if (failure.status === undefined) throw failure;
    // The assessment takes answers again: the ordinary way is open.
    if (failure.status === 409 && !failure.foreign) {
      this.delivery.reopen();
      return failure.message;
    }
    if (failure.status === null) return `通信できないため、提出できませんでした。${this.kept()}通信できる場所でもう一度提出してください。`;
    return `${failure.message || "サーバーで問題が起きました。"}${this.kept()}`;
  }
}
