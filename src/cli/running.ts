import { setTimeout as pause } from 'node:timers/promises';
import { forgetAttempts } from '../access/attempts.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import { foldCounts } from '../cockpit/count-store.ts';
import { type Archive, NO_ARCHIVE } from '../documents/archive.ts';
import { accessOn, type SessionTerms } from '../flows/access.ts';
import { type AskerPatience, startAsker } from '../flows/asker.ts';
import { billedBefore } from '../flows/bills.ts';
import { FOLD_EVERY } from '../flows/cockpit.ts';
import { billStep } from '../flows/collect-bills.ts';
import { countDrawDay } from '../flows/count-draws.ts';
import { countImports } from '../flows/count-imports.ts';
import { startCourier } from '../flows/courier.ts';
import { followCredit } from '../flows/credit.ts';
import { tryEnsureDays } from '../flows/days.ts';
import { expireStock } from '../flows/expire-stock.ts';
import { followGuarantees } from '../flows/guarantee-limits.ts';
import { laneOn } from '../flows/lane.ts';
import { watchLanes } from '../flows/lane-watch.ts';
import type { OfficeRound } from '../flows/office-round.ts';
import { type OfficePatience, startOffice } from '../flows/office-works.ts';
import { reportDisplays } from '../flows/overdue-displays.ts';
import { publishInspections } from '../flows/public-record.ts';
import type { BringDelegated } from '../flows/repair-send.ts';
import { type RepairWorks, startRepairs } from '../flows/repair-works.ts';
import { tellSummaries } from '../flows/summary-results.ts';
import { sweep } from '../flows/sweep.ts';
import type { Clock } from '../io/clock.ts';
import type { Log } from '../io/log.ts';
import type { OpenId } from '../io/openid.ts';
import { openPoster } from '../io/post.ts';
import { connect, type Database } from '../io/postgres.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import type { CourierPatience } from '../webhooks/progress.ts';
import type { ConsoleFiles } from '../window/console.ts';
import type { Patience } from '../window/patience.ts';
import { buildWindow } from '../window/server.ts';
import type { Tour } from '../window/tour.ts';
import { doorOf, type HouseDoor } from './door-of.ts';
import { ensureProfile } from './ensure-profile.ts';
import type { HallNews } from './hall.ts';
import type { Intake } from './intake.ts';
import { openOffice } from './office-of.ts';
import { type PlatformMetrics, platformMetrics } from './platform-metrics.ts';
import { handsOf, platformOf } from './platform-of.ts';
import { stopwatch } from './stopwatch.ts';
import { type Wired, type Wiring, wire, wireApart } from './wire.ts';

/** A running platform. */
export type Running = Wired & {
  readonly url: string;
  /** Takes nothing new, finishes what was begun, and closes everything but the database. */
  stop(): Promise<void>;
};

export type RunOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly host: string;
  readonly port: number;
  readonly profileDir: string;
  readonly version: string;
  /** What is done on the migrated database with its law, before anything runs. */
  readonly before?: (db: Database) => Promise<void>;
  /** The built console; without it there is none. */
  readonly console?: ConsoleFiles | null;
  /** Where people may sign in besides; without it with local accounts alone. */
  readonly openId?: OpenId | null;
  /** The guided tour of a sample zone. */
  readonly tour?: Tour | null;
  /** How long sessions of the console last. */
  readonly sessions?: SessionTerms;
  /** Where the files of archived days are. */
  readonly archive?: Archive;
  /** Opens threads for intake and clearing; without it all is done in one. */
  readonly intake?: (news: HallNews) => Promise<Intake>;
  /** Where lanes have connections of their own; without it they share those of `db`. */
  readonly databaseUrl?: string;
  /** What differs from the usual bounds and times of the window, for tests. */
  readonly patience?: Partial<Patience>;
  /** Whether webhooks may go to plain http and private addresses: for a sandbox. */
  readonly webhooksLocal?: boolean;
  /** What differs from the usual times of webhooks, for tests. */
  readonly courierPatience?: Partial<CourierPatience>;
  /** What differs from the usual times of calls for payment data, for tests. */
  readonly askerPatience?: Partial<AskerPatience>;
  /** What differs from the usual times of the office, for tests. */
  readonly officePatience?: Partial<OfficePatience>;
};

/** One batch of scans at a time, and a page of releases beside it. */
const LANE_ACCESS = { max: 2, byKey: true, plannedOnce: true, name: 'onestep-lane' };
/** Milliseconds between two sweeps. */
const SWEEP_EVERY = 1_000;
/** Sweeps between two looks at held lists when nothing changed. */
const HELD_ROUNDS = 60;
/** Sweeps between two looks at what lanes did. */
const LANE_ROUNDS = 10;
/** Parts of the results of summaries that are told between two sweeps. */
const TELL_STEPS = 10;
/** Lists that are counted in a step, and steps between two sweeps. */
const COUNTED_AT_ONCE = 250;
const COUNT_STEPS = 8;
/** Sweeps between two that trust no earlier one. */
const WHOLE_ROUNDS = 600;

/** Starts window, works and sweep on a migrated database. */
export async function run(options: RunOptions): Promise<Running> {
  const { db, clock, log } = options;
  await ensureProfile(db, options.profileDir, clock);
  await options.before?.(db);
  const metrics = platformMetrics((stage, error) => {
    log.error({ stage, error: String(error) }, 'A batch failed.');
  });
  const { archive = NO_ARCHIVE, intake } = options;
  const wired =
    intake === undefined
      ? await wire(db, clock, metrics.news, { archive, pace: stopwatch })
      : await wireApart(db, clock, metrics.news, { archive, intake });
  try {
    return await open(options, wired, metrics);
  } catch (error) {
    await wired.close();
    throw error;
  }
}

async function open(
  options: RunOptions,
  wired: Wiring,
  metrics: PlatformMetrics,
): Promise<Running> {
  const { clock, log, host, port, version, patience = {}, webhooksLocal: local = false } = options;
  const door = doorOf(wired);
  const poster = openPoster(local);
  const own = options.databaseUrl === undefined ? null : connect(options.databaseUrl, LANE_ACCESS);
  const lane = laneOn(wired.house, own ?? wired.house.db, metrics.lane.scan);
  const hands = handsOf(wired, poster, local);
  const access = accessOn(wired.house, options.sessions);
  const platform = platformOf(wired, metrics.text, door, hands, lane, access);
  const built = options.console ? { console: options.console } : {};
  const { openId = null, tour = null } = options;
  const window = await buildWindow({
    ...{ platform, clock, log, version, patience, openId, tour },
    ...built,
  });
  openOffice(window.app, wired.house, wired.works.stages);
  const url = await window.listen({ host, port });
  const courier = startCourier(wired.house, {
    ...metrics.courier,
    poster,
    mayRead: (code) => enterpriseOf(wired, code)?.status !== 'revoked',
    ...(options.courierPatience && { patience: options.courierPatience }),
  });
  const asker = startAsker(wired.house, {
    ...metrics.asker,
    poster: openPoster(local),
    ...(options.askerPatience && { patience: options.askerPatience }),
  });
  const office = startOffice(
    wired.house,
    {
      onRound: (round) => {
        metrics.office.onRound?.(round);
        tellOffice(log, round);
      },
      ...(metrics.office.onFailure && { onFailure: metrics.office.onFailure }),
    },
    options.officePatience,
  );
  const repairs = carryRepairs(wired, door, log);
  metrics.watch({
    asker: () => asker.state(),
    stages: wired.works.stages,
    door: door.state,
    courier: () => courier.state(),
  });
  const stopping = new AbortController();
  const sweeping = sweepUntil(wired, { log, lane: metrics.lane }, stopping.signal);
  return {
    house: wired.house,
    works: wired.works,
    reception: wired.reception,
    url,
    stop: async () => {
      await window.close();
      stopping.abort();
      await sweeping;
      await repairs.close();
      await wired.works.idle();
      await Promise.all([courier.close(), asker.close(), office.close(), own?.close()]);
      await wired.close();
    },
  };
}

/** What repairs send comes through the door that all messages come through. */
function carryRepairs({ house, reception }: Wired, door: HouseDoor, log: Log): RepairWorks {
  const bring: BringDelegated = (bytes, sender) =>
    door.pass(bytes.length, sender, () => reception.submitFor(bytes, sender));
  const onFailure = (error: unknown): void => {
    log.warn({ error: String(error) }, 'A step of a repair failed; the next turn tries again.');
  };
  return startRepairs({ house, bring }, { onFailure });
}

/** The alarms of the office: once for each task, and nothing of whose parcel it is. */
function tellOffice(log: Log, { overdue, without, waiting }: OfficeRound): void {
  if (overdue > 0) log.warn({ overdue }, 'Tasks of officers are past their time.');
  if (without > 0) log.warn({ without }, 'Draws left parcels without officers: assign them.');
  if (waiting > 0) log.debug({ waiting }, 'Parcels wait for officers.');
}

function enterpriseOf({ house }: Wired, code: string): Enterprise | undefined {
  return house.registry.current().snapshot.enterprises.get(code);
}

type Watchers = { readonly log: Log; readonly lane: PlatformMetrics['lane'] };

async function sweepUntil(wired: Wired, watchers: Watchers, signal: AbortSignal): Promise<void> {
  const { log } = watchers;
  // The first sweep finds what an earlier process left between filing and deciding.
  let settling = 0;
  let through: Instant | undefined;
  let revision: bigint | null = null;
  let day = '';
  let madeFor = '';
  let billedFor = '';
  let expiredFor = '';
  for (let round = 0; !signal.aborted; round += 1) {
    try {
      // Held lists move on when the registry changed; time alone seldom helps them.
      const now = (await wired.house.registry.fresh(wired.house.db)).snapshot.revision;
      const today = businessDate(wired.house.clock.now());
      if (today !== day) await followGuarantees(wired.house, today);
      if (today !== madeFor && (await tryEnsureDays(wired.house.db, today))) madeFor = today;
      const held = now !== revision || today !== day || round % HELD_ROUNDS === 0;
      const since = round % WHOLE_ROUNDS === 0 ? undefined : through;
      const swept = await sweep(wired.house, { settling, held, ...(since && { since }) });
      wired.works.look(swept.looks);
      await foldCounts(wired.house.db, wired.house.clock.now(), FOLD_EVERY);
      if (held) await publishInspections(wired.house);
      if (held) await countDrawDay(wired.house);
      if (held) await forgetAttempts(wired.house.db, wired.house.clock.now());
      through = swept.through;
      settling = 10_000;
      revision = now;
      day = today;
      const closed = billedBefore(wired.house.clock.now());
      if (closed !== billedFor && !(await billStep(wired.house))) billedFor = closed;
      await countSome(wired);
      await tellSome(wired);
      if (round % LANE_ROUNDS === 0) await lookAtLanes(wired, watchers);
      if (today !== expiredFor) {
        const classes = await followCredit(wired.house);
        if (classes > 0) log.info({ classes }, 'Enterprises are dishonest for unpaid tax.');
        const { expired, overdue } = await expireStock(wired.house);
        const lots = { expired, promised: overdue.length };
        if (expired + overdue.length > 0) log.info(lots, 'Goods are past their day.');
        const { length: displays } = await reportDisplays(wired.house);
        if (displays > 0) log.info({ displays }, 'Goods on display are past their last day.');
        expiredFor = today;
      }
    } catch (error) {
      log.warn({ error: String(error) }, 'A sweep failed; the next one will look again.');
    }
    await pause(SWEEP_EVERY, undefined, { signal }).catch(() => undefined);
  }
}

/** Counts what was released ten minutes ago: more than is decided in a second, by small parts. */
async function countSome({ house }: Wired): Promise<void> {
  for (let steps = 0; steps < COUNT_STEPS; steps += 1) {
    if ((await countImports(house, COUNTED_AT_ONCE)) === 0) return;
  }
}

/** Tells what was declared, a part at a time: what else goes by rounds must not wait for long. */
async function tellSome({ house }: Wired): Promise<void> {
  for (let steps = 0; steps < TELL_STEPS; steps += 1) {
    if ((await tellSummaries(house)) === 0) return;
  }
}

async function lookAtLanes({ house }: Wired, { log, lane }: Watchers): Promise<void> {
  const { raised, open } = await watchLanes(house);
  lane.alarms(open);
  if (raised > 0) log.warn({ raised }, 'Lanes and lists disagree; see: onestep lane alarms');
}
