import { isoShanghai } from '../base/dates.ts';
import type { Pull } from '../paydata/pull.ts';
import type { Signal } from '../risk/signals.ts';

/** A pull as one line. */
export function pullLine(pull: Pull): string {
  const { sessionId, ebpCode, orderNo, listNo, state, attempts, lastError, codes } = pull;
  const trouble = [...(lastError === null ? [] : [`${lastError} (${attempts})`]), ...codes];
  const by = pull.ordered ? 'ordered' : 'drawn';
  return [
    ...[sessionId.toUpperCase(), state.padEnd(12), `${by} ${isoShanghai(pull.drawnAt)}`],
    ...[`${ebpCode}/${orderNo}`, listNo, trouble.join(', ')],
  ]
    .join('  ')
    .trimEnd();
}

/** A signal as one line. */
export function signalLine({ at, enterprise, code, orderNo, listNo, detail }: Signal): string {
  const where = (detail.paths ?? []).join(' ');
  const order = orderNo === null ? '' : `order ${orderNo}`;
  const list = listNo === null ? '' : `list ${listNo}`;
  return [isoShanghai(at), enterprise, code.padEnd(24), order, list, where].join('  ').trimEnd();
}
