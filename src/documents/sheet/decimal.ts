/** Digits that spreadsheets keep of a number that was typed. */
const TYPED = 15;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** A number of a spreadsheet as plain decimal, and whether digits of it were lost. */
export type Plain = { readonly text: string; readonly inexact: boolean };

/**
 * What was typed, from how a workbook keeps it. Workbooks write doubles with 17 digits, 1.1 as
 * 1.1000000000000001; the programs show and take 15, so that rounding to 15 gives back what was
 * typed, digit by digit and without a double here. A whole number of more than 15 digits has lost
 * some already: an identity number of 18 digits ends in zeros that nobody typed.
 * @returns null when it is no number
 */
export function plainDecimal(written: string): Plain | null {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(written) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  if (whole + fraction === '') return null;
  if (digits === '') return { text: '0', inexact: false };
  const scale = fraction.length - Number(exponent);
  const surplus = digits.length - TYPED;
  const kept = surplus > 0 ? rounded(digits, surplus) : BigInt(digits);
  const text = shifted(kept.toString(), surplus > 0 ? scale - surplus : scale);
  const inexact = digits.length - scale > TYPED;
  return { text: sign === '-' ? `-${text}` : text, inexact };
}

/** The number without its last digits, half up. */
function rounded(digits: string, surplus: number): bigint {
  const unit = 10n ** BigInt(surplus);
  return (BigInt(digits) + unit / 2n) / unit;
}

/** Digits with the point `scale` places from their end, without trailing zeros. */
function shifted(digits: string, scale: number): string {
  if (scale <= 0) return digits + '0'.repeat(-scale);
  const padded = digits.padStart(scale + 1, '0');
  const fraction = padded.slice(-scale).replace(/0+$/, '');
  return padded.slice(0, -scale) + (fraction === '' ? '' : `.${fraction}`);
}
