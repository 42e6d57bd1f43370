import { isoShanghai } from '../../src/base/dates.ts';
import type { Values } from '../../src/documents/codec.ts';
import type { ExportStatus } from '../../src/export/states.ts';
import type { Database } from '../../src/io/postgres.ts';
import type { Desk } from './desk.ts';
import {
  EXPORT_KINDS,
  EXPORT_SENDERS,
  type ExportKind,
  type ExportPapers,
  exportPapers,
  SHIPMENT_SENDERS,
  type ShipmentType,
  shipmentPaper,
} from './export-papers.ts';
import type { Zone } from './zone.ts';

/** Hands that bring parcels out by messages. */
export function exportYard(zone: Zone, deskNow: () => Desk) {
  const yard = {
    /** Sends the documents of a parcel one by one, each from its own sender. */
    declare: async (papers: ExportPapers, ...kinds: readonly ExportKind[]): Promise<void> => {
      for (const kind of kinds.length === 0 ? EXPORT_KINDS : kinds) {
        await deskNow().send(EXPORT_SENDERS[kind], papers[kind]);
      }
    },
    /** Tells that parcels arrived, have one master waybill, or left. */
    ship: async (
      type: ShipmentType,
      some: readonly ExportPapers[],
      changes: Values = {},
    ): Promise<void> => {
      const numbers = some.map(({ logisticsNo }) => logisticsNo);
      // Two decisions on one list are not of the same millisecond.
      deskNow().clock.advance(1_000);
      await deskNow().send(SHIPMENT_SENDERS[type], shipmentPaper(type, numbers, changes));
    },
    /** Has released parcels leave under one master waybill. */
    leave: async (...some: readonly ExportPapers[]): Promise<void> => {
      const bill = { billNo: `M${some[0]?.logisticsNo}` };
      await yard.ship('CEB607', some, bill);
      const leaveTime = isoShanghai(deskNow().clock.now()).slice(0, 19).replaceAll(/[-T:]/g, '');
      await yard.ship('CEB509', some, { ...bill, leaveTime });
    },
    /** A parcel that is declared and has arrived. */
    parcel: async (
      papers: ExportPapers = exportPapers(),
    ): Promise<ExportPapers & { readonly listNo: string }> => {
      await yard.declare(papers);
      await yard.ship('CEB507', [papers]);
      const { listNo } = (await exportOf(zone.db, papers))!;
      return { ...papers, listNo };
    },
  };
  return yard;
}

export type ExportState = {
  readonly state: ExportStatus;
  readonly attempt: number;
  readonly listNo: string;
  readonly preNo: string;
  readonly codes: readonly string[];
};

/** The state of a parcel that leaves, or null when nothing was ever decided. */
export async function exportOf(
  db: Database,
  { orderNo }: Pick<ExportPapers, 'orderNo'>,
): Promise<ExportState | null> {
  const [row] = await db.query<ExportState>(
    `select state, attempt, list_no as "listNo", pre_no as "preNo", codes
     from export.cases where order_no = $1`,
    [orderNo],
  );
  return row ?? null;
}
