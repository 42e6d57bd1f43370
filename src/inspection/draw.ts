import { canonicalJson } from './canonical-json.ts';
import { type DrawInput, deriveDraw } from './derive.ts';
import { ALGORITHM, type DrawFile, type Override } from './draw-file.ts';
import { fileHash } from './hashes.ts';

/**
 * Makes the record of a draw: the same input gives the same file, byte for byte. What is wrong with
 * the input, a pool of officers that is too small among it, is for `verifyDraw` to find.
 * @param drawnAt when the last source was known
 */
export function makeDraw(
  input: DrawInput,
  drawnAt: string,
  overrides: readonly Override[] = [],
): DrawFile {
  const { zone, day, sequence, terms, targets, officers, beacon } = input;
  const { hashes, window: _, states, ...derived } = deriveDraw(input);
  const file: DrawFile = {
    algorithm: ALGORITHM,
    zone,
    day,
    sequence,
    terms: { ...terms, hash: hashes[0] },
    targets: { ...targets, hash: hashes[1] },
    officers: { ...officers, hash: hashes[2] },
    shares: input.shares.map((share, index) => ({ ...share, state: states[index]! })),
    beacon,
    ...derived,
    drawnAt,
    overrides,
    hash: '',
  };
  return { ...file, hash: fileHash(file) };
}

/** The file as text: its canonical form and one line feed, and no other text is that file. */
export function drawText(file: DrawFile): string {
  return `${canonicalJson(file)}\n`;
}
