import { describe, expect, it } from 'vitest';
import { person } from '../../test/office-desk.ts';
import type { Task } from './task.ts';
import { taskActions } from './task-actions.ts';

const TASK: Task = {
  ...{ id: 'T', kind: 'inspection', stage: 'first', subject: 'L', serial: 1, priority: 5 },
  ...{ openedAt: 0, dueAt: 1, overdueAt: null, heldAt: null, closedAt: null, holder: null },
  pair: ['O1', 'O2'],
};
const NOTHING = { results: [], proposedBy: null };
const [O1, O2, O3] = [person('O1'), person('O2'), person('O3')];
const S1 = person('S1', { roles: ['supervisor'] });

/** Actions as `name` where they may be done, else as `name: CODE`. */
function told(more: Partial<Task>, officer = O1, said = {}): string[] {
  const actions = taskActions({ ...TASK, ...more }, officer, { ...NOTHING, ...said });
  return actions.map(({ action, barred }) =>
    barred === null ? action : `${action}: ${barred.code}`,
  );
}

describe('what can be done with a task', () => {
  const bySaid = { results: [{ part: 'first', officer: 'O1' }] };
  it.each([
    ['by its pair', {}, O1, {}, ['claim', 'photo', 'result', 'recuse']],
    [
      'by who holds it',
      { holder: 'O1' },
      O1,
      {},
      ['release', 'handOver', 'photo', 'result', 'recuse'],
    ],
    [
      ...(['by the other one', { holder: 'O2' }, O1, {}] as const),
      ['claim: OFF-TAKEN', 'photo: OFF-TAKEN', 'result: OFF-TAKEN', 'recuse'],
    ],
    [
      ...(['by somebody else', {}, O3, {}] as const),
      ['claim: OFF-PAIR', 'photo: OFF-PAIR', 'result: OFF-PAIR', 'recuse: OFF-PAIR'],
    ],
    [
      ...(['by who said the result', { stage: 'second' }, O1, bySaid] as const),
      ['claim', 'photo', 'result: OFF-ALONE', 'confirm: OFF-ALONE', 'recuse: OFF-SAID'],
    ],
    [
      ...(['by the second', { stage: 'second' }, O2, bySaid] as const),
      ['claim', 'photo', 'result', 'confirm', 'recuse'],
    ],
    [
      ...(['by a supervisor who settles', { stage: 'supervisor' }, S1, bySaid] as const),
      ['claim', 'photo', 'result', 'recuse: OFF-PAIR'],
    ],
    [
      ...(['without a pair', { stage: 'unassigned', pair: [] }, S1, { proposedBy: 'S1' }] as const),
      ['claim', 'assign', 'approveAssignment: OFF-SAME'],
    ],
    ['of review', { kind: 'review', stage: 'open' }, O1, {}, ['claim', 'review']],
    [
      ...(['of review by others', { kind: 'review', stage: 'open' }, S1, {}] as const),
      ['claim: OFF-ROLE', 'review: OFF-ROLE'],
    ],
    ['of an alarm', { kind: 'pending', stage: 'open' }, O1, {}, ['claim', 'settle']],
    ['of a detained list', { kind: 'detained', stage: 'open' }, O1, {}, ['claim', 'proposeEnd']],
    [
      ...(['whose end is proposed', { kind: 'detained', stage: 'supervisor' }, O1] as const),
      ...([{ proposedBy: 'O1' }, ['claim', 'proposeEnd', 'approveEnd: OFF-ROLE']] as const),
    ],
    [
      ...(['whose end the same proposed', { kind: 'detained', stage: 'supervisor' }, S1] as const),
      ...([{ proposedBy: 'S1' }, ['claim', 'proposeEnd', 'approveEnd: OFF-SAME']] as const),
    ],
    ['that is closed', { closedAt: 1 }, O1, {}, []],
  ] as const)('%s', (_, more, officer, said, expected) => {
    expect(told(more, officer, said)).toEqual(expected);
  });
});
