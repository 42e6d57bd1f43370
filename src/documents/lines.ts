/**
 * Lines of byte offsets. The ends of all lines are found once, so that a message full of findings
 * costs one pass over its bytes and not one for each finding.
 */
export type Lines = (offset: number) => number;

/** A function from byte offset to line, from 1; CR LF, a lone CR and LF each end a line. */
export function linesOf(bytes: Uint8Array): Lines {
  let ends: readonly number[] | null = null;
  return (offset) => {
    ends ??= lineEnds(bytes);
    return countUpTo(ends, offset) + 1;
  };
}

/** Offsets of the bytes that end a line. */
function lineEnds(bytes: Uint8Array): number[] {
  const ends: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === 0x0a || (byte === 0x0d && bytes[i + 1] !== 0x0a)) ends.push(i);
  }
  return ends;
}

/** How many of the ascending numbers are less than `offset`. */
function countUpTo(ends: readonly number[], offset: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
