import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { DAY, HEX, ID, SEQUENCE } from './draw-codec.ts';
import type { DrawId } from './draw-file.ts';
import type { RegistryHashes } from './party.ts';
import { listOf, type Misfit, members, oneOf, orNull, type Shape, whole } from './shape.ts';

const DRAW = { zone: ID, day: DAY, sequence: SEQUENCE };

/** What a party is asked and says: one JSON text each. */
export const COMMIT_CALL: Shape<{ readonly draws: readonly DrawId[] }> = members({
  draws: listOf(members<DrawId>(DRAW), 1, LIMITS.partyDraws),
});
export const COMMIT_ANSWER = members({
  party: ID,
  commitments: listOf(HEX, 1, LIMITS.partyDraws),
});
export const REVEAL_CALL: Shape<DrawId & RegistryHashes> = members<DrawId & RegistryHashes>({
  ...DRAW,
  targets: HEX,
  officers: HEX,
});
export const REVEAL_ANSWER = members({ party: ID, secret: HEX });

const AT = whole(0, Number.MAX_SAFE_INTEGER);

/** One line of the log of a party: what it did, when in milliseconds, for which draws. */
export type LogLine =
  | { readonly did: 'committed'; readonly at: number; readonly draws: DrawRange }
  | (DrawId &
      RegistryHashes & { readonly did: 'revealed' | 'refused'; readonly at: number } & {
        /** Null where it was refused. */
        readonly secret: string | null;
      });

/** Draws of a day whose numbers follow each other. */
export type DrawRange = {
  readonly zone: string;
  readonly day: string;
  readonly first: number;
  readonly count: number;
};

const COMMITTED = members({
  did: oneOf('committed'),
  at: AT,
  draws: members<DrawRange>({ zone: ID, day: DAY, first: SEQUENCE, count: SEQUENCE }),
});
const SHOWN = members({
  did: oneOf('revealed', 'refused'),
  at: AT,
  ...DRAW,
  targets: HEX,
  officers: HEX,
  secret: orNull(HEX),
});

/** A text as a value of a shape, or the first thing that does not fit. */
export function readShape<T>(text: string, shape: Shape<T>): Result<T, Misfit> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail({ path: '', expected: 'JSON' });
  }
  const misfits: Misfit[] = [];
  shape.check(value, '', misfits);
  return misfits[0] === undefined ? ok(value as T) : fail(misfits[0]);
}

/** A line of a log. @throws Error when it is none: the file is not what the party wrote */
export function readLogLine(text: string): LogLine {
  const read = readShape<LogLine>(text, text.startsWith('{"did":"committed"') ? COMMITTED : SHOWN);
  if (read.ok) return read.value;
  throw new Error(`a line of the log is none: ${read.error.path} is not ${read.error.expected}`);
}

/** The line that `readLogLine` reads. */
export function writeLogLine(line: LogLine): string {
  return JSON.stringify(line);
}
