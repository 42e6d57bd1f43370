import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { CaseRace } from '../base/case-race.ts';
import { keyOf } from '../base/keys.ts';
import {
  archiveExportCases,
  claimExportWaybills,
  type DecidedExport,
  loadExportCases,
  loadExportClaims,
  noteExportOrderChanges,
  noteExportWaybillChanges,
  storeExportDecisions,
} from './case-store.ts';
import {
  endWaitingExports,
  findWaitingExports,
  forgetWaitingExports,
  forgottenExports,
  overdueExports,
  storeWaitingExports,
} from './waiting-store.ts';

const AT = Date.parse('2026-10-12T10:00:00+08:00');
const FRAME = {
  ...{ stream: '00000000-0000-4000-8000-000000000001', sequence: 1, profileVersion: 'v1', at: AT },
};

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

function decidedOf(no: string, more: Partial<DecidedExport> = {}): DecidedExport {
  return {
    ...{ orderKey: keyOf('P1', no), seenEpoch: 0, attempt: 1, state: '400', preNo: `B${no}` },
    ...{ listNo: `E${no}`, logisticsCode: 'L1', logisticsNo: no, ebcCode: 'S1', agentCode: 'A1' },
    ...{ ownerCode: 'S1', customsCode: '4612', tradeMode: '9610', channel: 'B', country: '502' },
    ...{ fob: 12_345n, gross: 100_000n, codes: ['X-1', 'X-2'], acceptedAt: AT, releasedAt: null },
    ...more,
  };
}

describe('cases of exports', () => {
  it('are written once on the epoch that was seen, and read again', async () => {
    const { db } = database;
    await storeExportDecisions(db, [decidedOf('2'), decidedOf('1', { state: '100' })], FRAME);
    const cases = await loadExportCases(db, [keyOf('P1', '1'), keyOf('P1', '2'), keyOf('P1', '3')]);
    expect([...cases]).toEqual([
      [keyOf('P1', '1'), { epoch: 0, attempt: 1, state: '100', listNo: 'E1' }],
      [keyOf('P1', '2'), { epoch: 0, attempt: 1, state: '400', listNo: 'E2' }],
    ]);
    const [row] = await db.query(
      `select channel, fob, codes, position, accepted_at from export.cases where order_no = '2'`,
    );
    expect(row).toEqual({
      ...{ channel: 'B', fob: 12_345n, codes: ['X-1', 'X-2'], position: 0, accepted_at: AT },
    });
    const again = storeExportDecisions(db, [decidedOf('2')], FRAME);
    await expect(again).rejects.toThrow(CaseRace);
  });

  it('of returned lists are decided again, with what was before in the history', async () => {
    const { db } = database;
    await storeExportDecisions(db, [decidedOf('10', { state: '100', channel: null })], FRAME);
    await noteExportOrderChanges(db, [keyOf('P1', '10')]);
    const stale = storeExportDecisions(db, [decidedOf('10', { attempt: 2 })], FRAME);
    await expect(stale).rejects.toThrow(CaseRace);
    await archiveExportCases(db, [keyOf('P1', '10')]);
    const second = { attempt: 2, seenEpoch: 1, listNo: 'E10-2', state: '800' } as const;
    await storeExportDecisions(db, [decidedOf('10', second)], { ...FRAME, sequence: 2 });
    const past = await db.query(`select state, list_no from export.past_cases`);
    expect(past).toEqual([{ state: '100', list_no: 'E10' }]);
    await expect(noteExportOrderChanges(db, [keyOf('P1', '10')])).rejects.toThrow(CaseRace);
  });

  it('have waybills that one list holds until the number is free again', async () => {
    const { db } = database;
    const claim = { waybillKey: keyOf('L1', 'W1'), seenEpoch: 0, listNo: 'E20' };
    await claimExportWaybills(db, [claim], AT);
    await expect(claimExportWaybills(db, [claim], AT)).rejects.toThrow(CaseRace);
    expect(await loadExportClaims(db, [keyOf('L1', 'W1'), keyOf('L1', 'W2')])).toEqual(
      new Map([[keyOf('L1', 'W1'), { epoch: 0, listNo: 'E20', claimedAt: AT }]]),
    );
    const change = (before: number) => noteExportWaybillChanges(db, [keyOf('L1', 'W1')], before);
    await expect(change(AT - 1)).rejects.toThrow(CaseRace);
    await change(AT);
    const [standing] = (await loadExportClaims(db, [keyOf('L1', 'W1')])).values();
    expect(standing).toMatchObject({ epoch: 1, listNo: null });
  });
});

describe('lists of exports that wait', () => {
  const waits = (no: string, attempt = 1) => ({
    ...{ orderKey: keyOf('P2', no), attempt, waybillKey: keyOf('L2', no) },
    ...{ missing: ['order'], since: AT },
  });

  it('are found by order and by waybill, until they are decided or set aside', async () => {
    const { db } = database;
    await storeWaitingExports(db, [waits('1'), waits('2'), waits('3')]);
    const found = await findWaitingExports(db, [keyOf('P2', '1')], [keyOf('L2', '2')]);
    expect(found.sort()).toEqual([keyOf('P2', '1'), keyOf('P2', '2')]);
    expect(await overdueExports(db, AT, 10)).toHaveLength(3);
    expect(await overdueExports(db, AT - 1, 10)).toEqual([]);
    await endWaitingExports(db, [{ orderKey: keyOf('P2', '1'), attempt: 1 }]);
    await forgetWaitingExports(db, [keyOf('P2', '2')]);
    expect(await overdueExports(db, AT, 10)).toEqual([keyOf('P2', '3')]);
  });

  it('are forgotten when they neither wait nor are decided', async () => {
    const { db } = database;
    await db.execute(
      `insert into documents.export_lists (accepted_at, message_id, record, attempt, ebp_code,
        order_no, pre_no, logistics_code, logistics_no, readers)
      select to_timestamp($1::double precision / 1000), gen_random_uuid(), 0, 1, 'P2', no, no,
        'L2', no, 'A1' from unnest($2::text[]) no`,
      [AT, ['3', '4', '5']],
    );
    await db.execute(
      `insert into export.quarantine (ebp_code, order_no, attempt, message, at)
      values ('P2', '5', 1, 'broken', to_timestamp($1::double precision / 1000))`,
      [AT],
    );
    expect(await forgottenExports(db, AT - 1, AT, 10)).toEqual([keyOf('P2', '4')]);
  });
});
