import { present } from '../../../base/assert.ts';
import type { Scaled5 } from '../../../base/fen.ts';
import { bookNoOf, recordNoOf, type Shelf, type StockedArticle } from '../books.ts';
import { AREAS, type Party } from '../parties.ts';
import { crossing, heaviest, reportedAgain } from './crossing.ts';
import { APPROVED, DEDUCTED, entryList, type PaperLine } from './entry-list.ts';
import { CROSSED, SLIP_APPROVED, SLIP_REFUSED, type Slip, type SlipSaid, slip } from './slip.ts';
import {
  type Effect,
  type Need,
  paperSlot,
  type Traffic,
  together,
  traffic,
  type WorldPaper,
  type Yard,
} from './traffic.ts';

const UNIT = 100_000n;

/** All goods that come in: as declared, in another order, in parts, too few, too many, wrongly. */
export function entering(yard: Yard, shelves: readonly Coming[]): Traffic {
  return together([
    releasedFirst(yard),
    crossedFirst(yard),
    threeVehicles(yard),
    short(yard),
    refused(yard),
    ...shelves.map((shelf) => inTime(yard, shelf)),
  ]);
}

/** A line that is empty until its entry list has come. */
export type Coming = {
  readonly shelf: Shelf & { readonly comes: NonNullable<Shelf['comes']> };
  /** Guid of the list that is declared too early. */
  readonly early: string;
};

function areaAt(place: 0 | 1): Party {
  return present(AREAS[place], 'a warehouse');
}

/** A quantity of any article that may be bought, in whole declared units. */
function lineOf({ law, random }: Yard, units: bigint, but?: StockedArticle): PaperLine {
  const open = law.articles.filter((one) => one.use === 'any' && one !== but);
  const article = random.pick(open);
  return { recordNo: recordNoOf(article), article, quantity: units * UNIT };
}

function cameIn(bookNo: string, lines: readonly PaperLine[]): Effect[] {
  return lines.map(({ recordNo, quantity }) => {
    return { bookNo, recordNo, status: 'bonded', in: quantity };
  });
}

function weightsOf(lines: readonly PaperLine[]): { gross: Scaled5; net: Scaled5 } {
  const net = lines.reduce((sum, one) => sum + (one.article.grams * one.quantity) / 1_000n, 0n);
  return { gross: net + net / 20n, net };
}

const approved = ({ ownNo }: WorldPaper): Need => ({ paper: ownNo, told: APPROVED });

type Vehicle = Pick<SlipSaid, 'kind' | 'area'> & Partial<SlipSaid>;

/** A slip for all that is left of an entry list, or for a share of it. */
function slipFor(
  yard: Yard,
  entry: WorldPaper,
  lines: readonly PaperLine[],
  vehicle: Vehicle,
): Slip {
  const { needs = [], ...more } = vehicle;
  return slip(yard, {
    ...{ way: 'I', papers: [entry.ownNo], ...weightsOf(lines), ...more },
    needs: [approved(entry), ...needs],
  });
}

/**
 * Released before it comes, as heavy as may be, and reported twice by the gate. The warehouse then
 * counts more of one line than was declared, and less of another (STK-4).
 */
function releasedFirst(yard: Yard): Traffic {
  const kind = 'entry-released-first';
  const area = areaAt(1);
  const bookNo = bookNoOf(area, yard.frame.firstBook);
  const first = lineOf(yard, 30n);
  const lines = [first, lineOf(yard, 12n, first.article)];
  const entry = entryList(yard, { kind, way: 'I', area, lines, later: [DEDUCTED] });
  const vehicle = slipFor(yard, entry, lines, { kind, area });
  const weight = heaviest(yard, vehicle)?.ok;
  const released = { release: entry.ownNo };
  const weighed = weight === undefined ? {} : { weight };
  const passed = crossing(yard, vehicle, { kind, needs: [released], ...weighed });
  const counted = [
    { seq: 1, counted: '32' },
    { seq: 2, counted: '11' },
  ];
  return traffic({
    papers: [entry, vehicle],
    releases: [{ paper: entry.ownNo, needs: [approved(entry)] }],
    reports: [
      passed,
      reportedAgain(yard, passed),
      {
        ...{ kind: 'entry-counted-otherwise', name: yard.fresh('R'), sender: area },
        path: `/v1/stock/entries/${paperSlot(entry.ownNo)}/received`,
        body: { lines: counted },
        needs: [{ paper: vehicle.ownNo, told: CROSSED }],
        ...{ answer: 'taken', code: null, repeated: false },
      },
    ],
    effects: [
      ...cameIn(bookNo, lines),
      { bookNo, recordNo: first.recordNo, status: 'surplus', in: 2n * UNIT },
    ],
  });
}

/** Through the gate before it is released, where customs does not release at once (STK-4). */
function crossedFirst(yard: Yard): Traffic {
  const kind = 'entry-crossed-first';
  const area = areaAt(0);
  const bookNo = bookNoOf(area, yard.frame.firstBook);
  const line = lineOf(yard, 24n);
  const entry = entryList(yard, { kind, way: 'I', area, lines: [line], later: [DEDUCTED] });
  const vehicle = slipFor(yard, entry, [line], { kind, area });
  return traffic({
    papers: [entry, vehicle],
    reports: [crossing(yard, vehicle, { kind })],
    releases: [{ paper: entry.ownNo, needs: [{ paper: vehicle.ownNo, told: CROSSED }] }],
    effects: cameIn(bookNo, [line]),
  });
}

/**
 * One entry list on three vehicles. One more asks for more than is left, and another slip for a
 * vehicle that has one already (GATE-1).
 */
function threeVehicles(yard: Yard): Traffic {
  const kind = 'entry-three-vehicles';
  const area = areaAt(0);
  const bookNo = bookNoOf(area, yard.frame.firstBook);
  const line = lineOf(yard, 30n);
  const part = (units: bigint): PaperLine => ({ ...line, quantity: units * UNIT });
  const on = (share: PaperLine, more: Omit<Vehicle, 'area'>): Slip =>
    slipFor(yard, entry, [share], { area, share, ...more });
  const entry = entryList(yard, { kind, way: 'I', area, lines: [line], later: [DEDUCTED] });
  const released = { release: entry.ownNo };
  const one = on(part(10n), { kind });
  const two = on(part(12n), { kind, needs: [{ paper: one.ownNo, told: SLIP_APPROVED }] });
  const after = { needs: [{ paper: two.ownNo, told: SLIP_APPROVED }] };
  const more = on(part(9n), { kind: 'share-too-large', code: 'GATE-SHARE', ...after });
  const { vehicleNo } = one;
  const taken = on(part(8n), { kind: 'vehicle-taken', code: 'GATE-VEHICLE', vehicleNo, ...after });
  const denied = [more, taken].map(({ ownNo }): Need => ({ paper: ownNo, told: SLIP_REFUSED }));
  const three = on(part(8n), { kind, needs: denied });
  const shared = [one, two, three];
  return traffic({
    papers: [entry, one, two, more, taken, three],
    releases: [{ paper: entry.ownNo, needs: [approved(entry)] }],
    reports: shared.map((vehicle) =>
      crossing(yard, vehicle, { kind, needs: [released, ...denied] }),
    ),
    effects: cameIn(bookNo, [line]),
  });
}

/** Of twenty only fifteen come: what is on no slip stays outside, and the list stays open. */
function short(yard: Yard): Traffic {
  const kind = 'entry-short';
  const area = areaAt(1);
  const bookNo = bookNoOf(area, yard.frame.firstBook);
  const line = lineOf(yard, 20n);
  const share = { ...line, quantity: 15n * UNIT };
  const entry = entryList(yard, { kind, way: 'I', area, lines: [line] });
  const vehicle = slipFor(yard, entry, [share], { kind, area, share });
  return traffic({
    papers: [entry, vehicle],
    releases: [{ paper: entry.ownNo, needs: [approved(entry)] }],
    reports: [crossing(yard, vehicle, { kind, needs: [{ release: entry.ownNo }] })],
    effects: cameIn(bookNo, [share]),
  });
}

/** A book that is not there, and a line that is not. */
function refused(yard: Yard): Traffic {
  const [area, way] = [areaAt(0), 'I' as const];
  const line = lineOf(yard, 5n);
  const book = { kind: 'entry-book-unknown', bookNo: 'T9999W000001', code: 'BND-BOOK' };
  const record = { kind: 'entry-line-unknown', code: 'BND-LINE' };
  return traffic({
    papers: [
      entryList(yard, { ...book, way, area, lines: [line] }),
      entryList(yard, { ...record, way, area, lines: [{ ...line, recordNo: '999' }] }),
    ],
  });
}

/** What its parcels need comes once the first of them was declared too early (STK-7). */
function inTime(yard: Yard, { shelf, early }: Coming): Traffic {
  const kind = 'entry-in-time';
  const { bookNo, recordNo, article, comes } = shelf;
  const area = present(
    AREAS.find((one) => bookNoOf(one, yard.frame.firstBook) === bookNo),
    'the warehouse of a book',
  );
  const line = { recordNo, article, quantity: comes.quantity * UNIT };
  const { ownNo } = comes;
  const entry = entryList(yard, { kind, way: 'I', area, ownNo, lines: [line], later: [DEDUCTED] });
  const vehicle = slipFor(yard, entry, [line], { kind, area });
  const needs = [{ release: ownNo }, { list: early }];
  return traffic({
    papers: [entry, vehicle],
    releases: [{ paper: ownNo, needs: [approved(entry)] }],
    reports: [crossing(yard, vehicle, { kind, needs })],
    effects: cameIn(bookNo, [line]),
  });
}
