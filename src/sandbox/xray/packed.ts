/** How rays go through a thing: more of red, green and blue stays in it, the more there is. */
export type Matter = readonly [red: number, green: number, blue: number];

/** As scanners paint what they see: orange is organic, green is mixed, blue is metal. */
export const ORGANIC: Matter = [0.12, 0.42, 1];
export const MIXED: Matter = [0.95, 0.38, 0.85];
export const METAL: Matter = [1.7, 1.15, 0.5];

/** How thick a thing is across its outline. */
export type Form = 'box' | 'tube' | 'ball';

/** A part of one article, in shares of the room that the article has. */
export type Part = {
  readonly form: Form;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly matter: Matter;
  readonly thickness: number;
};

const part = (
  form: Form,
  [x, y, width, height]: readonly [number, number, number, number],
  matter: Matter,
  thickness: number,
): Part => ({ form, x, y, width, height, matter, thickness });

const CAN = [
  part('tube', [0.2, 0.12, 0.6, 0.78], ORGANIC, 0.9),
  part('box', [0.18, 0.1, 0.64, 0.05], METAL, 0.5),
  part('box', [0.18, 0.86, 0.64, 0.05], METAL, 0.5),
];
const BOTTLE = [
  part('tube', [0.3, 0.32, 0.4, 0.6], ORGANIC, 0.7),
  part('tube', [0.28, 0.3, 0.44, 0.64], MIXED, 0.25),
  part('tube', [0.42, 0.08, 0.16, 0.22], MIXED, 0.5),
];
const SOFT = [
  part('ball', [0.06, 0.18, 0.88, 0.68], ORGANIC, 0.35),
  part('ball', [0.2, 0.3, 0.6, 0.44], ORGANIC, 0.25),
];
const DEVICE = [
  part('box', [0.12, 0.2, 0.76, 0.6], MIXED, 0.3),
  part('box', [0.2, 0.28, 0.3, 0.44], METAL, 0.7),
  part('tube', [0.6, 0.3, 0.18, 0.4], METAL, 0.9),
];
const PACK = [
  part('box', [0.1, 0.14, 0.8, 0.74], ORGANIC, 0.3),
  part('box', [0.18, 0.24, 0.64, 0.54], ORGANIC, 0.3),
];

/** What articles of a chapter of the tariff look like; all others are packs. */
const CHAPTERS: Readonly<Record<string, readonly Part[]>> = {
  ...{ '04': CAN, '16': CAN, '19': CAN, '20': CAN, '21': CAN },
  ...{ '15': BOTTLE, '22': BOTTLE, '30': BOTTLE, '33': BOTTLE, '34': BOTTLE },
  ...{ '42': SOFT, '61': SOFT, '62': SOFT, '63': SOFT, '64': SOFT },
  ...{ '84': DEVICE, '85': DEVICE, '90': DEVICE, '91': DEVICE, '95': DEVICE },
};

/** Parts of an article by its HS code. */
export function partsOf(gcode: string): readonly Part[] {
  return CHAPTERS[gcode.slice(0, 2)] ?? PACK;
}
