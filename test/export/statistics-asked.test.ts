import { expect, it } from 'vitest';
import { IMPORTS } from '../../src/clearance/statistics/trade.ts';
import { EXPORTS } from '../../src/export/statistics/trade.ts';
import { monthBefore, readDimensions, readMonth } from '../../src/statistics/asked.ts';

it('reads months that there are', () => {
  expect(['2026-10', '2000-01'].map(readMonth)).toEqual(['2026-10', '2000-01']);
  const wrong = ['', '2026', '2026-13', '2026-00', '2026-1', '2026-10-01', '1999-12', '20２6-10'];
  for (const text of wrong) expect([text, readMonth(text)]).toEqual([text, null]);
});

it('knows the month before a day', () => {
  expect(['2026-11-30', '2026-01-01'].map(monthBefore)).toEqual(['2026-10', '2025-12']);
});

it('reads dimensions that one table has', () => {
  for (const text of ['mode', 'heading,destination,unit', 'enterprise,chapter', 'country,mode']) {
    expect(readDimensions(EXPORTS, text)?.join()).toBe(text);
  }
  const wrong = [
    ...['', ',', 'mode,', 'weather', 'mode,mode', 'mode, channel', 'toString', 'lists'],
    ...['heading,chapter', 'heading,country', 'enterprise,destination', 'currency,heading'],
    'office,mode,channel,country',
  ];
  for (const text of wrong) expect([text, readDimensions(EXPORTS, text)]).toEqual([text, null]);
});

it('reads those of imports, which have others', () => {
  for (const text of ['port,mode,enterprise', 'origin,office', 'chapter,enterprise']) {
    expect(readDimensions(IMPORTS, text)?.join()).toBe(text);
  }
  const wrong = ['channel', 'country', 'heading,origin', 'port,heading', 'unit', 'port,port'];
  for (const text of wrong) expect([text, readDimensions(IMPORTS, text)]).toEqual([text, null]);
});
