import { type Cells, readRow, type Wrong, whole } from './classification-codec.ts';
import type { SightingLaw } from './sighting-law.ts';

const LISTS = whole(2, 10_000);
const CELLS: Cells<SightingLaw> = {
  hours: whole(1, 720),
  buyer: LISTS,
  payer: LISTS,
  phone: LISTS,
  address: LISTS,
};

/** Reads the numbers of a period; null when anything is wrong, and then `wrong` was told all. */
export function readSightingLaw(raw: unknown, wrong: Wrong): SightingLaw | null {
  return readRow(raw, CELLS, [], wrong);
}
