import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { type Columns, type Row, readTable } from './csv-table.ts';
import { isRecord } from './plain-data.ts';
import type { CodeTable, Profile } from './profile.ts';
import { completeProfile } from './profile-codec.ts';
import { EXPORT_COLUMNS } from './profile-export.ts';
import { profileFinding } from './profile-findings.ts';
import type { Locate, RawPath } from './profile-parameters.ts';
import {
  CODE_COLUMNS,
  CODE_TABLES,
  type ProfileHead,
  readCodes,
  readExportGoods,
  readHead,
  readPositiveList,
  readTariff,
} from './profile-parts.ts';
import { POSITIVE_COLUMNS } from './profile-positive.ts';
import { TARIFF_COLUMNS } from './profile-tariff.ts';

const HEAD_FILE = 'profile.yaml';
const TARIFF_FILE = 'tariff.csv';
const POSITIVE_FILE = 'positive-list.csv';
const EXPORT_FILE = 'export-goods.csv';

/**
 * Reads the law of a zone from its folder: `profile.yaml`, `tariff.csv`, `positive-list.csv`,
 * `codes/<table>.csv` and, where there is one, `export-goods.csv`. With `extends: NAME`, what is
 * not in the folder is that of the folder NAME beside it, each parameter by itself. Strict: unknown
 * keys, periods that overlap or leave gaps, bad rates and duplicates are all reported, each with
 * its file and line, and then there is no profile.
 */
export async function readProfile(dir: string): Promise<Result<Profile, Finding[]>> {
  const sink: Finding[] = [];
  const { head, base } = await readHeadFile(dir, sink);
  const place = { dir, base };
  const codes: Record<string, CodeTable> = {};
  for (const name of CODE_TABLES) {
    const file = `codes/${name}.csv`;
    codes[name] = readCodes(await readRows(place, file, CODE_COLUMNS, sink), file, sink);
  }
  const tariff = await readRows(place, TARIFF_FILE, TARIFF_COLUMNS, sink);
  const positive = await readRows(place, POSITIVE_FILE, POSITIVE_COLUMNS, sink);
  const exported = isThere(place, EXPORT_FILE)
    ? await readRows(place, EXPORT_FILE, EXPORT_COLUMNS, sink)
    : [];
  if (head === null) return fail(sink);
  const parts = {
    ...head,
    tariff: readTariff(tariff, TARIFF_FILE, head.parameters, sink),
    positiveList: readPositiveList(positive, POSITIVE_FILE, head.parameters, sink),
    exportGoods: readExportGoods(exported, EXPORT_FILE, { ...head, codes }, sink),
    codes,
  };
  return sink.length > 0 ? fail(sink) : ok(completeProfile(parts));
}

/** A folder, and the one it extends. */
type Folders = { readonly dir: string; readonly base: string | null };

/** A parsed head, and where its keys stand. */
type Parsed = { readonly raw: unknown; readonly locate: Locate };

type Head = { readonly head: ProfileHead | null; readonly base: string | null };

async function readHeadFile(dir: string, sink: Finding[]): Promise<Head> {
  const own = await parseHeadFile(dir, sink);
  if (own === null) return { head: null, base: null };
  const { raw, locate } = own;
  const base = isRecord(raw) && raw.extends !== undefined ? baseOf(dir, raw.extends) : null;
  if (base === null) return { head: readHead(raw, locate, sink), base };
  const below = base === '' ? null : await parseHeadFile(base, sink);
  if (base === '') {
    const detail = 'expected the name of a folder beside this one';
    sink.push(profileFinding('PROFILE-VALUE', locate(['extends']), detail));
  }
  if (below === null) return { head: null, base: null };
  return { head: readHead(over(raw, below.raw), locate, sink), base };
}

/** The folder that is extended; an empty text when the name is none of a folder beside. */
function baseOf(dir: string, name: unknown): string {
  return typeof name === 'string' && /^[\w-]+$/.test(name) ? join(dir, '..', name) : '';
}

/** What is said above, and what is said below of everything else. */
function over(above: unknown, below: unknown): unknown {
  if (!isRecord(above) || !isRecord(below)) return above;
  const { extends: _, ...own } = above;
  const both = [below.parameters, own.parameters].filter(isRecord);
  return { ...below, ...own, parameters: Object.assign({}, ...both) };
}

async function parseHeadFile(dir: string, sink: Finding[]): Promise<Parsed | null> {
  const bytes = await readBytes(join(dir, HEAD_FILE), HEAD_FILE, sink);
  return bytes === null ? null : parseHead(bytes.toString('utf8'), sink);
}

function parseHead(text: string, sink: Finding[]): Parsed | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  for (const error of document.errors) {
    const place = { file: HEAD_FILE, path: '', line: lines.linePos(error.pos[0]).line };
    sink.push(profileFinding('PROFILE-SYNTAX', place, error.message.split('\n')[0] ?? ''));
  }
  if (document.errors.length > 0) return null;
  const locate: Locate = (path) => {
    const line = lineOf(path);
    return { file: HEAD_FILE, path: path.join('/'), ...(line === undefined ? {} : { line }) };
  };
  // The nearest part that exists: a missing key is shown at the map it is missing from.
  const lineOf = (path: RawPath): number | undefined => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      const start = rangeStart(node);
      if (start !== null) return lines.linePos(start).line;
    }
    return undefined;
  };
  return { raw: document.toJS(), locate };
}

function rangeStart(node: unknown): number | null {
  if (typeof node !== 'object' || node === null || !('range' in node)) return null;
  const start: unknown = Array.isArray(node.range) ? node.range[0] : null;
  return typeof start === 'number' ? start : null;
}

async function readRows(
  { dir, base }: Folders,
  file: string,
  columns: Columns,
  sink: Finding[],
): Promise<Row[]> {
  const own = join(dir, file);
  const path = base === null || existsSync(own) ? own : join(base, file);
  const bytes = await readBytes(path, file, sink);
  return bytes === null ? [] : readTable(bytes, file, columns, sink);
}

function isThere({ dir, base }: Folders, file: string): boolean {
  return existsSync(join(dir, file)) || (base !== null && existsSync(join(base, file)));
}

async function readBytes(path: string, file: string, sink: Finding[]): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    sink.push(profileFinding('PROFILE-FILE', { file, path: '' }, reason));
    return null;
  }
}
