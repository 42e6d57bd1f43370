import type { BusinessDate, Instant } from '../base/dates.ts';
import { addDays, businessDate, startOfDay } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { stockFinding } from '../bonded/codes.ts';
import { decideCrossing, toleranceOf } from '../bonded/crossing.ts';
import { type Crossing, crossingsOfSlip, crossingsPage } from '../bonded/crossing-store.ts';
import { frozenOf } from '../bonded/freeze.ts';
import { holdOf, letGo } from '../bonded/hold.ts';
import { changePapers } from '../bonded/paper-store.ts';
import type { Slip } from '../bonded/slip.ts';
import { dueSlips, type SlipPlace, slipCalled } from '../bonded/slip-store.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { crossingFacts } from './crossings.ts';
import type { House } from './house.ts';
import { maySeeSlip } from './loads.ts';
import { loadSlips, loadStockedLists, slipOf } from './stock-facts.ts';
import { inTurn, storedOf } from './stock-papers.ts';
import type { Changed } from './stock-release.ts';

/** A slip as the people at a gate see it. */
export type SlipAtGate = {
  readonly slip: Slip;
  /** How far scale and slip may be apart, 0.00001 kg; null: they are not compared. */
  readonly tolerance: Scaled5 | null;
  /** Entry or exit lists with their states. */
  readonly papers: readonly { readonly paperNo: string; readonly state: string }[];
  /** Why its vehicle would not pass now, as it is declared and with a whole seal. */
  readonly findings: readonly Finding[];
  /** What was reported of it, the newest first. */
  readonly crossings: readonly Crossing[];
};

export type CrossingsQuery = {
  readonly gate: string | null;
  readonly day: BusinessDate | null;
  readonly after: SlipPlace | null;
  readonly limit: number;
};

/** What people at a gate look at and do; null stands for what is not there or not theirs. */
export type GateDesk = {
  /** The slip with a number, or the open one of a vehicle. */
  find(number: string): Promise<Slip | null>;
  /** Slips whose vehicles are due, the oldest first. */
  due(after: SlipPlace | null, limit: number): Promise<Slip[]>;
  /** @param viewer null for the authority */
  view(slipNo: string, viewer: Enterprise | null): Promise<SlipAtGate | null>;
  /** What gates reported, the newest first. */
  crossings(query: CrossingsQuery): Promise<Crossing[]>;
  /** Customs lets a vehicle go that is held. */
  release(
    slipNo: string,
    officer: string,
    why: string,
  ): Promise<Result<Changed<Slip> | null, Finding[]>>;
};

/** The desk of a gate on the shared parts. */
export function gateDeskOn(house: House): GateDesk {
  const { db } = house;
  return {
    find: async (number) => {
      const found = await slipCalled(db, number);
      return found === null ? null : slipOf(found);
    },
    due: async (after, limit) => (await dueSlips(db, after, limit)).map(slipOf),
    view: (slipNo, viewer) => viewSlip(house, slipNo, viewer),
    crossings: ({ gate, day, after, limit }) =>
      crossingsPage(db, {
        ...{ gate, after, limit },
        from: day === null ? null : startOfDay(day),
        until: day === null ? null : startOfDay(addDays(day, 1)),
      }),
    release: (slipNo, officer, why) => release(house, slipNo, officer, why),
  };
}

const LAST_CROSSINGS = 20;

async function viewSlip(
  house: House,
  slipNo: string,
  viewer: Enterprise | null,
): Promise<SlipAtGate | null> {
  const { db, clock, registry } = house;
  const slip = (await loadSlips(db, [slipNo])).get(slipNo);
  if (slip === undefined) return null;
  if (viewer !== null && !(await maySeeSlip(db, slip, viewer))) return null;
  const now = clock.now();
  const lists = await loadStockedLists(db, house, slip.body.lists);
  const facts = await crossingFacts(db, house, slip, lists, now);
  const { index } = await registry.fresh(db);
  const tolerance = toleranceOf(slip.body, index.gateTolerance(businessDate(now)));
  return {
    ...{ slip, tolerance, findings: await barsOf(house, slip, facts, now) },
    papers: [...facts.entries, ...facts.exits].map(({ paperNo, state }) => ({ paperNo, state })),
    crossings: await crossingsOfSlip(db, slipNo, LAST_CROSSINGS),
  };
}

/** What a gate would be told if the vehicle stood before it now, and all that is looked at fits. */
async function barsOf(
  { db }: House,
  slip: Slip,
  facts: Awaited<ReturnType<typeof crossingFacts>>,
  now: Instant,
): Promise<readonly Finding[]> {
  const { vehicleNo, vehicleIc } = slip.body;
  const said = {
    ...{ crossingId: '', gate: '', slipNo: slip.paperNo, vehicleNo, vehicleIc },
    ...{ weight: null, sealOk: true, at: now },
  };
  const { findings, change } = decideCrossing(said, { ...facts, by: null, now });
  return findings.length > 0 ? findings : frozenOf(db, change);
}

function release(
  house: House,
  slipNo: string,
  officer: string,
  why: string,
): Promise<Result<Changed<Slip> | null, Finding[]>> {
  return inTurn(house, async (tx) => {
    const slip = (await loadSlips(tx, [slipNo])).get(slipNo);
    if (slip === undefined) return ok(null);
    if (holdOf(slip.body) === null) {
      return fail([stockFinding('GATE-FREE', 'slipNo', { paper: slipNo })]);
    }
    const at = house.clock.now();
    const free: Slip = { ...slip, body: letGo(slip.body, at, officer, why) };
    await changePapers(tx, [storedOf(free)], at);
    return ok({ paper: { ...free, changedAt: at }, changed: true });
  });
}
