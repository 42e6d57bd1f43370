import { describe, expect, it } from 'vitest';
import type { ExpectedList, ExpectedMessage } from '../world/expected.ts';
import type { ExpectedStock } from '../world/traffic/expected.ts';
import { tellDrawn } from './drawn.ts';
import type { SendRow } from './row.ts';

const MOST = 25_000;

function row(given: Partial<SendRow>): SendRow {
  const { expected = '800', got = '800' } = given;
  return {
    ...{ file: 'lists.xml', record: 0, type: 'CEB621', key: 'k', kind: 'ordinary', expected, got },
    ...{ ok: expected === got, why: '', whyZh: '', tax: null },
    ...given,
  };
}

const lists = (count: number, given: Partial<SendRow>): SendRow[] =>
  Array.from({ length: count }, (_, record) => row({ record, ...given }));

const guidOf = (record: number): string => `G${record}`;
const LISTS = Array.from({ length: 110 }, (_, record) => {
  return { file: 'lists.xml', record, guid: guidOf(record) } as ExpectedList;
});

const request = (file: string, record: number) =>
  ({ file, names: { file: 'lists.xml', record } }) as ExpectedMessage;

describe('what a draw did', () => {
  it('is told apart from what is wrong', () => {
    const { rows, inspection } = tellDrawn(
      [
        ...lists(98, {}),
        row({ record: 98, got: '500 INSPECT' }),
        row({ record: 99, expected: '430', got: '500 INSPECT' }),
        row({ record: 100, expected: '100 1313', got: '500 INSPECT' }),
        row({ record: 101, got: '100 1313' }),
        row({ file: 'asked.xml', type: 'CEB623', got: '-623005' }),
        row({ file: 'other.xml', type: 'CEB623', got: '-623005' }),
      ],
      {
        ...{ draws: { most: MOST }, lists: LISTS },
        messages: [request('asked.xml', 99), request('other.xml', 1)],
      },
    );
    expect(inspection).toEqual({ drawn: 2, of: 101, waiting: 1 });
    const wrong = rows.filter(({ ok }) => !ok).map(({ file, expected }) => `${file} ${expected}`);
    expect(wrong).toEqual(['lists.xml 100 1313', 'lists.xml 800', 'other.xml 800']);
    expect(rows.at(-1)).toMatchObject({ got: '2 of 101 drawn', ok: true });
  });

  it('holds up the load of a drawn list with all that is on it, and no other load', () => {
    const stock = {
      papers: [
        { ownNo: 'E1', after: [{ list: 'g1' }, { list: 'g2' }] },
        { ownNo: 'S1', after: [{ paper: 'E1', told: 'INV201 1' }] },
        { ownNo: 'E2', after: [{ list: 'g3' }] },
      ],
      reports: [
        { name: 'X1', after: [{ paper: 'S1', told: 'SAS221 1' }] },
        { name: 'X2', after: [{ report: 'X1' }] },
        { name: 'X3', after: [{ paper: 'E2', told: 'INV201 1' }] },
      ],
      books: [
        { book: 'T1', record: '1', lists: ['g2'] },
        { book: 'T1', record: '2', lists: ['g3'] },
      ],
    } as unknown as ExpectedStock;
    const stockRow = (type: string, key: string) => row({ file: 'stock', type, key, got: 'less' });
    const released = [1, 2, 3].map((record) => row({ record, expected: '899' }));
    const { rows } = tellDrawn(
      [
        ...[{ ...released[0]!, got: '500 INSPECT', ok: false }, released[1]!, released[2]!],
        ...['E1', 'E2'].map((key) => stockRow('INV101', key)),
        ...[stockRow('SAS121', 'S1'), stockRow('INV101', 'E9')],
        ...['X1', 'X2', 'X3'].map((key) => stockRow('report', key)),
        ...['G1 R', 'G2 R', 'G3 R'].map((key) => stockRow('899', key)),
        ...['T1 1 bonded', 'T1 2 bonded', 'T1 3 bonded'].map((key) => stockRow('book', key)),
      ],
      { draws: { most: 1_000_000 }, lists: LISTS, messages: [], stock },
    );
    const wrong = rows.filter(({ ok }) => !ok).map(({ type, key }) => `${type} ${key}`);
    expect(wrong).toEqual([
      ...['CEB621 k', 'INV101 E2', 'INV101 E9', 'report X3', '899 G3 R'],
      ...['book T1 2 bonded', 'book T1 3 bonded'],
    ]);
  });

  it.each([
    [12, true],
    [30, false],
  ])('is possible for %d of 200 at 2.5 %%: %s', (drawn, ok) => {
    const all = [...lists(200 - drawn, {}), ...lists(drawn, { got: '500 INSPECT' })];
    const { rows } = tellDrawn(all, { draws: { most: MOST }, lists: LISTS, messages: [] });
    expect(rows.at(-1)).toMatchObject({ expected: 'a chance of 2.5 % at most', ok });
  });

  it('excuses nothing where nothing was drawn, or no zone draws', () => {
    const book = row({ type: 'book', expected: 'out 3', got: 'out 2' });
    const draws = { draws: { most: MOST }, lists: LISTS, messages: [] };
    expect(tellDrawn([row({}), book], draws).rows[1]).toEqual(book);
    const rows = [row({ got: '500 INSPECT' }), book];
    expect(tellDrawn(rows, { lists: LISTS, messages: [] })).toEqual({ rows, inspection: null });
  });
});
