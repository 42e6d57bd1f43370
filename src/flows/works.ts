import { setTimeout as sleep } from 'node:timers/promises';
import type { Bug } from '../base/assert.ts';
import { LIMITS } from '../base/limits.ts';
import { newChain } from '../documents/evidence.ts';
import { isFault } from '../io/faults.ts';
import { clear, type FactsHead } from './clear.ts';
import { conveyor } from './conveyor.ts';
import type { House } from './house.ts';
import { intake, isRace } from './intake.ts';
import type { Look } from './looks.ts';
import { quarantineLook, quarantineMessage } from './quarantine.ts';
import type { Accepted, Received } from './received.ts';

/**
 * The works: two conveyors. The first makes messages durable and answers them; the second decides
 * the lists that have become decidable. A list whose documents arrive last is looked at as soon
 * as they are committed, so nothing polls on the common way.
 */
export type Works = {
  /** Files one message; resolves when it is durable. */
  file(message: Received): Promise<Accepted>;
  /** Has clearance look at something, for example after a restart. */
  look(looks: readonly Look[]): void;
  /** Records that wait or are under way in the busier of the two conveyors. */
  load(): number;
  /** Resolves when both conveyors stand still. */
  idle(): Promise<void>;
  /** Counts since the start. */
  readonly counts: WorksCounts;
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
  onBatch?(stage: 'intake' | 'clearance', items: number): void;
  onFailure?(stage: 'intake' | 'clearance', error: unknown): void;
};

/** Waits before another try; the simulator puts its own in place of the timer. */
export type Pause = (milliseconds: number) => Promise<unknown>;

/**
 * Starts the works of one process: its own evidence chain and its own segments of facts. After a
 * failed transaction both begin anew: when its commit was lost on the way back, the next sequence
 * number may be taken already.
 */
export function startWorks(house: House, news: WorksNews = {}, pause: Pause = sleep): Works {
  const counts: WorksCounts = {
    messages: 0,
    records: 0,
    batches: 0,
    decided: 0,
    released: 0,
    failures: 0,
  };
  let chain = newChain(house.entropy.uuid());
  let facts = newFacts(house);
  const common = {
    tries: LIMITS.transactionTries,
    pause: async (milliseconds: number) => {
      await pause(milliseconds);
    },
    passing: (error: unknown) => isRace(error) || (isFault(error) && error.retryable),
  };
  const failed = (stage: 'intake' | 'clearance', error: unknown): void => {
    counts.failures += 1;
    news.onFailure?.(stage, error);
  };

  const clearing = conveyor<Look, undefined>({
    ...common,
    work: async (looks) => {
      const result = await clear(house, facts, looks).catch((error: unknown) => {
        facts = newFacts(house);
        throw error;
      });
      facts = result.head;
      counts.decided += result.decided;
      counts.released += result.released;
      lookAt(result.looks);
      return looks.map(() => undefined);
    },
    setAside: async (look: Look, bug: Bug) => {
      failed('clearance', bug);
      await quarantineLook(house, look, bug);
      return undefined;
    },
    weight: () => 1,
    mostWeight: LIMITS.batchRecords,
    mostItems: LIMITS.batchRecords,
    onBatch: (items) => news.onBatch?.('clearance', items),
  });
  // A look that fails is found again by the sweep, so its failure ends here.
  const lookAt = (looks: readonly Look[]): void => {
    for (const look of looks) {
      clearing.push(look).catch((error: unknown) => failed('clearance', error));
    }
  };

  const filing = conveyor<Received, Accepted>({
    ...common,
    work: async (batch) => {
      const result = await intake(house, chain, batch).catch((error: unknown) => {
        chain = newChain(house.entropy.uuid());
        throw error;
      });
      chain = result.head;
      counts.batches += 1;
      for (const one of result.accepted.filter(({ duplicate }) => !duplicate)) {
        counts.messages += 1;
        counts.records += one.records;
      }
      lookAt(result.looks);
      return result.accepted;
    },
    setAside: async (message, bug) => {
      failed('intake', bug);
      const { accepted, head } = await quarantineMessage(house, chain, message);
      chain = head;
      return accepted;
    },
    weight: ({ message }) => message.records.length,
    mostWeight: LIMITS.batchRecords,
    mostItems: LIMITS.batchMessages,
    onBatch: (items) => news.onBatch?.('intake', items),
  });

  return {
    file: (message) => filing.push(message),
    look: lookAt,
    load: () => Math.max(filing.load(), clearing.load()),
    idle: async () => {
      while (filing.load() > 0 || clearing.load() > 0) {
        await filing.idle();
        await clearing.idle();
      }
    },
    counts,
  };
}

function newFacts(house: House): FactsHead {
  return { stream: house.entropy.uuid(), sequence: 0 };
}
