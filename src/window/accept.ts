type Range = { readonly type: string; readonly q: number };

function rangesOf(header: string): Range[] {
  return header.split(',').flatMap((part) => {
    const [type = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const q = weight === undefined ? 1 : Number(weight);
    return type === '' ? [] : [{ type, q: q >= 0 && q <= 1 ? q : 1 }];
  });
}

/** The most precise range decides: `text/*` before the one that takes everything. */
function weightOf(type: string, ranges: readonly Range[]): number {
  const family = `${type.slice(0, type.indexOf('/'))}/*`;
  for (const pattern of [type, family, '*/*']) {
    const range = ranges.find((candidate) => candidate.type === pattern);
    if (range !== undefined) return range.q;
  }
  return 0;
}

/**
 * The media type to answer with, after RFC 9110 section 12.5.1.
 * @param header `Accept`; undefined takes everything.
 * @param offered in our order of preference, which decides between equal weights.
 * @returns null when none of them is acceptable.
 */
export function negotiate<T extends string>(
  header: string | undefined,
  offered: readonly T[],
): T | null {
  const ranges = rangesOf(header ?? '*/*');
  let best: { type: T; q: number } | null = null;
  for (const type of offered) {
    const q = header === '' ? 1 : weightOf(type, ranges);
    if (q > (best?.q ?? 0)) best = { type, q };
  }
  return best?.type ?? null;
}
