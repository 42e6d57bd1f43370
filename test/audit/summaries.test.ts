import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAWS } from '../../src/audit/audit.ts';
import { newTally } from '../../src/audit/law.ts';
import { SUMMARIES } from '../../src/audit/laws/summaries.ts';
import { startOfDay } from '../../src/base/dates.ts';
import { correctSummaries } from '../../src/flows/summary-correction.ts';
import type { Sql } from '../../src/io/postgres.ts';
import { closedList } from '../flows/closed-lists.ts';
import { type Desk, openDesk } from '../flows/desk.ts';
import { apply, close, listCabinet } from '../flows/export-summary.ts';
import { AGENT, openZone, type Zone } from '../flows/zone.ts';

// The auditor and the monthly summary: it finds nothing in what the platform wrote, and each single
// thing that is then altered behind its back.
const AUGUST = startOfDay('2020-08-01');
const SELLER = '41019AUDIT';
const cabinet = listCabinet();
let zone: Zone;
let desk: Desk;

beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
  const lists = Array.from({ length: 12 }, (_, i) =>
    closedList(i + 1, {
      ...{ ebcCode: SELLER, agentCode: AGENT.code, country: i % 2 === 0 ? '502' : '303' },
      lines: [{ totalPrice: BigInt(i + 1) }, { gcode: '6204430091' }],
    }),
  );
  await close(desk, cabinet, lists.slice(0, 8), AUGUST);
  const asked = { ebcCode: SELLER, copNo: 'A1', period: [AUGUST, AUGUST + 86_400_000] } as const;
  const [receipt] = await apply(desk, zone.cardOf(AGENT), cabinet, asked);
  expect(receipt!.status).toBe('399');
  await close(desk, cabinet, lists.slice(8), AUGUST + 172_800_000);
  // One that is declared, and one that is not.
  const back = [lists[1]!, lists[9]!].map((list) => ({
    ...{ ...list, reference: 'T1', reason: 'x', goods: null },
  }));
  await zone.db.transaction((tx) => correctSummaries(tx, back, AUGUST));
});
afterAll(() => zone?.database.drop());

async function examples(sql: Sql): Promise<readonly string[]> {
  const { id, title } = SUMMARIES;
  const tally = newTally(id, title);
  const days = { isExpired: () => false };
  const scope = { sql, days, now: desk.clock.now(), sampleOf: 1, witness: null };
  await SUMMARIES.watch(
    tally,
    scope as unknown as Parameters<typeof SUMMARIES.watch>[1],
  ).finish?.();
  const result = tally.result();
  expect(result.checked).toBeGreaterThan(20);
  return result.examples;
}

it('is one of the laws', () => {
  expect(LAWS).toContain(SUMMARIES);
});

it('holds for what the platform wrote', async () => {
  expect(await examples(zone.db)).toEqual([]);
});

class Undo extends Error {}

describe('is broken by', () => {
  const ONE_LINE = `(select decl_seq_no from export.declaration_lines where version = 1
    order by decl_seq_no limit 1)`;
  it.each([
    [
      'a list line that is in no sum',
      `update export.summary_lists set lines = '{1}' where list_no like '%3'`,
      /^sum \d+\/2 has \d list lines, of its lists it has/,
    ],
    [
      'a list that has gone',
      `delete from export.summary_lists where list_no like '%4'`,
      /^group \d+ has \d lists, in it are/,
    ],
    [
      'a list that is closed and never merged',
      `update export.cases set list_no = '46122026E999999999' where list_no like '%4'`,
      /^list 46122026E999999999 is closed and in no sum/,
    ],
    [
      'a list in the sums of another month',
      `update export.cases set closed_at = closed_at - interval '1 second' where list_no like '%1'`,
      /is in the sums of another month/,
    ],
    [
      'a declaration that forgets a sum',
      `update export.declaration_lines set line_nos = '{}' where decl_seq_no = ${ONE_LINE}`,
      /^sum \d+\/\d is in 0 lines of declarations/,
    ],
    [
      'a sum in two lines',
      `update export.declaration_lines set line_nos = '{1,2}' where decl_seq_no = ${ONE_LINE}`,
      /^sum \d+\/\d is in 2 lines of declarations/,
    ],
    [
      'a line of another sum',
      `update export.declaration_lines set total = total + 1 where decl_seq_no = ${ONE_LINE}`,
      /^line \d of declaration D\d+ is not what its sums are/,
    ],
    [
      'a line of another code',
      `update export.declaration_lines set gcode = '1' where decl_seq_no = ${ONE_LINE}`,
      /^line \d of declaration D\d+ is not what its sums are/,
    ],
    [
      'another weight',
      'update export.declarations set gross = gross + 1',
      /^declaration D\d+ weighs otherwise than its lines/,
    ],
    [
      'a correction that was undone',
      'delete from export.summary_taken_back',
      /^sum \d+\/\d has \d list lines, of its lists it has/,
    ],
  ])('%s', async (_, change, found) => {
    const changed = zone.db.transaction(async (tx) => {
      expect(await tx.execute(change)).toBeGreaterThan(0);
      expect((await examples(tx)).some((one) => found.test(one))).toBe(true);
      throw new Undo();
    });
    await expect(changed).rejects.toThrow(Undo);
  });
});
