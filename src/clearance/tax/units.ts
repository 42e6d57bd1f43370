import type { Scaled5 } from '../../base/fen.ts';
import { multiply, type Rate, rate } from '../../base/rate.ts';

/** A quantity of mass in kilograms or of volume in litres. */
export type Measure = { readonly dimension: 'mass' | 'volume'; readonly amount: Rate };

type Scale = { readonly dimension: 'mass' | 'volume'; readonly factor: Rate };

/** Customs unit codes of mass (in kg) and volume (in l); see `codes/unit.csv`. */
const SCALES: ReadonlyMap<string, Scale> = new Map<string, Scale>([
  ['035', { dimension: 'mass', factor: rate(1n, 1n) }], // 千克
  ['036', { dimension: 'mass', factor: rate(1n, 1000n) }], // 克
  ['070', { dimension: 'mass', factor: rate(1000n, 1n) }], // 吨
  ['095', { dimension: 'volume', factor: rate(1n, 1n) }], // 升
  ['096', { dimension: 'volume', factor: rate(1n, 1000n) }], // 毫升
  ['063', { dimension: 'volume', factor: rate(1000n, 1n) }], // 千升
  ['033', { dimension: 'volume', factor: rate(1000n, 1n) }], // 立方米
]);

/** Sheets and slices, which count as pieces of a mask (TAX-9): 张 and 片. */
const PIECE_UNITS: readonly string[] = ['010', '020'];

/** A declared quantity as mass or volume; null when the unit is neither. */
export function measure(qty: Scaled5, unit: string): Measure | null {
  const scale = SCALES.get(unit);
  if (scale === undefined) return null;
  return { dimension: scale.dimension, amount: multiply(fromScaled5(qty), scale.factor) };
}

/** A declared quantity as sheets; null when the unit is no sheet. */
export function sheets(qty: Scaled5, unit: string): Rate | null {
  return PIECE_UNITS.includes(unit) ? fromScaled5(qty) : null;
}

/** 0.00001 units as an exact rational. */
export function fromScaled5(qty: Scaled5): Rate {
  return rate(qty, 100_000n);
}

/**
 * A measure in the unit of a specific rate: 't', 'kg' or 'l'. Between mass and volume only where
 * the tariff fixes the litres of a tonne (TAX-8); else null.
 */
export function convert(from: Measure, unit: string, litresPerTonne: Rate | null): Rate | null {
  if (unit === 'l') return litres(from, litresPerTonne);
  const kilograms = kilogramsOf(from, litresPerTonne);
  if (kilograms === null) return null;
  return unit === 'kg' ? kilograms : rate(kilograms.n, kilograms.d * 1000n);
}

function litres(from: Measure, perTonne: Rate | null): Rate | null {
  if (from.dimension === 'volume') return from.amount;
  if (perTonne === null) return null;
  return rate(from.amount.n * perTonne.n, from.amount.d * perTonne.d * 1000n);
}

function kilogramsOf(from: Measure, perTonne: Rate | null): Rate | null {
  if (from.dimension === 'mass') return from.amount;
  if (perTonne === null) return null;
  return rate(from.amount.n * perTonne.d * 1000n, from.amount.d * perTonne.n);
}
