import { addMonths, type BusinessDate, isBusinessDate } from '../../base/dates.ts';
import type { Month } from './counted.ts';
import { DIMENSION_NAMES, type Dimension } from './cubes.ts';
import { cubeFor } from './table.ts';

/** What was asked by, at most at once. */
const MOST = 3;

/** Reads `2026-10`; null when there is no such month. */
export function readMonth(text: string): Month | null {
  return text.length === 7 && text >= '2000' && isBusinessDate(`${text}-01`) ? text : null;
}

/** The month before that of a day. */
export function monthBefore(date: BusinessDate): Month {
  return addMonths(`${date.slice(0, 7)}-01`, -1).slice(0, 7);
}

/**
 * Reads `mode` or `heading,destination`: up to three different dimensions, separated by commas,
 * which one table of sums has together.
 */
export function readDimensions(text: string): readonly Dimension[] | null {
  const by = text.split(',').filter((one): one is Dimension => isDimension(one));
  const isSound = by.length > 0 && by.length <= MOST && by.join() === text;
  // The chapter is a part of the heading.
  const isDouble =
    new Set(by).size < by.length || (by.includes('chapter') && by.includes('heading'));
  return isSound && !isDouble && cubeFor(by) !== null ? by : null;
}

const isDimension = (text: string): boolean => DIMENSION_NAMES.some((one) => one === text);

/** What goes together, for messages: every dimension, and what has no table with another. */
export const DIMENSIONS_HELP =
  `${DIMENSION_NAMES.join(', ')}, or up to ${MOST} of them separated by commas: country with ` +
  'office, mode, channel, enterprise; enterprise with heading or chapter too; destination with ' +
  'heading or chapter, and unit; currency with office, mode, channel';
