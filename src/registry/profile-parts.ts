import type { Finding } from '../base/finding.ts';
import { cell, type RowReader, refuseCell, requiredCell } from './cells.ts';
import type { Columns, Row } from './csv-table.ts';
import { overlap, type Period } from './dated.ts';
import type { ExportGoods } from './export-law.ts';
import { isRecord } from './plain-data.ts';
import type {
  CodeTable,
  Parameters,
  PositiveLine,
  Profile,
  SampleTable,
  TariffLine,
} from './profile.ts';
import { readExportRow } from './profile-export.ts';
import { profileFinding } from './profile-findings.ts';
import { beginning, type Locate, readParameters } from './profile-parameters.ts';
import { readPositiveRow } from './profile-positive.ts';
import { readTariffRow } from './profile-tariff.ts';

/** The columns of a code table. */
export const CODE_COLUMNS: Columns = { required: ['code', 'zh', 'en'], optional: [] };

/** The code tables a profile must have. */
export const CODE_TABLES = [
  'customs',
  'country',
  'unit',
  'currency',
  'trafMode',
  'wrapType',
  'tradeMode',
] as const;

/** The head of a profile: everything but its tables. */
export type ProfileHead = Pick<
  Profile,
  'name' | 'zone' | 'currency' | 'customs' | 'sampleTables' | 'parameters'
>;

const HEAD_KEYS = ['name', 'zone', 'currency', 'customs', 'sampleTables', 'parameters'];

const isText = (raw: unknown): raw is string => typeof raw === 'string' && raw !== '';
const SAMPLE_TABLES: readonly SampleTable[] = ['tariff', 'positive-list', 'export-goods'];
const isSampleTable = (raw: unknown): raw is SampleTable =>
  SAMPLE_TABLES.some((table) => table === raw);

/** Reads the head from a parsed document; `extra` names further keys that may stand in it. */
export function readHead(
  raw: unknown,
  locate: Locate,
  sink: Finding[],
  extra: readonly string[] = [],
): ProfileHead | null {
  const before = sink.length;
  const refuse = (code: 'PROFILE-KEY' | 'PROFILE-VALUE', key: string, detail: string): void => {
    sink.push(profileFinding(code, locate(key === '' ? [] : [key]), detail));
  };
  if (!isRecord(raw)) {
    refuse('PROFILE-VALUE', '', 'expected a map of keys');
    return null;
  }
  for (const key of Object.keys(raw)) {
    if (![...HEAD_KEYS, ...extra].includes(key)) refuse('PROFILE-KEY', key, key);
  }
  const { name, zone, currency, customs, sampleTables } = raw;
  if (!isText(name)) refuse('PROFILE-VALUE', 'name', 'expected a text');
  if (!isRecord(zone) || !isText(zone.zh) || !isText(zone.en)) {
    refuse('PROFILE-VALUE', 'zone', 'expected zh and en');
  }
  if (!isText(currency) || !/^\d{3}$/.test(currency)) {
    refuse('PROFILE-VALUE', 'currency', 'expected a quoted code of three digits');
  }
  if (!Array.isArray(customs) || !customs.every((code) => isText(code) && /^\d{4}$/.test(code))) {
    refuse('PROFILE-VALUE', 'customs', 'expected a list of quoted codes of four digits');
  }
  if (!Array.isArray(sampleTables) || !sampleTables.every(isSampleTable)) {
    refuse('PROFILE-VALUE', 'sampleTables', `expected a list of ${SAMPLE_TABLES.join(', ')}`);
  }
  const parameters = readParameters(raw.parameters, locate, sink);
  if (parameters === null || sink.length > before) return null;
  return {
    name: name as string,
    zone: { zh: (zone as { zh: string }).zh, en: (zone as { en: string }).en },
    currency: currency as string,
    customs: customs as string[],
    sampleTables: sampleTables as ProfileHead['sampleTables'],
    parameters,
  };
}

/** The lines of the tariff, sorted by code and day; overlapping periods of a code are findings. */
export function readTariff(
  rows: readonly Row[],
  file: string,
  parameters: Parameters,
  sink: Finding[],
): TariffLine[] {
  const { standardVat, lowVat } = parameters;
  const context = { standardVat, lowVat, begins: beginning(parameters) };
  const placed = rows.flatMap((row) => {
    const reader = { file, row, sink };
    return readTariffRow(reader, context).map((line) => ({ reader, key: line.hs, line }));
  });
  return withoutOverlaps(placed);
}

/** The lines of the positive list, sorted by code and day; overlaps are findings. */
export function readPositiveList(
  rows: readonly Row[],
  file: string,
  parameters: Parameters,
  sink: Finding[],
): PositiveLine[] {
  const begins = beginning(parameters);
  const placed = rows.flatMap((row) => {
    const reader = { file, row, sink };
    const line = readPositiveRow(reader, begins);
    return line === null ? [] : [{ reader, key: line.hs8, line }];
  });
  return withoutOverlaps(placed);
}

/** The table of export goods, sorted by code and day; overlaps are findings. */
export function readExportGoods(
  rows: readonly Row[],
  file: string,
  { parameters, codes }: Pick<Profile, 'parameters' | 'codes'>,
  sink: Finding[],
): ExportGoods[] {
  const context = { units: codes.unit ?? new Map(), begins: beginning(parameters) };
  const placed = rows.flatMap((row) => {
    const reader = { file, row, sink };
    const line = readExportRow(reader, context);
    return line === null ? [] : [{ reader, key: line.hs, line }];
  });
  return withoutOverlaps(placed);
}

type Placed<T> = { readonly reader: RowReader; readonly key: string; readonly line: T };

/** A row of several periods is kept whole or not at all, and refused once. */
function withoutOverlaps<T extends Period>(placed: readonly Placed<T>[]): T[] {
  const byKey = Map.groupBy(placed, ({ key }) => key);
  const keys = [...byKey.keys()].sort();
  return keys.flatMap((key) => {
    const kept: Placed<T>[] = [];
    for (const [reader, own] of Map.groupBy(byKey.get(key) ?? [], ({ reader }) => reader)) {
      const rival = kept.find((other) => own.some(({ line }) => overlap(other.line, line)));
      if (rival === undefined) kept.push(...own);
      else {
        const detail = `${key} has another line for the same days on line ${rival.reader.row.line}`;
        refuseCell(reader, 'from', detail, 'PROFILE-PERIOD');
      }
    }
    const lines = kept.map(({ line }) => line);
    return lines.sort((a, b) => (a.from < b.from ? -1 : 1));
  });
}

/** A code table, sorted by code; a code given twice is a finding. */
export function readCodes(rows: readonly Row[], file: string, sink: Finding[]): CodeTable {
  const table = new Map<string, { readonly zh: string; readonly en: string }>();
  const sorted = rows.toSorted((a, b) => ((a.cells.code ?? '') < (b.cells.code ?? '') ? -1 : 1));
  for (const row of sorted) {
    const reader = { file, row, sink };
    const code = requiredCell(reader, 'code');
    const zh = requiredCell(reader, 'zh');
    if (code === null || zh === null) continue;
    if (table.has(code)) refuseCell(reader, 'code', code, 'PROFILE-DUPLICATE');
    table.set(code, { zh, en: cell(reader, 'en') });
  }
  return table;
}
