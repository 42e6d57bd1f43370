import { expect } from 'vitest';
import { formatScaled5 } from '../../src/base/fen.ts';
import { loadPapers } from '../../src/bonded/paper-store.ts';
import { viewBook, viewLots } from '../../src/flows/book-view.ts';
import { readReceipts } from '../../src/receipts/store.ts';
import { caseOf } from '../flows/desk.ts';
import { AGENT } from '../flows/zone.ts';
import { named, type Stage, type Word } from './world.ts';

/**
 * `expect book 101 remain 8 reserved 2` (of goods that are bonded, or `status undeclared`),
 * `expect lots 101 L1 3 L2 4` in their turn, `expect paper E1 closed`, `expect parcel P1 800`,
 * `expect parcel P1 gone` or `there`.
 */
export const expects: Word = async (stage, [what = '', name = '', ...rest]) => {
  const looks = { book: expectBook, lots: expectLots, paper: expectPaper, parcel: expectParcel };
  const look = looks[what as keyof typeof looks];
  if (look === undefined) throw new Error(`nothing is known to expect of ${what}`);
  await look(stage, name, rest);
  return [];
};

function pairsOf(words: readonly string[]): Record<string, string> {
  if (words.length % 2 !== 0) throw new Error(`a field without a value: ${words.join(' ')}`);
  const at = (i: number) => words[2 * i + 1] ?? '';
  return Object.fromEntries(words.filter((_, i) => i % 2 === 0).map((word, i) => [word, at(i)]));
}

async function expectBook({ zone, bookNo }: Stage, recordNo: string, rest: readonly string[]) {
  const { status = 'bonded', ...wanted } = pairsOf(rest);
  const view = await viewBook(zone.db, bookNo, null);
  const line = view?.lines.find((one) => one.recordNo === recordNo);
  const balance = line?.balances.find((one) => one.status === status);
  const sums = { in: balance?.in, out: balance?.out, remain: balance?.remain };
  const told = { ...sums, reserved: balance?.reserved };
  const shown = Object.entries(told).map(([key, sum]) => [key, formatScaled5(sum ?? 0n)]);
  expect(Object.fromEntries(shown)).toMatchObject(wanted);
}

async function expectLots({ zone, bookNo }: Stage, recordNo: string, rest: readonly string[]) {
  const lots = await viewLots(zone.db, { bookNo, recordNo }, null, '2020-09-18');
  const shown = (lots ?? []).flatMap(({ lotNo, quantity }) => [lotNo, formatScaled5(quantity)]);
  expect(shown).toEqual(rest);
}

async function expectPaper({ zone, papers }: Stage, name: string, [state]: readonly string[]) {
  const [paper] = (await loadPapers(zone.db, [named(papers, name)])).values();
  expect(paper?.state).toBe(state);
}

async function expectParcel(stage: Stage, name: string, [state]: readonly string[]) {
  const { papers, listNo } = named(stage.parcels, name);
  if (state !== 'gone' && state !== 'there') {
    expect((await caseOf(stage.zone.db, papers))?.state).toBe(state);
    return;
  }
  const receipts = await readReceipts(stage.zone.db, AGENT.code, 0n, 1_000);
  const told = receipts.filter((one) => one.status === '899' && one.keys.invtNo === listNo);
  expect(told).toHaveLength(state === 'gone' ? 1 : 0);
}
