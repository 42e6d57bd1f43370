import { describe, expect, it } from 'vitest';
import type { ExpectedMessage } from '../world/expected.ts';
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
        row({ file: 'stock', type: 'book', expected: 'out 3', got: 'out 2' }),
      ],
      { draws: { most: MOST }, messages: [request('asked.xml', 99), request('other.xml', 1)] },
    );
    expect(inspection).toEqual({ drawn: 2, of: 101, waiting: 2 });
    const wrong = rows.filter(({ ok }) => !ok).map(({ file, expected }) => `${file} ${expected}`);
    expect(wrong).toEqual(['lists.xml 100 1313', 'lists.xml 800', 'other.xml 800']);
    expect(rows.at(-1)).toMatchObject({ got: '2 of 101 drawn', ok: true });
  });

  it.each([
    [12, true],
    [30, false],
  ])('is possible for %d of 200 at 2.5 %%: %s', (drawn, ok) => {
    const all = [...lists(200 - drawn, {}), ...lists(drawn, { got: '500 INSPECT' })];
    const { rows } = tellDrawn(all, { draws: { most: MOST }, messages: [] });
    expect(rows.at(-1)).toMatchObject({ expected: 'a chance of 2.5 % at most', ok });
  });

  it('excuses nothing where nothing was drawn, or no zone draws', () => {
    const book = row({ type: 'book', expected: 'out 3', got: 'out 2' });
    const draws = { draws: { most: MOST }, messages: [] };
    expect(tellDrawn([row({}), book], draws).rows[1]).toEqual(book);
    const rows = [row({ got: '500 INSPECT' }), book];
    expect(tellDrawn(rows, { messages: [] })).toEqual({ rows, inspection: null });
  });
});
