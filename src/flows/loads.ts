import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { mayKeep } from '../bonded/entry.ts';
import { isFirstLineOut } from '../bonded/first-line.ts';
import {
  isUnloaded,
  type LoadedParcel,
  type LoadState,
  loadStateOf,
  parcelFindings,
  type UnloadSaid,
  unloaded,
  unloadFindings,
} from '../bonded/load.ts';
import { freeOutgoing } from '../bonded/outgoing-store.ts';
import { changePapers } from '../bonded/paper-store.ts';
import type { Slip } from '../bonded/slip.ts';
import type { Sql } from '../io/postgres.ts';
import { booksFor } from '../registry/book-facts.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import type { House } from './house.ts';
import { loadExits, loadSlips, loadStockedLists, type StockedList } from './stock-facts.ts';
import { inTurn, storedOf } from './stock-papers.ts';
import type { Changed } from './stock-release.ts';

/** A load list with the slip it is of. */
export type LoadView = {
  readonly slip: Slip;
  readonly state: LoadState;
  readonly parcels: readonly LoadedParcel[];
};

/**
 * The load list of a slip out, each parcel as it stands; five statements. Null when there is none,
 * or the viewer neither keeps the book nor a gate. @param viewer null for the authority
 */
export async function viewLoad(
  house: Pick<House, 'db' | 'terms' | 'clock'>,
  slipNo: string,
  viewer: Enterprise | null,
): Promise<LoadView | null> {
  const slip = (await loadSlips(house.db, [slipNo])).get(slipNo);
  if (slip === undefined || slip.body.way === 'I') return null;
  if (viewer !== null && !(await maySeeSlip(house.db, slip, viewer))) return null;
  const lists = await loadStockedLists(house.db, house, slip.body.lists);
  const state = loadStateOf(slip);
  const now = house.clock.now();
  const parcels = slip.body.lists.map((listNo) => parcelOf(listNo, lists, state, now));
  return { slip, state, parcels };
}

/** Whether somebody keeps the book of a slip, or a gate (role `site`). */
export async function maySeeSlip(
  sql: Sql,
  { bookNo }: Slip,
  { code, roles }: Enterprise,
): Promise<boolean> {
  const book = (await booksFor(sql, [bookNo])).get(bookNo);
  return roles.includes('site') || (book !== undefined && mayKeep(book, code));
}

function parcelOf(
  listNo: string,
  lists: ReadonlyMap<string, StockedList>,
  state: LoadState,
  now: number,
): LoadedParcel {
  const stocked = lists.get(listNo);
  const { terms } = stocked?.list ?? stocked?.exportList ?? {};
  const { logisticsNo = null, grossWeight = null } = terms ?? {};
  const parcel = { listNo, logisticsNo, grossWeight };
  const status = stocked?.state ?? null;
  if (state === 'closed') {
    // The list of an export is closed by its departure.
    const outside = stocked?.exported ? status : '899';
    return { ...parcel, status: outside, binding: 'gone', findings: [] };
  }
  if (state === 'void') return { ...parcel, status, binding: 'off', findings: [] };
  const findings = parcelFindings([listNo], lists, now);
  return { ...parcel, status, binding: findings.length > 0 ? 'held' : 'bound', findings };
}

/**
 * Takes parcels off the load list of a slip before the gate; they wait for another vehicle. Taken
 * off before: nothing is done. Null when there is no such slip of the declarant's.
 */
export function unload(
  house: House,
  slipNo: string,
  said: UnloadSaid,
  declarant: string,
): Promise<Result<Changed<Slip> | null, Finding[]>> {
  return inTurn(house, async (tx) => {
    const slip = (await loadSlips(tx, [slipNo])).get(slipNo);
    if (slip === undefined || slip.enterprise !== declarant || slip.body.way === 'I') {
      return ok(null);
    }
    if (isUnloaded(slip, said)) return ok({ paper: slip, changed: false });
    const findings = unloadFindings(slip, said);
    if (findings.length > 0) return fail(findings);
    const exits = [...(await loadExits(tx, slip.body.papers)).values()];
    const done = unloaded(slip, said, exits);
    if (isFirstLineOut(slip.body)) await freeOutgoing(tx, slipNo, said.lists);
    await changePapers(tx, [done.slip, ...done.exits].map(storedOf), house.clock.now());
    return ok({ paper: done.slip, changed: true });
  });
}
