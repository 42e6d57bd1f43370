import { describe, expect, it } from 'vitest';
import { before, decimal, type Edition, type Field, fieldIn, integer, text } from './ceb/fields.ts';
import { compileField } from './compiled.ts';
import {
  BAD_DIGITS,
  BAD_FIXED,
  BAD_FRACTION,
  BAD_LENGTH,
  BAD_NUMBER,
  checkValue,
  codePoints,
  normalValue,
  type Problem,
  VALID,
} from './values.ts';

function judge(field: Field, raw: string, edition: Edition = '202205'): Problem {
  const compiled = compileField(fieldIn(field, edition)!);
  return checkValue(compiled, normalValue(compiled, raw));
}

describe('decimals', () => {
  const field = decimal('weight', '', '');
  it.each([
    ...['0', '-0', '+1', '-1', '.5', '5.', '1.00001', '1.000010', ' 1 ', '\n\t1\r\n', '00000001'],
    ...['12345678901234.12345', '-12345678901234.12345', '1234567890123456789', '0.00001'],
    ...['12345678901234.1234500', '000000000000000000000000000001', '0.0000000000000000000000000'],
  ])('takes %j', (raw) => expect(judge(field, raw)).toBe(VALID));

  it.each([
    ...['', ' ', '.', '-', '+', '+.', '1e3', 'NaN', 'INF', '1,0', '１', '++1', '-+1', '1.2.3'],
    ...['1 2', '\u00a01', '0x1', '- 1', '1-'],
  ])('refuses %j as no number', (raw) => expect(judge(field, raw)).toBe(BAD_NUMBER));

  it.each(['123456789012345.12345', '12345678901234567890', '123456789012345678.91'])(
    'refuses %j for its digits',
    (raw) => expect(judge(field, raw)).toBe(BAD_DIGITS),
  );

  it.each(['1.000001', '-0.0000010', '0.123456'])('refuses %j for its decimals', (raw) =>
    expect(judge(field, raw)).toBe(BAD_FRACTION),
  );

  it('follows the standard where libxml2 gives up after 24 digits', () => {
    expect(judge(field, `1.${'0'.repeat(30)}`)).toBe(VALID);
  });
});

describe('integers', () => {
  const packNo = integer('packNo', '', '', 9);
  const gnum = integer('gnum', '', '', 10);

  it.each(['1', '+1', '-1', '0', '-0', '0001', '000000000000000000001', '999999999'])(
    'takes %j',
    (raw) => expect(judge(packNo, raw)).toBe(VALID),
  );
  it.each(['', '1.0', '1.', '1e1', '１', '2147483648', '-2147483649', '99999999999', '1 2'])(
    'refuses %j as no 32-bit number',
    (raw) => expect(judge(packNo, raw)).toBe(BAD_NUMBER),
  );
  it('counts digits only where the schema does', () => {
    expect(judge(packNo, '1000000000')).toBe(BAD_DIGITS);
    expect(judge(gnum, '2147483647')).toBe(VALID);
    expect(judge(gnum, '-2147483648')).toBe(VALID);
  });
  it('follows the standard where libxml2 does not collapse white space', () => {
    expect(judge(packNo, ' 1 ')).toBe(VALID);
  });
});

describe('texts', () => {
  const code = text('ebpCode', '', '', [1, 18]);
  const unit = text('unit', '', '', 3);

  it('measures code points, white space included', () => {
    expect(judge(code, '\u{1F600}'.repeat(18))).toBe(VALID);
    expect(judge(code, '\u{1F600}'.repeat(19))).toBe(BAD_LENGTH);
    expect(judge(code, '中'.repeat(18))).toBe(VALID);
    expect(judge(code, ' '.repeat(19))).toBe(BAD_LENGTH);
    expect(judge(code, '')).toBe(BAD_LENGTH);
    expect(judge(unit, '\u{1F600}12')).toBe(VALID);
    expect(judge(unit, '\u{1F600}1')).toBe(BAD_LENGTH);
    expect(judge(unit, ' 007')).toBe(BAD_LENGTH);
  });

  it('lets an empty element stand for the fixed value, and nothing else', () => {
    const currency = text('currency', '', '', 3, { fixed: '142' });
    expect(normalValue(compileField(currency), '')).toBe('142');
    expect(judge(currency, '')).toBe(VALID);
    expect(judge(currency, '502')).toBe(BAD_FIXED);
    expect(judge(currency, ' 142')).toBe(BAD_LENGTH);
  });

  it('uses the bounds of the edition', () => {
    const item = text('itemNo', '', '', [0, 20], before([0, 30], { kind: 'token' }));
    const long = 'x'.repeat(30);
    expect(judge(item, long)).toBe(BAD_LENGTH);
    expect(judge(item, long, '2018')).toBe(VALID);
    expect(judge(item, `\n${long} `, '2018')).toBe(VALID);
  });

  it('counts pairs once', () => expect(codePoints('a\u{1F600}中')).toBe(3));
});
