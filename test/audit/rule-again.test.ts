import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toldOf } from '../../src/audit/parcel-told.ts';
import { selectsAgain } from '../../src/audit/rule-again.ts';
import { readRaw } from '../../src/audit/xml-text.ts';
import { startOfDay } from '../../src/base/dates.ts';
import { listTerms, orderTerms, paymentTerms, waybillTerms } from '../../src/documents/terms-of.ts';
import { recordAt } from '../../src/flows/record-at.ts';
import { makeHash } from '../../src/registry/personal-hash.ts';
import { readProfile } from '../../src/registry/profile-file.ts';
import { compileRule, type WatchList } from '../../src/risk/evaluate.ts';
import { FIELDS } from '../../src/risk/rule-fields.ts';
import { writeRule } from '../../src/risk/rule-text.ts';
import { notedNumbers, type RiskSubject } from '../../src/risk/subject.ts';
import { IMPORTS } from '../../src/risk/vocabulary.ts';
import { WATCH_KEYS, WATCH_KINDS } from '../../src/risk/watch-keys.ts';
import { paperMill, unsigned } from '../flows/papers.ts';
import { anyRule } from '../risk-arbitrary.ts';
import { riskSubject } from '../risk-subject.ts';

const SECRET = Buffer.alloc(32, 7);
const profile = await readProfile(new URL('../../profiles/cn-zhengzhou', import.meta.url).pathname);
if (!profile.ok) throw new Error('the profile cannot be read');
const papers = paperMill(profile.value).parcel();
const { platform, payment: firm, carrier, agent } = papers.sale;
const messages = {
  order: unsigned([papers.order], { sender: platform }),
  payment: unsigned([papers.payment], { sender: firm }),
  waybill: unsigned([papers.waybill], { sender: carrier }),
  list: unsigned([papers.list], { sender: agent }),
};
const hash = makeHash(SECRET);

function recordOf(kind: keyof typeof messages) {
  return recordAt(Buffer.from(messages[kind]), 0);
}

function termsIn<T>(result: { ok: true; value: T } | { ok: false }): T {
  if (!result.ok) throw new Error('the terms cannot be read');
  return result.value;
}

/** The parcel as the engine sees it. */
const SUBJECT: RiskSubject = {
  ...riskSubject(),
  at: startOfDay('2020-09-18'),
  order: termsIn(orderTerms(recordOf('order'), hash)),
  payment: termsIn(paymentTerms(recordOf('payment'), hash)),
  waybill: termsIn(waybillTerms(recordOf('waybill'), hash)),
  list: termsIn(listTerms(recordOf('list'), hash)),
  noted: {
    ...{ buyer: 3, payer: 1, phone: 7, address: 2, platformSignals: 4, sellerSignals: 0 },
    ...{ paymentLate: 1, paymentFalse: 2 },
  },
};

/** The same as the audit sees it. */
const rawOf = (kind: keyof typeof messages) => readRaw(Buffer.from(messages[kind])).records[0]!;
const RAW = {
  ...{ order: rawOf('order'), payment: rawOf('payment') },
  ...{ waybill: rawOf('waybill'), list: rawOf('list') },
};
const classes = new Map([...SUBJECT.enterprises].map(([code, one]) => [code, one.creditClass]));
const KEPT = {
  ...{ rules: [], noted: notedNumbers(SUBJECT.noted), classes, identity: SUBJECT.identity },
};

// Every other key of the parcel stands on the list of its kind.
const entries = new Set(
  [...WATCH_KEYS.values()].flatMap(({ keys }) => keys(SUBJECT)).filter((_, i) => i % 2 === 0),
);
const lists = new Map<string, WatchList>(
  WATCH_KINDS.map((kind) => [kind, { name: kind, kind, has: (key) => entries.has(key) }]),
);

function ownValues(name: string) {
  const field = FIELDS.get(name)!;
  if (field.of === 'goods') return SUBJECT.list.lines.map((line) => field.read(line));
  return [field.read(SUBJECT)];
}

test('the audit selects what the engine selects, by other code and from the raw bytes', () => {
  let selected = 0;
  const listsOf = (key: string) => fc.constantFrom(...WATCH_KEYS.get(key)!.kinds);
  const stuff = { valuesOf: ownValues, listsOf };
  const property = fc.property(anyRule(stuff), (rule) => {
    const { test: select } = compileRule(IMPORTS, 'R1.1', rule, lists);
    const told = toldOf(RAW, KEPT, SECRET, (_, key) => entries.has(key));
    const again = selectsAgain(writeRule(rule), told);
    expect([writeRule(rule), again]).toEqual([writeRule(rule), select(SUBJECT)]);
    if (again === true) selected += 1;
  });
  fc.assert(property, { numRuns: 3_000 });
  expect(selected).toBeGreaterThan(300);
});

test('what cannot be read or is not told is said to be so', () => {
  const told = toldOf(RAW, { ...KEPT, noted: null }, SECRET, () => null);
  expect(selectsAgain('inspect when buyer.lists > 1', told)).toBe(null);
  expect(selectsAgain('inspect when watch "x" has buyer', told)).toBe(null);
  expect(selectsAgain('inspect when list.lines > 0 nonsense', told)).toBe(null);
  expect(selectsAgain('inspect list.lines > 0', told)).toBe(null);
  expect(selectsAgain('', told)).toBe(null);
});
