import { expect, it } from 'vitest';
import { capitalAmount } from './capital-amount.ts';

it.each([
  [0n, '零元整'],
  [1n, '壹分'],
  [10n, '壹角整'],
  [105n, '壹元零伍分'],
  [100n, '壹元整'],
  [150n, '壹元伍角整'],
  [100_530n, '壹仟零伍元叁角整'],
  [1_234_567n, '壹万贰仟叁佰肆拾伍元陆角柒分'],
  [1_000_005n, '壹万元零伍分'],
  [1_000_100n, '壹万零壹元整'],
  [10_000_000_00n, '壹仟万元整'],
  [10_010_000_00n, '壹仟零壹万元整'],
  [10_100_100_00n, '壹仟零壹拾万零壹佰元整'],
  [100_000_001_00n, '壹亿零壹元整'],
  [100_050_000_00n, '壹亿零伍万元整'],
  [999_999_999_999_99n, '玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
  [10_000n * 100_000_000n * 100n, '壹万亿元整'],
])('%s fen is %s', (fen, text) => {
  expect(capitalAmount(fen)).toBe(text);
});

it('has no form for what is negative or too large', () => {
  expect(() => capitalAmount(-1n)).toThrow(RangeError);
  expect(() => capitalAmount(10n ** 18n)).toThrow(RangeError);
});

// Read back by rules of its own: the value of each character, group by group.
it('says every amount so that it can be read back', () => {
  const values = '零壹贰叁肆伍陆柒捌玖';
  const units: Readonly<Record<string, bigint>> = { 拾: 10n, 佰: 100n, 仟: 1_000n };
  const read = (text: string): bigint => {
    let [total, group, digit] = [0n, 0n, 0n];
    for (const one of text.replace(/整$/, '')) {
      if (values.includes(one)) digit = BigInt(values.indexOf(one));
      else if (units[one] !== undefined) [group, digit] = [group + digit * units[one], 0n];
      else if (one === '角') [total, digit] = [total + digit * 10n, 0n];
      else if (one === '分') [total, digit] = [total + digit, 0n];
      else if (one === '元') [total, group, digit] = [(total + group + digit) * 100n, 0n, 0n];
      else if (one === '万') [total, group, digit] = [total + (group + digit) * 10_000n, 0n, 0n];
      else [total, group, digit] = [total + (group + digit) * 100_000_000n, 0n, 0n];
    }
    return total;
  };
  for (let fen = 1n; fen < 10n ** 14n; fen = fen * 3n + 7n) {
    expect([fen, read(capitalAmount(fen))]).toEqual([fen, fen]);
  }
});
