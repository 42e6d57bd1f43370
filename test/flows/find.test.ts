import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { businessDate } from '../../src/base/dates.ts';
import { runCommand } from '../../src/cli/command.ts';
import { FIND } from '../../src/cli/find.ts';
import { findByBuyer } from '../../src/flows/find-by-buyer.ts';
import {
  type FoundParcels,
  findByList,
  findByOrder,
  findByWaybill,
} from '../../src/flows/find-parcels.ts';
import type { Database } from '../../src/io/postgres.ts';
import { type PlanStep, rememberStatements } from '../plans.ts';
import { type B2bPapers, b2bPapers } from './b2b-papers.ts';
import { b2bYard } from './b2b-yard.ts';
import { type Desk, openDesk } from './desk.ts';
import {
  EXPORT_KINDS,
  EXPORT_SENDERS,
  type ExportPapers,
  exportPapers,
  SHIPMENT_SENDERS,
  shipmentPaper,
} from './export-papers.ts';
import { as, type Papers, paperMill } from './papers.ts';
import { AGENT, CARRIER, openZone, PLATFORM, type Zone } from './zone.ts';

// Look-ups by number, waybill and buyer: what they find, and that they do so by indexes alone.
let zone: Zone;
let desk: Desk;
let released: Papers;
let returned: Papers;
let waiting: Papers;
let leaving: ExportPapers;
let declared: B2bPapers;
/** Its pre-entry number and its customs number. */
let numbers: readonly string[];

beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
  const mill = paperMill(zone.profile);
  [released, returned, waiting] = [mill.parcel(), mill.parcel(), mill.parcel()];
  await desk.sendAll(released);
  await desk.sendAll(returned, 'order', 'payment', 'waybill');
  await desk.send(AGENT, as('1', returned.list, { packNo: '7' }));
  await desk.sendAll(waiting, 'order', 'list');
  leaving = exportPapers();
  for (const kind of EXPORT_KINDS) await desk.send(EXPORT_SENDERS[kind], leaving[kind]);
  const arrival = shipmentPaper('CEB507', [leaving.logisticsNo]);
  await desk.send(SHIPMENT_SENDERS.CEB507, arrival);
  const { file, declared: declare } = b2bYard(() => desk);
  declared = await file(b2bPapers());
  await declare(declared, { netWt: '97' });
  const { declSeqNo, entryId } = (await declare(declared)).declared;
  numbers = [declSeqNo, entryId!];
  await fill(zone.db);
});
afterAll(() => zone?.database.drop());

const ROWS = 40_000;

const EXPORTS = `
  insert into documents.export_orders (ebp_code, order_no, version, message_id, record,
      accepted_at)
    select 'P', 'o' || i, 1, gen_random_uuid(), 0, '2020-09-18'
    from generate_series(1, ${ROWS}) i;
  insert into documents.collections (ebp_code, order_no, version, message_id, record,
      accepted_at)
    select 'P', 'o' || i, 1, gen_random_uuid(), 0, '2020-09-18'
    from generate_series(1, ${ROWS}) i;
  insert into documents.export_waybills (logistics_code, logistics_no, use_no, version,
      message_id, record, accepted_at)
    select 'L', 'l' || i, 1, 1, gen_random_uuid(), 0, '2020-09-18'
    from generate_series(1, ${ROWS}) i;
  insert into documents.export_lists (ebp_code, order_no, attempt, pre_no, logistics_code,
      logistics_no, readers, message_id, record, accepted_at)
    select 'P', 'o' || i, 1, 'b' || i, 'L', 'l' || i, 'A', gen_random_uuid(), 0, '2020-09-18'
    from generate_series(1, ${ROWS}) i;
  insert into documents.shipments (code, name, logistics_code, logistics_no)
    select 'S', 'CEB507 a' || i, 'L', 'l' || i from generate_series(1, ${ROWS}) i;
  insert into export.cases (ebp_code, order_no, epoch, attempt, state, list_no)
    select 'P', 'o' || i, 1, 1, '800', 'e' || i from generate_series(1, ${ROWS}) i;
  insert into export.past_cases (ebp_code, order_no, attempt, state, pre_no, list_no, codes,
      profile_version, stream, sequence, position, decided_at)
    select 'P', 'o' || i, 1, '400', 'b' || i, 'e' || i, '{}', '', gen_random_uuid(), 1, 0,
      '2020-09-18' from generate_series(1, ${ROWS}) i;
  insert into export.waybill_claims (logistics_code, logistics_no, epoch, list_no)
    select 'L', 'l' || i, 1, 'e' || i from generate_series(1, ${ROWS}) i;
  insert into export.waiting (ebp_code, order_no, attempt, logistics_code, logistics_no, missing,
      since)
    select 'P', 'w' || i, 1, 'L', 'w' || i, '{}', '2020-09-18' from generate_series(1, ${ROWS}) i;
  insert into export.quarantine (ebp_code, order_no, attempt, message, at)
    select 'P', 'q' || i, 1, '', '2020-09-18' from generate_series(1, ${ROWS}) i;
  insert into b2b.declarations (taken_at, decided_at, fob, duty, gross, attempt, steps,
      decl_seq_no, entry_id, agent_code, cop_no, state, trade_mode, customs_code, ebp_code,
      order_no, logistics_code, logistics_no, ebc_code, owner_code, country, profile_version,
      line_fobs, line_duties, digest, body)
    select '2020-09-18', '2020-09-18', 0, 0, 0, 1, 1, 'd' || i, 'f' || i, 'A', 'c' || i, '800', '',
      '', 'P', 'd' || i, 'L', 'd' || i, 'S', 'S', '', '', '{}', '{}', '', ''
    from generate_series(1, ${ROWS}) i;`;

/** So many rows in every table that no plan reads them all to find one. */
async function fill(db: Database): Promise<void> {
  // Whatever content the rows of documents carry, these have none.
  await db.script(`
    do $$
    declare c record;
    begin
      for c in select table_name, column_name from information_schema.columns
        where table_schema = 'documents' and is_nullable = 'NO' and column_default is null
          and column_name in ('terms', 'digest')
      loop
        execute format('alter table documents.%I alter %I set default %L',
          c.table_name, c.column_name, '');
      end loop;
    end $$;
    insert into documents.orders (ebp_code, order_no, version, message_id, record, accepted_at)
      select 'P', 'o' || i, 1, gen_random_uuid(), 0, '2020-09-18'
      from generate_series(1, ${ROWS}) i;
    insert into documents.payments
        (pay_code, pay_transaction_id, ebp_code, order_no, version, message_id, record,
        accepted_at)
      select 'Y', 'y' || i, 'P', 'o' || i, 1, gen_random_uuid(), 0, '2020-09-18'
      from generate_series(1, ${ROWS}) i;
    insert into documents.waybills (logistics_code, logistics_no, use_no, version, order_no,
        message_id, record, accepted_at)
      select 'L', 'l' || i, 1, 1, 'o' || i, gen_random_uuid(), 0, '2020-09-18'
      from generate_series(1, ${ROWS}) i;
    insert into documents.lists (ebp_code, order_no, attempt, pre_no, logistics_code, logistics_no,
        readers, message_id, record, accepted_at)
      select 'P', 'o' || i, 1, 'b' || i, 'L', 'l' || i, 'A', gen_random_uuid(), 0, '2020-09-18'
      from generate_series(1, ${ROWS}) i;
    insert into clearance.cases (ebp_code, order_no, epoch, attempt, state, list_no)
      select 'P', 'o' || i, 1, 1, '800', 'n' || i from generate_series(1, ${ROWS}) i;
    insert into clearance.past_cases (ebp_code, order_no, attempt, state, pre_no, list_no, codes,
        profile_version, stream, sequence, position, decided_at)
      select 'P', 'o' || i, 1, '600', 'b' || i, 'n' || i, '{}', '', gen_random_uuid(), 1, 0,
        '2020-09-18' from generate_series(1, ${ROWS}) i;
    insert into clearance.waybill_claims (logistics_code, logistics_no, epoch, list_no)
      select 'L', 'l' || i, 1, 'n' || i from generate_series(1, ${ROWS}) i;
    insert into clearance.waiting (ebp_code, order_no, attempt, logistics_code, logistics_no,
        missing, since)
      select 'P', 'w' || i, 1, 'L', 'w' || i, '{}', '2020-09-18' from generate_series(1, ${ROWS}) i;
    insert into clearance.quarantine (ebp_code, order_no, attempt, message, at)
      select 'P', 'q' || i, 1, '', '2020-09-18' from generate_series(1, ${ROWS}) i;
    insert into ledger.postings (key, ledger, ref, kind, amount, at)
      select 'k' || i % 2000 || ':2020', 'quota', 'n' || i, 'direct', 1, '2020-09-18'
      from generate_series(1, ${ROWS}) i;
    ${EXPORTS}
    analyze;`);
}

const listNoOf = async ({ orderNo }: Papers): Promise<string> =>
  (await findByOrder(zone.db, PLATFORM.code, orderNo)).lists[0]?.listNo ?? '';

describe('a parcel is found', () => {
  it('by its order, with every attempt and its documents', async () => {
    const { lists, documents } = await findByOrder(zone.db, PLATFORM.code, released.orderNo);
    expect(lists).toMatchObject([{ state: '800', attempt: 1, orderNo: released.orderNo }]);
    expect(documents.map(({ kind }) => kind).sort()).toEqual(['order', 'payment', 'waybill']);
    const none = await findByOrder(zone.db, PLATFORM.code, 'never');
    expect(none).toEqual({ lists: [], declarations: [], documents: [] });
  });

  it('by its waybill, as long as a list holds it or waits for it', async () => {
    const of = ({ waybill }: Papers) =>
      [waybill.head.logisticsCode!, waybill.head.logisticsNo!] as const;
    const held = await findByWaybill(zone.db, ...of(released));
    expect(held.lists).toMatchObject([{ state: '800', orderNo: released.orderNo }]);
    const coming = await findByWaybill(zone.db, ...of(waiting));
    expect(coming.lists).toMatchObject([{ state: 'waiting', listNo: null }]);
    expect(coming.lists[0]?.missing.length).toBeGreaterThan(0);
    const free = await findByWaybill(zone.db, ...of(returned));
    expect(free.lists).toEqual([]);
    expect(free.documents).toMatchObject([{ kind: 'waybill', orderNo: returned.orderNo }]);
  });

  it('by customs number and by pre-entry number', async () => {
    const [list] = (await findByOrder(zone.db, PLATFORM.code, returned.orderNo)).lists;
    expect(list?.state).toBe('100');
    for (const no of [list!.listNo!, list!.preNo]) {
      expect((await findByList(zone.db, no)).lists).toMatchObject([{ orderNo: returned.orderNo }]);
    }
  });

  it('that leaves by its order, its list and its waybill, with all that was filed', async () => {
    const { lists, documents } = await findByOrder(zone.db, PLATFORM.code, leaving.orderNo);
    expect(lists).toMatchObject([{ way: 'export', attempt: 1, orderNo: leaving.orderNo }]);
    const kinds = ['arrival', 'collection', 'order', 'waybill'];
    expect(documents.map(({ kind }) => kind).sort()).toEqual(kinds);
    expect(documents.every(({ way }) => way === 'export')).toBe(true);
    expect((await findByList(zone.db, lists[0]!.preNo)).lists).toEqual(lists);
    const carried = await findByWaybill(zone.db, CARRIER.code, leaving.logisticsNo);
    expect(carried.documents.map(({ kind }) => kind)).toContain('arrival');
  });

  it('that leaves by a customs declaration, by order, numbers and waybill', async () => {
    const { orderNo, logisticsNo } = declared;
    const found = await findByOrder(zone.db, PLATFORM.code, orderNo);
    expect(found.lists).toEqual([]);
    expect(found.declarations).toMatchObject([
      { orderNo, attempt: 2, state: '400', declSeqNo: numbers[0], entryId: numbers[1] },
      { orderNo, attempt: 1, state: '100', entryId: null },
    ]);
    expect(found.documents.map(({ kind }) => kind).sort()).toEqual(['order', 'waybill']);
    for (const number of numbers) expect(await findByList(zone.db, number)).toEqual(found);
    expect(await findByWaybill(zone.db, CARRIER.code, logisticsNo)).toEqual(found);
  });

  it('by its buyer, when it was counted', async () => {
    const registry = desk.house.registry.current();
    const today = businessDate(desk.clock.now());
    const by = ({ sale }: Papers) => findByBuyer(zone.db, registry, sale.buyer.idNumber, today);
    expect((await by(released)).lists).toMatchObject([{ orderNo: released.orderNo }]);
    expect((await by(waiting)).lists).toEqual([]);
  });
});

const SEARCHES = new Set([
  'Index Scan',
  'Index Only Scan',
  'Bitmap Heap Scan',
  'Bitmap Index Scan',
]);

describe('each look-up goes by indexes alone', () => {
  const look = async (work: (db: Database) => Promise<FoundParcels>): Promise<PlanStep[]> => {
    const watched = rememberStatements(zone.db);
    await work(watched.db);
    return (await watched.plans()).filter(({ relation }) => relation !== null);
  };
  const registry = () => desk.house.registry.current();
  const LOOKS: Readonly<Record<string, (db: Database) => Promise<FoundParcels>>> = {
    order: (db) => findByOrder(db, PLATFORM.code, released.orderNo),
    waybill: (db) =>
      findByWaybill(db, released.waybill.head.logisticsCode!, released.waybill.head.logisticsNo!),
    list: async (db) => findByList(db, await listNoOf(released)),
    leaving: (db) => findByOrder(db, PLATFORM.code, leaving.orderNo),
    carried: (db) => findByWaybill(db, CARRIER.code, leaving.logisticsNo),
    declared: (db) => findByList(db, numbers[1]!),
    buyer: (db) =>
      findByBuyer(db, registry(), released.sale.buyer.idNumber, businessDate(desk.clock.now())),
  };

  it.each(Object.entries(LOOKS))('%s', async (_, work) => {
    const steps = await look(work);
    expect(steps.length).toBeGreaterThan(4);
    for (const step of steps) {
      expect([step.relation, SEARCHES.has(step.node)]).toEqual([step.relation, true]);
      expect(step.rows).toBeLessThan(10);
    }
  });
});

describe('onestep find', () => {
  const find = async (...args: string[]) => {
    const lines: string[] = [];
    const terminal = {
      out: (line: string) => lines.push(line),
      err: () => {},
      interactive: false,
      redraw: () => {},
    };
    const all = [...args, '--database-url', zone.database.url];
    return { code: await runCommand(FIND, all, terminal), text: lines.join('\n') };
  };

  it('prints the parcel and nothing personal', async () => {
    const { idNumber, name } = released.sale.buyer;
    const listNo = await listNoOf(released);
    const calls = [
      ['--order', `${PLATFORM.code}/${released.orderNo}`],
      ['--list', listNo, '--json'],
      ['--buyer', idNumber],
      ['--buyer', idNumber, '--json'],
    ];
    for (const call of calls) {
      const { code, text } = await find(...call);
      expect(code).toBe(0);
      expect(text).toContain(listNo);
      expect(text).not.toContain(idNumber);
      expect(text).not.toContain(name);
    }
  });

  it('prints a customs declaration', async () => {
    const { code, text } = await find('--list', numbers[0]!);
    expect(code).toBe(0);
    expect(text).toContain(`customs declaration ${numbers.join('  ')}  waits for its arrival`);
    const { text: json } = await find(
      '--waybill',
      `${CARRIER.code}/${declared.logisticsNo}`,
      '--json',
    );
    expect(JSON.parse(json).declarations).toMatchObject([{ state: '400' }, { state: '100' }]);
  });

  it('says when nothing is known, and when it was asked wrongly', async () => {
    expect(await find('--list', 'none')).toEqual({
      code: 1,
      text: 'Nothing is known of list none.',
    });
    await expect(find()).rejects.toThrow('Give one of --order, --waybill, --list, --buyer.');
    await expect(find('--order', 'x')).rejects.toThrow(/as CODE\/NO\.$/);
    await expect(find('--order', 'a/b', '--list', 'c')).rejects.toThrow('Give one of');
  });
});
