import { expect, test } from 'vitest';
import { makeTurns } from './turns.ts';

const nobodyBlocked = () => Promise.resolve(0);

test('nothing goes on without its turn', async () => {
  const turns = makeTurns(nobodyBlocked);
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
  const turns = makeTurns(nobodyBlocked);
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
  const turns = makeTurns(() => Promise.resolve(locked));
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
