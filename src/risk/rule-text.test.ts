import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRule } from '../../test/risk-arbitrary.ts';
import { LIMITS } from '../base/limits.ts';
import { parseRule, writeRule } from './rule-text.ts';

function written(text: string): string {
  const parsed = parseRule(text);
  return parsed.ok ? writeRule(parsed.value) : parsed.error.map(({ code }) => code).join();
}

function complaints(text: string): [string, string | null][] {
  const parsed = parseRule(text);
  return parsed.ok ? [] : parsed.error.map(({ code, path }) => [code, path]);
}

describe('the text of a rule', () => {
  it('is read and written back in one form', () => {
    const text = `
      inspect when goods.hs starts 2106  # food supplements
        and (seller.class = GENERAL or seller.class = ROUTINE) and buyer.lists>5`;
    expect(written(text)).toBe(
      'inspect when goods.hs starts 2106 and (seller.class = GENERAL or seller.class = ROUTINE) ' +
        'and buyer.lists > 5',
    );
    expect(written('review when payment.late > 0 or list.value >= 4500')).toBe(
      'review when payment.late > 0 or list.value >= 4500.00',
    );
    expect(written('stop when watch "ring-7" has buyer')).toBe(
      'stop when watch "ring-7" has buyer',
    );
    expect(written('review when list.mode in (1210, 9610) and not list.gross <= 1.50')).toBe(
      'review when list.mode in (1210, 9610) and not list.gross <= 1.5',
    );
  });

  it('may be Chinese, with full-width signs', () => {
    expect(
      written(
        '查验 当 商品编码 开头为 ２１０６ 且 （ 清单总值 ≥ 4500 或 非 名单 “甲” 列有 订购人 ）',
      ),
    ).toBe(
      'inspect when goods.hs starts 2106 and (list.value >= 4500.00 or not watch "甲" has buyer)',
    );
    expect(written('拦截 当 商品名称 包含 蜂蜜')).toBe('stop when goods.name contains "蜂蜜"');
  });

  it('says behind its action that it is one of exports', () => {
    expect(written('查验 出口 当 监管方式 = 9710 且 运抵国 = 502')).toBe(
      'inspect export when list.mode = 9710 and list.country = 502',
    );
    expect(written('review export when list.channel = L and watch "a" has goods')).toBe(
      'review export when list.channel = L and watch "a" has goods',
    );
    expect(written('stop import when list.mode = 1210')).toBe('stop when list.mode = 1210');
  });

  it('means the same whenever it is written and read again', () => {
    fc.assert(
      fc.property(fc.oneof(anyRule(), anyRule(undefined, 'export')), (one) => {
        const text = writeRule(one);
        fc.pre(text.length <= LIMITS.riskText);
        expect(written(text)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a text that is no rule', () => {
  it.each([
    ['', 'RISK-TEXT', '1:1'],
    ['release when list.mode = 1210', 'RISK-TEXT', '1:1'],
    ['inspect if list.mode = 1210', 'RISK-TEXT', '1:9'],
    ['inspect when', 'RISK-TEXT', '1:13'],
    ['inspect when list.mode 1210', 'RISK-TEXT', '1:24'],
    ['inspect when list.mode =', 'RISK-TEXT', '1:25'],
    ['inspect when (list.mode = 1210', 'RISK-TEXT', '1:31'],
    ['inspect when list.mode = 1210)', 'RISK-TEXT', '1:30'],
    ['inspect when list.mode = 1210 goods.hs = 1', 'RISK-TEXT', '1:31'],
    ['inspect when\n  goods.name contains "honey', 'RISK-TEXT', '2:23'],
    ['inspect when list.mode = 1210; drop table', 'RISK-TEXT', '1:30'],
    ['inspect when watch ring has nobody', 'RISK-TEXT', '1:29'],
    ['inspect when list.mode in ()', 'RISK-TEXT', '1:28'],
    ['inspect when seller.shoesize = 1', 'RISK-FIELD', '1:14'],
    ['inspect when constructor = 1', 'RISK-FIELD', '1:14'],
    ['inspect export when buyer.lists > 1', 'RISK-FIELD', '1:21'],
    ['inspect when list.channel = L', 'RISK-FIELD', '1:14'],
    ['inspect export when watch ring has buyer', 'RISK-TEXT', '1:36'],
    ['inspect when list.mode > 1210', 'RISK-OPERATOR', '1:24'],
    ['inspect when list.value contains 5', 'RISK-OPERATOR', '1:25'],
    ['inspect when list.value > "5"', 'RISK-VALUE', '1:27'],
    ['inspect when list.value > 5.001', 'RISK-VALUE', '1:27'],
    ['inspect when buyer.lists > 1.0', 'RISK-VALUE', '1:28'],
    ['inspect when seller.class = GENERALS', 'RISK-VALUE', '1:29'],
    [`inspect when list.mode = ${'1'.repeat(201)}`, 'RISK-VALUE', '1:26'],
  ])('%s', (text, code, path) => {
    expect(complaints(text)).toEqual([[code, path]]);
  });

  it('is told of all unknown fields and wrong values at once', () => {
    const text = 'inspect when a.b = 1 and list.value > x or list.gross contains 3';
    expect(complaints(text).map(([code]) => code)).toEqual([
      'RISK-FIELD',
      'RISK-VALUE',
      'RISK-OPERATOR',
    ]);
  });

  it('may be too long, too deep, or have too many conditions', () => {
    expect(complaints('x'.repeat(LIMITS.riskText + 1))).toEqual([['RISK-LONG', null]]);
    const deep = `inspect when ${'('.repeat(1_000)}`;
    expect(complaints(deep).map(([code]) => code)).toEqual(['RISK-LONG']);
    const nots = `inspect when ${'not '.repeat(900)} list.lines = 1`;
    expect(complaints(nots).map(([code]) => code)).toEqual(['RISK-LONG']);
    const one = 'list.lines=1';
    const many = `inspect when ${Array(LIMITS.riskConditions + 1)
      .fill(one)
      .join(' or ')}`;
    expect(complaints(many).map(([code]) => code)).toEqual(['RISK-LONG']);
  });

  it('never breaks the parser, whatever it is', () => {
    const word = fc.constantFrom(
      ...['inspect', 'when', '(', ')', 'not', 'and', 'or', 'watch', '"', '“', '\\', '=', 'in', ','],
      ...['list.value', '5', 'has', 'buyer', '查验', '\n', '#', '🐟', '.', '__proto__'],
    );
    const text = fc.array(fc.oneof(word, fc.string({ unit: 'binary', maxLength: 3 })));
    fc.assert(
      fc.property(text, (words) => {
        const parsed = parseRule(words.join(' '));
        expect(parsed.ok || parsed.error.length > 0).toBe(true);
      }),
    );
  });
});
