import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import { type Compared, type Count, differs } from './count.ts';

/** A stock-take with its three sides as JSON; quantities are decimals. */
export function countJson(view: {
  readonly count: Count;
  readonly rows: readonly Compared[];
  readonly pending: readonly {
    readonly recordNo: string;
    readonly itemNo: string;
    readonly name: string;
    readonly unit: string;
    readonly promised: Scaled5;
    readonly undeclared: Scaled5;
    readonly onSlips: Scaled5;
  }[];
}) {
  const { paperNo: countNo, bookNo, state, body } = view.count;
  const figure = (value: Scaled5 | null) => (value === null ? null : formatScaled5(value));
  const rows = view.rows.map((row) => {
    const { recordNo, lotNo, location, status, book, shelf, warehouse } = row;
    return {
      ...{ recordNo, lotNo, location, status, book: formatScaled5(book) },
      ...{ shelf: figure(shelf), warehouse: figure(warehouse), differs: differs(row) },
    };
  });
  const lines = view.pending.map(({ promised, undeclared, onSlips, ...goods }) => ({
    ...{ ...goods, promised: formatScaled5(promised), undeclared: formatScaled5(undeclared) },
    onSlips: formatScaled5(onSlips),
  }));
  return {
    countNo,
    bookNo,
    state,
    rows,
    lines,
    settled: (body.settled ?? []).map((one) => ({ ...one })),
    ...{ refused: body.refused, agreedAt: body.agreedAt },
  };
}
