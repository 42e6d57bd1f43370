import { isoShanghai } from '../base/dates.ts';
import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { StoredPaper } from './paper.ts';
import { paperText } from './papers-codec.ts';

/** A paper of any kind as JSON; quantities and weights are decimals. */
export function paperJson(paper: Omit<StoredPaper, 'body'> & { readonly body: object }) {
  const { kind, paperNo, bookNo, enterprise, ownNo, state, madeAt, changedAt, body } = paper;
  const content: Record<string, unknown> = JSON.parse(paperText(body));
  return {
    ...{ kind, paperNo, bookNo, enterprise, ownNo, state },
    ...{ madeAt: isoShanghai(madeAt), changedAt: isoShanghai(changedAt), content },
  };
}

/** A balance of a line as JSON. */
export function balanceJson(balance: {
  readonly status: string;
  readonly in: Scaled5;
  readonly out: Scaled5;
  readonly remain: Scaled5;
  readonly reserved: Scaled5;
}) {
  const { status, in: came, out, remain, reserved } = balance;
  return {
    ...{ status, in: formatScaled5(came), out: formatScaled5(out) },
    ...{ remain: formatScaled5(remain), reserved: formatScaled5(reserved) },
    free: formatScaled5(remain - reserved),
  };
}
