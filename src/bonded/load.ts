import { type Instant, isoShanghai } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { stockFinding } from './codes.ts';
import type { Exit, ListFacts } from './exit.ts';
import { holdFindings } from './hold.ts';
import { bindPapers, type Slip, type Weights, weightFindings } from './slip.ts';

/**
 * The load list (载货单) of a vehicle that goes out: the parcels of its slip (GATE-4). open: it may
 * be amended. closed: the vehicle is through. void: the slip was cancelled.
 */
export type LoadState = 'open' | 'closed' | 'void';

/** A parcel of a load list; held: it keeps the vehicle from passing. off: the slip is void. */
export type LoadedParcel = {
  readonly listNo: string;
  readonly logisticsNo: string | null;
  /** As its list declares, 0.00001 kg. */
  readonly grossWeight: Scaled5 | null;
  /** Status of its list; null when there is none. */
  readonly status: string | null;
  readonly binding: 'bound' | 'held' | 'gone' | 'off';
  readonly findings: readonly Finding[];
};

/** The state of a load list, which is that of its slip. */
export function loadStateOf({ state }: Pick<Slip, 'state'>): LoadState {
  return state === 'approved' ? 'open' : state === 'crossed' ? 'closed' : 'void';
}

/** A reason for each parcel that keeps a vehicle from leaving at this time (GATE-5); else none. */
export function parcelFindings(
  lists: readonly string[],
  parcels: ReadonlyMap<string, Pick<ListFacts, 'state' | 'backAt'>>,
  at: Instant,
): Finding[] {
  return lists.flatMap((list) => {
    const { state = null, backAt = null } = parcels.get(list) ?? {};
    // A parcel of exports may have departed before its gate reports it.
    if (state !== '800' && state !== '899') {
      const reason = `is not released: its status is ${state ?? 'unknown'}`;
      const reasonZh = `未放行，状态${state ?? '不详'}`;
      return [stockFinding('GATE-PARCEL', 'slipNo', { list, reason, reasonZh })];
    }
    // A crossing may be reported long after: what was back later left with that vehicle.
    if (backAt === null || backAt >= at) return [];
    const when = isoShanghai(backAt);
    const values = { list, reason: `came back at ${when}`, reasonZh: `已于${when}退回` };
    return [stockFinding('GATE-PARCEL', 'slipNo', values)];
  });
}

/** What is taken off a load list, and what the vehicle weighs then. */
export type UnloadSaid = { readonly lists: readonly string[]; readonly weights: Weights };

const WEIGHTS = ['tare', 'frame', 'container', 'gross', 'net', 'total'] as const;

/** Whether that was taken off before, and nothing else since. */
export function isUnloaded({ body }: Slip, { lists, weights }: UnloadSaid): boolean {
  const isSame = WEIGHTS.every((key) => weights[key] === body.weights[key]);
  return isSame && lists.every((list) => body.off.includes(list));
}

/** Every reason why parcels cannot be taken off; none when they can. */
export function unloadFindings(slip: Slip, { lists, weights }: UnloadSaid): Finding[] {
  const { paperNo: paper, state, changedAt, body } = slip;
  if (state === 'crossed') {
    return [stockFinding('GATE-CROSSED', null, { paper, at: isoShanghai(changedAt) })];
  }
  if (state !== 'approved') return [stockFinding('BND-STATE', null, { paper, state })];
  const held = holdFindings(slip);
  if (held.length > 0) return held;
  const left = new Set(body.lists);
  const findings = lists.flatMap((list, i) => {
    if (left.delete(list)) return [];
    const values = { list, reason: 'is not on this load list', reasonZh: '不在本载货单内' };
    return [stockFinding('BND-LIST', `lists[${i + 1}]`, values)];
  });
  if (left.size === 0) findings.push(stockFinding('GATE-EMPTY', 'lists', { paper }));
  return [...findings, ...weightFindings(weights)];
}

/** A slip without these parcels, and the exit lists on which they wait again. */
export function unloaded(
  slip: Slip,
  { lists, weights }: UnloadSaid,
  exits: readonly Exit[],
): { readonly slip: Slip; readonly exits: readonly Exit[] } {
  const { body } = slip;
  const off = new Set(lists);
  const free = bindPapers(slip.paperNo, { ...body, lists }, { entries: [], exits }, 'free');
  const isLoaded = ({ body: { lists: parcels } }: Exit) =>
    parcels.some(({ slipNo }) => slipNo === slip.paperNo);
  const amended = {
    ...{ ...body, weights, papers: free.exits.filter(isLoaded).map(({ paperNo }) => paperNo) },
    lists: body.lists.filter((list) => !off.has(list)),
    off: [...body.off, ...lists],
  };
  return { slip: { ...slip, body: amended }, exits: free.exits };
}
