import type { Fen } from './fen.ts';

const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿', '万亿'];

/** Fen above which an amount has no name here: a thousand billions of yuan less one fen. */
const MOST = 10n ** 18n - 1n;

/**
 * An amount of 0 fen or more in capital Chinese numerals, as papers that are paid by have it beside
 * the figures (正确填写票据和结算凭证的基本规定, annex of 支付结算办法): 1005.30 is
 * 壹仟零伍元叁角整. `整` closes an amount without fen.
 * @throws RangeError for what is negative or above 9,999 trillion yuan
 */
export function capitalAmount(fen: Fen): string {
  if (fen < 0n || fen > MOST) throw new RangeError('an amount without a capital form');
  const yuan = fen / 100n;
  const [jiao, rest] = [Number((fen / 10n) % 10n), Number(fen % 10n)];
  const whole = yuan === 0n ? '' : `${capitalInteger(yuan)}元`;
  if (jiao === 0 && rest === 0) return `${whole || '零元'}整`;
  // A zero between yuan and fen is said: 壹元零伍分; before the first digit there is none.
  const tenths = jiao > 0 ? `${DIGITS[jiao]}角` : whole === '' ? '' : '零';
  return whole + tenths + (rest > 0 ? `${DIGITS[rest]}分` : '整');
}

/** A whole number from 1 on. Zeros in a row are said once, and not at the end of a group. */
function capitalInteger(value: bigint): string {
  let text = '';
  let isGap = false;
  for (let group = GROUPS.length - 1; group >= 0; group--) {
    const four = Number((value / 10_000n ** BigInt(group)) % 10_000n);
    if (four === 0) {
      isGap = text !== '';
      continue;
    }
    const needsZero = text !== '' && (isGap || four < 1_000);
    text += (needsZero ? '零' : '') + capitalFour(four) + GROUPS[group];
    isGap = false;
  }
  return text;
}

/** 1 to 9,999. */
function capitalFour(four: number): string {
  let text = '';
  let isGap = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(four / 10 ** place) % 10;
    if (digit === 0) {
      isGap = text !== '';
      continue;
    }
    text += `${isGap ? '零' : ''}${DIGITS[digit]}${PLACES[place]}`;
    isGap = false;
  }
  return text;
}
