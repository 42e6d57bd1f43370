import { expect, test } from 'vitest';
import type { Locks } from './locks.ts';
import { makeTurns } from './turns.ts';

const never = () => Promise.reject(new Error('no statement is to be cancelled'));
const nobodyWaits: Locks = { waiting: () => Promise.resolve(0), cancelLast: never };

test('nothing goes on without its turn', async () => {
  const turns = makeTurns(nobodyWaits);
  const done: string[] = [];
  for (const name of ['a', 'b']) {
    void turns.ask(name, 'statement').then(async (turn) => {
      done.push(name);
      await turn.end();
      done.push(`${name} went on`);
    });
  }
  await turns.settled();
  expect(done).toEqual([]);
  turns.grant(turns.waiting()[1]!, 'done');
  await turns.settled();
  expect(done).toEqual(['b', 'b went on']);
  expect(turns.waiting().map(({ process }) => process)).toEqual(['a']);
});

test('a process that is dead is never granted anything', async () => {
  const turns = makeTurns(nobodyWaits);
  let granted = false;
  const ask = () =>
    void turns.ask('a', 'begin').then(() => {
      granted = true;
    });
  ask();
  turns.bury('a');
  ask();
  await turns.settled();
  expect(turns.waiting()).toEqual([]);
  expect(granted).toBe(false);
});

test('who waits for a lock lets others go on; both end in the order of turns', async () => {
  let locked = 1;
  const turns = makeTurns({ waiting: () => Promise.resolve(locked), cancelLast: never });
  const ends: string[] = [];
  const free: (() => void)[] = [];
  const act = (name: string, first: Promise<void>) =>
    void turns.ask(name, 'statement').then(async (turn) => {
      await first;
      await turn.end();
      ends.push(name);
    });
  act('waits', new Promise((done) => free.push(done)));
  act('holds', Promise.resolve());
  await turns.settled();
  turns.grant(turns.waiting()[0]!, 'done');
  await turns.settled();
  expect(turns.waiting().map(({ process }) => process)).toEqual(['holds']);
  turns.grant(turns.waiting()[0]!, 'done');
  locked = 0;
  free[0]!();
  await turns.settled();
  expect(ends).toEqual(['waits', 'holds']);
});

test('the second that waits for a lock is cancelled, and ends before the first', async () => {
  const free: (() => void)[] = [];
  const ends: string[] = [];
  let waiting = 0;
  const cancelLast = async (): Promise<void> => {
    waiting -= 1;
    free.pop()?.();
  };
  const turns = makeTurns({ waiting: () => Promise.resolve(waiting), cancelLast });
  for (const name of ['first', 'second', 'idle']) {
    void turns.ask(name, 'statement').then(async (turn) => {
      waiting += 1;
      await new Promise<void>((done) => free.push(done));
      await turn.end();
      ends.push(name);
    });
  }
  for (const name of ['first', 'second']) {
    turns.grant(turns.waiting().find(({ process }) => process === name)!, 'done');
    await turns.settled();
  }
  expect(ends).toEqual(['second']);
  expect(turns.waiting().map(({ process }) => process)).toEqual(['idle']);
});
