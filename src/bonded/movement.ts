import type { BusinessDate, Instant } from '../base/dates.ts';
import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import type { StockStatus } from '../registry/book.ts';
import { stockFinding } from './codes.ts';
import type { Goods } from './exit.ts';
import { type Freeze, frozenFindings } from './freeze.ts';
import { byTurn, isAhead, isFresh, type Lot, type LotTerms, pick, rootOf } from './lot.ts';
import { isStanding, type PaperKind } from './paper.ts';
import { isStaging, lotAt, RECEIVING, relocated, stagingOf } from './place.ts';
import { type StockChange, together } from './stock.ts';

/**
 * put-away: from RECEIVING to a shelf, under the paper by which the goods came. relocation: from
 * one place to another. pick: from the shelves to where a parcel's goods lie ready.
 */
export type MovementKind = 'put-away' | 'relocation' | 'pick';

/** What the system of a warehouse reports of goods that somebody moved. */
export type MovementSaid = {
  /** Its own number of it. */
  readonly eventId: string;
  readonly kind: MovementKind;
  readonly recordNo: string;
  readonly quantity: Scaled5;
  /** A lot, wherever it lies; null leaves the choice: first what expires first. */
  readonly lotNo: string | null;
  /** Where from; null: RECEIVING of a put-away, any shelf of a pick. */
  readonly from: string | null;
  /** Where to; null only of a pick, which goes to the place of its list. */
  readonly location: string | null;
  /** Of a put-away: the day that is found on the goods. */
  readonly expiresOn: BusinessDate | null;
  /** `entry QD...`, `slip Z...`, `list 4612...`; null when it names none. */
  readonly document: string | null;
  /** When it happened. */
  readonly at: Instant;
};

/** What became of a movement. */
export type Moved = {
  readonly eventId: string;
  readonly accepted: boolean;
  /** It was reported before; nothing was done again. */
  readonly repeated: boolean;
  /** It may be accepted later, when what is missing was reported. */
  readonly retryable: boolean;
  readonly findings: readonly Finding[];
};

/** What movements are judged by. */
export type MovementFacts = {
  readonly bookNo: string;
  readonly date: BusinessDate;
  /** What was said under numbers that were accepted before. */
  readonly reported: ReadonlyMap<string, string>;
  readonly records: ReadonlySet<string>;
  /** Papers by document: the state, when it is one of this book. */
  readonly papers: ReadonlyMap<string, { readonly kind: PaperKind; readonly state: string }>;
  /** Released lists of this book by number, and what each takes. */
  readonly lists: ReadonlyMap<string, readonly Goods[]>;
  /** Lots of the lines that are named, with something in them. */
  readonly lots: readonly Lot[];
  /** The statuses of what lies at the places that are named, whatever line it is of. */
  readonly statuses: ReadonlyMap<string, ReadonlySet<StockStatus>>;
  /** What an entry list was short of when it was received, by document and record number. */
  readonly short: ReadonlyMap<string, Scaled5>;
  readonly freezes: readonly Freeze[];
};

export type MovementDecision = {
  /** In the order in which they were said. */
  readonly results: readonly Moved[];
  readonly accepted: readonly MovementSaid[];
  readonly change: StockChange;
  /** The status of what lies at each place now. */
  readonly places: ReadonlyMap<string, StockStatus>;
};

/**
 * Judges movements one by one in the order in which they happened, each on what the ones before it
 * left. A wrong one is refused alone (STK-15).
 * @param textOf the same text for the same content
 */
export function decideMovements(
  said: readonly MovementSaid[],
  facts: MovementFacts,
  textOf: (movement: MovementSaid) => string,
): MovementDecision {
  const warehouse = new Warehouse(facts);
  const reported = new Map(facts.reported);
  const accepted: MovementSaid[] = [];
  const changes: StockChange[] = [];
  const results = new Map<number, Moved>();
  const inTime = said.map((movement, i) => ({ movement, i })).sort(byTime);
  for (const { movement, i } of inTime) {
    const { eventId } = movement;
    const before = reported.get(eventId);
    if (before !== undefined) {
      const findings = before === textOf(movement) ? [] : [idFinding(eventId)];
      const isSame = findings.length === 0;
      const done = { eventId, accepted: isSame, repeated: isSame };
      results.set(i, { ...done, retryable: false, findings });
      continue;
    }
    const { findings, change } = warehouse.move(movement);
    if (change !== null) {
      changes.push(change);
      accepted.push(movement);
      reported.set(eventId, textOf(movement));
    }
    const retryable = findings.length > 0 && findings.every(({ code }) => PASSING.has(code));
    const done = { eventId, accepted: change !== null, repeated: false };
    results.set(i, { ...done, retryable, findings });
  }
  const inOrder = [...results].sort(([a], [b]) => a - b).map(([, moved]) => moved);
  return { results: inOrder, accepted, change: together(changes), places: warehouse.places };
}

/** What time mends. */
const PASSING: ReadonlySet<string> = new Set(['BND-FROZEN', 'BND-NOT-THERE']);

type Placed = { readonly movement: MovementSaid; readonly i: number };
const byTime = (a: Placed, b: Placed) => a.movement.at - b.movement.at || a.i - b.i;

function idFinding(id: string): Finding {
  return stockFinding('BND-EVENT-ID', 'eventId', { id });
}

type Answer = { readonly findings: readonly Finding[]; readonly change: StockChange | null };
type Reason = readonly [en: string, zh: string];

/** The lots and places as they are while one movement after the other is carried out. */
class Warehouse {
  readonly #facts: MovementFacts;
  readonly #lots: Map<string, Lot>;
  readonly places = new Map<string, StockStatus>();

  constructor(facts: MovementFacts) {
    this.#facts = facts;
    this.#lots = new Map(facts.lots.map((lot) => [keyOfLot(lot), lot]));
  }

  move(said: MovementSaid): Answer {
    const findings = this.#general(said);
    if (findings.length > 0) return { findings, change: null };
    const to = said.kind === 'pick' ? stagingOf(listOf(said)) : (said.location ?? '');
    const lots = this.#movable(said, to);
    const there = lots.reduce((sum, { quantity }) => sum + quantity, 0n) - this.#missing(said);
    if (there < said.quantity) return { findings: [notThere(said, there)], change: null };
    const parts = pick(lots, said.quantity).map(({ lot, quantity }) => {
      const expiresOn = lot.expiresOn ?? said.expiresOn;
      return { from: lot, to: lotAt(lot, to, expiresOn), quantity };
    });
    const wrong = this.#against(said, parts);
    if (wrong.length > 0) return { findings: wrong, change: null };
    for (const part of parts) this.#carry(part);
    const document = said.document ?? '';
    return { findings: [], change: relocated(parts, { document, line: `wms ${said.eventId}` }) };
  }

  #general(said: MovementSaid): Finding[] {
    const { bookNo, records } = this.#facts;
    const findings: Finding[] = [];
    if (said.quantity <= 0n) findings.push(stockFinding('BND-QUANTITY', 'quantity'));
    if (!records.has(said.recordNo)) {
      const values = { book: bookNo, record: said.recordNo };
      const reason = { reason: 'is not there', reasonZh: '不存在' };
      findings.push(stockFinding('BND-LINE', 'recordNo', { ...values, ...reason }));
    }
    const unnamed = this.#unnamed(said);
    if (unnamed !== null) {
      const values = { reason: unnamed[0], reasonZh: unnamed[1] };
      findings.push(stockFinding('BND-DOCUMENT', 'document', values));
    }
    const place = misplaced(said);
    if (place !== null) {
      const values = { place: said.location ?? '', reason: place[0], reasonZh: place[1] };
      findings.push(stockFinding('BND-PLACE', 'location', values));
    }
    if (findings.length > 0 || said.kind !== 'pick') return findings;
    return this.#overPicked(said);
  }

  /** Why the document behind it is none (STK-15). */
  #unnamed({ document, kind, recordNo }: MovementSaid): Reason | null {
    const { bookNo, papers, lists } = this.#facts;
    if (document === null) return ['names no document', '未注明依据单证'];
    const isList = document.startsWith('list ');
    if (isList) {
      if (kind === 'put-away') return ['to the shelf names a list', '上架不能以清单为依据'];
      const goods = lists.get(document.slice('list '.length));
      if (goods === undefined) {
        const text = `names ${document}, no released list of book ${bookNo}`;
        return [text, `所注${document}不是本账册已放行且未出区的清单`];
      }
      if (kind !== 'pick' || goods.some((one) => one.recordNo === recordNo)) return null;
      return [`names ${document}, which takes no such goods`, `所注${document}不含该货物`];
    }
    if (kind === 'pick') return ['to a parcel names no list', '拣货应注明清单'];
    if (kind === 'relocation' && this.#cameBy(document, recordNo)) return null;
    const paper = papers.get(document);
    if (paper === undefined || !isStanding(paper)) {
      const text = `names ${document}, no standing paper of book ${bookNo}`;
      return [text, `所注${document}不是本账册有效单证`];
    }
    return null;
  }

  /** Goods may be moved under what they came by, though it is no paper: an opening, a refund. */
  #cameBy(document: string, recordNo: string): boolean {
    if (document === `opening ${this.#facts.bookNo}`) return true;
    return this.#facts.lots.some((lot) => lot.recordNo === recordNo && lot.document === document);
  }

  /** No more is picked for a parcel than its list takes. */
  #overPicked(said: MovementSaid): Finding[] {
    const listNo = listOf(said);
    const due = this.#facts.lists.get(listNo)?.find((one) => one.recordNo === said.recordNo);
    const ready = [...this.#lots.values()]
      .filter((lot) => lot.recordNo === said.recordNo && lot.location === stagingOf(listNo))
      .reduce((sum, { quantity }) => sum + quantity, 0n);
    const most = due?.quantity ?? 0n;
    if (ready + said.quantity <= most) return [];
    const [asked, all] = [formatScaled5(ready + said.quantity), formatScaled5(most)];
    const reason = `picks ${asked} for list ${listNo}, which takes ${all}`;
    const reasonZh = `为清单${listNo}拣货${asked}，超过清单数量${all}`;
    return [stockFinding('BND-DOCUMENT', 'quantity', { reason, reasonZh })];
  }

  /** The lots that it may take from, in turn. Goods that are not declared stay in RECEIVING. */
  #movable(said: MovementSaid, to: string): Lot[] {
    const from = said.kind === 'put-away' ? RECEIVING : said.from;
    const isRight = (lot: Lot): boolean => {
      if (lot.recordNo !== said.recordNo || lot.location === to) return false;
      if (said.lotNo !== null && rootOf(lot.lotNo) !== rootOf(said.lotNo)) return false;
      if (said.kind === 'put-away' && lot.document !== said.document) return false;
      if (isAhead(lot)) return false;
      if (from !== null) return lot.location === from && this.#fits(said, lot);
      return !isStaging(lot.location) && this.#fits(said, lot);
    };
    const lots = [...this.#lots.values()].filter(isRight).sort(byTurn);
    // Of goods of several statuses in RECEIVING the bonded ones go first, and never two together.
    const first = lots.find(({ status }) => status === 'bonded') ?? lots[0];
    return lots.filter(({ status }) => status === first?.status);
  }

  #fits({ kind }: MovementSaid, lot: Lot): boolean {
    return kind !== 'pick' || (lot.status === 'bonded' && isFresh(lot, this.#facts.date));
  }

  #missing({ kind, document, recordNo }: MovementSaid): Scaled5 {
    if (kind !== 'put-away') return 0n;
    return this.#facts.short.get(`${document} ${recordNo}`) ?? 0n;
  }

  #against(said: MovementSaid, parts: readonly Part[]): Finding[] {
    const places = parts.flatMap(({ from, to }) => [from, to]);
    const frozen = frozenFindings(this.#facts.freezes, places, 'recordNo');
    if (frozen.length > 0) return frozen;
    const mixed = parts.find(({ to }) => (this.#statusAt(to.location) ?? to.status) !== to.status);
    if (mixed === undefined) return [];
    const { location, status } = mixed.to;
    const there = this.#statusAt(location);
    const reason = `has ${there} goods, with which ${status} ones never lie (STK-8)`;
    const reasonZh = `存放${there}状态货物，不得混放${status}状态货物`;
    const path = said.kind === 'pick' ? 'document' : 'location';
    return [stockFinding('BND-PLACE', path, { place: location, reason, reasonZh })];
  }

  /** Goods of two statuses never lie at one place. */
  #statusAt(location: string): StockStatus | undefined {
    return this.places.get(location) ?? [...(this.#facts.statuses.get(location) ?? [])].at(-1);
  }

  #carry({ from, to, quantity }: Part): void {
    this.#lots.set(keyOfLot(from), { ...from, quantity: from.quantity - quantity });
    const before = this.#lots.get(keyOfLot(to));
    const { openedAt } = before ?? from;
    this.#lots.set(keyOfLot(to), {
      ...to,
      openedAt,
      quantity: (before?.quantity ?? 0n) + quantity,
    });
    this.places.set(to.location, to.status);
  }
}

type Part = { readonly from: Lot; readonly to: LotTerms; readonly quantity: Scaled5 };

const keyOfLot = ({ recordNo, lotNo }: Pick<Lot, 'recordNo' | 'lotNo'>) => `${recordNo} ${lotNo}`;

function listOf({ document }: MovementSaid): string {
  return document?.startsWith('list ') ? document.slice('list '.length) : '';
}

function misplaced({ kind, from, location }: MovementSaid): Reason | null {
  if (kind === 'pick') {
    return location === null ? null : ['is not said of a pick', '拣货不填目的库位'];
  }
  if (location === null) return ['is not named', '未填写'];
  if (location === RECEIVING || isStaging(location)) {
    return ['is none where goods are put', '不可作为上架或移库目的库位'];
  }
  if (kind === 'relocation' && from === null)
    return ['is moved to from nowhere', '移库未填写原库位'];
  return null;
}

function notThere(said: MovementSaid, there: Scaled5): Finding {
  return stockFinding('BND-NOT-THERE', 'quantity', {
    ...{ record: said.recordNo, asked: formatScaled5(said.quantity) },
    there: formatScaled5(there < 0n ? 0n : there),
    place: said.kind === 'put-away' ? RECEIVING : (said.from ?? '*'),
  });
}
