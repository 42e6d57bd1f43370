import { formatScaled5 } from '../../../base/fen.ts';
import type { SeededRandom } from '../../../base/random.ts';
import type { Elements, ExportDocument } from '../document.ts';
import { filing } from '../write-sale.ts';
import type { ExportSale } from './sale.ts';
import { customsOf, grossOf, transport } from './write-export.ts';

/** Parcels that travel together, and the waybill of each. */
export type Shipped = {
  readonly sale: ExportSale;
  readonly waybillNo: string;
}[];

/** What a document of a shipment is told apart by. */
export type Note = {
  /** The reporter's own number of it. */
  readonly copNo: string;
  /** Filing time, yyyyMMddHHmmss. */
  readonly time: string;
};

/** The site says that the parcels are there (CEB507). */
export function arrivalOf(random: SeededRandom, shipped: Shipped, note: Note): ExportDocument {
  const { sale } = shipped[0]!;
  const { site, billNo, carrier } = sale;
  const head: Elements = {
    ...{ ...filing(random, note.time), customsCode: customsOf(sale), copNo: note.copNo },
    ...{ operatorCode: site.code, operatorName: site.name, ieFlag: 'E', trafMode: '5', billNo },
    ...{ domesticTrafNo: '豫A8E621', ...carriedBy(carrier), ...alone() },
  };
  return { type: 'CEB507', head, lines: shipped.map(waybillLine) };
}

/** The declarant says which parcels have one master waybill (CEB607). */
export function masterOf(random: SeededRandom, shipped: Shipped, note: Note): ExportDocument {
  const { sale } = shipped[0]!;
  const { agent, carrier } = sale;
  const gross = shipped.reduce((sum, one) => sum + grossOf(one.sale), 0n);
  const head: Elements = {
    ...{ ...filing(random, note.time), customsCode: customsOf(sale), copNo: note.copNo },
    ...{ agentCode: agent.code, agentName: agent.name, ...transport(sale) },
    ...{ domesticTrafNo: '', grossWeight: formatScaled5(gross), ...carriedBy(carrier) },
    ...alone(),
  };
  return { type: 'CEB607', head, lines: shipped.map(waybillLine) };
}

/** What stands for the moment at which what a message comes after had happened. */
export const MOMENT_SLOT = '{moment}';

/** The carrier says that they have left (CEB509), as soon as they may. */
export function departureOf(random: SeededRandom, shipped: Shipped, note: Note): ExportDocument {
  const { sale } = shipped[0]!;
  const head: Elements = {
    ...{ ...filing(random, note.time), customsCode: customsOf(sale), copNo: note.copNo },
    ...{ ...carriedBy(sale.carrier), ...transport(sale), leaveTime: MOMENT_SLOT },
    ...alone(),
  };
  return { type: 'CEB509', head, lines: shipped.map(waybillLine) };
}

function waybillLine({ waybillNo }: Shipped[number], index: number): Elements {
  return { gnum: String(index + 1), logisticsNo: waybillNo, note: '' };
}

function carriedBy({ code, name }: ExportSale['carrier']): Elements {
  return { logisticsCode: code, logisticsName: name };
}

/** A document that one message has room for. */
function alone(): Elements {
  return { msgCount: '1', msgSeqNo: '1', note: '' };
}
