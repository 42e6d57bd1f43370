import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExportRested } from '../../src/audit/export-facts-reader.ts';
import { exportToldOf } from '../../src/audit/export-told.ts';
import { selectsAgain } from '../../src/audit/rule-again.ts';
import { readRaw } from '../../src/audit/xml-text.ts';
import { exportListTerms } from '../../src/documents/export-terms-of.ts';
import { recordAt } from '../../src/flows/record-at.ts';
import { compileRule, type WatchList } from '../../src/risk/evaluate.ts';
import { writeRule } from '../../src/risk/rule-text.ts';
import { notedNumbers } from '../../src/risk/subject.ts';
import { EXPORTS } from '../../src/risk/vocabulary.ts';
import { WATCH_KINDS } from '../../src/risk/watch-keys.ts';
import { exportRiskSubject } from '../export-risk-subject.ts';
import { firmPapers } from '../flows/export-papers.ts';
import { unsigned } from '../flows/papers.ts';
import { AGENT, SELLER } from '../flows/zone.ts';
import { anyRule } from '../risk-arbitrary.ts';

const bytes = Buffer.from(unsigned([firmPapers().list], { sender: AGENT }));
const terms = exportListTerms(recordAt(bytes, 0));
if (!terms.ok) throw new Error('the terms cannot be read');
const LIST = terms.value;

/** The list as the engine sees it: its seller is on file, its platform is not. */
const firm = { ...exportRiskSubject().enterprises.get('SELLER')!, code: SELLER.code };
const SUBJECT = { ...exportRiskSubject(LIST), enterprises: new Map([[firm.code, firm]]) };

/** The same as the audit sees it. */
const RAW = readRaw(bytes).records[0]!;
const { fob, channel, noted } = SUBJECT;
const KEPT = {
  enterprises: [{ code: firm.code, creditClass: firm.creditClass, overseas: false, exempt: false }],
  value: { fob, channel, lines: new Map() },
  selection: { noted: notedNumbers(noted) },
} as unknown as ExportRested;

// Every other key of the list stands on the list of its kind.
const entries = new Set(
  [...EXPORTS.keys.values()].flatMap(({ keys }) => keys(SUBJECT)).filter((_, i) => i % 2 === 0),
);
const lists = new Map<string, WatchList>(
  WATCH_KINDS.map((kind) => [kind, { name: kind, kind, has: (key) => entries.has(key) }]),
);

function ownValues(name: string) {
  const field = EXPORTS.fields.get(name)!;
  return field.of === 'goods' ? LIST.lines.map((one) => field.read(one)) : [field.read(SUBJECT)];
}

test('the audit selects of exports what the engine selects, from the raw bytes', () => {
  let selected = 0;
  const listsOf = (key: string) => fc.constantFrom(...EXPORTS.keys.get(key)!.kinds);
  const rules = anyRule({ valuesOf: ownValues, listsOf }, 'export');
  const property = fc.property(rules, (rule) => {
    const { test: select } = compileRule(EXPORTS, 'R1.1', rule, lists);
    const told = exportToldOf(RAW, KEPT, (_, key) => entries.has(key));
    const again = selectsAgain(writeRule(rule), told);
    expect([writeRule(rule), again]).toEqual([writeRule(rule), select(SUBJECT)]);
    if (again === true) selected += 1;
  });
  fc.assert(property, { numRuns: 3_000 });
  expect(selected).toBeGreaterThan(300);
});

test('what is not told of an export is said to be so', () => {
  const rested = { ...KEPT, selection: null, value: null };
  const told = exportToldOf(RAW, rested, () => null);
  for (const asked of [
    'list.value > 0',
    'list.channel = L',
    'seller.signals > 0',
    'buyer.lists > 0',
  ]) {
    expect([asked, selectsAgain(`inspect export when ${asked}`, told)]).toEqual([asked, null]);
  }
  expect(selectsAgain('inspect export when watch "x" has seller', told)).toBe(null);
});
