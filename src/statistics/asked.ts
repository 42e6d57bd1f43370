import { addMonths, type BusinessDate, isBusinessDate } from '../base/dates.ts';
import { cubeFor } from './table.ts';
import { type Dimension, dimensionsOf, type Month, type Trade } from './trade.ts';

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
 * which one table of sums of a trade has together.
 */
export function readDimensions(trade: Trade, text: string): readonly Dimension[] | null {
  const all = dimensionsOf(trade);
  const by = text.split(',').flatMap((name) => all.filter((one) => one === name));
  const isSound = by.length > 0 && by.length <= MOST && by.join() === text;
  // The chapter is a part of the heading.
  const isDouble =
    new Set(by).size < by.length || (by.includes('chapter') && by.includes('heading'));
  return isSound && !isDouble && cubeFor(trade, by) !== null ? by : null;
}

/** What goes together, for messages: every dimension, and what has no table with another. */
export function dimensionsHelp(trade: Trade): string {
  const names = dimensionsOf(trade).join(', ');
  return `${names}, or up to ${MOST} of them separated by commas: ${trade.together}`;
}
