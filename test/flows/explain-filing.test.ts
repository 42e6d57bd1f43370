import { afterAll, beforeAll, expect, it } from 'vitest';
import { explainExport } from '../../src/flows/explain-export.ts';
import { writeProfile } from '../../src/registry/store.ts';
import { call } from '../cli/terminal.ts';
import { askingForWarehouses } from '../warehouse-law.ts';
import { b2bPapers } from './b2b-papers.ts';
import { type Desk, openDesk } from './desk.ts';
import { EXPORT_SENDERS } from './export-papers.ts';
import { exportOf } from './export-yard.ts';
import { AGENT, EVENING, openZone, SELLER, type Zone } from './zone.ts';

// Lists for overseas warehouses of which no filing was kept with the decision.
const NOT_ASKED = [{ from: '2016-04-08', until: null, value: false, law: 'test' }];

let zone: Zone;
let desk: Desk;

beforeAll(async () => {
  zone = await openZone({ overseasWarehouseFiling: NOT_ASKED });
  desk = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

/** A list of goods for a warehouse that is not on file; its number. */
async function decided(): Promise<string> {
  const { order, waybill, list, orderNo } = b2bPapers({ mode: '9810', qty: 100 });
  const warehouse = { ebpCode: 'USOW000001', ebpName: 'Newark' };
  await desk.send(SELLER, { ...order, head: { ...order.head, ...warehouse } });
  await desk.send(EXPORT_SENDERS.waybill, waybill);
  await desk.send(AGENT, { ...list, head: { ...list.head, ...warehouse } });
  return (await exportOf(zone.db, { orderNo }))!.listNo;
}

const explained = (listNo: string) => call('explain', listNo, '--database-url', zone.database.url);

it('says that it is unknown, and not that it would be decided otherwise', async () => {
  const listNo = await decided();
  expect(await explainExport(zone.db, listNo)).toMatchObject({
    decisions: [{ stored: { status: '400' }, same: true, filingUnknown: false }],
  });
  // As one that was decided by a law that asks, before filings were kept.
  const asking = askingForWarehouses(zone.profile);
  await zone.register((tx) => writeProfile(tx, asking, EVENING));
  await zone.db.execute('update export.cases set profile_version = $1', [asking.version]);
  const found = await explainExport(zone.db, listNo);
  expect(found).toMatchObject({ decisions: [{ same: true, filingUnknown: true }] });
  const told = found!.decisions[0]!.rules.map(({ code }) => code);
  expect(told.length).toBeGreaterThan(0);
  expect(told.filter((code) => code.startsWith('EXP-WAREHOUSE'))).toEqual([]);
  const { code, out } = await explained(listNo);
  expect([code, out]).toEqual([0, expect.stringContaining('was on file is unknown')]);
});

it('is not unknown of one that was returned since filings are kept', async () => {
  const listNo = await decided();
  expect(await explainExport(zone.db, listNo)).toMatchObject({
    decisions: [{ stored: { status: '100' }, same: true, filingUnknown: false }],
  });
  const { code, out } = await explained(listNo);
  expect([code, out]).toEqual([0, expect.stringContaining('the same verdict')]);
});

it('says what comes out otherwise for another reason', async () => {
  const listNo = await decided();
  // Returned for its warehouse, and by this law it would not have been.
  await zone.db.execute('update export.cases set profile_version = $1 where list_no = $2', [
    zone.profile.version,
    listNo,
  ]);
  const { code, out } = await explained(listNo);
  expect([code, out]).toEqual([1, expect.stringContaining('ANOTHER verdict')]);
});
