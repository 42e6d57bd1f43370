import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask, maskAddress, maskIdentity, maskName, maskPhone } from './masking.ts';

describe('masks', () => {
  it.each([
    [maskIdentity('11010519491231002X'), '1101**********002X'],
    [maskName('张三'), '张*'],
    [maskName('欧阳娜娜'), '欧***'],
    [maskName('张'), '*'],
    [maskName('\u{20BB7}野'), '\u{20BB7}*'],
    [maskPhone('13800138000'), '138****8000'],
    [maskPhone('037112345'), '037***345'],
    [maskAddress('河南省郑州市管城区某路1号'), '河南省郑州市*******'],
    [maskAddress('郑州'), '郑*'],
    [maskName(''), ''],
  ])('%s', (masked, expected) => expect(masked).toBe(expected));

  it('keep the length and hide at least a third', () => {
    const kinds = fc.constantFrom('id', 'name', 'phone', 'address' as const);
    const texts = fc.string({ unit: 'grapheme-composite', minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(kinds, texts, (kind, raw) => {
        const text = raw.trim().replaceAll('*', 'x');
        const masked = mask(kind, text);
        expect([...masked]).toHaveLength([...text].length);
        const hidden = [...masked].filter((char) => char === '*').length;
        expect(hidden).toBeGreaterThanOrEqual([...text].length / 3);
      }),
    );
  });
});
