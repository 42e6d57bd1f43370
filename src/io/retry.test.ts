import { expect, test } from 'vitest';
import { Bug } from '../base/assert.ts';
import { Fault } from './faults.ts';
import { retryFaults } from './retry.ts';

function failing(errors: Error[]) {
  const pauses: number[] = [];
  const run = retryFaults(
    async () => {
      const error = errors.shift();
      if (error !== undefined) throw error;
      return 'done';
    },
    { tries: 4, pause: 100, sleep: async (milliseconds) => pauses.push(milliseconds) },
  );
  return { run, pauses };
}

test('faults that may pass are tried again, with longer and longer pauses', async () => {
  const { run, pauses } = failing([
    new Fault('database-unreachable'),
    new Fault('database-conflict'),
    new Fault('commit-unknown'),
  ]);
  expect(await run).toBe('done');
  expect(pauses).toEqual([100, 200, 400]);
});

test('the last try gives up with its fault', async () => {
  const { run } = failing(Array.from({ length: 4 }, () => new Fault('overload')));
  await expect(run).rejects.toMatchObject({ code: 'overload' });
});

test('bugs and lasting faults are not tried again', async () => {
  for (const error of [new Bug('x'), new Fault('duplicate-key')]) {
    const { run, pauses } = failing([error]);
    await expect(run).rejects.toBe(error);
    expect(pauses).toEqual([]);
  }
});
