import { decodeText } from '../base/decode-text.ts';
import type { Finding } from '../base/finding.ts';
import { type Columns, type Row, readTable } from './csv-table.ts';
import type { Profile, SampleTable } from './profile.ts';
import { completeProfile } from './profile-codec.ts';
import { EXPORT_COLUMNS } from './profile-export.ts';
import { readExportGoods, readPositiveList, readTariff } from './profile-parts.ts';
import { barsWholeLine, POSITIVE_COLUMNS } from './profile-positive.ts';
import { TARIFF_COLUMNS } from './profile-tariff.ts';

/** What became of one line of the file; line 0 speaks of the file as a whole. */
export type ImportNote = {
  readonly line: number;
  readonly level: 'error' | 'warning' | 'ok';
  readonly code: string;
  readonly zh: string;
  readonly en: string;
};

/** The outcome of an import; `profile` is the given one when nothing was taken. */
export type ImportResult = {
  readonly profile: Profile;
  readonly taken: boolean;
  readonly report: readonly ImportNote[];
  readonly accepted: number;
  readonly refused: number;
};

export type ImportOptions = {
  /** Take the good lines although others are refused. */
  readonly partial?: boolean;
};

/** Replaces the tariff by a full file in the layout of `tariff.csv`, UTF-8 or GB18030. */
export function importTariff(
  bytes: Uint8Array,
  profile: Profile,
  options: ImportOptions = {},
): ImportResult {
  return importTable(bytes, profile, options, {
    table: 'tariff',
    key: 'hs',
    columns: TARIFF_COLUMNS,
    apply: (rows, { parameters }, sink) => {
      const tariff = readTariff(rows, 'tariff.csv', parameters, sink);
      return { tariff };
    },
  });
}

/** Replaces the positive list by a full file in the layout of `positive-list.csv`. */
export function importPositiveList(
  bytes: Uint8Array,
  profile: Profile,
  options: ImportOptions = {},
): ImportResult {
  return importTable(bytes, profile, options, {
    table: 'positive-list',
    key: 'hs8',
    columns: POSITIVE_COLUMNS,
    apply: (rows, { parameters }, sink) => {
      const positiveList = readPositiveList(rows, 'positive-list.csv', parameters, sink);
      return { positiveList };
    },
  });
}

/** Replaces the table of export goods by a full file in the layout of `export-goods.csv`. */
export function importExportGoods(
  bytes: Uint8Array,
  profile: Profile,
  options: ImportOptions = {},
): ImportResult {
  return importTable(bytes, profile, options, {
    table: 'export-goods',
    key: 'hs',
    columns: EXPORT_COLUMNS,
    apply: (rows, law, sink) => {
      const exportGoods = readExportGoods(rows, 'export-goods.csv', law, sink);
      return { exportGoods };
    },
  });
}

/** The tables of the law that come as one full file, each with what takes it in. */
export const IMPORTS = {
  tariff: importTariff,
  'positive-list': importPositiveList,
  'export-goods': importExportGoods,
} as const satisfies Record<SampleTable, typeof importTariff>;

/** Their names. */
export const IMPORTED = Object.keys(IMPORTS) as SampleTable[];

type Tables = Partial<Pick<Profile, 'tariff' | 'positiveList' | 'exportGoods'>>;

type Target = {
  readonly table: SampleTable;
  readonly key: string;
  readonly columns: Columns;
  readonly apply: (rows: readonly Row[], profile: Profile, sink: Finding[]) => Tables;
};

function importTable(
  bytes: Uint8Array,
  profile: Profile,
  options: ImportOptions,
  target: Target,
): ImportResult {
  const sink: Finding[] = [];
  const rows = readTable(bytes, `${target.table}.csv`, target.columns, sink);
  const unread = new Set(sink.map(({ line }) => line ?? 0));
  const tables = target.apply(rows, profile, sink);
  const refusedLines = new Set(sink.map(({ line }) => line ?? 0));
  const accepted = rows.filter(({ line }) => !refusedLines.has(line));
  if (rows.length === 0 && sink.length === 0) sink.push(emptyFile(target.table));
  const enough = sink.length === 0 || (options.partial === true && accepted.length > 0);
  const sample = rows.some(({ cells }) => cells.note?.startsWith('SAMPLE'));
  const next = enough ? replaceTables(profile, tables, target.table, sample) : profile;
  const notes = [
    ...sink.map(errorNote),
    ...fileWarnings(bytes, enough && sample),
    ...(enough ? tableWarnings(next, target.table) : []),
    ...accepted.map((row) => acceptedNote(row, target.key)),
    ...accepted.filter(({ cells }) => barsWholeLine(cells.excluded)).map(barredNote),
  ];
  return {
    profile: next,
    taken: enough,
    report: notes.sort((a, b) => a.line - b.line),
    accepted: accepted.length,
    refused: rows.length - accepted.length + unread.size,
  };
}

function replaceTables(
  profile: Profile,
  tables: Tables,
  table: SampleTable,
  sample: boolean,
): Profile {
  const others = profile.sampleTables.filter((name) => name !== table);
  const sampleTables = sample ? [...others, table].sort().reverse() : others;
  return completeProfile({ ...profile, ...tables, sampleTables });
}

function emptyFile(table: string): Finding {
  return {
    code: 'IMPORT-EMPTY',
    zh: '文件没有数据行',
    en: 'the file has no lines',
    path: `${table}.csv`,
    line: 1,
    law: null,
    hint: null,
  };
}

function errorNote(finding: Finding): ImportNote {
  const column = finding.path?.split('/')[1];
  const place = column === undefined ? '' : `${column}: `;
  const { code, zh, en } = finding;
  const texts = { zh: `${place}${zh}`, en: `${place}${en}` };
  return { line: finding.line ?? 0, level: 'error', code, ...texts };
}

function warning(code: string, zh: string, en: string): ImportNote {
  return { line: 0, level: 'warning', code, zh, en };
}

function fileWarnings(bytes: Uint8Array, sample: boolean): ImportNote[] {
  const notes: ImportNote[] = [];
  if (decodeText(bytes)?.encoding === 'gb18030') {
    notes.push(
      warning(
        'IMPORT-GB18030',
        '文件按GB18030读取，请核对汉字',
        'read as GB18030; check the names',
      ),
    );
  }
  if (sample) {
    notes.push(
      warning(
        'IMPORT-SAMPLE',
        '文件含样例行，仍标记为样例',
        'sample lines; the table stays a sample',
      ),
    );
  }
  return notes;
}

// Compared on the day of the last change, as a file holds the law from then on.
function tableWarnings(profile: Profile, table: SampleTable): ImportNote[] {
  if (table === 'export-goods') return [];
  const rated = new Set(profile.tariff.filter(isOpen).map(({ hs }) => hs.slice(0, 8)));
  const open = profile.positiveList.filter(isOpen);
  const notes = open
    .filter(({ hs8 }) => !rated.has(hs8))
    .map(({ hs8, name }) =>
      warning(
        'IMPORT-NO-RATE',
        `正面清单商品${hs8} ${name}没有税率`,
        `${hs8} ${name} is on the positive list but has no tariff line`,
      ),
    );
  const official = profile.parameters.positiveListSize.at(-1)?.value ?? 0;
  if (table === 'positive-list' && open.length !== official) {
    notes.push(
      warning(
        'IMPORT-COUNT',
        `现行清单${open.length}项，官方公布${official}项`,
        `${open.length} lines in force, the official list has ${official}`,
      ),
    );
  }
  return notes;
}

function isOpen(line: { readonly until: string | null }): boolean {
  return line.until === null;
}

// Easily meant for a part of the goods only, so the report shows each line that it closes.
function barredNote({ line, cells }: Row): ImportNote {
  const what = `${cells.hs8 ?? ''} ${cells.name ?? ''}`;
  return {
    ...warning(
      'IMPORT-BARRED',
      `${what}整项禁止零售进口(excluded为all)`,
      `every article of ${what} is barred, as excluded says all`,
    ),
    line,
  };
}

function acceptedNote(row: Row, key: string): ImportNote {
  const what = `${row.cells[key] ?? ''} ${row.cells.name ?? ''}`;
  return {
    line: row.line,
    level: 'ok',
    code: 'IMPORT-OK',
    zh: `已接受 ${what}`,
    en: `accepted ${what}`,
  };
}
