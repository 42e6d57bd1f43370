import { businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { Database, Sql } from '../io/postgres.ts';
import { type Entropy, systemEntropy } from '../io/random.ts';
import type { OpeningLot } from './book.ts';
import { writeBookLines, writeBooks } from './book-store.ts';
import { writeExchangeRates } from './exchange-store.ts';
import { readCurrentProfile, readGuarantees } from './facts.ts';
import {
  type Contents,
  type Item,
  keptClasses,
  withoutRepeats,
  withoutStrangers,
} from './load-check.ts';
import { type Reading, readDirectory } from './load-directory.ts';
import { withoutRivals } from './load-exchange.ts';
import type { TableName } from './load-rows.ts';
import { makeHash } from './personal-hash.ts';
import { bumpRevision, hashKey, readRevision } from './settings.ts';
import { type GuaranteeLimit, guaranteeLimits } from './snapshot.ts';
import * as staff from './staff-store.ts';
import type { Written } from './store.ts';
import * as store from './store.ts';
import { writeOverseasWarehouses } from './warehouse-store.ts';

/** What became of a directory. */
export type LoadReport = {
  /** False when findings kept everything out. */
  readonly applied: boolean;
  /** Whether anything is other than before; false when the same files are loaded again. */
  readonly changed: boolean;
  /** The revision of the registry after it. */
  readonly revision: bigint;
  readonly counts: Readonly<Record<TableName | 'profile', Written>>;
  /** What was refused: `path` is file/column, `line` the line. */
  readonly findings: readonly Finding[];
  readonly warnings: readonly Finding[];
  /** Guarantee limits now in force of the enterprises whose guarantees stand in the files. */
  readonly guarantees: readonly GuaranteeLimit[];
  /** Stock of books that were taken over, for whoever keeps stock to write. */
  readonly openings: readonly OpeningLot[];
};

export type LoadOptions = {
  /** Take the good lines although others are refused. */
  readonly partial?: boolean;
  /** Runs in the same transaction after the rows are written: limits, opening stock. */
  readonly afterWrite?: (tx: Sql, report: LoadReport) => Promise<void>;
  /** Where the hash key comes from when the database has none yet. */
  readonly entropy?: Entropy;
};

const NOTHING: Written = { added: 0, changed: 0, unchanged: 0 };
const NO_COUNTS: LoadReport['counts'] = {
  enterprises: NOTHING,
  certificates: NOTHING,
  tokens: NOTHING,
  undertakings: NOTHING,
  goods: NOTHING,
  buyers: NOTHING,
  guarantees: NOTHING,
  books: NOTHING,
  'book-lines': NOTHING,
  'opening-stock': NOTHING,
  'exchange-rates': NOTHING,
  'overseas-warehouses': NOTHING,
  officers: NOTHING,
  duty: NOTHING,
  conflicts: NOTHING,
  'officer-tokens': NOTHING,
  profile: NOTHING,
};

/**
 * Registers what the CSV and YAML files of a directory hold, in one transaction: all of it or, as
 * soon as one line is refused, nothing. Loading the same directory twice changes nothing. Rows that
 * are in the database and not in the files stay; keys are withdrawn by `revokedAt`.
 * @param at recorded with a new law, and the day for which guarantee limits are worked out.
 */
export async function loadDirectory(
  db: Database,
  dir: string,
  at: Instant,
  options: LoadOptions = {},
): Promise<LoadReport> {
  const { partial = false, afterWrite, entropy = systemEntropy } = options;
  const hash = makeHash(await hashKey(db, entropy));
  const current = (await readCurrentProfile(db))?.profile ?? null;
  const reading = await readDirectory(dir, { hash, current, partial });
  return db.transaction(async (tx) => {
    const repeatless = withoutRepeats(reading.contents, reading.findings);
    const known = await withoutStrangers(tx, repeatless, reading.findings);
    const exchangeRates = await withoutRivals(tx, known.exchangeRates, reading.findings);
    const contents = { ...known, exchangeRates };
    const applied = partial || reading.findings.length === 0;
    const counts = applied ? await writeAll(tx, contents, reading, at) : NO_COUNTS;
    const kept = applied ? await keptClasses(tx, contents.enterprises) : [];
    const changed = Object.values(counts).some((one) => one.added + one.changed > 0);
    const report: LoadReport = {
      applied,
      changed,
      revision: changed ? await bumpRevision(tx) : await readRevision(tx),
      counts,
      findings: inOrder(reading.findings),
      warnings: inOrder([...reading.warnings, ...kept]),
      guarantees: applied ? await limitsOf(tx, contents, at) : [],
      openings: applied ? values(contents.openings) : [],
    };
    if (applied) await afterWrite?.(tx, report);
    return report;
  });
}

async function writeAll(
  tx: Sql,
  contents: Contents,
  { profile }: Reading,
  at: Instant,
): Promise<LoadReport['counts']> {
  return {
    enterprises: await store.writeEnterprises(tx, values(contents.enterprises)),
    certificates: await store.writeCertificates(tx, values(contents.certificates)),
    tokens: await store.writeTokens(tx, values(contents.tokens)),
    undertakings: await store.writeUndertakings(tx, values(contents.undertakings)),
    goods: await store.writeGoods(tx, values(contents.goods)),
    buyers: await store.writeBuyers(tx, values(contents.buyers)),
    guarantees: await store.writeGuarantees(tx, values(contents.guarantees)),
    books: await writeBooks(tx, values(contents.books)),
    'book-lines': await writeBookLines(tx, values(contents.bookLines)),
    'opening-stock': NOTHING,
    'exchange-rates': await writeExchangeRates(tx, values(contents.exchangeRates)),
    'overseas-warehouses': await writeOverseasWarehouses(tx, values(contents.overseasWarehouses)),
    officers: await staff.writeOfficers(tx, values(contents.officers)),
    duty: await staff.writeDuty(tx, values(contents.duty)),
    conflicts: await staff.writeConflicts(tx, values(contents.conflicts)),
    'officer-tokens': await staff.writeOfficerTokens(tx, values(contents.officerTokens)),
    profile: profile === null ? NOTHING : await store.writeProfile(tx, profile, at),
  };
}

function values<T>(items: readonly Item<T>[]): T[] {
  return items.map(({ value }) => value);
}

async function limitsOf(tx: Sql, contents: Contents, at: Instant): Promise<GuaranteeLimit[]> {
  const codes = new Set(contents.guarantees.map(({ value }) => value.enterpriseCode));
  if (codes.size === 0) return [];
  const filed = await readGuarantees(tx);
  const named = filed.filter(({ enterpriseCode }) => codes.has(enterpriseCode));
  return guaranteeLimits(named, businessDate(at));
}

/** By file, line and column. */
function inOrder(findings: readonly Finding[]): Finding[] {
  const file = ({ path }: Finding) => (path ?? '').split('/')[0] ?? '';
  return [...findings].sort((a, b) => {
    const byFile = file(a).localeCompare(file(b)) || (a.line ?? 0) - (b.line ?? 0);
    return byFile || (a.path ?? '').localeCompare(b.path ?? '');
  });
}
