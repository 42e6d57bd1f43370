import { setTimeout as sleep } from 'node:timers/promises';
import { partsOf } from '../base/keys.ts';
import { LIMITS } from '../base/limits.ts';
import type { FactsSegment } from '../clearance/facts-store.ts';
import { newChain } from '../documents/evidence.ts';
import { clear } from './clear.ts';
import { type Conveyor, type ConveyorOptions, conveyor } from './conveyor.ts';
import type { House } from './house.ts';
import { intake } from './intake.ts';
import type { Look } from './looks.ts';
import { quarantineLook, quarantineMessage } from './quarantine.ts';
import type { Answered, IntakeResult, Received } from './received.ts';

/**
 * The works: two conveyors. The first makes messages durable and answers them; the second decides
 * the lists that have become decidable. A list whose documents arrive last is looked at as soon
 * as they are committed, so nothing polls on the common way.
 */
export type Works = {
  /** Files one message; resolves when it is durable, or refused whole. */
  file(message: Received): Promise<Answered>;
  /** Has clearance look at something, for example after a restart. */
  look(looks: readonly Look[]): void;
  /** Records that wait or are under way in the busier of the two conveyors. */
  load(): number;
  /** Whether the next batch of messages has room still: one more delays nobody. */
  hungry(): boolean;
  /** How much waits or is under way where, and for how long. */
  stages(): Readonly<Record<Stage, StageState>>;
  /** Resolves when both conveyors stand still. */
  idle(): Promise<void>;
  /** Counts since the start. */
  readonly counts: WorksCounts;
};

export type Stage = 'intake' | 'clearance';

export type StageState = {
  /** Records, or looks in clearance. */
  readonly waiting: number;
  /** Milliseconds since the oldest of the batch under way came; 0 without a stopwatch. */
  readonly age: number;
};

export type WorksCounts = {
  messages: number;
  records: number;
  batches: number;
  decided: number;
  released: number;
  failures: number;
};

/** What the works report to: logs and metrics. */
export type WorksNews = {
  onBatch?(stage: Stage, items: number): void;
  onFailure?(stage: Stage, error: unknown): void;
};

/** Waits before another try; the simulator puts its own in place of the timer. */
export type Pause = (milliseconds: number) => Promise<unknown>;

/** A message weighs its records, or its share of what one evidence segment holds if more. */
const BYTES_PER_WEIGHT = Math.floor(LIMITS.segmentBytes / LIMITS.batchRecords);

/**
 * Starts the works of one process: its own evidence chain and its own segments of facts.
 * @param stopwatch milliseconds that have passed; without it, as in the simulator, batches are as
 * large as they may be and the order of all work depends on the arrivals alone
 */
export function startWorks(
  house: House,
  news: WorksNews = {},
  pause: Pause = sleep,
  stopwatch?: () => number,
): Works {
  const counts: WorksCounts = {
    messages: 0,
    records: 0,
    batches: 0,
    decided: 0,
    released: 0,
    failures: 0,
  };
  const frame: Frame = {
    house,
    news,
    counts,
    belt: {
      tries: LIMITS.transactionTries,
      mostWeight: LIMITS.batchRecords,
      pause: async (milliseconds) => {
        await pause(milliseconds);
      },
      ...(stopwatch === undefined
        ? {}
        : { pace: { stopwatch, batchTime: LIMITS.batchMilliseconds } }),
    },
  };
  const clearing = startClearing(frame);
  const filing = startFiling(frame, clearing.look);
  return {
    file: (message) => filing.push(message),
    look: clearing.look,
    load: () => Math.max(filing.load(), clearing.load()),
    hungry: filing.hungry,
    stages: () => ({
      intake: { waiting: filing.load(), age: filing.age() },
      clearance: { waiting: clearing.load(), age: clearing.age() },
    }),
    idle: async () => {
      while (filing.load() > 0 || clearing.load() > 0) {
        await filing.idle();
        await clearing.idle();
      }
    },
    counts,
  };
}

/** What both conveyors share. */
type Frame = {
  readonly house: House;
  readonly news: WorksNews;
  readonly counts: WorksCounts;
  readonly belt: Pick<ConveyorOptions<never, never>, 'tries' | 'pause' | 'mostWeight' | 'pace'>;
};

type Clearing = Pick<Works, 'look'> & Pick<Conveyor<Look, undefined>, 'load' | 'age' | 'idle'>;

function startClearing({ house, news, counts, belt: common }: Frame): Clearing {
  const failed = (error: unknown): void => {
    counts.failures += 1;
    news.onFailure?.('clearance', error);
  };
  // Looks that wait for their batch; the same one again would find nothing more.
  const queued = new Set<string>();
  const nameOf = ({ kind, key }: Look): string => `${kind}/${key}`;
  let facts = newFacts(house);
  const belt = conveyor<Look, undefined>({
    ...common,
    work: async (looks) => {
      for (const one of looks) queued.delete(nameOf(one));
      const result = await clear(house, facts, looks).catch((error: unknown) => {
        // When the answer to the commit was lost, the next sequence number may be taken already.
        facts = newFacts(house);
        throw error;
      });
      facts = result.head;
      counts.decided += result.decided;
      counts.released += result.released;
      look(result.looks);
      return looks.map(() => undefined);
    },
    setAside: async (one, bug) => {
      failed(bug);
      look(await quarantineLook(house, one, bug));
      return undefined;
    },
    weight: () => 1,
    // A look does not say who sent what; its key begins with the platform or the carrier.
    lanes: { ownerOf: ({ key }) => partsOf(key)[0], turn: LIMITS.turnRecords },
    mostItems: LIMITS.batchRecords,
    onBatch: (items) => news.onBatch?.('clearance', items),
  });
  const look = (looks: readonly Look[]): void => {
    for (const one of looks) {
      const name = nameOf(one);
      if (queued.has(name)) continue;
      queued.add(name);
      // A look that fails is found again by the sweep, so its failure ends here.
      belt.push(one).catch(failed);
    }
  };
  return { look, load: belt.load, age: belt.age, idle: belt.idle };
}

function startFiling(
  { house, news, counts, belt: common }: Frame,
  look: (looks: readonly Look[]) => void,
): Conveyor<Received, Answered> {
  let chain = newChain(house.entropy.uuid());
  const advanced = async (filing: Promise<IntakeResult>): Promise<readonly Answered[]> => {
    const result = await filing.catch((error: unknown) => {
      // As with the facts: a lost answer to a commit may have used up the next number.
      chain = newChain(house.entropy.uuid());
      throw error;
    });
    chain = result.head;
    counts.batches += 1;
    for (const one of result.answers) {
      if (!one.ok || one.value.duplicate) continue;
      counts.messages += 1;
      counts.records += one.value.records;
    }
    look(result.looks);
    return result.answers;
  };
  return conveyor<Received, Answered>({
    ...common,
    work: (batch) => advanced(intake(house, chain, batch)),
    setAside: async (message, bug) => {
      counts.failures += 1;
      news.onFailure?.('intake', bug);
      const [answer] = await advanced(quarantineMessage(house, chain, message));
      return answer!;
    },
    weight: ({ message, bytes }) =>
      Math.max(message.records.length, Math.ceil(bytes.length / BYTES_PER_WEIGHT)),
    lanes: { ownerOf: ({ sender }) => sender, turn: LIMITS.turnRecords },
    mostItems: LIMITS.batchMessages,
    onBatch: (items) => news.onBatch?.('intake', items),
  });
}

function newFacts(house: House): FactsSegment {
  return { stream: house.entropy.uuid(), sequence: 0 };
}
