import type { Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import type { Poster } from '../io/post.ts';
import { callError, callOf } from '../paydata/call.ts';
import { pullFinding } from '../paydata/codes.ts';
import { signalsOf } from '../paydata/pull.ts';
import {
  type Attempt,
  type DuePull,
  duePulls,
  endPulls,
  saveAttempts,
} from '../paydata/pull-store.ts';
import { storeSignals } from '../risk/signals.ts';
import type { House } from './house.ts';
import { type Lease, leaseOf, type Rounds, startRounds } from './rounds.ts';

/**
 * Asks platforms for the payment data of the orders that were drawn, and ends the pulls whose time
 * is over.
 *
 * One process asks at a time, by a lease of its own as the courier has one. A turn saves what came
 * of the calls that ended and begins those that are due: one statement when nothing is. It waits
 * for no call, and a platform that hangs holds but a few of the places. What a process that dies
 * had not saved is asked again, under the same session.
 */
export type Asker = {
  state(): AskerState;
  /** Ends what is under way, saves what came of the rest, and lets another process ask. */
  close(): Promise<void>;
};

export type AskerState = { readonly underWay: number };

export type AskerNews = {
  /** A call ended. `outcome` is `taken` or the error: `timeout`, `HTTP 500`, `code 20000` ... */
  onCall?(outcome: string, milliseconds: number): void;
  /** So many pulls ran out. */
  onLate?(pulls: number): void;
  /** A turn failed; the next one tries again. */
  onFailure?(error: unknown): void;
};

/** What the asker puts up with; a test passes smaller ones. */
export type AskerPatience = {
  /** After the first, second ... call that was not taken; the last goes for all that follow. */
  readonly waits: readonly number[];
  readonly callMilliseconds: number;
  readonly lookMilliseconds: number;
  readonly leaseMilliseconds: number;
};

const MINUTE = 60_000;

const PATIENCE: AskerPatience = {
  waits: [MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, 60 * MINUTE],
  callMilliseconds: LIMITS.paymentCallMilliseconds,
  lookMilliseconds: 1_000,
  leaseMilliseconds: 10_000,
};

export type AskerOptions = AskerNews & {
  readonly poster: Poster;
  readonly patience?: Partial<AskerPatience>;
};

type AskerHouse = Pick<House, 'db' | 'clock' | 'entropy'>;

/** Pulls of one platform read in one turn: bounds what is in memory. */
const TURN_PULLS = 32;

/** Starts to ask. */
export function startAsker(house: AskerHouse, options: AskerOptions): Asker {
  return new Asking(house, options);
}

type UnderWay = { readonly ebpCode: string; readonly done: Promise<void> };

class Asking implements Asker {
  readonly #house: AskerHouse;
  readonly #options: AskerOptions;
  readonly #patience: AskerPatience;
  readonly #lease: Lease;
  readonly #rounds: Rounds;
  readonly #underWay = new Map<string, UnderWay>();
  #ended: Attempt[] = [];

  constructor(house: AskerHouse, options: AskerOptions) {
    this.#house = house;
    this.#options = options;
    this.#patience = { ...PATIENCE, ...options.patience };
    const { lookMilliseconds, leaseMilliseconds: milliseconds } = this.#patience;
    this.#lease = leaseOf(house.db, { name: 'asker', holder: house.entropy.uuid(), milliseconds });
    this.#rounds = startRounds(() => this.#turn(), {
      lookMilliseconds,
      onFailure: (error) => options.onFailure?.(error),
    });
  }

  state(): AskerState {
    return { underWay: this.#underWay.size };
  }

  async close(): Promise<void> {
    this.#rounds.stop();
    this.#options.poster.close();
    await this.#rounds.over;
    await Promise.all([...this.#underWay.values()].map(({ done }) => done));
    // What cannot be saved now is asked again, under the same session.
    for (const last of [() => this.#save(), () => this.#lease.leave()]) {
      await last().catch((error: unknown) => this.#options.onFailure?.(error));
    }
  }

  async #turn(): Promise<boolean> {
    await this.#save();
    const now = this.#house.clock.now();
    const due = await duePulls(this.#house.db, now, TURN_PULLS);
    if (due.length === 0 || !(await this.#lease.holds(now))) return false;
    const isOver = ({ dueAt, attempts }: DuePull) => attempts > 0 && dueAt <= now;
    await this.#end(due.filter(isOver), now);
    for (const pull of due) if (!isOver(pull) && this.#hasPlace(pull)) this.#begin(pull);
    return false;
  }

  /** What ended is taken out first and put back when it cannot be saved now. */
  async #save(): Promise<void> {
    const attempts = this.#ended;
    if (attempts.length === 0) return;
    this.#ended = [];
    await saveAttempts(this.#house.db, attempts).catch((error: unknown) => {
      this.#ended = [...attempts, ...this.#ended];
      throw error;
    });
    for (const { pull } of attempts) this.#underWay.delete(pull.sessionId);
  }

  async #end(over: readonly DuePull[], now: Instant): Promise<void> {
    if (over.length === 0) return;
    const ends = over.map((pull) => ({ pull, finding: pullFinding(endCode(pull)) }));
    const codes = ends.map(({ pull: { sessionId }, finding: { code } }) => ({ sessionId, code }));
    const ended = await this.#house.db.transaction(async (tx) => {
      const sessions = await endPulls(tx, codes, now);
      const own = ends.filter(({ pull }) => sessions.has(pull.sessionId));
      const signals = own.flatMap(({ pull, finding }) => signalsOf(pull, [finding], now));
      await storeSignals(tx, signals);
      return own.length;
    });
    this.#options.onLate?.(ended);
    // More may have run out than one turn looks at.
    if (ended > 0) this.#rounds.rouse();
  }

  #hasPlace({ sessionId, ebpCode }: DuePull): boolean {
    if (this.#underWay.has(sessionId) || this.#underWay.size >= LIMITS.paymentCalls) return false;
    const own = [...this.#underWay.values()].filter((one) => one.ebpCode === ebpCode);
    return own.length < LIMITS.paymentCallsEach;
  }

  #begin(pull: DuePull): void {
    const begun = this.#house.clock.now();
    const done = this.#call(pull, begun).catch((error: unknown) => {
      // A bug in one call counts as its failure: the others go on.
      this.#options.onFailure?.(error);
      this.#ended.push(this.#attempt(pull, begun, 'internal'));
      this.#rounds.rouse();
    });
    this.#underWay.set(pull.sessionId, { ebpCode: pull.ebpCode, done });
  }

  async #call(pull: DuePull, begun: Instant): Promise<void> {
    const { poster, onCall } = this.#options;
    const milliseconds = this.#patience.callMilliseconds;
    const posted =
      pull.url === null
        ? { failure: 'no-service' }
        : await poster.post({ ...callOf(pull, pull.url, begun), milliseconds });
    // What was cut off by the end of this process says nothing of the platform.
    if (this.#rounds.stopped() && 'failure' in posted) return;
    const error = callError(posted);
    onCall?.(error ?? 'taken', this.#house.clock.now() - begun);
    this.#ended.push(this.#attempt(pull, begun, error));
    this.#rounds.rouse();
  }

  #attempt(pull: DuePull, begun: Instant, error: string | null): Attempt {
    const { clock, entropy } = this.#house;
    const now = clock.now();
    // The time runs from the first call: that we were away is not the platform's fault.
    const dueAt = pull.attempts === 0 ? pull.dueAt + (begun - pull.drawnAt) : pull.dueAt;
    if (error === null) return { pull, dueAt, acknowledgedAt: now, nextAt: dueAt, error };
    const { waits } = this.#patience;
    const wait = waits[Math.min(pull.attempts, waits.length - 1)] ?? 0;
    const jitter = Math.floor((wait * (entropy.bytes(1)[0] ?? 0)) / 1_024);
    const nextAt = Math.min(now + wait + jitter, dueAt);
    return { pull, dueAt, acknowledgedAt: null, nextAt, error };
  }
}

/** Why nothing valid came in time. */
function endCode({ acknowledgedAt, lastError }: DuePull) {
  if (acknowledgedAt !== null) return 'PULL-LATE' as const;
  return lastError?.startsWith('code ') === true ? 'PULL-REFUSED' : 'PULL-UNREACHED';
}
