import { stamp14 } from '../../src/base/dates.ts';
import { systemClock } from '../../src/io/clock.ts';
import { warehouseOf } from '../../src/sandbox/world/export/warehouses.ts';
import { type Party, SITES } from '../../src/sandbox/world/parties.ts';
import {
  asExport,
  EXPORT_KINDS,
  EXPORT_SENDERS,
  type ExportPapers,
  exportPapers,
  SHIPMENT_SENDERS,
  type ShipmentType,
  shipmentPaper,
  withdrawalPaper,
} from '../flows/export-papers.ts';
import type { Paper } from '../flows/papers.ts';
import { SELLER } from '../flows/zone.ts';
import { type Filled, send } from './requests.ts';

/**
 * Parcels that leave: three are closed, two are released, one is withdrawn and one waits for its
 * waybill in a second attempt. One arrival was changed and one taken back. Goods for an overseas
 * warehouse wait for their arrival.
 */
export async function sendExports(filled: Filled): Promise<void> {
  const parcels = Array.from({ length: 6 }, exportPapers);
  const waiting = exportPapers();
  const waybills = parcels.map(({ logisticsNo }) => logisticsNo);
  const sendFrom = (sender: Party, ...papers: Paper[]) => send(filled, sender, papers);
  for (const kind of EXPORT_KINDS) {
    await sendFrom(EXPORT_SENDERS[kind], ...parcels.map((papers) => papers[kind]));
  }
  await sendFrom(EXPORT_SENDERS.order, waiting.order);
  await sendFrom(EXPORT_SENDERS.list, waiting.list);
  await sendFrom(EXPORT_SENDERS.list, asExport('2', waiting.list, { note: 'x' }));
  await sendFrom(EXPORT_SENDERS.waybill, asExport('3', parcels[5]!.waybill));
  const withdrawn = await stateOf(filled, parcels[5]!, '400');
  await sendFrom(EXPORT_SENDERS.list, withdrawalPaper(withdrawn));
  await stateOf(filled, parcels[5]!, '430');
  const arrival = shipmentPaper('CEB507', waybills.slice(0, 3));
  const mistaken = shipmentPaper('CEB507', waybills.slice(4));
  await sendFrom(SITES[0]!, arrival, mistaken);
  await Promise.all([0, 1, 2, 4].map((at) => stateOf(filled, parcels[at]!, '800')));
  const more = { ...arrival, lines: shipmentPaper('CEB507', waybills.slice(0, 5)).lines };
  await sendFrom(SITES[0]!, asExport('2', more), asExport('3', mistaken));
  await stateOf(filled, parcels[3]!, '800');
  const carry = (type: ShipmentType, count: number) => {
    const leaveTime = stamp14(systemClock.now());
    const changes = { billNo: '78412345675', ...(type === 'CEB509' && { leaveTime }) };
    return sendFrom(SHIPMENT_SENDERS[type], shipmentPaper(type, waybills.slice(0, count), changes));
  };
  await carry('CEB607', 5);
  await decided(filled, 'CEB607');
  await carry('CEB509', 3);
  await Promise.all([0, 1, 2].map((at) => stateOf(filled, parcels[at]!, '899')));
  await carry('CEB509', 6);
  await sendToWarehouse(filled);
}

/** A seller books its own warehouse; nobody pays. */
async function sendToWarehouse(filled: Filled): Promise<void> {
  const papers = exportPapers();
  const { order, waybill, list } = papers;
  const { code, name } = warehouseOf({ seller: SELLER, country: '502' });
  const place = { ebpCode: code, ebpName: name };
  const stock = { ...place, tradeMode: '9810', statisticsFlag: 'A' };
  await send(filled, SELLER, [asExport('1', order, { ...place, orderType: 'W' })]);
  await send(filled, EXPORT_SENDERS.waybill, [waybill]);
  await send(filled, EXPORT_SENDERS.list, [asExport('1', list, stock)]);
  await stateOf(filled, papers, '400');
}

/** Waits until a request of a type is decided. */
async function decided({ sql }: Filled, type: string): Promise<void> {
  const count = 'select count(*)::int as n from clearance.requests where name like $1';
  for (let tries = 0; tries < 500; tries += 1) {
    const [row] = await sql.query<{ n: number }>(count, [`${type} %`]);
    if (row!.n > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no ${type} is decided`);
}

/** Waits until the list of a parcel has come to a state. @returns its customs number */
async function stateOf({ sql }: Filled, papers: ExportPapers, state: string): Promise<string> {
  let last = '';
  for (let tries = 0; tries < 500; tries += 1) {
    const [row] = await sql.query<{ state: string; list_no: string }>(
      'select state, list_no from export.cases where order_no = $1',
      [papers.orderNo],
    );
    if (row?.state === state) return row.list_no;
    last = row?.state ?? '';
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${papers.orderNo} is at ${last}, not at ${state}`);
}
