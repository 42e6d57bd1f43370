import type { CrossingSaid } from '../../src/bonded/crossing.ts';
import type { Entry, EntrySaid } from '../../src/bonded/entry.ts';
import type { Exit } from '../../src/bonded/exit.ts';
import type { Slip, SlipSaid } from '../../src/bonded/slip.ts';
import { cross } from '../../src/flows/crossings.ts';
import { stockOn } from '../../src/flows/stock.ts';
import { releaseEntryList } from '../../src/flows/stock-release.ts';
import { accountKey } from '../../src/ledger/movement.ts';
import { balances } from '../../src/ledger/store.ts';
import { type StockStatus, stockAccount } from '../../src/registry/book.ts';
import { AREAS } from '../../src/sandbox/world/parties.ts';
import { caseOf, type Desk } from './desk.ts';
import { type Papers, paperMill } from './papers.ts';
import { BOOK_NO } from './shelves.ts';
import { openZone, type Zone } from './zone.ts';

/** The enterprise in the zone that keeps the book. */
export const AREA = AREAS[0]!.code;
/** The line of the book that the parcels of the mill take 2 of. */
export const RECORD = '101';

/** A zone whose lists need stock. */
export function openBondedZone(): Promise<Zone> {
  const always = (value: boolean) => [{ from: '2016-04-08', until: null, value, law: 'test' }];
  return openZone({ stockRequired: always(true) });
}

/** The value, or an error that tells what was found. */
export async function must<T, E>(
  work: Promise<{ ok: true; value: T } | { ok: false; error: E }>,
): Promise<T> {
  const done = await work;
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return done.value;
}

/** The codes of what was found; none when it was taken. */
export async function codesOf(
  work: Promise<{ ok: boolean; error?: readonly { code: string }[] }>,
): Promise<string[]> {
  return (await work).error?.map(({ code }) => code) ?? [];
}

let count = 0;
/** A number that no other paper has. */
export const fresh = (mark: string): string => `${mark}${++count}`;

const WEIGHTS = {
  ...{ tare: 1_000_00000n, frame: 0n, container: 0n, gross: 500_00000n, net: 400_00000n },
  total: 1_500_00000n,
};

/** Hands that bring goods in and out by the papers and the gate. */
export function yardOf(zone: Zone, deskNow: () => Desk) {
  const mill = paperMill(zone.profile);
  const slipFor = (way: 'I' | 'E', paperNo: string): SlipSaid => ({
    ...{ bookNo: BOOK_NO, ownNo: fresh('S'), way, type: way === 'I' ? '2' : '3', binding: '1' },
    ...{ papers: [paperNo], vehicleNo: fresh('豫A'), vehicleIc: null, weights: WEIGHTS },
    ...{ shares: [], lists: [], goods: [] },
  });
  const crossing = (slip: Slip): CrossingSaid => ({
    ...{ crossingId: fresh('X'), gate: 'ZZ09', slipNo: slip.paperNo },
    ...{ vehicleNo: slip.body.vehicleNo, vehicleIc: null, weight: null, sealOk: true },
    at: deskNow().clock.now(),
  });
  const yard = {
    /** Reports a slip's vehicle to the gate. */
    cross: (slip: Slip) => must(cross(deskNow().house, crossing(slip))),
    slip: async (way: 'I' | 'E', paperNo: string) =>
      (await must(stockOn(deskNow().house).slip(slipFor(way, paperNo), AREA))).paper,
    /** Declares, releases and brings in so much (0.00001) of the line. */
    enter: async (quantity: bigint, recordNo = RECORD): Promise<Entry> => {
      const line = { seq: 1, recordNo, itemNo: null, hs: null, unit: '122', quantity };
      const plain = { type: '8', declarationNo: null, slipNo: null };
      const said: EntrySaid = { bookNo: BOOK_NO, ownNo: fresh('E'), ...plain, lines: [line] };
      const { house } = deskNow();
      const { paper } = await must(stockOn(house).entry(said, AREA));
      await must(releaseEntryList(house, paper.paperNo));
      await yard.cross(await yard.slip('I', paper.paperNo));
      return paper;
    },
    /** Sells a parcel of 2. */
    sell: async (): Promise<{ papers: Papers; listNo: string }> => {
      const papers = mill.parcel();
      await deskNow().sendAll(papers);
      const standing = await caseOf(zone.db, papers);
      if (standing?.state !== '800') throw new Error(`not released: ${JSON.stringify(standing)}`);
      return { papers, listNo: standing.listNo! };
    },
    /** The exit list of a parcel and a slip for it. */
    leave: async (listNo: string): Promise<{ exit: Exit; slip: Slip }> => {
      const said = { bookNo: BOOK_NO, ownNo: fresh('O'), lists: [listNo], lines: null };
      const { paper: exit } = await must(stockOn(deskNow().house).exit(said, AREA));
      return { exit, slip: await yard.slip('E', exit.paperNo) };
    },
    /** What the book has of the line in a status. */
    book: async (status: StockStatus = 'bonded') => {
      const account = stockAccount(BOOK_NO, RECORD, status);
      const balance = (await balances(zone.db, [account])).get(accountKey(account));
      const { limit, pending, posted } = balance ?? { limit: 0n, pending: 0n, posted: 0n };
      return { remain: (limit ?? 0n) - posted, promised: pending };
    },
    /** What lies where, of the line: place to quantity. */
    places: async (recordNo = RECORD): Promise<Record<string, bigint>> => {
      const rows = await zone.db.query<{ location: string; quantity: bigint }>(
        `select location, sum(quantity)::bigint as quantity from bonded.lots
         where book_no = $1 and record_no = $2 and quantity > 0 group by 1 order by 1`,
        [BOOK_NO, recordNo],
      );
      return Object.fromEntries(rows.map(({ location, quantity }) => [location, quantity]));
    },
  };
  return yard;
}

export type Yard = ReturnType<typeof yardOf>;
