// GB 32100-2015: digits and capitals without I, O, S, V, Z.
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** What is wrong with the code of an enterprise. */
export type CodeFault = 'malformed' | 'check-digit';

/**
 * Checks a code: 10 characters of customs registration, or 18 of the unified social credit code
 * with its check digit (GB 32100-2015). Null when all is well.
 */
export function enterpriseCodeFault(code: string): CodeFault | null {
  if (/^[0-9A-Z]{10}$/.test(code)) return null;
  if (!/^[0-9A-Z]{18}$/.test(code)) return 'malformed';
  return code.at(-1) === checkDigit(code) ? null : 'check-digit';
}

function checkDigit(code: string): string | undefined {
  let sum = 0;
  for (const [index, weight] of WEIGHTS.entries()) {
    const value = ALPHABET.indexOf(code.charAt(index));
    if (value < 0) return undefined;
    sum += value * weight;
  }
  return ALPHABET[(31 - (sum % 31)) % 31];
}
