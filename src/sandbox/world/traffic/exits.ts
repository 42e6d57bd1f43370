import { present } from '../../../base/assert.ts';
import { parseScaled5, type Scaled5 } from '../../../base/fen.ts';
import { bookNoOf } from '../books.ts';
import type { Parcel } from '../parcel.ts';
import { AREAS, type Party } from '../parties.ts';
import { goodsOf, listOf } from './balance.ts';
import { crossing, heaviest, reportedAgain, reportedOtherwise } from './crossing.ts';
import { DEDUCTED, entryList, type PaperLine, PRE_DEDUCTED, REFUSED } from './entry-list.ts';
import { CROSSED, type Slip, slip } from './slip.ts';
import {
  type Need,
  type Traffic,
  together,
  traffic,
  type WorldPaper,
  type Yard,
} from './traffic.ts';

/** Most exit lists of a book, and parcels on one of them. */
const MOST_EXITS = 6;
const MOST_PARCELS = 12;

/** All goods that leave, and what is wrong with some papers and crossings of them. */
export function leaving(yard: Yard, parcels: readonly Parcel[]): Traffic {
  return together(AREAS.map((area) => leavingFrom(yard, area, parcels)));
}

function leavingFrom(yard: Yard, area: Party, parcels: readonly Parcel[]): Traffic {
  const bookNo = bookNoOf(area, yard.frame.firstBook);
  const own = parcels.filter((parcel) => listOf(parcel)?.head.emsNo === bookNo);
  const loads = loadsOf(yard, own.filter(mayLeave));
  const [first, ...others] = loads;
  if (first === undefined) return traffic({});
  const wrongSum = exitOf(yard, area, first, { kind: 'exit-sum-wrong', code: 'BND-SUM', more: 1n });
  const after = [{ paper: wrongSum.ownNo, told: REFUSED }];
  const exit = exitOf(yard, area, first, { kind: 'exit', later: [DEDUCTED], needs: after });
  const vehicle = slipOf(yard, area, exit, first);
  return together([
    traffic({ papers: [wrongSum, exit, vehicle], gone: first.map(guidOf) }),
    traffic({ reports: crossedTwice(yard, vehicle) }),
    ...others.map((load, i) => {
      return i > 0 && i === others.length - 1
        ? waits(yard, area, load)
        : leaves(yard, area, load, i);
    }),
    refused(yard, area, { first, exit, own }),
  ]);
}

/** Whether a parcel is released and nothing more is sent about it. */
function mayLeave({ set, outcome, sent }: Parcel): boolean {
  return outcome.status === '800' && set === null && sent.every(({ after }) => after === null);
}

type Load = readonly [Parcel, ...Parcel[]];

/** Two thirds of the parcels, a few on each exit list; the others stay on the shelf. */
function loadsOf({ random }: Yard, parcels: readonly Parcel[]): Load[] {
  const left = random.shuffle(parcels.filter(() => random.chance(2, 3)));
  const loads: Load[] = [];
  while (left.length > 0 && loads.length < MOST_EXITS) {
    const [first, ...rest] = left.splice(0, 1 + random.below(MOST_PARCELS));
    loads.push([present(first, 'a parcel'), ...rest]);
  }
  return loads;
}

const guidOf = (parcel: Parcel): string => present(listOf(parcel)?.head.guid, 'a guid');

type ExitSaid = {
  readonly kind: string;
  readonly needs?: readonly Need[];
  readonly later?: readonly string[];
  readonly code?: string;
  /** How much too much of the first line is declared, 0.00001 units. */
  readonly more?: Scaled5;
};

/** The exit list of parcels, once customs has decided on them. */
function exitOf(
  yard: Yard,
  area: Party,
  load: readonly Parcel[],
  { needs = [], more = 0n, ...said }: ExitSaid,
): WorldPaper {
  const lists = load.map(guidOf);
  const lines = linesOf(load).map((line, i) => {
    return i === 0 ? { ...line, quantity: line.quantity + more } : line;
  });
  const decided = lists.map((list): Need => ({ list }));
  return entryList(yard, { ...said, way: 'E', area, lists, lines, needs: [...decided, ...needs] });
}

/** What the parcels take in all, line by line. */
function linesOf(load: readonly Parcel[]): PaperLine[] {
  const sums = new Map<string, PaperLine>();
  for (const { recordNo, article, quantity } of load.flatMap(goodsOf)) {
    const sum = (sums.get(recordNo)?.quantity ?? 0n) + quantity;
    sums.set(recordNo, { recordNo, article, quantity: sum });
  }
  return [...sums.values()];
}

function slipOf(
  yard: Yard,
  area: Party,
  exit: WorldPaper,
  load: readonly Parcel[],
  crosses = true,
): Slip {
  const sum = (element: 'grossWeight' | 'netWeight'): Scaled5 =>
    load.reduce((all, one) => all + (parseScaled5(listOf(one)?.head[element] ?? '') ?? 0n), 0n);
  return slip(yard, {
    ...{ kind: exit.kind, way: 'E', area, papers: [exit.ownNo], crosses },
    ...{ gross: sum('grossWeight'), net: sum('netWeight') },
    needs: [{ paper: exit.ownNo, told: PRE_DEDUCTED }],
  });
}

/** It passes, is reported once more, then otherwise; and its slip does not serve twice (GATE-7). */
function crossedTwice(yard: Yard, vehicle: Slip) {
  const passed = crossing(yard, vehicle, { kind: 'exit' });
  const used = { kind: 'slip-used-twice', code: 'GATE-CROSSED' };
  return [
    passed,
    reportedAgain(yard, passed),
    reportedOtherwise(yard, passed),
    crossing(yard, vehicle, { ...used, needs: [{ paper: vehicle.ownNo, told: CROSSED }] }),
  ];
}

/** The gate stays shut at first, for one reason or another; then the vehicle passes (GATE-5). */
function leaves(yard: Yard, area: Party, load: Load, turn: number): Traffic {
  const exit = exitOf(yard, area, load, { kind: 'exit', later: [DEDUCTED] });
  const vehicle = slipOf(yard, area, exit, load);
  const limits = heaviest(yard, vehicle);
  const reasons = [
    { kind: 'vehicle-other', vehicleNo: '豫A00000', code: 'GATE-OTHER-VEHICLE' },
    ...(limits === null ? [] : [{ kind: 'too-heavy', weight: limits.over, code: 'GATE-WEIGHT' }]),
    { kind: 'seal-broken', sealOk: false, code: 'GATE-SEAL' },
  ];
  const stopped = crossing(yard, vehicle, reasons[turn % reasons.length]!);
  const weighed = limits === null ? {} : { weight: limits.ok };
  const needs = [{ report: stopped.name }];
  return traffic({
    papers: [exit, vehicle],
    reports: [stopped, crossing(yard, vehicle, { kind: 'exit', needs, ...weighed })],
    gone: load.map(guidOf),
  });
}

/** Its vehicle has not come yet: the goods are promised still. */
function waits(yard: Yard, area: Party, load: Load): Traffic {
  const exit = exitOf(yard, area, load, { kind: 'exit-waits' });
  return traffic({ papers: [exit, slipOf(yard, area, exit, load, false)] });
}

type Before = {
  readonly first: Load;
  readonly exit: WorldPaper;
  readonly own: readonly Parcel[];
};

/** A list that leaves twice, one that was returned, and an exit list without any. */
function refused(yard: Yard, area: Party, { first, exit, own }: Before): Traffic {
  const needs = [{ paper: exit.ownNo, told: PRE_DEDUCTED }];
  const twice = { kind: 'exit-list-twice', code: 'BND-LIST', needs };
  const returned = own.find(({ outcome, set }) => outcome.status === '100' && set === null);
  const early = { kind: 'exit-not-released', code: 'BND-LIST' };
  const bare = { kind: 'exit-without-lists', way: 'E', code: 'BND-KIND' } as const;
  return traffic({
    papers: [
      exitOf(yard, area, first.slice(0, 1), twice),
      ...(returned === undefined ? [] : [exitOf(yard, area, [returned], early)]),
      entryList(yard, { ...bare, area, lines: linesOf(first) }),
    ],
  });
}
