import { divideExact } from '../base/rounding.ts';
import {
  cell,
  digitsCell,
  partsCell,
  periodCells,
  positiveCell,
  type RowReader,
  refuseCell,
  requiredCell,
} from './cells.ts';
import type { Columns } from './csv-table.ts';
import type { PositiveLine, Remark } from './profile.ts';

/** The columns of `positive-list.csv`. `remark` is the official text of all remarks of the line. */
export const POSITIVE_COLUMNS: Columns = {
  required: ['hs8', 'name', 'remark'],
  optional: [
    'excluded',
    'modes',
    'names',
    'quota_counter',
    'quota_kg',
    'first_import',
    'from',
    'until',
    'note',
  ],
};

/** The positive line of one row, or null when the row has findings. */
export function readPositiveRow(reader: RowReader, begins: string): PositiveLine | null {
  const before = reader.sink.length;
  const hs8 = digitsCell(reader, 'hs8', [8]);
  const name = requiredCell(reader, 'name');
  const period = periodCells(reader, begins);
  const remarks = readRemarks(reader);
  if (reader.sink.length > before || hs8 === null || name === null || period === null) return null;
  return { hs8, name, remarks, firstImport: partsCell(reader, 'first_import'), ...period };
}

function readRemarks(reader: RowReader): Remark[] {
  const before = reader.sink.length;
  const text = cell(reader, 'remark');
  const remarks: Remark[] = [];
  const words = readExcluded(reader);
  if (words !== null) remarks.push({ kind: 'exclude', words, text });
  const modes = partsCell(reader, 'modes');
  if (modes.some((mode) => !/^\d{4}$/.test(mode))) {
    refuseCell(reader, 'modes', 'trade modes are four digits, separated by |');
  } else if (modes.length > 0) remarks.push({ kind: 'mode', modes, text });
  const names = partsCell(reader, 'names');
  if (names.length > 0) remarks.push({ kind: 'name', names, text });
  const quota = readQuota(reader, text);
  if (quota !== null) remarks.push(quota);
  if (remarks.length > 0 && text === '') refuseCell(reader, 'remark', 'empty', 'PROFILE-MISSING');
  // A remark that nothing enforces would let goods through that the list bars.
  if (remarks.length === 0 && text !== '' && reader.sink.length === before) {
    refuseCell(reader, 'remark', 'fill excluded, modes, names or quota so that it takes effect');
  }
  return remarks;
}

// Profiles stored before there were words say `yes`, which barred the whole line as `all` does.
const WHOLE_LINE: readonly string[] = ['all', 'yes'];

/** Whether a cell of the column `excluded` bars every article of its line. */
export function barsWholeLine(excluded: string | undefined): boolean {
  return WHOLE_LINE.includes((excluded ?? '').trim().toLowerCase());
}

function readExcluded(reader: RowReader): 'all' | string[] | null {
  const text = cell(reader, 'excluded');
  if (text === '') return null;
  if (barsWholeLine(text)) return 'all';
  const words = partsCell(reader, 'excluded');
  if (words.some(barsWholeLine)) {
    return refuseCell(reader, 'excluded', '"all" bars the whole line and stands alone');
  }
  // A list with another separator would be one long word that no declared name ever holds.
  if (words.length === 0 || words.some((word) => /[,;、|]/.test(word.normalize('NFKC')))) {
    return refuseCell(reader, 'excluded', `"${text}"; write all, or words separated by |`);
  }
  return words;
}

function readQuota(reader: RowReader, text: string): Remark | null {
  const counter = cell(reader, 'quota_counter');
  if (counter === '' && cell(reader, 'quota_kg') === '') return null;
  if (!/^[a-z][a-z-]*$/.test(counter)) {
    return refuseCell(reader, 'quota_counter', `"${counter}" is no name such as sugar`);
  }
  const kilograms = positiveCell(reader, 'quota_kg');
  if (kilograms === null) return null;
  const grams = divideExact(kilograms.n * 1000n, kilograms.d);
  if (grams === null) return refuseCell(reader, 'quota_kg', 'not a whole number of grams');
  return { kind: 'quota', counter, grams, text };
}

/** The cells of a positive line, such that reading them gives the line again. */
export function positiveCells(line: PositiveLine): Record<string, string> {
  const cells: Record<string, string> = { hs8: line.hs8, name: line.name, remark: '' };
  for (const remark of line.remarks) Object.assign(cells, remarkCells(remark));
  if (line.firstImport.length > 0) cells.first_import = line.firstImport.join('|');
  cells.from = line.from;
  if (line.until !== null) cells.until = line.until;
  return cells;
}

function remarkCells(remark: Remark): Record<string, string> {
  switch (remark.kind) {
    case 'exclude':
      return {
        remark: remark.text,
        excluded: remark.words === 'all' ? 'all' : remark.words.join('|'),
      };
    case 'mode':
      return { remark: remark.text, modes: remark.modes.join('|') };
    case 'name':
      return { remark: remark.text, names: remark.names.join('|') };
    case 'quota': {
      const quota = { quota_counter: remark.counter, quota_kg: `${remark.grams}/1000` };
      return { remark: remark.text, ...quota };
    }
  }
}
