import { type Fen, formatFen, parseFen } from '../base/fen.ts';
import { readMap, type Wrong, whole } from './classification-codec.ts';
import { intersect } from './dated.ts';
import { type ExportLaw, isB2bMode } from './export-law.ts';
import type { Parameters } from './profile.ts';

const KEYS = [
  'modes',
  'simplified',
  'b2b',
  'arrival',
  'master',
  'summaryDay',
  'reminderDays',
  'returnMonths',
] as const;

/** Every month has the last of these days; later ones would move with its length. */
const SUMMARY_DAY = whole(1, 28);
/** No longer than the shortest time there is to declare. */
const REMINDER_DAYS = whole(0, 14);
/** Ten years, far above what any law has given. */
const RETURN_MONTHS = whole(0, 120);

type Limit = ExportLaw['simplified'];

/** Reads what a period says of exports; null when anything is wrong, and `wrong` was told all. */
export function readExportLaw(raw: unknown, wrong: Wrong): ExportLaw | null {
  // Laws that were stored before there were reminders have none.
  const given = typeof raw === 'object' && raw !== null ? { reminderDays: 0, ...raw } : raw;
  const parts = readMap(given, KEYS, [], wrong);
  if (parts === null) return null;
  const tell = (key: (typeof KEYS)[number], expects: string) => wrong([key], `expected ${expects}`);
  const modes = readModes(parts.modes);
  if (modes === null) tell('modes', 'a list of different quoted trade modes such as "9610"');
  const [simplified, b2b] = [readLimit(parts.simplified), readLimit(parts.b2b)];
  const limit = 'yuan above zero as a quoted text such as "5000.00", or ~ where it is closed';
  if (simplified === undefined) tell('simplified', limit);
  if (b2b === undefined) tell('b2b', limit);
  const { arrival, master } = parts;
  if (typeof arrival !== 'boolean') tell('arrival', 'true or false');
  if (typeof master !== 'boolean') tell('master', 'true or false');
  const summaryDay = SUMMARY_DAY.read(parts.summaryDay);
  if (summaryDay === null) tell('summaryDay', SUMMARY_DAY.expects);
  const reminderDays = REMINDER_DAYS.read(parts.reminderDays);
  if (reminderDays === null) tell('reminderDays', REMINDER_DAYS.expects);
  const returnMonths = RETURN_MONTHS.read(parts.returnMonths);
  if (returnMonths === null) tell('returnMonths', RETURN_MONTHS.expects);
  if (modes === null || simplified === undefined || b2b === undefined) return null;
  if (typeof arrival !== 'boolean' || typeof master !== 'boolean') return null;
  if (summaryDay === null || reminderDays === null || returnMonths === null) return null;
  return { modes, simplified, b2b, arrival, master, summaryDay, reminderDays, returnMonths };
}

function readModes(raw: unknown): readonly string[] | null {
  const isMode = (mode: unknown): mode is string =>
    typeof mode === 'string' && /^\d{4}$/.test(mode);
  if (!Array.isArray(raw) || !raw.every(isMode)) return null;
  return new Set(raw).size < raw.length ? null : raw;
}

/** A limit in yuan, null where the channel is closed; undefined when it is neither. */
function readLimit(raw: unknown): Limit | undefined {
  if (raw === null) return null;
  const limit: Fen | null = typeof raw === 'string' ? parseFen(raw) : null;
  return limit === null || limit <= 0n ? undefined : { limit };
}

/** What a period says of exports as plain data. */
export function exportLawData(law: ExportLaw): unknown {
  const { modes, arrival, master, summaryDay, reminderDays, returnMonths } = law;
  const limit = (of: Limit) => (of === null ? null : formatFen(of.limit));
  const limits = { simplified: limit(law.simplified), b2b: limit(law.b2b) };
  const reminder = reminderDays === 0 ? {} : { reminderDays };
  return { modes, ...limits, arrival, master, summaryDay, ...reminder, returnMonths };
}

/** What is wrong: the number of the period, and where in its value. */
export type ExportProblem = {
  readonly period: number;
  readonly path: readonly string[];
  readonly detail: string;
};

/** Where modes of sales to firms, their list channel and the switch `b2bPilot` disagree. */
export function exportProblems({ exports, b2bPilot }: Parameters): ExportProblem[] {
  return exports.flatMap((dated, period): ExportProblem[] => {
    const { modes, b2b } = dated.value;
    const open = modes.some(isB2bMode);
    const pilots = b2bPilot.filter((pilot) => intersect(pilot, dated) !== null);
    const problems: ExportProblem[] = [];
    const rival = pilots.find(({ value }) => value !== open);
    if (rival !== undefined) {
      const detail = `9710 and 9810 are ${open ? '' : 'not '}open, b2bPilot says otherwise from`;
      problems.push({ period, path: ['modes'], detail: `${detail} ${rival.from} on` });
    }
    if (b2b !== null && !open) {
      problems.push({ period, path: ['b2b'], detail: 'a limit although 9710 and 9810 are closed' });
    }
    return problems;
  });
}
