import type { Instant } from '../../base/dates.ts';
import { seededRandom } from '../../base/random.ts';
import { type JournalEntry, journal } from '../../inspection/journal.ts';
import { settableClock } from '../../io/clock.ts';
import { connect, type Database } from '../../io/postgres.ts';
import type { Profile } from '../../registry/profile.ts';
import { openLab } from '../sim/lab.ts';
import { makeHouse } from '../sim/process.ts';
import { AGAIN_CHEATS, INSPECTION_CHEATS, POOL_CHEATS } from './list.ts';
import { ROSTER_CHEATS } from './roster.ts';
import { SEED_CHEATS } from './seed.ts';
import type { Cheat } from './stage.ts';
import { planZone, playZone, withManyDraws } from './zone.ts';

/** Every way that is tried. */
export const CHEATS: readonly Cheat[] = [
  ...SEED_CHEATS,
  ...POOL_CHEATS,
  ...AGAIN_CHEATS,
  ...INSPECTION_CHEATS,
  ...ROSTER_CHEATS,
];

/** Audits a database: which laws are broken, each with its first example. */
export type CheatAudit = (
  db: Database,
  now: Instant,
  notes: readonly JournalEntry[] | null,
) => Promise<readonly Told[]>;

export type Told = { readonly law: string; readonly example: string };

/** What came of one cheat. */
export type Caught = Pick<Cheat, 'name' | 'bends' | 'does'> & {
  /** `tables` tell it alone, only the `witness` does, or `nobody`; `none`: it had no occasion. */
  readonly found: 'tables' | 'witness' | 'nobody' | 'none';
  readonly told: readonly Told[];
};

/** What one seed came to; `ok` when the honest zone is clean and every cheat was found. */
export type CheatRun = {
  readonly seed: bigint;
  readonly ok: boolean;
  readonly parcels: number;
  readonly draws: number;
  readonly inspections: number;
  /** What the auditor told of the honest zone: nothing. */
  readonly honest: readonly Told[];
  readonly cheats: readonly Caught[];
};

export type CheatOptions = {
  /** URL of a PostgreSQL server where databases may be made. */
  readonly server: string;
  readonly profile: Profile;
  readonly seed: bigint;
  readonly parcels: number;
  readonly audit: CheatAudit;
  readonly onCheat?: (done: number, all: number) => void;
  readonly signal?: AbortSignal;
};

/** Plays an honest zone, tries every cheat on a copy of its own, and has each audited. */
export async function runCheats(options: CheatOptions): Promise<CheatRun> {
  const { server, seed, parcels, audit } = options;
  const lab = await openLab(server, withManyDraws(options.profile));
  const admin = connect(server, { max: 1 });
  const plan = planZone(seed, parcels, lab.profile);
  const place = await lab.open(plan);
  const name = new URL(place.url).pathname.slice(1);
  try {
    const { now } = await playZone(place.admin, lab, plan);
    const honest = await audit(place.admin, now(), await notesOf(place.admin, now()));
    const [counts] = await place.admin.query<{ draws: number; inspections: number }>(COUNTS);
    // A database that is copied has no connection but the copying one.
    await place.admin.close();
    const cheats: Caught[] = [];
    for (const [i, cheat] of CHEATS.entries()) {
      if (options.signal?.aborted === true) break;
      const copy = `${name}_cheat`;
      await admin.script(`create database ${copy} template ${name}`);
      const db = connect(Object.assign(new URL(place.url), { pathname: `/${copy}` }).href);
      try {
        cheats.push(await tryCheat(cheat, db, lab.profile.name, seed + BigInt(i), now(), audit));
      } finally {
        await db.close();
        await admin.script(`drop database ${copy} with (force)`);
      }
      options.onCheat?.(i + 1, CHEATS.length);
    }
    const isFound = ({ found }: Caught): boolean => found === 'tables' || found === 'witness';
    const ok = honest.length === 0 && cheats.length === CHEATS.length && cheats.every(isFound);
    return { seed, ok, parcels, honest, cheats, draws: 0, inspections: 0, ...counts };
  } finally {
    await admin.script(`drop database if exists ${name} with (force)`);
    await admin.close();
    await lab.close();
  }
}

const COUNTS = `
  select (select count(*)::int from inspection.draws) as draws,
    (select count(*)::int from inspection.inspections) as inspections`;

async function tryCheat(
  cheat: Cheat,
  db: Database,
  zone: string,
  seed: bigint,
  now: Instant,
  audit: CheatAudit,
): Promise<Caught> {
  const { name, bends, does } = cheat;
  const clock = settableClock(now);
  let processes = 0n;
  const stage = {
    ...{ db, clock, zone, random: seededRandom(seed) },
    process: () => {
      processes += 1n;
      return makeHouse(seed * 1_000n + processes, db, clock);
    },
  };
  await cheat.begin?.(stage);
  // The witness looks a while before the auditor does.
  const notes = await notesOf(db, now);
  if (!(await cheat.cheat(stage))) return { name, bends, does, found: 'none', told: [] };
  const alone = await audit(db, now + HOUR, null);
  if (alone.length > 0) return { name, bends, does, found: 'tables', told: alone };
  const told = await audit(db, now + HOUR, notes);
  return { name, bends, does, found: told.length > 0 ? 'witness' : 'nobody', told };
}

const HOUR = 3_600_000;

async function notesOf(db: Database, now: Instant): Promise<JournalEntry[]> {
  const notes: JournalEntry[] = [];
  for await (const page of journal(db, now)) notes.push(...page);
  return notes;
}
