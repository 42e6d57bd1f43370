import type { Calls } from '../api/generated.ts';
import { exact } from './count-queue.ts';

/** A stock-take as firms and officers read it. */
export type Count = Calls['readCount']['answer'];
export type CountRow = Count['rows'][number];
/** A lot that is to be counted. */
export type SheetLot = Calls['readCountSheet']['answer']['lots'][number];

/** What a code of a label may mean at a place. */
export type Meant =
  | { readonly kind: 'place'; readonly location: string }
  | { readonly kind: 'lots'; readonly lots: readonly SheetLot[]; readonly isHere: boolean }
  | { readonly kind: 'unknown' };

/** The number that is printed on goods, wherever a part of the lot lies: without its place. */
const rootOf = (lotNo: string): string => lotNo.split('@', 1)[0] ?? lotNo;

/**
 * What somebody scanned: a place of the sheet, a lot, or goods by article or record number; first
 * what lies at the place where one stands, then what the sheet has elsewhere.
 */
export function meant(code: string, place: string, sheet: readonly SheetLot[]): Meant {
  const named = sheet.filter(({ lotNo, itemNo, recordNo }) =>
    [lotNo, rootOf(lotNo), itemNo, recordNo].includes(code),
  );
  const here = named.filter(({ location }) => location === place);
  if (here.length > 0) return { kind: 'lots', lots: exactFirst(here, code), isHere: true };
  if (sheet.some(({ location }) => location === code)) return { kind: 'place', location: code };
  if (named.length > 0) return { kind: 'lots', lots: exactFirst(named, code), isHere: false };
  return { kind: 'unknown' };
}

/** A lot of exactly that number is meant alone. */
function exactFirst(lots: readonly SheetLot[], code: string): readonly SheetLot[] {
  const own = lots.filter(({ lotNo }) => lotNo === code);
  return own.length > 0 ? own : lots;
}

/** Why a quantity is none. */
export type WrongQuantity = 'number' | 'code';

const LIKELY = 7;

/**
 * What is wrong with a quantity: no exact decimal, or so long that a scanner read the code of a
 * parcel into the field.
 */
export function wrongQuantity(text: string, sheet: readonly SheetLot[]): WrongQuantity | null {
  const trimmed = text.trim();
  const isCode = meant(trimmed, '', sheet).kind !== 'unknown' && trimmed.length > 3;
  const isLong = trimmed.length > LIKELY && /^\d+$/.test(trimmed);
  if (isCode || isLong) return 'code';
  return exact(trimmed) === null ? 'number' : null;
}

/** A lot at a place, as one text. */
export const spot = (one: { recordNo: string; lotNo: string; location: string }): string =>
  `${one.location}~${one.lotNo}~${one.recordNo}`;
