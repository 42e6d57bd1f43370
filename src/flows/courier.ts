import type { Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import type { Posted, Poster } from '../io/post.ts';
import { readStreams } from '../receipts/read-streams.ts';
import type { FiledReceipt } from '../receipts/receipt.ts';
import { lastCursors } from '../receipts/store.ts';
import { noteAttempts } from '../webhooks/attempt-store.ts';
import { type Endpoint, type EndpointState, endpointKey } from '../webhooks/endpoint.ts';
import { type Portion, portionOf, receiptsMessage } from '../webhooks/message.ts';
import {
  COURIER_PATIENCE,
  type CourierPatience,
  errorOf,
  progressOf,
} from '../webhooks/progress.ts';
import { signedHeaders } from '../webhooks/signature.ts';
import * as store from '../webhooks/store.ts';
import type { House } from './house.ts';
import { type Lease, leaseOf, type Rounds, startRounds } from './rounds.ts';

/**
 * Sends receipts to webhooks, from the streams that are there anyway: an endpoint is a place in
 * the stream of its enterprise, moved when the receiver has said that it took what lies before it.
 *
 * One process sends at a time: it holds the row of the courier for some seconds and renews it. What
 * it does goes in turns, one after the other: save what came of the attempts that ended, look now
 * and then at endpoints and heads, read the next receipts of all endpoints that are due, and let
 * the attempts begin. A turn takes a fixed number of statements and waits for no attempt, so an
 * endpoint that hangs holds up nobody but itself. Each has one attempt under way at most, which
 * keeps the order; those that fail share a part of the places, so that they cannot take all.
 *
 * A process that dies leaves what it had not saved: that is sent again, with the same content.
 */
export type Courier = {
  state(): CourierState;
  /** Ends what is under way, saves where the endpoints stand, and lets another process send. */
  close(): Promise<void>;
};

export type CourierState = {
  readonly endpoints: Readonly<Record<EndpointState, number>>;
  /** Endpoints whose last attempt failed. */
  readonly failing: number;
  readonly underWay: number;
  /** Receipts that wait for the endpoint that is furthest behind. */
  readonly behind: number;
};

export type CourierNews = {
  /** An attempt ended. `outcome` is `delivered` or the error: `timeout`, `HTTP 500` ... */
  onAttempt?(outcome: string, receipts: number, milliseconds: number): void;
  /** A turn failed; the next one tries again. */
  onFailure?(error: unknown): void;
};

export type CourierOptions = CourierNews & {
  readonly poster: Poster;
  /** Whether an enterprise may read its receipts; one that was struck off gets none either. */
  readonly mayRead?: (enterprise: string) => boolean;
  readonly patience?: Partial<CourierPatience>;
};

type CourierHouse = Pick<House, 'db' | 'clock' | 'entropy' | 'news' | 'archive'>;

/** Endpoints read in one turn: bounds what is in memory. */
const TURN_ENDPOINTS = 32;

/** Starts to send. */
export function startCourier(house: CourierHouse, options: CourierOptions): Courier {
  return new Sending(house, options);
}

class Sending implements Courier {
  readonly #house: CourierHouse;
  readonly #options: CourierOptions;
  readonly #patience: CourierPatience;
  readonly #lease: Lease;
  readonly #rounds: Rounds;
  readonly #deafen: () => void;
  /** The endpoints of the last look, with what was saved since. */
  #endpoints = new Map<string, Endpoint>();
  #heads = new Map<string, bigint>();
  #isHolder = false;
  #nextLook = 0;
  readonly #underWay = new Map<string, Promise<void>>();
  #ended: store.Step[] = [];

  constructor(house: CourierHouse, options: CourierOptions) {
    this.#house = house;
    this.#options = options;
    this.#patience = { ...COURIER_PATIENCE, ...options.patience };
    const { lookMilliseconds, leaseMilliseconds: milliseconds } = this.#patience;
    const holder = house.entropy.uuid();
    this.#lease = leaseOf(house.db, { name: 'courier', holder, milliseconds });
    this.#deafen = house.news.subscribe((last) => this.#hear(last));
    this.#rounds = startRounds(() => this.#turn(), {
      lookMilliseconds,
      onFailure: (error) => options.onFailure?.(error),
    });
  }

  #hear(last: ReadonlyMap<string, bigint>): void {
    let isNews = false;
    for (const [enterprise, cursor] of last) {
      const known = this.#heads.get(enterprise);
      if (known === undefined || known >= cursor) continue;
      this.#heads.set(enterprise, cursor);
      isNews = true;
    }
    if (isNews) this.#rounds.rouse();
  }

  state(): CourierState {
    const endpoints = { active: 0, paused: 0, dead: 0 };
    let failing = 0;
    let behind = 0;
    for (const one of this.#endpoints.values()) {
      endpoints[one.state] += 1;
      if (isFailing(one)) failing += 1;
      if (one.state !== 'active') continue;
      behind = Math.max(behind, Number(this.#headOf(one) - one.position));
    }
    return { endpoints, failing, underWay: this.#underWay.size, behind };
  }

  async close(): Promise<void> {
    this.#deafen();
    this.#rounds.stop();
    this.#options.poster.close();
    await this.#rounds.over;
    await Promise.all(this.#underWay.values());
    // What cannot be saved now is sent again, with the same content.
    for (const last of [() => this.#save(), () => this.#lease.leave()]) {
      await last().catch((error: unknown) => this.#options.onFailure?.(error));
    }
  }

  async #turn(): Promise<boolean> {
    const now = this.#house.clock.now();
    await this.#save();
    if (now >= this.#nextLook) await this.#look(now);
    return this.#isHolder && this.#send(now);
  }

  /** What ended is taken out first and put back when it cannot be saved now. */
  async #save(): Promise<void> {
    const steps = this.#ended;
    if (steps.length === 0) return;
    this.#ended = [];
    const saved = await store.saveSteps(this.#house.db, steps).catch((error: unknown) => {
      this.#ended = [...steps, ...this.#ended];
      throw error;
    });
    // After the place itself: it is what counts, this is what people look at.
    await noteAttempts(this.#house.db, steps).catch((error: unknown) => {
      this.#options.onFailure?.(error);
    });
    for (const { is } of steps) {
      const key = endpointKey(is);
      this.#underWay.delete(key);
      // One that was changed meanwhile is not known until the next look.
      if (saved.has(key)) this.#endpoints.set(key, is);
      else this.#endpoints.delete(key);
    }
  }

  /** One statement while nobody has an endpoint; three, with the lease, when somebody does. */
  async #look(now: Instant): Promise<void> {
    const { db } = this.#house;
    const all = await store.allEndpoints(db);
    this.#endpoints = new Map(all.map((one) => [endpointKey(one), one]));
    const enterprises = [...new Set(all.map(({ enterprise }) => enterprise))];
    if (all.length > 0) this.#isHolder = await this.#lease.holds(now);
    const heads = all.length > 0 ? await lastCursors(db, enterprises) : new Map<string, bigint>();
    // An announcement may have overtaken the answer.
    const later = (code: string) => larger(heads.get(code) ?? 0n, this.#heads.get(code) ?? 0n);
    this.#heads = new Map(enterprises.map((code) => [code, later(code)]));
    this.#nextLook = now + this.#patience.lookMilliseconds;
  }

  /** Whether there may be more to begin at once. */
  async #send(now: Instant): Promise<boolean> {
    const due = this.#due(now);
    if (due.length === 0) return false;
    const stretches = due.map((one) => ({
      enterprise: one.enterprise,
      after: one.position,
      limit: stretchOf(one),
    }));
    const found = await readStreams(this.#house.db, stretches, this.#house.archive);
    for (const [i, endpoint] of due.entries()) this.#begin(endpoint, found[i] ?? null);
    return due.length === TURN_ENDPOINTS;
  }

  /** Those with something to send and a place to do it, who has waited longest first. */
  #due(now: Instant): Endpoint[] {
    const ready = [...this.#endpoints.values()]
      .filter((one) => one.state === 'active' && one.nextAt <= now)
      .filter((one) => this.#headOf(one) > one.position)
      .filter(({ enterprise }) => this.#options.mayRead?.(enterprise) !== false)
      .filter((one) => !this.#underWay.has(endpointKey(one)))
      .sort((a, b) => a.nextAt - b.nextAt);
    const busy = [...this.#underWay.keys()].flatMap((key) => this.#endpoints.get(key) ?? []);
    const roomFailing = roomFor(LIMITS.webhookPostsFailing, busy.filter(isFailing).length);
    const failing = ready.filter(isFailing).slice(0, roomFailing);
    const well = ready.filter((one) => !isFailing(one));
    const room = roomFor(LIMITS.webhookPosts, this.#underWay.size);
    // Who is well goes first: for the others a moment more does not matter.
    return [...well, ...failing].slice(0, Math.min(room, TURN_ENDPOINTS));
  }

  #headOf({ enterprise }: Endpoint): bigint {
    return this.#heads.get(enterprise) ?? 0n;
  }

  #begin(endpoint: Endpoint, stretch: readonly FiledReceipt[] | null): void {
    if (stretch === null) {
      const through = endpoint.pending ?? endpoint.position + 1n;
      this.#end(endpoint, through, UNREADABLE, { receipts: 0, milliseconds: 0 });
    } else if (stretch.length > 0) {
      const portion = portionOf(endpoint, stretch);
      if (portion.receipts.length === 0) this.#end(endpoint, portion.through, null);
      else this.#underWay.set(endpointKey(endpoint), this.#tried(endpoint, portion));
    }
  }

  /** A bug in one attempt counts as its failure: the others go on. */
  #tried(endpoint: Endpoint, portion: Portion): Promise<void> {
    return this.#attempt(endpoint, portion).catch((error: unknown) => {
      this.#options.onFailure?.(error);
      const sent = { receipts: portion.receipts.length, milliseconds: 0 };
      this.#end(endpoint, portion.through, BROKEN, sent);
    });
  }

  async #attempt(endpoint: Endpoint, { through, receipts }: Portion): Promise<void> {
    const { clock } = this.#house;
    const begun = clock.now();
    const message = receiptsMessage(endpoint.enterprise, receipts);
    const posted = await this.#options.poster.post({
      url: new URL(endpoint.url),
      headers: signedHeaders(endpoint, message, begun),
      body: message.body,
      milliseconds: this.#patience.postMilliseconds,
    });
    // What was cut off by the end of this process says nothing of the endpoint.
    if (this.#rounds.stopped() && 'failure' in posted) return;
    const outcome = errorOf(posted) ?? 'delivered';
    const sent = { receipts: receipts.length, milliseconds: clock.now() - begun };
    this.#options.onAttempt?.(outcome, sent.receipts, sent.milliseconds);
    this.#end(endpoint, through, posted, sent);
  }

  #end(
    was: Endpoint,
    through: bigint,
    posted: Posted | null,
    sent: store.Step['sent'] = null,
  ): void {
    const { clock, entropy } = this.#house;
    const jitter = Buffer.from(entropy.bytes(2)).readUInt16BE() % 1_000;
    const attempt = { posted, through, at: clock.now(), jitter };
    const is = progressOf(was, attempt, this.#patience);
    this.#ended.push({ was, is, sent });
    this.#rounds.rouse();
  }
}

const UNREADABLE: Posted = { failure: 'archive-unreadable' };
const BROKEN: Posted = { failure: 'internal' };

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function isFailing({ state, failures }: Endpoint): boolean {
  return state === 'active' && failures > 0;
}

function roomFor(most: number, taken: number): number {
  return Math.max(0, most - taken);
}

/** A message that is tried again has the same content; who picks types has to look further. */
function stretchOf({ position, pending, types, batch }: Endpoint): number {
  if (pending !== null) return Number(pending - position);
  return types.length === 0 ? batch : LIMITS.receiptsPerPage;
}
