import { startOfDay } from '../../src/base/dates.ts';
import type { Settlement } from '../../src/bonded/count.ts';
import type { MovementKind } from '../../src/bonded/movement.ts';
import { documentOf } from '../../src/bonded/paper.ts';
import { stockOn } from '../../src/flows/stock.ts';
import { loadEntries } from '../../src/flows/stock-facts.ts';
import {
  after,
  before,
  HERE,
  listNoOf,
  lotNamed,
  named,
  pairsOf,
  placeNamed,
  quantityOf,
  refusals,
  type Stage,
  type Word,
} from './world.ts';

const stock = ({ desk }: Stage) => stockOn(desk.house);
const owner = ({ books }: Stage) => named(books, HERE).owner;

/**
 * `note W put-away 101 4 to A-01 by E until 2021-01-31`, `note W relocation 101 4 from
 * by E`, `note W pick 101 2 by P`: the warehouse writes down what was moved, in the order in which
 * it was, or `on` an earlier day. `lot` names the goods; `by expiry:2020-10-01` what that day took.
 */
const note: Word = async (stage, [name = '', kind, recordNo = '', quantity, ...rest]) => {
  const { desk, notes, fresh } = stage;
  const day = after(rest, 'on');
  const [lot, by] = [after(rest, 'lot'), after(rest, 'by')];
  const place = (word: string) => {
    const said = after(rest, word);
    return said === undefined ? null : placeNamed(stage, said);
  };
  notes.set(name, {
    ...{ eventId: notes.get(name)?.eventId ?? fresh('W'), kind: kind as MovementKind, recordNo },
    ...{ quantity: quantityOf(quantity), lotNo: lot === undefined ? null : lotNamed(stage, lot) },
    ...{ from: place('from'), location: place('to'), expiresOn: after(rest, 'until') ?? null },
    document: by === undefined ? null : documentNamed(stage, by),
    at: (day === undefined ? desk.clock.now() : startOfDay(day)) + notes.size,
  });
  return [];
};

function documentNamed(stage: Stage, name: string): string {
  if (name === 'opening') return `opening ${stage.bookNo}`;
  if (name.startsWith('expiry:')) return name.replace(':', ' ');
  const preNo = stage.refunds.get(name);
  if (preNo !== undefined) return `refund ${preNo}`;
  if (stage.parcels.has(name) || stage.exported.has(name)) return `list ${listNoOf(stage, name)}`;
  return documentOf(named(stage.papers, name));
}

/**
 * `report W1 W2`: sends what was written down, in one call; `again` when it was sent before, `of N`
 * by the warehouse of another book.
 */
const report: Word = async (stage, rest) => {
  const isAgain = rest.includes('again');
  const { bookNo, owner: reporter } = named(stage.books, after(rest, 'of') ?? HERE);
  const said = before(rest, ['again', 'of']).map((name) => named(stage.notes, name));
  const moved = (await stock(stage).move(bookNo, said, reporter)) ?? [];
  if (moved.length !== said.length) throw new Error('not every movement has an answer');
  const other = moved.find((one) => one.accepted && one.repeated !== isAgain);
  if (other !== undefined) throw new Error(`${other.eventId} is answered as another report`);
  return moved.flatMap(({ findings }) => findings);
};

/** `receive E 101 8 102 1`: what was counted of an entry list that came. */
const receive: Word = async (stage, [name, ...rest]) => {
  const { paperNo } = named(stage.papers, name);
  const entry = (await loadEntries(stage.zone.db, [paperNo])).get(paperNo);
  const lines = pairsOf(rest).map(([record, counted]) => {
    const line = entry?.body.lines.find(({ recordNo }) => recordNo === record);
    const place = line === undefined ? { seq: null, recordNo: record } : ON_LIST(line.seq);
    return { ...place, counted: quantityOf(counted) };
  });
  return refusals(await stock(stage).received(paperNo, lines, owner(stage)));
};
const ON_LIST = (seq: number) => ({ seq, recordNo: null });

/** `count C` of the book, `lines 101` or `places A-01 A-02`; `shown` when it is not blind. */
const count: Word = async (stage, [name = '', ...rest]) => {
  const { bookNo, fresh, papers } = stage;
  const [how, ...these] = rest.filter((word) => word !== 'shown');
  const said = {
    ...{ bookNo, ownNo: fresh('C'), blind: !rest.includes('shown') },
    records: how === 'lines' ? these : null,
    locations: how === 'places' ? these : null,
  };
  return refusals(await stock(stage).count(said, owner(stage)), ({ paper }) =>
    papers.set(name, paper),
  );
};

/** `scan C 101 L1 A-01 7`: adds up; `sees 10` or `sees nothing` is what the scanner is told. */
const scan: Word = async (stage, [name, recordNo = '', lot = '', location = '', qty, ...rest]) => {
  const { paperNo } = named(stage.papers, name);
  const said = {
    ...{ scanId: stage.fresh('B'), location, recordNo, lotNo: lotNamed(stage, lot) },
    quantity: quantityOf(qty),
  };
  const sees = after(rest, 'sees');
  return refusals(await stock(stage).scan(paperNo, said, owner(stage)), (scanned) => {
    const expected = sees === 'nothing' ? null : sees && quantityOf(sees);
    if (sees !== undefined && scanned?.expected !== expected) {
      throw new Error(`the scanner is told ${scanned?.expected}`);
    }
  });
};

/** `wms C 101 L1 A-01 9`: what the system of the warehouse has there. */
const wms: Word = async (stage, [name, recordNo = '', lot = '', location = '', quantity]) => {
  const { paperNo } = named(stage.papers, name);
  const line = {
    ...{ scanId: stage.fresh('U'), location, recordNo, lotNo: lotNamed(stage, lot) },
    quantity: quantityOf(quantity),
  };
  const said = { side: 'warehouse', lines: [line] } as const;
  return refusals(await stock(stage).countLines(paperNo, said, owner(stage)));
};

/** `settle C 101 L1 A-01 taxed`, `surplus`, or `explained by E`; the last word on it counts. */
const settle: Word = async (
  stage,
  [name = '', recordNo = '', lot = '', location = '', ...rest],
) => {
  const by = after(rest, 'by');
  const lotNo = lotNamed(stage, lot);
  const others = (stage.settlings.get(name) ?? []).filter(
    (one) => one.recordNo !== recordNo || one.lotNo !== lotNo || one.location !== location,
  );
  const document = by === undefined ? null : documentNamed(stage, by);
  const said = { recordNo, lotNo, location, how: rest[0] as Settlement, document };
  stage.settlings.set(name, [...others, { ...said, reason: '复盘' }]);
  return [];
};

/** `close C`: with all that was settled. */
const close: Word = async (stage, [name = '']) => {
  const { paperNo } = named(stage.papers, name);
  const said = stage.settlings.get(name) ?? [];
  return refusals(await stock(stage).closeCount(paperNo, said, owner(stage)));
};

/** What the warehouse reports and counts. */
export const WAREHOUSE_WORDS: Readonly<Record<string, Word>> = {
  ...{ note, report, receive, count, scan, wms, settle, close },
};
