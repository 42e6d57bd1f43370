import { createHash } from 'node:crypto';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Row } from './csv-table.ts';
import { isRecord } from './plain-data.ts';
import type { CodeTable, Profile } from './profile.ts';
import { EXPORT_COLUMNS, exportCells } from './profile-export.ts';
import { type Place, profileFinding } from './profile-findings.ts';
import { type Locate, parametersData } from './profile-parameters.ts';
import {
  CODE_TABLES,
  readCodes,
  readExportGoods,
  readHead,
  readPositiveList,
  readTariff,
} from './profile-parts.ts';
import { POSITIVE_COLUMNS, positiveCells } from './profile-positive.ts';
import { TARIFF_COLUMNS, tariffCells } from './profile-tariff.ts';

/** A profile before its version and sample mark are worked out. */
export type ProfileParts = Omit<Profile, 'version' | 'sample'>;

/** Completes a profile: its version is the SHA-256 of its canonical content, in hex. */
export function completeProfile(parts: ProfileParts): Profile {
  return finish(parts, contentOf(parts));
}

/** The canonical content of a profile: one JSON text, the same for the same law. */
export function profileContent(profile: Profile): string {
  return contentOf(profile);
}

function finish(parts: ProfileParts, content: string): Profile {
  const version = createHash('sha256').update(content).digest('hex');
  return { ...parts, version, sample: parts.sampleTables.length > 0 };
}

function contentOf(parts: ProfileParts): string {
  return JSON.stringify({
    name: parts.name,
    zone: { zh: parts.zone.zh, en: parts.zone.en },
    currency: parts.currency,
    customs: parts.customs,
    sampleTables: parts.sampleTables,
    parameters: parametersData(parts.parameters),
    tariff: parts.tariff.map(tariffCells),
    positiveList: parts.positiveList.map(positiveCells),
    // A law without the table keeps the content that it had before there was one.
    ...(parts.exportGoods.length === 0 ? {} : { exportGoods: parts.exportGoods.map(exportCells) }),
    codes: Object.fromEntries(CODE_TABLES.map((name) => [name, codeRows(parts.codes[name])])),
  });
}

function codeRows(table: CodeTable | undefined): Record<string, string>[] {
  return [...(table ?? [])].map(([code, text]) => ({ code, zh: text.zh, en: text.en }));
}

/**
 * Reads a stored content back. The version is the hash of the very text that is given, so a
 * verdict made under it can be derived again even after the writer has changed.
 */
export function parseProfile(content: string): Result<Profile, Finding[]> {
  const sink: Finding[] = [];
  const raw = parseJson(content, sink);
  const parts = raw === null ? null : readParts(raw, sink);
  return parts === null || sink.length > 0 ? fail(sink) : ok(finish(parts, content));
}

const FILE = 'profile content';
const locate: Locate = (path): Place => ({ file: FILE, path: path.join('/') });

function parseJson(content: string, sink: Finding[]): Record<string, unknown> | null {
  try {
    const raw: unknown = JSON.parse(content);
    if (isRecord(raw)) return raw;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  sink.push(profileFinding('PROFILE-SYNTAX', locate([]), 'not a JSON object'));
  return null;
}

const TABLE_KEYS = ['tariff', 'positiveList', 'exportGoods', 'codes'];

function readParts(raw: Record<string, unknown>, sink: Finding[]): ProfileParts | null {
  const head = readHead(raw, locate, sink, TABLE_KEYS);
  if (head === null) return null;
  const tables = isRecord(raw.codes) ? raw.codes : {};
  const codes = Object.fromEntries(
    CODE_TABLES.map((name) => {
      const rows = rowsOf(tables[name], [], `codes/${name}`, sink);
      return [name, readCodes(rows, `codes/${name}`, sink)];
    }),
  );
  const tariff = rowsOf(raw.tariff, TARIFF_COLUMNS.optional, 'tariff', sink);
  const positive = rowsOf(raw.positiveList, POSITIVE_COLUMNS.optional, 'positiveList', sink);
  const goods = rowsOf(raw.exportGoods ?? [], EXPORT_COLUMNS.optional, 'exportGoods', sink);
  return {
    ...head,
    tariff: readTariff(tariff, 'tariff', head.parameters, sink),
    positiveList: readPositiveList(positive, 'positiveList', head.parameters, sink),
    exportGoods: readExportGoods(goods, 'exportGoods', { ...head, codes }, sink),
    codes,
  };
}

function rowsOf(raw: unknown, optional: readonly string[], path: string, sink: Finding[]): Row[] {
  const isRow = (row: unknown): row is Record<string, string> =>
    isRecord(row) && Object.values(row).every((cell) => typeof cell === 'string');
  if (!Array.isArray(raw) || !raw.every(isRow)) {
    sink.push(profileFinding('PROFILE-VALUE', locate([path]), 'expected rows of texts'));
    return [];
  }
  const blank = Object.fromEntries(optional.map((column) => [column, '']));
  return raw.map((row, index) => ({ line: index + 1, cells: { ...blank, ...row } }));
}
