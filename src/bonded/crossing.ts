import { present } from '../base/assert.ts';
import { type BusinessDate, type Instant, isoShanghai } from '../base/dates.ts';
import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import type { Rate } from '../base/rate.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { divideFloor } from '../base/rounding.ts';
import type { Transfer } from '../ledger/transfer.ts';
import { bookLineKey, stockAccount } from '../registry/book.ts';
import { stockFinding } from './codes.ts';
import { leaving } from './deed.ts';
import type { Entry } from './entry.ts';
import { type Exit, type Goods, type ListFacts, type PromisedGoods, sumOf } from './exit.ts';
import { isFirstLineOut } from './first-line.ts';
import { held, holdFindings, type Stop } from './hold.ts';
import { parcelFindings } from './load.ts';
import { isFresh, type Lot, type LotTerms, lotKey, type Picked, pickFrom } from './lot.ts';
import { loadOf } from './overseas.ts';
import { documentOf } from './paper.ts';
import { isStaging, RECEIVING, stagingOf } from './place.ts';
import type { Slip, SlipBody } from './slip.ts';
import { comesIn, goesOut, NO_CHANGE, type StockChange, together } from './stock.ts';

/** What a gate reports of a vehicle that stands before it. */
export type CrossingSaid = {
  /** The gate's own number of the crossing. */
  readonly crossingId: string;
  /** For example `ZZ09` (GATE-6). */
  readonly gate: string;
  readonly slipNo: string;
  readonly vehicleNo: string;
  readonly vehicleIc: string | null;
  /** What the scale says, 0.00001 kg; null where there is none. */
  readonly weight: Scaled5 | null;
  readonly sealOk: boolean;
  readonly at: Instant;
  /** What the people at the gate decided; absent when they ask whether it passes. */
  readonly stop?: Stop;
};

/** What a crossing is decided from. */
export type CrossingFacts = {
  /** Who reports it, and when. */
  readonly by: string | null;
  readonly now: Instant;
  readonly date: BusinessDate;
  readonly slip: Slip | null;
  readonly entries: readonly Entry[];
  readonly exits: readonly Exit[];
  /** Whose the goods of the book are. */
  readonly owner: string;
  /** What may be apart of scale and slip, as a share of the slip's weight; null: not compared. */
  readonly tolerance: Rate | null;
  /** Bonded lots of the lines that leave, by `bookLineKey`. */
  readonly lots: ReadonlyMap<string, readonly Lot[]>;
  /** What is known of each parcel of the slip. */
  readonly parcels: ReadonlyMap<string, Pick<ListFacts, 'state' | 'backAt'>>;
  /** What each parcel that leaves has promised, by list. */
  readonly promised: ReadonlyMap<string, readonly PromisedGoods[]>;
};

/** What a crossing does; with findings it does nothing but hold the vehicle of `slip`. */
export type CrossingDecision = {
  readonly findings: readonly Finding[];
  readonly change: StockChange;
  readonly slip: Slip | null;
  readonly entries: readonly Entry[];
  readonly exits: readonly Exit[];
  /** Lists whose parcels are out now. */
  readonly gone: readonly string[];
};

/** A crossing that does nothing. */
export const NO_CROSSING: Omit<CrossingDecision, 'findings'> = {
  ...{ change: NO_CHANGE, slip: null, entries: [], exits: [], gone: [] },
};

/**
 * Decides whether a vehicle passes, in one call (GATE-5): its slip is approved and was not used,
 * vehicle, seal and weight agree, each parcel is released and in the zone, customs released what
 * goes to an overseas warehouse, and what leaves lies there and is not expired. In: what is
 * released counts in the book, the rest lies undeclared. Out: the goods of each parcel leave the
 * book for good (STK-6), and so do those for an overseas warehouse.
 */
export function decideCrossing(said: CrossingSaid, facts: CrossingFacts): CrossingDecision {
  const { slip } = facts;
  if (slip === null) {
    const finding = stockFinding('GATE-SLIP', 'slipNo', { paper: said.slipNo });
    return { ...NO_CROSSING, findings: [finding] };
  }
  const over = overFindings(slip);
  if (over.length > 0) return { ...NO_CROSSING, findings: over };
  if (said.stop !== undefined) return stopped(said, said.stop, slip, facts);
  const findings = gateFindings(said, slip, facts);
  if (findings.length > 0) return { ...NO_CROSSING, findings };
  const used: Slip = { ...slip, state: 'crossed', holds: null };
  if (slip.body.way === 'I')
    return { ...NO_CROSSING, findings, slip: used, ...entered(slip, facts) };
  const out = left(slip, facts);
  if (out.findings.length > 0) return { ...NO_CROSSING, findings: out.findings };
  return { ...NO_CROSSING, ...out, slip: used };
}

/** A slip that has crossed or was cancelled. */
function overFindings({ paperNo: paper, state, changedAt }: Slip): Finding[] {
  if (state === 'crossed') {
    return [stockFinding('GATE-CROSSED', 'slipNo', { paper, at: isoShanghai(changedAt) })];
  }
  return state === 'approved' ? [] : [stockFinding('BND-STATE', 'slipNo', { paper, state })];
}

/** The people at the gate hold the vehicle or send it away; one that is held stays so. */
function stopped(
  { crossingId, gate }: CrossingSaid,
  { act, reason }: Stop,
  slip: Slip,
  { by, now: at }: CrossingFacts,
): CrossingDecision {
  const before = holdFindings(slip);
  if (before.length > 0) return { ...NO_CROSSING, findings: before };
  if (act === 'turn-back') {
    return { ...NO_CROSSING, findings: [stockFinding('GATE-TURNED', 'stop', { reason })] };
  }
  const kept: Slip = { ...slip, body: held(slip.body, { crossingId, gate, by, reason, at }) };
  return { ...NO_CROSSING, findings: holdFindings(kept), slip: kept };
}

function gateFindings(said: CrossingSaid, slip: Slip, facts: CrossingFacts): Finding[] {
  const { body } = slip;
  const findings: Finding[] = holdFindings(slip);
  const isOther = said.vehicleNo !== body.vehicleNo;
  const isOtherCard = said.vehicleIc !== null && said.vehicleIc !== body.vehicleIc;
  if (isOther || isOtherCard) {
    const values = { vehicle: said.vehicleNo, declared: body.vehicleNo };
    findings.push(stockFinding('GATE-OTHER-VEHICLE', 'vehicleNo', values));
  }
  if (!said.sealOk) findings.push(stockFinding('GATE-SEAL', 'sealOk'));
  const weight = weightFinding(said.weight, body, facts.tolerance);
  if (weight !== null) findings.push(weight);
  findings.push(...facts.exits.flatMap(unreleased));
  return [...findings, ...parcelFindings(body.lists, facts.parcels, said.at)];
}

function unreleased({ paperNo: paper, state, body }: Exit): Finding[] {
  if (body.overseas === undefined || state === 'released') return [];
  const values = { paper, reason: 'is not released by customs', reasonZh: '海关尚未放行' };
  return [stockFinding('GATE-PAPER', 'slipNo', values)];
}

/**
 * How far scale and slip may be apart, rounded down to 0.00001 kg; null: they are not compared.
 * @param share of the slip's total weight
 */
export function toleranceOf({ weights }: SlipBody, share: Rate | null): Scaled5 | null {
  return share === null ? null : divideFloor(weights.total * share.n, share.d);
}

function weightFinding(weight: Scaled5 | null, body: SlipBody, tolerance: Rate | null) {
  const most = toleranceOf(body, tolerance);
  if (weight === null || most === null) return null;
  const { weights } = body;
  const apart = weight > weights.total ? weight - weights.total : weights.total - weight;
  if (apart <= most) return null;
  return stockFinding('GATE-WEIGHT', 'weight', {
    ...{ weighed: formatScaled5(weight), declared: formatScaled5(weights.total) },
    tolerance: formatScaled5(most),
  });
}

type Entered = Pick<CrossingDecision, 'change' | 'entries'>;

function entered(slip: Slip, facts: CrossingFacts): Entered {
  const document = documentOf(slip);
  const ahead = slip.body.goods.map(({ recordNo, quantity }, i) => {
    const lot: LotTerms = {
      ...{ bookNo: slip.bookNo, recordNo, lotNo: `${slip.paperNo}-${i + 1}` },
      ...{ status: 'undeclared', owner: facts.owner, location: RECEIVING },
      ...{ expiresOn: null, document },
    };
    return comesIn(lot, quantity, String(i + 1));
  });
  const arrived = facts.entries.map((entry) => arrivedOf(entry, slip));
  const change = together([...ahead, ...arrived.map((one) => one.change)]);
  return { change, entries: arrived.map(({ entry }) => entry) };
}

function arrivedOf(entry: Entry, slip: Slip): { entry: Entry; change: StockChange } {
  const isReleased = entry.state === 'released';
  const changes: StockChange[] = [];
  const lines = entry.body.lines.map((line) => {
    const share = slip.body.shares.find(
      (one) => one.paperNo === entry.paperNo && one.seq === line.seq,
    );
    if (share === undefined) return line;
    const { quantity } = share;
    const ahead = entry.body.forExport ? 'refund-pending' : 'undeclared';
    const lot = entryLot(entry, line.seq, line.recordNo, isReleased ? 'bonded' : ahead);
    changes.push(comesIn(lot, quantity, `${slip.paperNo} ${line.seq}`));
    return { ...line, bound: line.bound - quantity, crossed: line.crossed + quantity };
  });
  const isThrough = lines.every(({ quantity, crossed }) => quantity === crossed);
  const state = isReleased && isThrough ? 'closed' : entry.state;
  return { entry: { ...entry, state, body: { ...entry.body, lines } }, change: together(changes) };
}

/** The lot in which goods of a line of an entry list lie before they are put away. */
export function entryLot(
  entry: Entry,
  seq: number,
  recordNo: string,
  status: 'bonded' | 'undeclared' | 'refund-pending',
): LotTerms {
  const lotNo = `${entry.paperNo}-${seq}${status === 'bonded' ? '' : '-U'}`;
  return {
    ...{ bookNo: entry.bookNo, recordNo, lotNo, status, owner: entry.body.owner },
    ...{ location: RECEIVING, expiresOn: null, document: documentOf(entry) },
  };
}

const isOverseas = ({ body }: Exit): boolean => body.overseas !== undefined;

type Left = Pick<CrossingDecision, 'change' | 'exits' | 'findings' | 'gone'>;

function left(slip: Slip, facts: CrossingFacts): Left {
  const shelves = new Shelves(facts);
  const short = shelves.shortOf(slip.bookNo, slip.body.lists, facts.promised);
  const loads = facts.exits.filter(isOverseas).map((exit) => shelves.load(exit));
  short.push(...loads.flatMap((load) => (load.ok ? [] : load.error)));
  if (short.length > 0) return { findings: short, change: NO_CHANGE, exits: [], gone: [] };
  const gone = new Set(slip.body.lists);
  const changes = loads.flatMap((load) => (load.ok ? [load.value] : []));
  if (isFirstLineOut(slip.body)) {
    // What departed before the gate reports it has nothing promised any more.
    for (const listNo of slip.body.lists) {
      changes.push(shelves.take(slip, listNo, facts.promised.get(listNo) ?? []));
    }
  }
  const exits = facts.exits.map((exit): Exit => {
    const lists = exit.body.lists.map((parcel) => {
      if (!gone.has(parcel.listNo)) return parcel;
      const goods = present(facts.promised.get(parcel.listNo), 'goods of a parcel');
      changes.push(shelves.take(exit, parcel.listNo, goods));
      return { ...parcel, gone: true };
    });
    const state = lists.every((one) => one.gone) ? 'closed' : exit.state;
    return { ...exit, state, body: { ...exit.body, lists } };
  });
  return { findings: [], change: together(changes), exits, gone: slip.body.lists };
}

/**
 * The lots as they are while one parcel after the other is taken from them: first what was picked
 * for it, then what lies on the shelves, and never what was picked for another.
 */
class Shelves {
  readonly #lots: Map<string, Lot[]>;
  readonly #date: BusinessDate;

  constructor({ lots, date }: CrossingFacts) {
    const fresh = [...lots].map(([key, some]) => {
      const sound = some.filter((lot) => lot.status === 'bonded' && isFresh(lot, date));
      return [key, sound] as const;
    });
    this.#lots = new Map(fresh);
    this.#date = date;
  }

  shortOf(
    bookNo: string,
    lists: readonly string[],
    promised: ReadonlyMap<string, readonly Goods[]>,
  ): Finding[] {
    const asked = sumOf(lists.flatMap((listNo) => promised.get(listNo) ?? []));
    return asked.flatMap(({ recordNo, quantity }) => {
      const lots = this.#lots.get(bookLineKey(bookNo, recordNo)) ?? [];
      const picked = lists.map((listNo) => {
        const due = promised.get(listNo)?.find((one) => one.recordNo === recordNo)?.quantity ?? 0n;
        const there = sumAt(lots, (location) => location === stagingOf(listNo));
        return there < due ? there : due;
      });
      const loose = sumAt(lots, (location) => !isStaging(location));
      const there = picked.reduce((sum, one) => sum + one, loose);
      if (quantity <= there) return [];
      const amounts = { asked: formatScaled5(quantity), there: formatScaled5(there) };
      const values = { book: bookNo, record: recordNo, ...amounts };
      return [stockFinding('GATE-SHORT', 'slipNo', values)];
    });
  }

  take(by: Exit | Slip, listNo: string, goods: readonly PromisedGoods[]): StockChange {
    const document = documentOf(by);
    const changes = goods.map(({ recordNo, quantity, ref }) => {
      const key = bookLineKey(by.bookNo, recordNo);
      const lots = this.#lots.get(key) ?? [];
      const own = lots.filter(({ location }) => location === stagingOf(listNo));
      const loose = lots.filter(({ location }) => !isStaging(location));
      const picked = pickFrom([own, loose], quantity);
      this.#lessen(key, picked);
      const moves = picked.flatMap(
        (one) => goesOut(one.lot, one.quantity, { document, line: ref }).moves,
      );
      const account = stockAccount(by.bookNo, recordNo);
      const post: Transfer = { ...account, kind: 'post', amount: quantity, ref, limit: 0n };
      return { lots: [], moves, transfers: [post] };
    });
    return together(changes);
  }

  /** The goods of an exit list for an overseas warehouse, whole, or what of them is not there. */
  load(exit: Exit): Result<StockChange, Finding[]> {
    const taken = loadOf(exit, { date: this.#date, lots: this.#lots });
    if (!taken.ok) return fail(taken.error);
    for (const { recordNo, picked } of taken.value) {
      this.#lessen(bookLineKey(exit.bookNo, recordNo), picked);
    }
    return ok(leaving(exit, { bookNo: exit.bookNo, status: 'bonded' }, taken.value, true));
  }

  #lessen(key: string, picked: readonly Picked[]): void {
    const taken = new Map<string, Scaled5>();
    for (const { lot, quantity } of picked) {
      taken.set(lotKey(lot), (taken.get(lotKey(lot)) ?? 0n) + quantity);
    }
    const left = (this.#lots.get(key) ?? []).map((lot) => {
      return { ...lot, quantity: lot.quantity - (taken.get(lotKey(lot)) ?? 0n) };
    });
    this.#lots.set(key, left);
  }
}

function sumAt(lots: readonly Lot[], isThere: (location: string) => boolean): Scaled5 {
  return lots.reduce((sum, lot) => (isThere(lot.location) ? sum + lot.quantity : sum), 0n);
}
