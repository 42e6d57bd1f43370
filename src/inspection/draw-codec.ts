import { DAY as DAY_LENGTH, isBusinessDate } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { drawText } from './draw.ts';
import { ALGORITHM, type DrawFile } from './draw-file.ts';
import {
  either,
  listOf,
  type Misfit,
  members,
  oneOf,
  orNull,
  type Shape,
  text,
  whole,
} from './shape.ts';

export const ID = text('1 to 64 of A-Z a-z 0-9 . _ -', (value) =>
  /^[A-Za-z0-9._-]{1,64}$/.test(value),
);
export const HEX = text('64 lower-case hexadecimal digits', (value) =>
  /^[0-9a-f]{64}$/.test(value),
);
const WHEN = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}\+08:00$/;
const TIME = text('a time such as 2026-11-28T09:00:00.000+08:00', (value) =>
  isBusinessDate(WHEN.exec(value)?.[1] ?? ''),
);
export const DAY = text('a day such as 2026-11-28', isBusinessDate);
// Neither control characters nor half of a pair: other programs would write them in other ways.
const PROSE = text('1 to 200 characters, no control ones', (value) =>
  /^[^\p{Cc}\p{Cs}]{1,200}$/u.test(value),
);
export const SEQUENCE = whole(1, 100_000_000);
const WEIGHT = whole(0, 1_000_000);
const REASON = oneOf('conflict', 'recent', 'offDuty', 'atCapacity');

const ids = (least: number, most: number) => listOf(ID, least, most);

function published<T>(body: Shape<T>) {
  return members({ publishedAt: TIME, hash: HEX, body });
}

const TERMS = members({
  plan: listOf(
    members({
      layer: ID,
      method: oneOf('count', 'rate'),
      number: whole(1, 1_000_000),
      officers: either(0, 2),
    }),
    1,
    LIMITS.drawLayers,
  ),
  parties: ids(2, LIMITS.drawParties),
  commitBy: TIME,
  revealFrom: orNull(TIME),
  revealBy: orNull(TIME),
  revealWithin: orNull(whole(1, DAY_LENGTH)),
  fallback: oneOf('void', 'rest'),
  beacon: orNull(members({ source: ID, round: whole(1, Number.MAX_SAFE_INTEGER), at: TIME })),
});

const TARGET = members({
  id: ID,
  layer: ID,
  enterprise: ID,
  weight: WEIGHT,
  needs: ids(0, LIMITS.drawTags),
});

const OFFICER = members({
  id: ID,
  tags: ids(0, LIMITS.drawTags),
  weight: WEIGHT,
  capacity: whole(0, LIMITS.drawTargets),
  declared: listOf(
    members({ enterprise: orNull(ID), reason: REASON, weight: WEIGHT }),
    0,
    LIMITS.drawDeclared,
  ),
});

const SHARE = members({
  party: ID,
  commitment: orNull(HEX),
  committedAt: orNull(TIME),
  secret: orNull(HEX),
  revealedAt: orNull(TIME),
  state: oneOf('counted', 'absent', 'missing', 'early', 'late', 'false'),
});

const OVERRIDE = members({
  action: oneOf('add', 'drop', 'assign'),
  target: ID,
  pair: ids(0, 2),
  by: ids(2, 2),
  grounds: PROSE,
  at: TIME,
});

const DRAW_FILE: Shape<DrawFile> = members<DrawFile>({
  algorithm: oneOf(ALGORITHM),
  zone: ID,
  day: DAY,
  sequence: SEQUENCE,
  terms: published(TERMS),
  targets: published(listOf(TARGET, 0, LIMITS.drawTargets)),
  officers: published(listOf(OFFICER, 0, LIMITS.drawOfficers)),
  shares: listOf(SHARE, 2, LIMITS.drawParties),
  beacon: orNull(HEX),
  outcome: oneOf('complete', 'rest', 'void'),
  seed: orNull(HEX),
  drawnAt: TIME,
  result: listOf(members({ target: ID, pair: ids(0, 2) }), 0, LIMITS.drawTargets),
  redraws: listOf(
    members({ target: ID, officer: ID, reason: REASON, at: TIME, replacement: orNull(ID) }),
    0,
    LIMITS.drawRedraws,
  ),
  overrides: listOf(OVERRIDE, 0, LIMITS.drawOverrides),
  hash: HEX,
});

/** Why bytes are no draw file at all. */
export type DrawMisread =
  | { readonly kind: 'size' }
  | { readonly kind: 'json' }
  | { readonly kind: 'shape'; readonly misfits: readonly Misfit[] };

/**
 * A draw file from its bytes, of the exact shape; what it says may be false.
 * `canonical` tells whether the bytes are the one form that the file has.
 */
export function readDraw(
  bytes: Uint8Array,
): Result<{ readonly file: DrawFile; readonly canonical: boolean }, DrawMisread> {
  if (bytes.length > LIMITS.drawBytes) return fail({ kind: 'size' });
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return fail({ kind: 'json' });
  }
  const misfits: Misfit[] = [];
  DRAW_FILE.check(value, '', misfits);
  if (misfits.length > 0) return fail({ kind: 'shape', misfits });
  const file = value as DrawFile;
  return ok({ file, canonical: Buffer.from(drawText(file)).equals(bytes) });
}
