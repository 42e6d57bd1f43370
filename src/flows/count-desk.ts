import type { Finding } from '../base/finding.ts';
import type { Result } from '../base/result.ts';
import type { Count, CountPlace } from '../bonded/count.ts';
import { type CountsAsked, countsPage, type SheetRow, sheetPage } from '../bonded/count-pages.ts';
import { inHand } from '../bonded/count-scope.ts';
import { bookLineKey } from '../registry/book.ts';
import { bookLinesFor } from '../registry/book-facts.ts';
import type { CodeTable } from '../registry/profile.ts';
import { approveCount, refuseCount } from './count-close.ts';
import { type CountView, countFor, viewCount } from './counts.ts';
import type { House } from './house.ts';
import { countOf } from './stock-facts.ts';
import type { Changed } from './stock-release.ts';

/** A lot that is to be counted, with its goods. */
export type SheetLot = SheetRow & {
  readonly itemNo: string;
  readonly name: string;
  /** Customs code of the unit in which it is counted. */
  readonly unit: string;
};

type Decided = Promise<Result<Changed<Count> | null, Finding[]>>;

/** Stock-takes as pages and to people of the authority; null stands for what is not there. */
export type CountDesk = {
  page(asked: CountsAsked): Promise<Count[]>;
  /** What is to be counted, place by place, without quantities. */
  sheet(
    countNo: string,
    viewer: string,
    after: CountPlace | null,
    limit: number,
  ): Promise<SheetLot[] | null>;
  /** Names of units by their customs codes. */
  units(): CodeTable;
  /** Any count, for the authority. */
  view(countNo: string): Promise<CountView | null>;
  /** Customs agrees to what was said of a count, or does not. */
  approve(countNo: string): Decided;
  refuse(countNo: string, reason: string): Decided;
};

const NO_UNITS: CodeTable = new Map();

/** Stock-takes on the shared parts. */
export function countDeskOn(house: House): CountDesk {
  const { db } = house;
  return {
    page: async (asked) => (await countsPage(db, asked)).map(countOf),
    sheet: (countNo, viewer, after, limit) => sheetOf(house, countNo, viewer, after, limit),
    units: () => house.registry.current().index.profile.codes.unit ?? NO_UNITS,
    view: (countNo) => viewCount(house, countNo, null),
    approve: (countNo) => approveCount(house, countNo),
    refuse: (countNo, reason) => refuseCount(house, countNo, reason),
  };
}

async function sheetOf(
  { db }: Pick<House, 'db'>,
  countNo: string,
  viewer: string,
  after: CountPlace | null,
  limit: number,
): Promise<SheetLot[] | null> {
  const found = await countFor(db, countNo, viewer);
  if (found === null) return null;
  const { bookNo, body } = found.count;
  const rows = await sheetPage(db, bookNo, inHand(body), after, limit);
  const keys = [...new Set(rows.map(({ recordNo }) => bookLineKey(bookNo, recordNo)))];
  const lines = await bookLinesFor(db, keys);
  return rows.map((row) => {
    const line = lines.get(bookLineKey(bookNo, row.recordNo))?.line;
    const { itemNo = '', name = '', unit = '' } = line ?? {};
    return { ...row, itemNo, name, unit };
  });
}
