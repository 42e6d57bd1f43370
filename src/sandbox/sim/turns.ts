import { setTimeout as sleep } from 'node:timers/promises';
import type { Locks } from './locks.ts';

/*
 * Turns: who may do the next thing to the database.
 *
 * Every statement, begin and commit of every simulated process, and every pause before another
 * try, asks for a turn and waits. When nothing of what runs has anything left to do but wait, the
 * simulation grants one of the asked turns, drawn from the seed. So one statement runs at a time,
 * between any two statements of one process another may come, and the same seed gives the same
 * run. A statement that waits for a row of another process's transaction is told from one that is
 * slow by the database itself, never by a clock.
 *
 * One statement at most may wait so. Two that wait for the same transaction wake up at the same
 * moment, and which of them gets the row is a race that the machine decides. So the one that comes
 * second is undone by the database, as by a timeout: its process tries again. Several that wait
 * are for runs that are not reproducible (`free`).
 */

/** What becomes of a granted turn. */
export type Fate = 'done' | 'fault' | 'lost' | 'killed';

/** A turn that was asked for. */
export type Ask = {
  /** Position in the order of asking; the order is the same in every run of a seed. */
  readonly number: number;
  readonly process: string;
  readonly what: 'begin' | 'statement' | 'commit' | 'rollback' | 'pause';
  /** The first words of the statement. */
  readonly words: string;
};

/**
 * A granted turn: to be ended when its effect on the database is over. What was waiting for locks
 * may end at the same moment as what held them; each then goes on in the order of their turns.
 */
export type Turn = { readonly fate: Fate; end(): Promise<void> };

type Waiting = Ask & { readonly grant: (turn: Turn) => void };

/** The turns of one simulation. */
export type Turns = {
  /** Waits for a turn; for ever when the process is dead by then. */
  ask(process: string, what: Ask['what'], words?: string): Promise<Turn>;
  /** Asks that wait, in the order of asking. */
  waiting(): readonly Ask[];
  /** Grants one of them. */
  grant(ask: Ask, fate: Fate): void;
  /** The process is dead: what it has asked for and will ask for is never granted. */
  bury(process: string): void;
  /** Resolves when all that runs waits: for a turn, or for a lock of somebody else. */
  settled(): Promise<void>;
};

/** Rounds of the event loop without anything new after which nothing more comes by itself. */
const QUIET_ROUNDS = 4;
/** Milliseconds after which the database is asked whether a statement waits for a lock. */
const PATIENCE = 4;

/** Lets everything run that needs nobody, until nothing new happens. */
async function quietRounds(events: () => number): Promise<void> {
  for (let seen = events(), rounds = 0; rounds < QUIET_ROUNDS; rounds += 1) {
    await new Promise((done) => setImmediate(done));
    if (seen === events()) continue;
    seen = events();
    rounds = -1;
  }
}

type Ending = { readonly number: number; readonly proceed: () => void };

/**
 * @param free true lets everything go on at once, in no order
 */
export function makeTurns(locks: Locks, free = false): Turns {
  const waiting = new Map<number, Waiting>();
  const dead = new Set<string>();
  const ended: Ending[] = [];
  let [number, under, events] = [0, 0, 0];

  const quiet = () => quietRounds(() => events);
  const goOn = (): void => {
    ended.sort((a, b) => a.number - b.number);
    ended.shift()?.proceed();
    events += 1;
  };
  const settled = async (): Promise<void> => {
    let since = performance.now();
    for (let seen = events; ; ) {
      await quiet();
      if (under === 0 && ended.length === 0) return;
      if (under === 0) {
        goOn();
        continue;
      }
      if (seen !== events) {
        seen = events;
        since = performance.now();
      }
      if (performance.now() - since < PATIENCE) continue;
      const stuck = (await locks.waiting()) >= under && seen === events;
      if (stuck && ended.length > 0) goOn();
      else if (stuck && under > 1) await locks.cancelLast();
      else if (stuck && waiting.size > 0) return;
      else await sleep(1);
    }
  };
  const turnOf = (own: number, fate: Fate): Turn => {
    let open = true;
    const end = (): Promise<void> => {
      if (!open) return Promise.resolve();
      open = false;
      under -= 1;
      events += 1;
      if (free) return Promise.resolve();
      return new Promise((proceed) => ended.push({ number: own, proceed }));
    };
    return { fate, end };
  };
  return {
    ask: (process, what, words = '') =>
      new Promise((grant) => {
        if (dead.has(process)) return;
        number += 1;
        events += 1;
        waiting.set(number, { number, process, what, words, grant });
      }),
    waiting: () => [...waiting.values()],
    grant: (ask, fate) => {
      const one = waiting.get(ask.number);
      if (one === undefined) throw new Error(`nobody waits for turn ${ask.number}`);
      waiting.delete(ask.number);
      under += 1;
      one.grant(turnOf(ask.number, fate));
    },
    bury: (process) => {
      dead.add(process);
      for (const [key, one] of waiting) if (one.process === process) waiting.delete(key);
    },
    settled,
  };
}
