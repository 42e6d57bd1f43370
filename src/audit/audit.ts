import type { Instant } from '../base/dates.ts';
import type { Database, Sql } from '../io/postgres.ts';
import { openDays } from './days.ts';
import { walkEvidence } from './evidence-walk.ts';
import { walkExports } from './export-walk.ts';
import { type Law, type LawResult, newTally, type Scope, type Watch, type Witness } from './law.ts';
import { ACTIONS } from './laws/actions.ts';
import { ARRIVALS } from './laws/arrivals.ts';
import { BILLS } from './laws/bills.ts';
import { CLAIMS } from './laws/claims.ts';
import { CLASSES } from './laws/classes.ts';
import { COCKPIT } from './laws/cockpit.ts';
import { DAYS } from './laws/days.ts';
import { DECLARATIONS } from './laws/declarations.ts';
import { DEPARTURES } from './laws/departures.ts';
import { DOCUMENTS } from './laws/documents.ts';
import { DRAW_DAYS } from './laws/draw-days.ts';
import { DRAWS } from './laws/draws.ts';
import { EVIDENCE } from './laws/evidence.ts';
import { EXITS } from './laws/exits.ts';
import { EXPORT_CHANNELS } from './laws/export-channels.ts';
import { EXPORT_RELEASE } from './laws/export-release.ts';
import { EXPORT_RETURNS } from './laws/export-returns.ts';
import { EXPORT_VALUES } from './laws/export-values.ts';
import { EXPORT_WAREHOUSES } from './laws/export-warehouses.ts';
import { EXPORT_WAY } from './laws/export-way.ts';
import { FACTS } from './laws/facts.ts';
import { IMAGES } from './laws/images.ts';
import { IMPORT_STATISTICS } from './laws/import-statistics.ts';
import { INSPECTIONS } from './laws/inspections.ts';
import { LANES } from './laws/lanes.ts';
import { LEDGER } from './laws/ledger.ts';
import { NUMBERS } from './laws/numbers.ts';
import { PAYDATA } from './laws/paydata.ts';
import { PERSONAL } from './laws/personal.ts';
import { POOLS } from './laws/pools.ts';
import { POSTINGS } from './laws/postings.ts';
import { PROFILES } from './laws/profiles.ts';
import { PROMISES } from './laws/promises.ts';
import { PUBLICATION } from './laws/publication.ts';
import { RECEIPTS } from './laws/receipts.ts';
import { RECORDS } from './laws/records.ts';
import { REFUNDS } from './laws/refunds.ts';
import { REFUSALS } from './laws/refusals.ts';
import { RELEASE } from './laws/release.ts';
import { REMINDERS } from './laws/reminders.ts';
import { REPAIRS } from './laws/repairs.ts';
import { REQUESTS } from './laws/requests.ts';
import { SHIPMENTS } from './laws/shipments.ts';
import { SIGNERS } from './laws/signers.ts';
import { STATISTICS } from './laws/statistics.ts';
import { STOCK } from './laws/stock.ts';
import { STREAMS } from './laws/streams.ts';
import { SUMMARIES } from './laws/summaries.ts';
import { SUMMARY_RESULTS } from './laws/summary-results.ts';
import { TARGETS } from './laws/targets.ts';
import { TAX } from './laws/tax.ts';
import { WAITING } from './laws/waiting.ts';
import { walkParcels } from './parcel-walk.ts';
import { walkReceipts } from './receipt-walk.ts';
import { countOf, inSnapshot } from './snapshot.ts';
import { STANDING } from './states.ts';

/*
 * The auditor: every conservation law worked out again from the raw tables. It shares no code with
 * the engine beyond dates and the database driver, reads one snapshot and writes nothing, so it
 * can run beside the platform at any time.
 */

/** Every law, in the order of the report. */
export const LAWS: readonly Law[] = [
  EVIDENCE,
  SIGNERS,
  RECORDS,
  DOCUMENTS,
  SHIPMENTS,
  NUMBERS,
  REQUESTS,
  REFUNDS,
  EXPORT_RETURNS,
  BILLS,
  WAITING,
  RELEASE,
  ARRIVALS,
  CLAIMS,
  EXPORT_RELEASE,
  EXPORT_WAY,
  EXPORT_VALUES,
  EXPORT_CHANNELS,
  DECLARATIONS,
  EXPORT_WAREHOUSES,
  TAX,
  LEDGER,
  POSTINGS,
  STOCK,
  PROMISES,
  DEPARTURES,
  EXITS,
  LANES,
  RECEIPTS,
  STREAMS,
  PAYDATA,
  SUMMARIES,
  SUMMARY_RESULTS,
  REMINDERS,
  STATISTICS,
  IMPORT_STATISTICS,
  PUBLICATION,
  DRAWS,
  DRAW_DAYS,
  POOLS,
  INSPECTIONS,
  IMAGES,
  TARGETS,
  FACTS,
  DAYS,
  PROFILES,
  CLASSES,
  COCKPIT,
  REFUSALS,
  REPAIRS,
  ACTIONS,
  PERSONAL,
];

/** What an audit is told. */
export type AuditOptions = {
  readonly now: Instant;
  /** Reads and works out everything again, however much there is. */
  readonly full: boolean;
  /** Where the files of archived days are; null when there are none to be looked at. */
  readonly archive?: string | null;
  /** What somebody outside noted down of draws. */
  readonly witness?: Witness | null;
  /** Records that are all read again; beyond them a sample is. Default 200,000. */
  readonly mostRecords?: number;
  /** Steps done and steps in all; a step is a message, a block or a parcel. */
  readonly onProgress?: (done: number, all: number) => void;
};

/** What an audit found. */
export type AuditReport = {
  readonly laws: readonly LawResult[];
  /** Broken ones of all laws together. */
  readonly findings: number;
};

/** More records than this are read again by sample, unless all are asked for. */
const MOST_RECORDS = 200_000;

/** Audits one database. @throws Fault when the database cannot be read */
export function audit(db: Database, options: AuditOptions): Promise<AuditReport> {
  return inSnapshot(db, (sql) => auditSnapshot(sql, options));
}

/** Audits what one transaction sees; nothing may be written in it meanwhile. */
export async function auditSnapshot(sql: Sql, options: AuditOptions): Promise<AuditReport> {
  const sizes = await measure(sql);
  const most = options.mostRecords ?? MOST_RECORDS;
  const sampleOf = options.full ? 1 : Math.ceil(sizes.records / most) || 1;
  const days = await openDays(sql, options.archive ?? null);
  const { now, witness = null } = options;
  const scope: Scope = { sql, days, now, sampleOf, witness };
  const running = LAWS.map((law) => {
    const tally = newTally(law.id, law.title);
    return { tally, watch: law.watch(tally, scope) };
  });
  const watches = running.map(({ watch }) => watch);
  for (const watch of watches) await watch.begin?.();
  await walkAll(scope, watches, sizes, options);
  for (const watch of watches) await watch.finish?.();
  const laws = running.map(({ tally }) => tally.result());
  return { laws, findings: laws.reduce((sum, { broken }) => sum + broken, 0) };
}

type Sizes = {
  readonly messages: number;
  readonly records: number;
  readonly blocks: number;
  readonly parcels: number;
  readonly exports: number;
};

async function measure(sql: Sql): Promise<Sizes> {
  return {
    messages: await countOf(sql, 'select count(*) as n from documents.messages'),
    records: await countOf(sql, 'select sum(records) as n from documents.messages'),
    blocks: await countOf(
      sql,
      `select (select count(*) from receipts.blocks)
        + (select coalesce(sum(receipts), 0) from documents.archives
          where expired_at is null) as n`,
    ),
    parcels: await countOf(
      sql,
      `select count(*) as n from clearance.cases where state in ${STANDING}`,
    ),
    exports: await countOf(
      sql,
      `select count(*) as n from export.cases where state not in ('open', 'declared', '100')`,
    ),
  };
}

async function walkAll(
  scope: Scope,
  watches: readonly Watch[],
  { messages, blocks, parcels, exports }: Sizes,
  { onProgress }: AuditOptions,
): Promise<void> {
  const walked = [parcels, exports].map((lists) => Math.ceil(lists / scope.sampleOf));
  const all = blocks + messages + walked[0]! + walked[1]!;
  let before = 0;
  const progress = (done: number): void => onProgress?.(Math.min(all, before + done), all);
  let done = 0;
  await walkReceipts(scope, 'audit_receipts', (block) => {
    for (const watch of watches) watch.onReceipts?.(block);
    done += 1;
    if (done % 100 === 0) progress(done);
  });
  before = blocks;
  await walkEvidence(scope, {
    onSegment: (segment) => {
      for (const watch of watches) watch.onSegment?.(segment);
    },
    onMessage: (message) => {
      for (const watch of watches) watch.onMessage?.(message);
    },
    onProgress: progress,
  });
  before = blocks + messages;
  await walkParcels(scope, {
    onParcel: (parcel) => {
      for (const watch of watches) watch.onParcel?.(parcel);
    },
    onProgress: progress,
  });
  before += walked[0]!;
  await walkExports(scope, {
    onExport: (parcel) => {
      for (const watch of watches) watch.onExport?.(parcel);
    },
    onProgress: progress,
  });
  onProgress?.(all, all);
}
