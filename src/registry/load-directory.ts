import { join } from 'node:path';
import type { Finding } from '../base/finding.ts';
import { readBook, readBookLine, readOpeningLot } from './load-books.ts';
import type { Reader } from './load-cells.ts';
import { readCertificateRow, rowsOfFolder } from './load-certificates.ts';
import { type Contents, type Item, withKnownCodes } from './load-check.ts';
import { loadFinding } from './load-codes.ts';
import { readExchangeRate } from './load-exchange.ts';
import { type LoadRow, listFiles, readBytes, readRows, tableOf } from './load-files.ts';
import * as rows from './load-rows.ts';
import * as staff from './load-staff.ts';
import type { PersonalHash } from './personal-hash.ts';
import type { Profile } from './profile.ts';
import { readProfile } from './profile-file.ts';
import { IMPORTED, IMPORTS, type ImportResult } from './tariff-import.ts';

/** What stands in a directory, and what is to be said of it. */
export type Reading = {
  readonly contents: Contents;
  /** The law to put into force; null when the directory says nothing of it. */
  readonly profile: Profile | null;
  readonly findings: Finding[];
  readonly warnings: Finding[];
};

/** What reading a directory depends on. */
export type ReadingBasis = {
  readonly hash: PersonalHash;
  /** The law in force, which a new table of the law is put into. */
  readonly current: Profile | null;
  readonly partial: boolean;
};

const PROFILE_FOLDER = 'profile';

/** Reads every known file of the directory; what is wrong is in the findings, by file and line. */
export async function readDirectory(dir: string, basis: ReadingBasis): Promise<Reading> {
  const findings: Finding[] = [];
  const warnings: Finding[] = [];
  const files = (await listFiles(dir, findings)) ?? [];
  const tables = await readTables(dir, files, findings);
  warnUnknown(files, warnings);
  const read = await readContents(dir, tables, basis.hash, { findings, warnings });
  const profile = await readLaw(dir, files, basis, { findings, warnings });
  const contents = { ...read, ...withKnownCodes(read, profile ?? basis.current, findings) };
  const empty = profile === null && Object.values(contents).every((items) => items.length === 0);
  if (empty && findings.length === 0) {
    const detail = `expected for example ${rows.TABLES.slice(0, 3).join('.csv, ')}.csv`;
    findings.push(loadFinding('LOAD-EMPTY', { file: dir }, detail));
  }
  return { contents, profile, findings, warnings };
}

type Tables = Readonly<Record<rows.TableName, readonly LoadRow[]>>;
type Sinks = { readonly findings: Finding[]; readonly warnings: Finding[] };

async function readTables(dir: string, files: readonly string[], sink: Finding[]): Promise<Tables> {
  const tables = {} as Record<rows.TableName, LoadRow[]>;
  for (const name of rows.TABLES) {
    tables[name] = [];
    for (const file of files.filter((candidate) => tableOf(candidate) === name)) {
      tables[name].push(...(await readRows(dir, file, rows.COLUMNS[name], sink)));
    }
  }
  tables.certificates.push(...rowsOfFolder(files, tables.certificates));
  return tables;
}

function warnUnknown(files: readonly string[], warnings: Finding[]): void {
  const known = new Set<string>([...rows.TABLES, ...IMPORTED]);
  for (const file of files) {
    const table = file.includes('/') ? null : tableOf(file);
    if (table === null || known.has(table)) continue;
    warnings.push(loadFinding('LOAD-IGNORED', { file }));
  }
}

async function readContents(
  dir: string,
  tables: Tables,
  hash: PersonalHash,
  sinks: Sinks,
): Promise<Contents> {
  const each = <T>(list: readonly LoadRow[], read: (reader: Reader) => T | null): Item<T>[] =>
    list.flatMap((row) => {
      const value = read({ row, ...sinks });
      return value === null ? [] : [{ row, value }];
    });
  const certificates: Contents['certificates'][number][] = [];
  for (const row of tables.certificates) {
    const value = await readCertificateRow(dir, { row, ...sinks });
    if (value !== null) certificates.push({ row, value });
  }
  return {
    enterprises: each(tables.enterprises, rows.readEnterprise),
    certificates,
    tokens: each(tables.tokens, rows.readToken),
    undertakings: each(tables.undertakings, rows.readUndertaking),
    goods: each(tables.goods, rows.readGoods),
    buyers: each(tables.buyers, (reader) => rows.readBuyer(reader, hash)),
    guarantees: each(tables.guarantees, rows.readGuarantee),
    books: each(tables.books, readBook),
    bookLines: each(tables['book-lines'], readBookLine),
    openings: each(tables['opening-stock'], readOpeningLot),
    exchangeRates: each(tables['exchange-rates'], readExchangeRate),
    overseasWarehouses: each(tables['overseas-warehouses'], rows.readOverseasWarehouse),
    officers: each(tables.officers, staff.readOfficer),
    duty: each(tables.duty, staff.readDuty),
    conflicts: each(tables.conflicts, staff.readConflict),
    officerTokens: each(tables['officer-tokens'], staff.readOfficerToken),
  };
}

async function readLaw(
  dir: string,
  files: readonly string[],
  { current, partial }: ReadingBasis,
  sinks: Sinks,
): Promise<Profile | null> {
  let law: Profile | null = null;
  if (files.includes(PROFILE_FOLDER)) {
    const read = await readProfile(join(dir, PROFILE_FOLDER));
    if (read.ok) law = read.value;
    else sinks.findings.push(...read.error.map(inProfileFolder));
  }
  for (const table of IMPORTED) {
    const file = `${table}.csv`;
    if (!files.includes(file)) continue;
    const base = law ?? current;
    const bytes = await readBytes(dir, file, { file }, sinks.findings);
    if (base === null) {
      sinks.findings.push(loadFinding('LOAD-REFERENCE', { file }, 'no profile is in force yet'));
    } else if (bytes !== null) {
      const result = IMPORTS[table](bytes, base, { partial });
      noteImport(file, result, sinks);
      if (result.taken) law = result.profile;
    }
  }
  return law;
}

function inProfileFolder(finding: Finding): Finding {
  return { ...finding, path: `${PROFILE_FOLDER}/${finding.path ?? ''}` };
}

function noteImport(file: string, { report }: ImportResult, sinks: Sinks): void {
  for (const { line, level, code, zh, en } of report) {
    if (level === 'ok') continue;
    const place = line > 0 ? { line } : {};
    const finding: Finding = { code, zh, en, path: file, ...place, law: null, hint: null };
    (level === 'error' ? sinks.findings : sinks.warnings).push(finding);
  }
}
