import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { type CellFinding, declarationsIn, type Filed } from '../documents/declaration/rows.ts';
import { readCsv } from '../documents/sheet/csv.ts';
import { readXlsx } from '../documents/sheet/xlsx.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { type Declared, declare, declareTogether, NOT_ALONE } from './declare.ts';
import type { House } from './house.ts';
import { inTurns } from './in-turns.ts';
import type { Works } from './works.ts';

/** What became of one declaration of a file. */
export type FileEntry = {
  readonly orderNo: string;
  /** Rows of its goods. */
  readonly rows: readonly number[];
  readonly declared: Extract<Declared, { accepted: true }> | null;
  readonly findings: readonly CellFinding[];
};

/**
 * `each`: each declaration on its own; `together`: all of them or none; `check`: nothing is filed,
 * and what can be said of each before it is filed is told.
 */
export type FileWay = 'each' | 'together' | 'check';

export type FileReport = {
  readonly filed: number;
  readonly refused: number;
  readonly declarations: readonly FileEntry[];
};

/** Why a file is not read at all: findings on it, or on its header row. */
export type BadFile = readonly (Finding | CellFinding)[];

/** A workbook is a ZIP archive, and no text begins so. */
const isWorkbook = (bytes: Buffer) => bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04';

/** Declares what a CSV or XLSX file says, a row a line of goods. */
export async function declareFile(
  house: House,
  works: Works,
  bytes: Buffer,
  sender: Enterprise,
  way: FileWay,
): Promise<Result<FileReport, BadFile>> {
  const sheet = isWorkbook(bytes) ? await readXlsx(bytes) : readCsv(bytes);
  if (!sheet.ok) return sheet;
  const read = declarationsIn(sheet.value);
  if (!read.ok) return fail(read.error);
  const isSound = ({ findings }: Filed) => findings.length === 0;
  const whole = read.value.every(isSound);
  const all = (some: readonly Filed[], spoiled: boolean) => {
    const saids = some.map(({ said }) => said);
    return declareTogether(house, works, saids, sender, spoiled);
  };
  const answers =
    way !== 'each'
      ? await all(read.value, way === 'check' || !whole)
      : await inTurns(read.value, async (one) =>
          isSound(one) ? declare(house, works, one.said, sender) : (await all([one], true))[0]!,
        );
  const declarations = read.value.map((one, i) => entryOf(one, answers[i]!, way));
  const filed = declarations.filter(({ declared }) => declared !== null).length;
  const right = declarations.filter(({ findings }) => findings.length === 0).length;
  return ok({ filed, refused: declarations.length - right, declarations });
}

function entryOf(
  { orderNo, rows, findings, place }: Filed,
  answer: Declared,
  way: FileWay,
): FileEntry {
  if (answer.accepted) return { orderNo, rows, declared: answer, findings: [] };
  // What the cells say already need not be said again of the values they stand for.
  const told = findings.map(({ row, column }) => `${column} ${row}`);
  const more = (answer === NOT_ALONE && (way === 'check' || told.length > 0) ? [] : answer.findings)
    .map(place)
    .filter(({ row, column }) => !told.includes(`${column} ${row}`));
  return { orderNo, rows, declared: null, findings: [...findings, ...more] };
}
