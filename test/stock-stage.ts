/** A stage with a bonded book: goods on some places, and vehicles before a gate. */
import type { Slip } from '../src/bonded/slip.ts';
import { openStock } from '../src/flows/open-stock.ts';
import { openStage, type Stage } from './console-stage.ts';
import { caseOf, type Desk, openDesk } from './flows/desk.ts';
import { BOOK_NO, writeStock } from './flows/shelves.ts';
import { AREA, RECORD, type Yard, yardOf } from './flows/yard.ts';
import { SITE } from './flows/zone.ts';

/** `keeper` signs in for the firm that keeps the book, `gatekeeper` for that of the gate. */
export type StockStage = Stage & {
  readonly desk: Desk;
  readonly yard: Yard;
  /** A slip out with the parcel that was released. */
  readonly out: Slip;
};

const EVER = { from: '2016-04-08', until: null, law: 'test' };

/** Lots of the line that parcels take from, beside the one that holds every article. */
export const LOTS = [
  { lotNo: 'M1', location: 'B-01-1', quantity: 10_00000n },
  { lotNo: 'M2', location: 'B-01-1', quantity: 5_50000n },
  { lotNo: 'M3', location: 'B-02-1', quantity: 7_00000n },
];

/** Opens a stage; close it at the end. */
export async function openStockStage(): Promise<StockStage> {
  const stage = await openStage(
    {},
    {
      law: {
        stockRequired: [{ ...EVER, value: true }],
        gateTolerance: [{ ...EVER, value: { n: 3n, d: 100n } }],
      },
      before: (zone) =>
        zone.register(async (tx) => {
          await writeStock(tx);
          const line = { bookNo: BOOK_NO, recordNo: RECORD, owner: AREA, expiresOn: null };
          const lots = LOTS.map((lot) => ({ ...line, ...lot }));
          await openStock(tx, lots, Date.parse('2026-01-02T00:00:00Z'));
        }),
      seats: [
        ['keeper', 'enterprise', AREA],
        ['gatekeeper', 'enterprise', SITE.code],
      ],
    },
  );
  const desk = await openDesk(stage.zone, { clock: stage.clock });
  const yard = yardOf(stage.zone, () => desk);
  const { listNo } = (await caseOf(stage.zone.db, stage.released))!;
  const { slip } = await yard.leave(listNo!);
  return { ...stage, desk, yard, out: slip };
}
