import { ask } from '../../client/door.ts';
import { inParallel } from '../../client/send.ts';
import { fieldsOf, items, text } from '../../client/wire.ts';
import type { ExpectedBalance, ExpectedPaper, ExpectedStock } from '../world/traffic/expected.ts';
import type { Journey } from './journey.ts';
import type { Doors } from './look-up.ts';
import type { SendRow } from './row.ts';
import { type StockState, toldOf } from './stock-state.ts';

const PATIENCE = { seconds: 30 };
const AT_ONCE = 4;

const words = (parts: readonly (string | null | undefined)[]): string =>
  parts.filter(Boolean).join(', ');

type Words = Pick<SendRow, 'type' | 'key' | 'kind' | 'got'> & {
  readonly expected: string;
  readonly file?: string;
  readonly why?: string;
};

function row({ file = 'stock', why = '', expected, got, ...said }: Words): SendRow {
  const ok = expected === got;
  const reason = ok ? '' : why;
  return { file, record: null, ...said, expected, got, ok, why: reason, whyZh: reason, tax: null };
}

/** A row for each paper, report and release, and for each who is told that a parcel is out. */
export function judgeStock(journey: Journey, expected: ExpectedStock): SendRow[] {
  const { papers, reports, releases } = expected;
  const { stock: state } = journey;
  return [
    ...papers.map((paper) => judgePaper(state, paper)),
    ...reports.map(({ file, name, kind, answer, code, repeated }) => {
      const reply = state.replies.get(name);
      const anew = repeated && reply?.repeated === false ? 'decided anew' : null;
      const got = words([reply?.answer, reply?.code, anew]) || 'not sent';
      return row({ file, type: 'report', key: name, kind, expected: words([answer, code]), got });
    }),
    ...releases.map(({ paper, kind }) => {
      const stands = state.released.get(paper) ?? 'unknown';
      const got = stands === 'closed' ? 'released' : stands;
      const why = 'customs has not released it: onestep stock release';
      return row({ type: 'release', key: paper, kind, expected: 'released', got, why });
    }),
    ...judgeGone(journey, expected),
  ];
}

function judgePaper(state: StockState, expected: ExpectedPaper): SendRow {
  const { file, type, ownNo, sender, kind, told, code } = expected;
  const answer = state.sent.get(ownNo);
  const refused = answer?.accepted === false ? answer : null;
  const heard = words([...toldOf(state, ownNo, sender), state.codes.get(ownNo)]);
  return row({
    ...{ file, type, key: ownNo, kind, expected: words([...told, code]) },
    got: refused === null ? heard || 'no receipt' : `refused ${refused.status}`,
    why: refused?.findings.map((finding) => `${finding.code} ${finding.en}`).join('; ') ?? '',
  });
}

/** Who is told 899 of lists of this world, as expected or not. */
function judgeGone({ stock, records }: Journey, { gone }: ExpectedStock): SendRow[] {
  const due = new Set(gone.map(({ guid, reader }) => `${guid.toUpperCase()} ${reader}`));
  const told = [...stock.gone.keys()].filter((place) => records.has(place.split(' ')[0]!));
  return [...new Set([...due, ...told])].map((key) => {
    const [expected, got] = [due.has(key) ? 1 : 0, stock.gone.get(key) ?? 0];
    const times = { expected: `told ${expected}`, got: `told ${got}` };
    return row({ type: '899', key, kind: 'parcel-out', ...times });
  });
}

type Sums = Pick<ExpectedBalance, 'in' | 'out' | 'reserved'>;

const EMPTY: Sums = { in: '0', out: '0', reserved: '0' };

// How much waits for its release depends on how soon customs releases; what is left does not.
function wordsOf(place: string, { in: came, out, reserved }: Sums): string {
  if (/ (undeclared|refund-pending)$/.test(place))
    return came === out ? 'nothing left' : `in ${came}, out ${out}`;
  return `in ${came}, out ${out}, reserved ${reserved}`;
}

/** A row for each line and status of each book; what stands there unexpectedly has one as well. */
export async function lookUpBooks({ books }: ExpectedStock, doors: Doors): Promise<SendRow[]> {
  const rows: SendRow[] = [];
  const keepers = [...new Map(books.map(({ book, keeper }) => [book, keeper]))];
  await inParallel(keepers, AT_ONCE, async ([book, keeper]) => {
    const door = doors.get(keeper);
    const path = `/v1/stock/books/${book}`;
    const reply = door === undefined ? null : await ask(door, { method: 'GET', path }, PATIENCE);
    const found = reply?.status === 200 ? balancesIn(reply.body) : new Map<string, Sums>();
    const wanted = new Map(
      books.filter((one) => one.book === book).map((one) => [`${one.record} ${one.status}`, one]),
    );
    for (const place of new Set([...wanted.keys(), ...found.keys()])) {
      const expected = wordsOf(place, wanted.get(place) ?? EMPTY);
      const got = wordsOf(place, found.get(place) ?? EMPTY);
      if (expected === got && !wanted.has(place)) continue;
      const words = { key: `${book} ${place}`, kind: 'balance', expected, got };
      rows.push(row({ type: 'book', ...words }));
    }
  });
  return rows;
}

function balancesIn(body: unknown): Map<string, Sums> {
  const lines = items(fieldsOf(body).lines, 'lines').map(fieldsOf);
  return new Map(
    lines.flatMap(({ recordNo, balances }) =>
      items(balances, 'balances')
        .map(fieldsOf)
        .map((one): [string, Sums] => {
          const sum = (name: string): string => text(one[name], name);
          const place = `${text(recordNo, 'recordNo')} ${sum('status')}`;
          return [place, { in: sum('in'), out: sum('out'), reserved: sum('reserved') }];
        }),
    ),
  );
}
