import type { ExportListLine } from '../documents/export-terms.ts';
import type { ExportChannel } from '../registry/export-channel.ts';
import type { ExportGoods, ExportHeading } from '../registry/export-law.ts';
import type { ExportFacts } from './facts.ts';

/** Digits of a full code, and of the headings by which simplified lists may name goods. */
const FULL = 10;
/** EXP-2: the first four digits suffice; B2B-5: the first six; all others are in full. */
const LEVELS: Readonly<Record<ExportChannel, readonly number[]>> = {
  A: [4, 6, FULL],
  B: [FULL],
  L: [6, FULL],
  D: [FULL],
};

/** A declared line with what the table of export goods knows of its code. */
export type ExportLineView = {
  readonly line: ExportListLine;
  /** The digits that are declared, without what fills them up. */
  readonly code: string;
  /** Whether the channel takes codes of so many digits. */
  readonly level: boolean;
  /** Of a full code its line; null when there is none. */
  readonly goods: ExportGoods | null;
  /** Of a shorter code, also filled up with zeros, what stands below it; null when nothing does. */
  readonly heading: ExportHeading | null;
};

/** Looks up the code of a line. */
export function exportLineView(
  line: ExportListLine,
  channel: ExportChannel,
  { index, date }: Pick<ExportFacts, 'index' | 'date'>,
): ExportLineView {
  const { gcode } = line;
  const level = /^\d+$/.test(gcode) && LEVELS[channel].includes(gcode.length);
  const goods = level && gcode.length === FULL ? index.exportGoods(gcode, date) : null;
  if (!level || goods !== null) return { line, code: gcode, level, goods, heading: null };
  const prefix = gcode.length < FULL ? gcode : filledHeading(gcode, channel, index, date);
  return {
    line,
    code: prefix ?? gcode,
    level,
    goods,
    heading: prefix === null ? null : index.exportHeading(prefix, date),
  };
}

/**
 * The schema wants ten characters, so some fill a heading up with zeros. What is a full code of the
 * day is none of these.
 */
function filledHeading(
  gcode: string,
  channel: ExportChannel,
  index: ExportFacts['index'],
  date: ExportFacts['date'],
): string | null {
  const prefixes = LEVELS[channel]
    .filter((digits) => digits < FULL && /^0+$/.test(gcode.slice(digits)))
    .map((digits) => gcode.slice(0, digits));
  return prefixes.findLast((prefix) => index.exportHeading(prefix, date) !== null) ?? null;
}

/** How long the codes of a channel are, for a text. */
export function levelsOf(channel: ExportChannel): string {
  return LEVELS[channel].join(' / ');
}
