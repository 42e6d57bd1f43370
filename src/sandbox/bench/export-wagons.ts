import { present } from '../../base/assert.ts';
import { stamp14, startOfDay } from '../../base/dates.ts';
import type { SeededRandom } from '../../base/random.ts';
import type { ExportDocument } from '../world/document.ts';
import type { ExportWorldLaw } from '../world/export/law.ts';
import { drawRoute, type ExportSale, ordinaryExport } from '../world/export/sale.ts';
import { writeExport } from '../world/export/write-export.ts';
import { arrivalOf } from '../world/export/write-shipment.ts';
import type { Party } from '../world/parties.ts';
import { PAYMENTS, PLATFORMS } from '../world/parties.ts';
import type { PlainMessage } from '../world/render.ts';
import { uuid, type WorldFrame } from '../world/write-sale.ts';
import { RSA_CARRIERS } from './plain-wagons.ts';

/** Hour of the day at which a wagon is told to have arrived; everything else is before. */
const ARRIVED = 23 * 3_600_000;

/**
 * Retail parcels that leave, a wagon at a time: those of one wagon share all their senders and one
 * arrival at the supervision site, so its five messages hold the same parcels.
 */
export function exportWagons(
  random: SeededRandom,
  law: ExportWorldLaw,
  frame: WorldFrame,
  sizes: readonly number[],
): PlainMessage[] {
  let index = 0;
  return sizes.flatMap((size, wagon) => {
    const route = drawRoute(random, `${frame.digits}${wagon}`, RSA_CARRIERS);
    const senders = { platform: random.pick(PLATFORMS), payment: random.pick(PAYMENTS) };
    const sales = Array.from({ length: size }, (): ExportSale => {
      const sale = ordinaryExport(random, law, route, index);
      index += 1;
      return { ...sale, ...senders };
    });
    return messagesOf(random, frame, sales, wagon);
  });
}

function messagesOf(
  random: SeededRandom,
  frame: WorldFrame,
  sales: readonly ExportSale[],
  wagon: number,
): PlainMessage[] {
  const { platform, payment, carrier, site, agent } = present(sales[0], 'a sale');
  const papers = sales.map((sale) => writeExport(random, frame, sale));
  const shipped = sales.map((sale, i) => {
    return { sale, waybillNo: papers[i]!.waybill.head.logisticsNo ?? '' };
  });
  const arrival = arrivalOf(random, shipped, {
    copNo: `R${frame.mark}${String(wagon).padStart(5, '0')}`,
    time: stamp14(startOfDay(frame.start) + ARRIVED),
  });
  const message = (sender: Party, documents: ExportDocument[]): PlainMessage => {
    return { guid: uuid(random), type: documents[0]!.type, sender, documents };
  };
  return [
    message(
      platform,
      papers.map(({ order }) => order),
    ),
    message(
      payment,
      papers.map(({ collection }) => collection),
    ),
    message(
      carrier,
      papers.map(({ waybill }) => waybill),
    ),
    message(site, [arrival]),
    message(
      agent,
      papers.map(({ list }) => list),
    ),
  ];
}
