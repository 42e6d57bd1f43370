import { describe, expect, it } from 'vitest';
import { closedList } from '../../test/flows/closed-lists.ts';
import { startOfDay } from '../base/dates.ts';
import type { ExportReturnTerms, TallyTerms } from '../documents/export-terms.ts';
import {
  decideReturn,
  type EarlierReturn,
  lastReturnDay,
  type ReturnFacts,
  returnBook,
} from './return.ts';
import { decideTally } from './tally.ts';

const { listNo, terms: list } = closedList(1, { lines: [{ qty: 3_00000n }, { qty: 2_00000n }] });
const line = {
  gnum: 1,
  gcode: '6204430090',
  qty: 1_00000n,
  unit: '011',
  qty1: 1_00000n,
  unit1: '011',
};
const request: ExportReturnTerms = {
  ...{ customsCode: '4612', ebpCode: list.ebpCode, ebcCode: list.ebcCode, listNo },
  ...{ logisticsCode: list.logisticsCode, logisticsNo: 'R1', coElNo: 'R1', tradeMode: '9661' },
  ...{ agentCode: list.agentCode, billNo: 'B', ieFlag: 'I', trafMode: '5', trafName: 'CZ' },
  ...{ voyageNo: 'CZ1', portCode: '4604', country: '502' },
  lines: [line],
};
const facts: ReturnFacts = {
  standing: { list, state: '899', releasedAt: startOfDay('2020-09-18') + 1 },
  ...{ earlier: [], preNo: 'T1', day: '2020-10-01', returnMonths: 12 },
};
const earlier = (state: EarlierReturn['state'], qty: bigint): EarlierReturn => {
  return { preNo: `T-${state}`, state, lines: [{ gnum: 1, qty }] };
};
const codes = (changes: Partial<ExportReturnTerms>, other: Partial<ReturnFacts> = {}) =>
  decideReturn({ ...request, ...changes }, { ...facts, ...other }).map(({ code, path }) => [
    code,
    path,
  ]);
const standing = (change: Partial<typeof list>, state: '899' | '800' | '400' = '899') => ({
  standing: { ...facts.standing!, state, list: { ...list, ...change } },
});
const head = (element: string) => `InvtRefundHead/${element}`;

describe('a return of exported goods', () => {
  it('is accepted for a closed list, by those who take part in it', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ agentCode: list.ebcCode, tradeMode: null })).toEqual([]);
  });

  it.each([
    ['no such list', {}, { standing: null }, 'RTN-UNKNOWN', 'invtNo'],
    ['a stranger', { agentCode: 'X' }, {}, 'RTN-PARTY', 'agentCode'],
    ['another seller', { ebcCode: 'X' }, {}, 'RTN-OTHER', 'ebcCode'],
    ['another office', { customsCode: '4613' }, {}, 'RTN-OTHER', 'customsCode'],
    ['a parcel that has not left', {}, standing({}, '800'), 'RTN-NOT-LEFT', 'invtNo'],
    ['a list that waits', {}, standing({}, '400'), 'RTN-STATE', 'invtNo'],
    ['the law of before', {}, { returnMonths: 0 }, 'RTN-CLOSED', 'invtNo'],
    ['a sale to a firm', {}, standing({ tradeMode: '9710' }), 'RTN-NO-MODE', 'invtNo'],
    ['the mode of another', { tradeMode: '1261' }, {}, 'RTN-MODE', 'tradeMode'],
    ['a mode where there is none', {}, standing({ tradeMode: '9810' }), 'RTN-MODE', 'tradeMode'],
    ['an export', { ieFlag: 'E' }, {}, 'RTN-FLAG', 'ieFlag'],
    [
      'the same once more',
      {},
      { preNo: 'T-open', earlier: [earlier('open', 1n)] },
      'RTN-AGAIN',
      'coElNo',
    ],
  ] as const)('is refused: %s', (_, changes, other, code, element) => {
    expect(codes(changes, other)).toEqual([[code, head(element)]]);
  });

  it('is in time on the last day of the year, and late on the next', () => {
    expect(codes({}, { day: '2021-09-18' })).toEqual([]);
    expect(codes({}, { day: '2021-09-19' })).toEqual([['RTN-LATE', head('invtNo')]]);
    expect(lastReturnDay(startOfDay('2020-02-29'), 12)).toBe('2021-02-28');
  });

  it('takes 1261 for goods of a book, and none for an overseas warehouse', () => {
    expect(codes({ tradeMode: '1261' }, standing({ tradeMode: '1210', emsNo: 'T4612' }))).toEqual(
      [],
    );
    expect(codes({ tradeMode: null }, standing({ tradeMode: '9810' }))).toEqual([]);
    expect(returnBook({ ...list, tradeMode: '1210', emsNo: 'T4612' })).toBe('T4612');
    expect(returnBook(list)).toBeNull();
  });

  it('is of lines of the list, each once; every wrong one is told', () => {
    const other = { ...line, gcode: '1' };
    const unit = { ...line, gnum: 2, unit: '035' };
    const legal = { ...line, gnum: 2, unit1: '035' };
    const none = { ...line, gnum: 3 };
    const lines = [other, line, unit, legal, none];
    expect(codes({ lines })).toEqual(
      [1, 2, 3, 4, 5].map((at) => ['RTN-LINE', `InvtRefundList[${at}]/gnum`]),
    );
    expect(
      codes({
        lines: [
          { ...line, gcode: '6204430090  ' },
          { ...line, gnum: 2 },
        ],
      }),
    ).toEqual([]);
  });

  it('is of no more than what is left, to the smallest part', () => {
    const asked = (qty: bigint, ...before: EarlierReturn[]) =>
      codes({ lines: [{ ...line, qty }] }, { earlier: before }).map(([code]) => code);
    expect(asked(3_00000n)).toEqual([]);
    expect(asked(3_00001n)).toEqual(['RTN-MUCH']);
    expect(asked(0n)).toEqual(['RTN-MUCH']);
    const before = [earlier('closed', 1_00000n), earlier('open', 50000n)];
    expect(asked(1_50000n, ...before)).toEqual([]);
    expect(asked(1_50001n, ...before)).toEqual(['RTN-MUCH']);
    const over = (['lapsed', 'refused', 'withdrawn'] as const).map((one) => earlier(one, 3_00000n));
    expect(asked(3_00000n, ...over)).toEqual([]);
  });
});

describe('a tally', () => {
  const tally: TallyTerms = {
    ...{ customsCode: '4612', operatorCode: 'S', logisticsCode: 'C', logisticsNo: 'R1' },
    ...{ listNo: null, coElNo: 'D1', location: null },
  };
  const awaited = ['L1', 'L2'].map((no) => ({ listNo: no, preNo: `T${no}`, customsCode: '4612' }));
  const told = (changes: Partial<TallyTerms>, of = awaited) => {
    const { named, findings } = decideTally({ ...tally, ...changes }, of);
    return [named.map((one) => one.listNo), findings.map(({ code }) => code)];
  };

  it('names one return, or all under its waybill', () => {
    expect(told({})).toEqual([['L1', 'L2'], []]);
    expect(told({ listNo: 'L2' })).toEqual([['L2'], []]);
  });

  it('is refused without one that is awaited there', () => {
    expect(told({}, [])).toEqual([[], ['TLY-NONE']]);
    expect(told({ listNo: 'L3' })).toEqual([[], ['TLY-LIST']]);
    expect(told({ customsCode: '4613' })).toEqual([[], ['TLY-CUSTOMS']]);
  });
});
