import { businessDate, type Instant } from '../base/dates.ts';
import { guaranteeAccount } from '../clearance/facts.ts';
import { foldCounts, readCounts } from '../cockpit/count-store.ts';
import { countAlarms } from '../inspection/alarm-store.ts';
import { countTasks, type TaskCount } from '../inspection/task-store.ts';
import type { Sql } from '../io/postgres.ts';
import { usedOf } from '../ledger/running-balances.ts';
import { balances } from '../ledger/store.ts';
import type { Profile } from '../registry/profile.ts';
import { guaranteeLimits } from '../registry/snapshot.ts';
import { type Around, type CockpitView, cockpitView, type Stages } from './cockpit-view.ts';
import type { House } from './house.ts';

export type CockpitHouse = Pick<House, 'db' | 'clock' | 'registry'>;

/** Waiting lists that are counted, of each way; beyond them there are at least so many. */
export const WAITING_COUNTED = 10_000;
/** Milliseconds between two looks at what stands beside the counters. */
const LOOK_EVERY = 5_000;
/** One process folds in each of these, in milliseconds. */
export const FOLD_EVERY = 900;

/** Reads the cockpit; one for each process. */
export type Cockpit = { read(): Promise<CockpitView> };

/**
 * The cockpit over a house: it folds what was counted, and reads the sums in one statement.
 * @param stages the conveyors of this process
 */
export function cockpitOn({ db, clock, registry }: CockpitHouse, stages: () => Stages): Cockpit {
  let known: { readonly around: Around; readonly at: Instant } | null = null;
  return {
    read: async () => {
      const now = clock.now();
      const date = businessDate(now);
      await foldCounts(db, now, FOLD_EVERY);
      if (known === null || now >= known.at + LOOK_EVERY || now < known.at) {
        known = { around: await lookAround(db, registry, now), at: now };
      }
      return cockpitView(await readCounts(db, date, now), known.around, stages(), date, now);
    },
  };
}

async function lookAround(sql: Sql, registry: House['registry'], now: Instant): Promise<Around> {
  const lodged = [...registry.current().snapshot.guarantees.values()].flat();
  const limits = guaranteeLimits(lodged, businessDate(now));
  const accounts = limits.map(({ enterpriseCode }) => guaranteeAccount(enterpriseCode));
  const [alarms, tasks, used, [row]] = await Promise.all([
    countAlarms(sql),
    countTasks(sql),
    balances(sql, accounts),
    sql.query<Beside>(BESIDE, [WAITING_COUNTED]),
  ]);
  return {
    waiting: { import: row?.imports ?? 0, export: row?.exports ?? 0 },
    alarms: Object.fromEntries(alarms),
    tasks: tasksOf(tasks),
    guarantees: {
      lodged: limits.reduce((sum, { amount }) => sum + amount, 0n),
      used: [...used.values()].reduce((sum, balance) => sum + usedOf(balance), 0n),
    },
    webhooks: { endpoints: row?.endpoints ?? 0, behind: Number(row?.behind ?? 0n) },
    archivedThrough: row?.archived ?? null,
    offices: officesOf(registry.current().index.profile),
  };
}

/** The offices of the law under the names that its table of customs has for them. */
function officesOf({ customs, codes }: Profile): Around['offices'] {
  const table = codes.customs;
  return new Map(customs.map((code) => [code, table?.get(code) ?? { zh: code, en: code }]));
}

function tasksOf(tasks: readonly TaskCount[]): Around['tasks'] {
  const kinds: Record<string, { open: number; overdue: number }> = {};
  for (const { kind, open, overdue } of tasks) {
    const before = kinds[kind] ?? { open: 0, overdue: 0 };
    kinds[kind] = { open: before.open + open, overdue: before.overdue + overdue };
  }
  return kinds;
}

type Beside = {
  imports: number;
  exports: number;
  endpoints: number;
  behind: bigint;
  archived: string | null;
};

const BESIDE = `
  select
    (select count(*)::integer from (select from clearance.waiting limit $1) w) as imports,
    (select count(*)::integer from (select from export.waiting limit $1) w) as exports,
    (select count(*)::integer from webhooks.endpoints where state = 'active') as endpoints,
    (select coalesce(max(h.next_cursor - 1 - e.position), 0) from webhooks.endpoints e
      join receipts.heads h on h.enterprise_code = e.enterprise_code
      where e.state = 'active') as behind,
    (select max(day) from documents.archives) as archived`;
