import { describe, expect, it } from 'vitest';
import { program } from './program.ts';
import { call } from './terminal.ts';

const LINE = { price: '100.00', qty: '1', vatRate: '0.13' };
const BASKET = { date: '2020-09-18', freight: '0', insurance: '0', lines: [LINE] };

function priced(input: string, ...flags: string[]) {
  return program(['tax', ...flags], input).ended;
}

describe('onestep tax', () => {
  it('reads JSON and prints JSON: 100 yuan, 70 % of 13 %', async () => {
    const { code, out, err } = await priced(JSON.stringify(BASKET), '--json');
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual({
      channel: 'preferential',
      lines: [{ dutiablePrice: '100.00', duty: '0.00', consumptionTax: '0.00', vat: '9.10' }],
      total: '9.10',
    });
  });

  it.each([
    ['{"date":', 'BASKET-VALUE', null],
    ['[]', 'BASKET-VALUE', null],
    ['', 'BASKET-VALUE', null],
    [
      JSON.stringify({ ...BASKET, lines: [{ ...LINE, price: 100 }] }),
      'BASKET-VALUE',
      'lines[0]/price',
    ],
    [JSON.stringify({ ...BASKET, when: 'now' }), 'BASKET-KEY', 'when'],
  ])('finds what is wrong with %s', async (input, code, path) => {
    const { code: ended, out } = await priced(input, '--json');
    expect(ended).toBe(1);
    const { findings } = JSON.parse(out) as { findings: { code: string; path: string | null }[] };
    expect(findings[0]).toMatchObject({ code, path });
  });

  it('takes flags, the n-th of a kind for the n-th line, and prints a table', async () => {
    const flags = '--date 2020-09-18 --price 100 --qty 1 --goods 04090000 --price 30 --qty 2';
    const { code, out } = await call('tax', ...flags.split(' '), '--goods', '04090000');
    expect(code).toBe(0);
    expect(out).toMatch(/^ +2 +30\.00 +0\.00 +0\.00 +1\.89$/m);
    expect(out).toMatch(/channel preferential, total tax 8\.19 CNY$/);
  });

  it('tells people what is wrong in both languages', async () => {
    const { code, out, err } = await call('tax', '--price', '100');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^date {2}BASKET-MISSING {2}expected YYYY-MM-DD \/ 缺少必填内容/);
  });

  it('wants a profile that can be read', async () => {
    const { code, err } = await call('tax', '--price', '1', '--profile', '/no/such/profile');
    expect([code, err]).toEqual([2, expect.stringMatching(/^The profile .+ cannot be used: /)]);
  });
});
