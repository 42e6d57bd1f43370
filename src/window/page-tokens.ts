import { requestFinding, WindowFault } from './problem.ts';

/**
 * Where a page of rows ended, as the address of the next page has it: the values that name its last
 * row, whatever is in them.
 */
export function pageToken(values: readonly string[]): string {
  return values.map(encodeURIComponent).join(',');
}

/**
 * The values of such a token.
 * @param first those that a page without a token begins behind
 * @throws WindowFault 400 for what is none
 */
export function placesOfToken<const Values extends readonly string[]>(
  token: string | undefined,
  first: Values,
): { readonly [I in keyof Values]: string } {
  const values = token === undefined ? first : decoded(token);
  if (values?.length !== first.length) throw new WindowFault('bad-request', [NO_PLACE]);
  return values as { readonly [I in keyof Values]: string };
}

function decoded(token: string): string[] | null {
  try {
    return token.split(',').map(decodeURIComponent);
  } catch {
    return null;
  }
}

const NO_PLACE = requestFinding('REQ-AFTER', {
  zh: 'after 不是上一页给出的 next',
  en: 'after is not the next of a page before',
});
