import { assert } from '../../base/assert.ts';
import { startOfDay } from '../../base/dates.ts';
import { rate } from '../../base/rate.ts';
import { type ConclusionOutcome, OUTCOMES } from '../../clearance/conclusion.ts';
import { concludeLists } from '../../flows/conclude.ts';
import type { House } from '../../flows/house.ts';
import { laneOn } from '../../flows/lane.ts';
import { officeRound } from '../../flows/office-round.ts';
import { resumeHeld } from '../../flows/resume.ts';
import { submit } from '../../flows/submit.ts';
import { startWorks } from '../../flows/works.ts';
import { worksFrame } from '../../flows/works-frame.ts';
import type { Target } from '../../inspection/draw-file.ts';
import { layerOf, MILLION } from '../../inspection/standing-terms.ts';
import { type SettableClock, settableClock } from '../../io/clock.ts';
import type { Database } from '../../io/postgres.ts';
import type { Profile } from '../../registry/profile.ts';
import { completeProfile } from '../../registry/profile-codec.ts';
import { authenticate } from '../../registry/tokens.ts';
import type { Lab } from '../sim/lab.ts';
import { makeHouse } from '../sim/process.ts';
import { raiseGuarantees } from '../sim/registry-news.ts';
import { credentialsOf } from '../world/credentials.ts';
import {
  ARRIVAL_KINDS,
  BAD_KINDS,
  ENTRY_KINDS,
  GOOD_KINDS,
  type Kind,
} from '../world/kinds/kinds.ts';
import { planWorld, type WorldPlan, worldArguments } from '../world/plan.ts';
import { messageBytes } from '../world/render.ts';

/*
 * The honest zone that a cheating operator has: parcels declared, drawn, inspected and reviewed as
 * they should be, officers sent, and one draw that came to nothing.
 */

/** Under the positive list of 2022, as the bad cases of a world assume. */
const START = '2022-06-18';
const EVENING = startOfDay(START) + 20 * 3_600_000;
/** Messages between two moments at which everything is decided. */
const EPOCH = 8;

/** The law with ten times the usual chances, so that a few hundred parcels have enough drawn. */
export function withManyDraws(profile: Profile): Profile {
  const more = (share: { n: bigint; d: bigint }) => rate(10n * share.n, share.d);
  const classification = profile.parameters.classification.map(({ value, ...period }) => {
    const rows = [...value.enterprises].map(([name, row]) => {
      const often = { ...row, rate: more(row.rate), floor: more(row.floor) };
      return [name, name === 'DISHONEST' ? row : often] as const;
    });
    return { ...period, value: { ...value, enterprises: new Map(rows) } };
  });
  return completeProfile({ ...profile, parameters: { ...profile.parameters, classification } });
}

/** What is played; pure. */
export function planZone(seed: bigint, parcels: number, profile: Profile): WorldPlan {
  const unplayed = [...ARRIVAL_KINDS, ...ENTRY_KINDS];
  const played = (kinds: readonly Kind[]) => kinds.filter((one) => !unplayed.includes(one));
  const args = worldArguments({ seed, parcels, start: START, good: 90, officers: true });
  return planWorld(args, profile, { good: played(GOOD_KINDS), bad: played(BAD_KINDS) });
}

/** Plays a zone in a database that knows its parties. @returns the time at its end */
export async function playZone(db: Database, lab: Lab, plan: WorldPlan): Promise<SettableClock> {
  const clock = settableClock(EVENING);
  const house = await makeHouse(plan.arguments.seed, db, clock);
  await declareAll(house, lab, plan, clock);
  const zone = lab.profile.name;
  await abandonOne(house, zone);
  clock.advance(60_000);
  await raiseGuarantees(db, clock);
  await resumeHeld(house);
  clock.advance(60_000);
  await concludeSome(house, clock);
  await sendOfficers(house);
  clock.advance(60_000);
  house.news.close();
  return clock;
}

async function declareAll(
  house: House,
  { desk: { credentials } }: Lab,
  plan: WorldPlan,
  clock: SettableClock,
): Promise<void> {
  const works = startWorks(worksFrame(house));
  for (const [i, message] of plan.messages.entries()) {
    if (message.names !== null || message.damage !== null) continue;
    const { token } = credentialsOf(credentials, message.sender);
    const who = authenticate(house.registry.current().snapshot, token, clock.now());
    if (!who.ok) continue;
    const bytes = messageBytes(plan, message, credentials);
    await submit(house, works, bytes, who.value);
    if (i % EPOCH === 0) await works.idle();
    clock.advance(500);
  }
  await works.idle();
}

async function inState(db: Database, state: string): Promise<string[]> {
  const rows = await db.query<{ listNo: string }>(
    'select list_no as "listNo" from clearance.cases where state = $1 order by 1',
    [state],
  );
  return rows.map(({ listNo }) => listNo);
}

/** Each end once, then releases; a third of what was drawn is still to be inspected. */
async function concludeSome(house: House, clock: SettableClock): Promise<void> {
  const end = (listNo: string, outcome: ConclusionOutcome) => {
    return { listNo, outcome, reason: outcome === 'release' ? '' : '货物与申报不符' };
  };
  const drawn = await inState(house.db, '500');
  const ended = drawn.slice(0, Math.ceil((drawn.length * 2) / 3));
  await concludeLists(
    house,
    ended.map((listNo, i) => end(listNo, OUTCOMES[i] ?? 'release')),
  );
  clock.advance(60_000);
  const reviewed = await inState(house.db, '300');
  await concludeLists(
    house,
    reviewed.map((listNo) => end(listNo, 'release')),
  );
}

/** A process draws for a list that is held, and dies; the list is inspected when it passes. */
async function abandonOne({ db, draws }: House, zone: string): Promise<void> {
  const [held] = await db.query<{ id: string; enterprise: string }>(`
    select pre_no as id, assure_code as enterprise from clearance.cases
    where state = '600' and 'GUARANTEE-NONE' = any(codes) order by list_no limit 1`);
  if (held === undefined) return;
  const draw = await draws.open({ series: 'line', zone, targets: [sure(held)], officers: [] });
  await draws.abandon([draw], 'abandoned');
}

/** A parcel that is drawn for certain. */
export function sure({ id, enterprise }: Pick<Target, 'id' | 'enterprise'>): Target {
  const layer = layerOf('ROUTINE', 'ORDINARY');
  return { id, layer, enterprise, weight: MILLION, needs: ['customs'] };
}

const OPEN = `
  select logistics_no as "logisticsNo", list_no as "scanId" from inspection.inspections
  where state = 'selected' order by list_no`;

/** A lane sends what is to be inspected to its place, where two officers are drawn for each. */
async function sendOfficers(house: House): Promise<void> {
  const lane = laneOn(house, house.db);
  const open = await house.db.query<{ logisticsNo: string; scanId: string }>(OPEN);
  for (const one of open) {
    const place = { site: 'SITE', lane: 'L1', logisticsCode: null, image: null, weight: null };
    const done = await lane.scan({ ...one, ...place });
    assert(done.ok, 'a lane is answered');
  }
  const { assigned } = await officeRound(house);
  assert(open.length === 0 || assigned > 0, 'officers of the night are on duty');
}
