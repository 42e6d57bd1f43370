import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rate } from '../../src/base/rate.ts';
import { writeExchangeRates } from '../../src/registry/exchange-store.ts';
import { call } from '../cli/terminal.ts';
import { employ, person } from '../office-desk.ts';
import { b2bPapers, DUTIABLE, FIREWORKS } from './b2b-papers.ts';
import { b2bYard } from './b2b-yard.ts';
import { type Desk, openDesk } from './desk.ts';
import { EXPORT_SENDERS } from './export-papers.ts';
import { openZone, type Zone } from './zone.ts';

// Every decision on a customs declaration comes out again from what was kept of it.
let zone: Zone;
let desk: Desk;

beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
  await employ(zone, [person('O1'), person('O2')]);
  const days = { from: '2020-09-01', until: null, source: 'test' };
  await zone.register(async (tx) => {
    await writeExchangeRates(tx, [{ currency: '502', rate: rate(68n, 10n), ...days }]);
  });
});
afterAll(() => zone?.database.drop());

const { file, declared, inspect, ship } = b2bYard(() => desk);

const explained = (number: string, ...more: string[]) =>
  call('explain', number, '--database-url', zone.database.url, ...more);

const SAME = 'Derived again from evidence, facts and law: the same verdict.';

/** How often the text says that a decision comes out the same. */
const sameIn = (text: string): number => text.split(SAME).length - 1;

/** Alters the row or the steps of a declaration, and puts back what was there. */
async function altered(
  table: 'declarations' | 'steps',
  column: string,
  value: string,
  work: () => Promise<void>,
): Promise<void> {
  await zone.db.script(`alter table b2b.${table} add column kept text;
    update b2b.${table} set kept = ${column}, ${column} = ${value}`);
  await work();
  const type = { body: 'bytea', line_fobs: 'bigint[]', rested: 'text' }[column];
  await zone.db.script(`update b2b.${table} set ${column} = kept::${type};
    alter table b2b.${table} drop column kept`);
}

describe('onestep explain of a customs declaration', () => {
  it('tells acceptance and release by the arrival, from its own documents', async () => {
    const papers = await file(b2bPapers());
    const { declSeqNo, entryId } = (await declared(papers)).declared;
    await ship('CEB507', papers);
    const { code, out } = await explained(entryId!);
    expect([code, sameIn(out)]).toEqual([0, 2]);
    expect(out).toContain(`Customs declaration ${declSeqNo}  (order ${papers.orderNo}`);
    expect(out).toMatch(/body SHA-256 [0-9a-f]{16}: bytes intact/);
    expect(out).toContain('free on board    10000.00   export duty 0.00');
    expect(out).toMatch(/order {6}message .*: bytes intact/);
    expect(out).toContain('✗ ARRIVAL-NONE');
    expect(out).toContain(`decided 2020-09-18T20:00:`);
    const all = await explained(declSeqNo, '--all');
    for (const rule of ['DEC-TERMS', 'EXP-CODE', 'EXP-GROSS-WEIGHT']) {
      expect(all.out).toContain(`✓ ${rule}  `);
    }
    const { out: json } = await explained(declSeqNo, '--json');
    const { decisions, intact } = JSON.parse(json);
    expect(intact).toBe(true);
    expect(
      decisions.map((one: { status: string; derived: { status: string } | null }) => {
        return [one.status, one.derived?.status ?? null];
      }),
    ).toEqual([
      ['120', null],
      ['400', '400'],
      ['800', '800'],
    ]);
  });

  it('tells all that one is returned for, also when the papers came later', async () => {
    const papers = b2bPapers();
    const wrong = await declared(papers, {
      ...{ transMode: '2', feeMark: '3', feeRate: '20', feeCurr: '502', netWt: '97' },
    });
    await file(papers);
    const change = { ...papers.order, head: { ...papers.order.head, appType: '2', freight: '9' } };
    await desk.send(EXPORT_SENDERS.order, change);
    const { code, out } = await explained(wrong.declared.declSeqNo);
    expect([code, sameIn(out)]).toEqual([0, 1]);
    for (const rule of ['DEC-ORDER', 'DEC-WAYBILL', 'DOC-NET-WEIGHT']) {
      expect(out).toContain(`✗ ${rule}  `);
    }
    expect(out).not.toContain('DEC-RATE');
  });

  it('tells why officers have it, what they said, and what is owed', async () => {
    const [fire, dutiable] = [await file(b2bPapers(FIREWORKS)), await file(b2bPapers(DUTIABLE))];
    const inspected = await declared(fire);
    const { declSeqNo } = inspected.declared;
    await ship('CEB507', fire);
    desk.clock.advance(1_000);
    await inspect(inspected, { customs: 'amend', findings: '货证不符' });
    const returned = await explained(declSeqNo);
    expect([returned.code, sameIn(returned.out)]).toEqual([0, 3]);
    expect(returned.out).toContain('goods of code 3604100000 are inspected before export');
    expect(returned.out).toMatch(/under law \S+, by officer: 货证不符/);
    const { declSeqNo: owing } = (await declared(dutiable)).declared;
    await ship('CEB507', dutiable);
    const { code, out } = await explained(owing);
    expect([code, sameIn(out)]).toEqual([0, 2]);
    expect(out).toContain('export duty of 2307.69 yuan is due');
  });

  it('tells what was altered, with exit code 1', async () => {
    const papers = await file(b2bPapers());
    const { declSeqNo } = (await declared(papers)).declared;
    const tell = async () => {
      const { code, out } = await explained(declSeqNo);
      return { code, text: out };
    };
    const other = `convert_to(replace(convert_from(body, 'UTF8'), 'ACME', 'ACNE'), 'UTF8')`;
    for (const value of [other, "decode('00', 'hex')"]) {
      await altered('declarations', 'body', value, async () => {
        expect(await tell()).toEqual({ code: 1, text: expect.stringContaining('BYTES ALTERED') });
      });
    }
    const ANOTHER = { code: 1, text: expect.stringContaining('ANOTHER verdict') };
    await altered('declarations', 'line_fobs', 'array[1]::bigint[]', async () => {
      expect(await tell()).toEqual(ANOTHER);
    });
    const held = `replace(rested, 'null,"e', '"list","e')`;
    await altered('steps', 'rested', held, async () => expect(await tell()).toEqual(ANOTHER));
    expect((await tell()).code).toBe(0);
    await zone.db.execute('update b2b.steps set rested = null where decl_seq_no = $1', [declSeqNo]);
    const old = await tell();
    expect([old.code, sameIn(old.text)]).toEqual([0, 0]);
  });

  it('knows no other number', async () => {
    const { code, err } = await explained('D20200918999999999');
    expect([code, err]).toEqual([1, expect.stringContaining('no list or customs declaration')]);
  });
});
