import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY } from '../../src/base/dates.ts';
import { assessRisk, subjectAgain } from '../../src/flows/assess-risk.ts';
import { openRiskMemory } from '../../src/flows/risk-memory.ts';
import { countStatements } from '../../src/io/postgres.ts';
import { assess, compileRule } from '../../src/risk/evaluate.ts';
import { NO_RISK, type RiskView, rulesIn } from '../../src/risk/risk-view.ts';
import { parseRule } from '../../src/risk/rule-text.ts';
import { SIGHTING_CODES } from '../../src/risk/sighting-codes.ts';
import { latestSignals, type Signal, storeSignals } from '../../src/risk/signals.ts';
import { IMPORTS } from '../../src/risk/vocabulary.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { allScenarios, arrange } from '../scenario/run.ts';

const { cases, facts } = arrange(allScenarios().find(({ kind }) => kind === 'pass')!);
const matched = cases[0]!;
const { ebpCode, ebcCode } = matched.list.terms;
const parcels = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ listNo: `L${i + 1}`, matched }));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

function ruled(...texts: readonly string[]): RiskView {
  const rules = texts.map((text, i) => {
    const parsed = parseRule(text);
    if (!parsed.ok) throw new Error(text);
    const rule = compileRule(IMPORTS, `R${i + 1}.1`, parsed.value, new Map());
    return { rule, from: facts.at, until: facts.at + 1 };
  });
  return { ...NO_RISK, imports: rulesIn(rules) };
}

it('assesses a batch by who came how often, and counts it when it is kept', async () => {
  const memory = openRiskMemory();
  const risk = ruled('inspect when buyer.lists > 2', 'review when seller.signals > 0');
  const first = await assessRisk(database.db, { risk, memory }, facts, parcels(3));
  expect(first.answers.map(({ action }) => action)).toEqual([null, null, 'inspect']);
  expect(first.answers[2]).toMatchObject({ rules: ['R1.1'], noted: { buyer: 3, payer: 3 } });
  const again = await assessRisk(database.db, { risk, memory }, facts, parcels(3));
  expect(again.answers).toEqual(first.answers);
  again.keep();
  const next = await assessRisk(database.db, { risk, memory }, facts, parcels(1));
  expect(next.answers[0]).toMatchObject({ action: 'inspect', noted: { buyer: 4 } });
});

it('counts the signals of platform and seller, read once a minute and only for rules', async () => {
  const { at } = facts;
  const signal = (code: string, ref: string, more: Partial<Signal> = {}): Signal => ({
    ...{ enterprise: ebpCode, source: 'payment-data', code, ref, at: at - DAY },
    ...{ orderNo: null, listNo: null, detail: {} },
    ...more,
  });
  await storeSignals(database.db, [
    signal('PULL-LATE', 'a'),
    signal('PULL-LATE', 'b'),
    signal('PULL-AMOUNT', 'c'),
    signal('PULL-AMOUNT', 'd', { at: at - 31 * DAY }),
    signal('SEEN-BUYER', 'e', { source: 'sighting' }),
    signal('PULL-LATE', 'f', { enterprise: ebcCode }),
  ]);
  const counted = countStatements(database.db);
  const memory = openRiskMemory();
  const quiet = await assessRisk(counted, { risk: NO_RISK, memory }, facts, parcels(2));
  expect(quiet.answers[0]).toMatchObject({ action: null, rules: [], noted: { paymentLate: 0 } });
  expect(counted.statements).toEqual([]);
  const risk = ruled('review when payment.late = 2 and payment.false = 1 and platform.signals = 4');
  for (const size of [1, 100]) {
    const { answers } = await assessRisk(counted, { risk, memory }, facts, parcels(size));
    expect(answers.at(-1)).toMatchObject({ action: 'review', noted: { sellerSignals: 1 } });
  }
  expect(counted.statements).toHaveLength(1);
});

it('raises a signal once a day when somebody comes too often, by hash alone', async () => {
  const { code } = SIGHTING_CODES.buyer;
  const { buyer: from } = facts.index.sightings(facts.date);
  const memory = openRiskMemory();
  const look = await assessRisk(database.db, { risk: NO_RISK, memory }, facts, parcels(from + 3));
  const own = look.signals.filter((one) => one.code === code);
  expect(own).toHaveLength(1);
  expect(own[0]).toMatchObject({ enterprise: ebpCode, source: 'sighting', listNo: `L${from}` });
  expect(own[0]!.ref).toContain(matched.list.terms.buyer.idKey);
  await storeSignals(database.db, look.signals);
  await storeSignals(database.db, look.signals);
  const stored = await latestSignals(database.db, ebpCode, 1_000);
  expect(stored.filter((one) => one.code === code && one.listNo !== null)).toHaveLength(1);
});

it('gives the same answer again from what is kept with the decision', async () => {
  const risk = ruled(
    'stop when buyer.lists = 2 and identity = match',
    'inspect when list.lines > 0',
  );
  const memory = openRiskMemory();
  const { answers } = await assessRisk(database.db, { risk, memory }, facts, parcels(2));
  for (const { action, rules, noted } of answers) {
    const kept = JSON.parse(JSON.stringify(noted));
    const { at, enterprises, identity: asked } = facts;
    const identity = [...asked.values()][0]!;
    const subject = subjectAgain(matched, { at, enterprises, identity }, kept);
    expect(assess(risk.imports(at), subject)).toEqual({ action, rules });
  }
});
