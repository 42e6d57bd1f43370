import { setTimeout as pause } from 'node:timers/promises';
import { LIMITS } from '../../src/base/limits.ts';
import { wire } from '../../src/cli/wire.ts';
import { addRule, putIntoForce, takeOutOfForce } from '../../src/flows/risk-rules.ts';
import { tryVersion } from '../../src/flows/risk-trial.ts';
import { systemClock } from '../../src/io/clock.ts';
import type { Database } from '../../src/io/postgres.ts';
import type { RuleId } from '../../src/risk/rule-version.ts';

/** Each chooses a few lists of a made-up world. */
const RULES = [
  'inspect when list.lines = 4',
  'review when list.lines = 3 and list.mode = 9610 or goods.name contains "没有"',
];

/** Puts risk rules into force, R1.1 and so on; gives what takes them out of force again. */
export async function targetSome(db: Database): Promise<() => Promise<void>> {
  const { house } = await wire(db, systemClock);
  const ids: RuleId[] = [];
  for (const text of RULES) {
    const rule = await addRule(house, { number: null, text, reason: 'test', by: 'officer-1' });
    if (!rule.ok) throw new Error(rule.error[0]?.en);
    await tryVersion(house, rule.value, { days: 1 });
    const time = { from: null, until: null };
    const active = await putIntoForce(house, rule.value, 'officer-2', time);
    if (!active.ok) throw new Error(active.error[0]?.en);
    ids.push(active.value);
  }
  await pause(LIMITS.riskLeadMilliseconds);
  return async () => {
    for (const id of ids) await takeOutOfForce(house, id, 'officer-2', null);
    house.news.close();
  };
}
