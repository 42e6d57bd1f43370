import { present } from '../base/assert.ts';
import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { stockFinding } from './codes.ts';
import { bookFindings, type Entry, type EntryFacts, unboundOf } from './entry.ts';
import { type Exit, type Goods, isLoadable, type ListFacts } from './exit.ts';
import { FIRST_LINE, firstLineFindings, isFirstLineOut } from './first-line.ts';
import type { Hold } from './hold.ts';
import type { Paper } from './paper.ts';

/** Weights of a vehicle and its load, 0.00001 kg (GATE-2). */
export type Weights = {
  readonly tare: Scaled5;
  readonly frame: Scaled5;
  readonly container: Scaled5;
  readonly gross: Scaled5;
  readonly net: Scaled5;
  readonly total: Scaled5;
};

/** A quantity of one line of an entry list on one vehicle. */
export type Share = { readonly paperNo: string; readonly seq: number; readonly quantity: Scaled5 };

/** A gate slip (核放单) as it is declared (GATE-1). */
export type SlipSaid = {
  readonly bookNo: string;
  readonly ownNo: string;
  readonly way: 'I' | 'E';
  /** `passportTypecd`: 1 enter first, 2 first line, 3 second line, 6 empty vehicle ... */
  readonly type: string;
  /** `bindTypecd`: 1 one vehicle, many papers; 2 one and one; 3 one paper, many vehicles. */
  readonly binding: '1' | '2' | '3';
  /** Entry lists of a slip in, exit lists of a slip out. */
  readonly papers: readonly string[];
  readonly vehicleNo: string;
  readonly vehicleIc: string | null;
  readonly weights: Weights;
  /** In, binding 3: what this vehicle carries. */
  readonly shares: readonly Share[];
  /** Out, binding 3 or first line (type 2) without papers: whose parcels this vehicle carries. */
  readonly lists: readonly string[];
  /** In, type 1: goods whose entry list follows. */
  readonly goods: readonly Goods[];
};

/** approved: may cross. crossed: has crossed. cancelled: withdrawn before. */
export type SlipState = 'approved' | 'crossed' | 'cancelled';

export type SlipBody = Omit<SlipSaid, 'bookNo' | 'ownNo'> & {
  /** Parcels that were taken off it. */
  readonly off: readonly string[];
  /** When its vehicle was held at a gate; absent of most. */
  readonly holds?: readonly Hold[];
};
export type Slip = Paper<'slip', SlipState, SlipBody>;

export type SlipFacts = Pick<EntryFacts, 'book' | 'date' | 'declarant' | 'lines'> & {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly exits: ReadonlyMap<string, Exit>;
  /** The parcels that wait on them, or that it names. */
  readonly parcels: ReadonlyMap<string, ListFacts>;
  /** The open slip that has the vehicle. */
  readonly vehicleSlip: string | null;
};

const EMPTY_VEHICLE = '6';
/** Enter first, declare later. */
export const FIRST_ENTER = '1';

/** Every reason against a slip; none when it is approved. */
export function slipFindings(said: SlipSaid, facts: SlipFacts): Finding[] {
  const general = bookFindings(said.bookNo, facts);
  if (general.length > 0) return general;
  const { vehicleNo, weights, papers } = said;
  const { vehicleSlip } = facts;
  const findings: Finding[] = [];
  if (vehicleSlip !== null) {
    const values = { vehicle: vehicleNo, paper: vehicleSlip };
    findings.push(stockFinding('GATE-VEHICLE', 'vehicleNo', values));
  }
  findings.push(...weightFindings(weights));
  const binding = bindingFinding(said);
  if (binding !== null) return [...findings, binding];
  if (isFirstLineOut(said)) return [...findings, ...firstLineFindings(said, facts.parcels)];
  const bound = papers.flatMap((paperNo, i) => {
    const reason = said.way === 'I' ? against(said, facts, paperNo) : leaving(said, facts, paperNo);
    if (reason === null) return [];
    const values = { paper: paperNo, reason: reason[0], reasonZh: reason[1] };
    return [stockFinding('GATE-PAPER', `papers[${i + 1}]`, values)];
  });
  return [...findings, ...bound, ...(bound.length > 0 ? [] : shareFindings(said, facts))];
}

/** Whether the weights add up (GATE-2). */
export function weightFindings({ tare, frame, container, gross, total }: Weights): Finding[] {
  const sum = tare + frame + container + gross;
  if (sum === total) return [];
  const values = { total: formatScaled5(total), sum: formatScaled5(sum) };
  return [stockFinding('GATE-WEIGHT-SUM', 'weights/total', values)];
}

function bindingFinding(said: SlipSaid) {
  const { type, binding, papers, shares, lists, goods, way } = said;
  if (isFirstLineOut(said) && goods.length + shares.length === 0) return null;
  const { length: count } = papers;
  const alone = (type === FIRST_ENTER && way === 'I' && goods.length > 0) || type === EMPTY_VEHICLE;
  const isRight = {
    1: count > 0,
    2: count === 1,
    3: count === 1 && (way === 'I' ? shares.length > 0 : lists.length > 0),
  }[binding];
  if (alone ? count === 0 : isRight && goods.length === 0) return null;
  return stockFinding('GATE-BINDING', 'binding', { binding, count: String(count) });
}

type Reason = readonly [en: string, zh: string];
const ABSENT: Reason = ['is not there', '不存在'];
const OTHER_BOOK: Reason = ['is of another book', '属于其他账册'];
const NOTHING_LEFT: Reason = ['has nothing left that is on no slip', '已全部绑定核放单或已过卡'];

function against(said: SlipSaid, { entries }: SlipFacts, paperNo: string): Reason | null {
  const entry = entries.get(paperNo);
  if (entry === undefined) return ABSENT;
  if (entry.bookNo !== said.bookNo) return OTHER_BOOK;
  if (entry.state === 'void' || entry.state === 'closed') {
    return [`is ${entry.state}`, `状态为${entry.state}`];
  }
  return entry.body.lines.some((line) => unboundOf(line) > 0n) ? null : NOTHING_LEFT;
}

const NONE_RELEASED: Reason = ['has no parcel left that may leave', '已无可出区的包裹'];
const OTHER_LINE: Reason = [
  'leaves over the other line: goods for an overseas warehouse on slips of type 2, parcels of' +
    ' imports on others',
  '进出卡口类型不符：海外仓货物应为一线（类型2），进口包裹不得为一线',
];

function leaving(said: SlipSaid, { exits, parcels }: SlipFacts, paperNo: string): Reason | null {
  const exit = exits.get(paperNo);
  if (exit === undefined) return ABSENT;
  if (exit.bookNo !== said.bookNo) return OTHER_BOOK;
  if (exit.state === 'void' || exit.state === 'closed') {
    return [`is ${exit.state}`, `状态为${exit.state}`];
  }
  const { overseas } = exit.body;
  if ((overseas !== undefined) !== (said.type === FIRST_LINE)) return OTHER_LINE;
  if (overseas !== undefined) return overseas.slipNo === null ? null : NOTHING_LEFT;
  const waiting = exit.body.lists.filter(({ slipNo }) => slipNo === null);
  if (waiting.length === 0) return NOTHING_LEFT;
  return waiting.some(({ listNo }) => isLoadable(parcels.get(listNo))) ? null : NONE_RELEASED;
}

function shareFindings(said: SlipSaid, facts: SlipFacts): Finding[] {
  const { entries, lines } = facts;
  const seen = new Set<string>();
  const shares = said.shares.flatMap(({ paperNo, seq, quantity }, i) => {
    const line = entries.get(paperNo)?.body.lines.find((one) => one.seq === seq);
    const left = line === undefined ? 0n : unboundOf(line);
    const twice = seen.has(`${paperNo} ${seq}`);
    seen.add(`${paperNo} ${seq}`);
    if (!twice && quantity > 0n && quantity <= left) return [];
    const amounts = { said: formatScaled5(quantity), left: formatScaled5(twice ? 0n : left) };
    const values = { paper: paperNo, seq: String(seq), ...amounts };
    return [stockFinding('GATE-SHARE', `shares[${i + 1}]`, values)];
  });
  const free = new Set(waitingOn(said, facts));
  const lists = said.lists.flatMap((list, i) => {
    if (free.delete(list)) return [];
    const values = {
      list,
      reason: 'does not wait on that paper, released and not refunded',
      reasonZh: '不在该单证待出区清单内，或未放行、已退货',
    };
    return [stockFinding('BND-LIST', `lists[${i + 1}]`, values)];
  });
  const known = new Set([...lines.values()].map(({ line }) => line.recordNo));
  const goods = said.goods.flatMap(({ recordNo: record, quantity }, i) => {
    if (quantity <= 0n) return [stockFinding('BND-QUANTITY', `goods[${i + 1}]/quantity`)];
    if (known.has(record)) return [];
    const values = { book: said.bookNo, record, reason: 'is not there', reasonZh: '不存在' };
    return [stockFinding('BND-LINE', `goods[${i + 1}]/recordNo`, values)];
  });
  return [...shares, ...lists, ...goods];
}

/** What a vehicle carries in: the shares that are said, or all that is left of its papers. */
function sharesOf(said: SlipSaid, { entries }: SlipFacts): Share[] {
  if (said.way === 'E') return [];
  if (said.binding === '3') return [...said.shares];
  return said.papers.flatMap((paperNo) =>
    present(entries.get(paperNo), 'entry list')
      .body.lines.map((line) => ({ paperNo, seq: line.seq, quantity: unboundOf(line) }))
      .filter(({ quantity }) => quantity > 0n),
  );
}

/** Parcels on the papers of a slip that may be loaded and are on no vehicle yet. */
function waitingOn({ papers }: SlipSaid, { exits, parcels }: SlipFacts): string[] {
  return papers.flatMap((paperNo) => {
    const waiting = exits.get(paperNo)?.body.lists.filter(({ slipNo }) => slipNo === null) ?? [];
    return waiting.flatMap(({ listNo }) => (isLoadable(parcels.get(listNo)) ? [listNo] : []));
  });
}

/** Whose parcels it carries out: those that are said, or all that wait on its papers. */
function listsOf(said: SlipSaid, facts: SlipFacts): string[] {
  if (said.way === 'I') return [];
  const isSaid = said.binding === '3' || isFirstLineOut(said);
  return isSaid ? [...said.lists] : waitingOn(said, facts);
}

/** The body of an approved slip, with what it carries. */
export function slipBody(said: SlipSaid, facts: SlipFacts): SlipBody {
  const { bookNo: _, ownNo: __, ...rest } = said;
  return { ...rest, shares: sharesOf(said, facts), lists: listsOf(said, facts), off: [] };
}

/** The papers of a slip with its load bound to it, or taken off it again. */
export function bindPapers(
  slipNo: string,
  { shares, lists }: Pick<SlipBody, 'shares' | 'lists'>,
  papers: { readonly entries: readonly Entry[]; readonly exits: readonly Exit[] },
  bind: 'bind' | 'free',
): { readonly entries: Entry[]; readonly exits: Exit[] } {
  const sign = bind === 'bind' ? 1n : -1n;
  const entries = papers.entries.map((entry): Entry => {
    const lines = entry.body.lines.map((line) => {
      const share = shares.find((one) => one.paperNo === entry.paperNo && one.seq === line.seq);
      return share === undefined ? line : { ...line, bound: line.bound + sign * share.quantity };
    });
    return { ...entry, body: { ...entry.body, lines } };
  });
  const loaded = new Set(lists);
  const on = { slipNo: bind === 'bind' ? slipNo : null };
  const exits = papers.exits.map((exit): Exit => {
    const { overseas } = exit.body;
    if (overseas !== undefined) {
      return { ...exit, body: { ...exit.body, overseas: { ...overseas, ...on } } };
    }
    const parcels = exit.body.lists.map((parcel) =>
      loaded.has(parcel.listNo) ? { ...parcel, ...on } : parcel,
    );
    return { ...exit, body: { ...exit.body, lists: parcels } };
  });
  return { entries, exits };
}
