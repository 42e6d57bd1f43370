/** Digits of a number N19,5 before and behind its point. */
const WHOLE = 14;
const FRACTION = 5;
/** No amount needs more characters; a longer text is refused before it is taken apart. */
const LONGEST = 40;

/**
 * A JSON number as a plain decimal: `1.5E+2` -> `150`. Clients write large or round amounts with
 * an exponent without knowing.
 * @returns null when it is negative or has more digits than N19,5
 */
export function plainAmount(number: string): string | null {
  if (number.length > LONGEST) return null;
  const [mantissa = '', exponent = '0'] = number.split(/[eE]/);
  const [before = '', behind = ''] = mantissa.split('.');
  const shift = Number(exponent);
  if (before.startsWith('-') || Math.abs(shift) > LONGEST) return null;
  const zeros = '0'.repeat(Math.abs(shift));
  const digits = shift < 0 ? `${zeros}${before}${behind}` : `${before}${behind}${zeros}`;
  const point = shift < 0 ? before.length : before.length + shift;
  const whole = digits.slice(0, point).replace(/^0+(?=.)/, '');
  const fraction = digits.slice(point).replace(/0+$/, '');
  if (whole.length > WHOLE || fraction.length > FRACTION) return null;
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
