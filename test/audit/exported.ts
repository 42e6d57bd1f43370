import { type Party, SITES } from '../../src/sandbox/world/parties.ts';
import {
  asExport,
  EXPORT_KINDS,
  EXPORT_SENDERS,
  exportPapers,
  SHIPMENT_SENDERS,
  shipmentPaper,
} from '../flows/export-papers.ts';
import type { Paper } from '../flows/papers.ts';
import { type Filled, send } from './requests.ts';

/**
 * Files the documents of six parcels that leave, one in a second attempt, and transport documents:
 * an arrival that was changed and one that was taken back, a master waybill and a departure.
 */
export async function sendExports(filled: Filled): Promise<void> {
  const parcels = Array.from({ length: 6 }, exportPapers);
  for (const kind of EXPORT_KINDS) {
    await send(
      filled,
      EXPORT_SENDERS[kind],
      parcels.map((papers) => papers[kind]),
    );
  }
  await send(filled, EXPORT_SENDERS.list, [asExport('2', parcels[0]!.list, { note: 'x' })]);
  await send(filled, EXPORT_SENDERS.waybill, [asExport('3', parcels[5]!.waybill)]);
  const waybills = parcels.map(({ logisticsNo }) => logisticsNo);
  const sendFrom = (sender: Party, ...papers: Paper[]) => send(filled, sender, papers);
  const arrival = shipmentPaper('CEB507', waybills.slice(0, 3));
  const mistaken = shipmentPaper('CEB507', waybills.slice(3));
  await sendFrom(SITES[0]!, arrival, mistaken);
  const all = { ...arrival, lines: shipmentPaper('CEB507', waybills.slice(0, 5)).lines };
  await sendFrom(SITES[0]!, asExport('2', all), asExport('3', mistaken));
  for (const type of ['CEB607', 'CEB509'] as const) {
    await sendFrom(SHIPMENT_SENDERS[type], shipmentPaper(type, waybills.slice(0, 5)));
  }
}
