import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, type Result } from '../base/result.ts';
import type { Filing } from '../documents/filing.ts';
import { filingsOf } from './file-records.ts';
import type { Standing } from './filing-claims.ts';
import { filingFinding } from './filing-findings.ts';
import { type Received, type RefusedMessage, refKey } from './received.ts';
import type { Sorted } from './sort-records.ts';

/**
 * Bundles: messages that are filed together or not at all. A bundle is judged as it would be
 * filed, and when one of its records would not be, none of it is; nothing of it leaves a trace.
 */
type Checked = Result<Received, RefusedMessage>;

/** Where one message of a bundle is not to be trusted any more, none of the bundle is. */
export function whole(batch: readonly Received[], checked: readonly Checked[]): Checked[] {
  const broken = new Map<string, Checked>();
  checked.forEach((one, i) => {
    const { bundle } = batch[i]!;
    if (one.ok || bundle === undefined) return;
    const { status, findings } = one.error;
    const placed = findings.map((finding) => inMessage(batch[i]!, finding));
    broken.set(bundle, fail({ status, findings: placed }));
  });
  return checked.map((one, i) => broken.get(batch[i]!.bundle ?? '') ?? one);
}

/**
 * The bundles of which something would not be filed, and why. `path` begins with the message: its
 * id and its root, such as `<id>/CEB311Message/OrderHead/orderNo`.
 */
export function unfitBundles(
  messages: readonly Received[],
  plan: Sorted,
  standing: Standing,
  at: Instant,
): Map<string, Finding[]> {
  const unfit = new Map<string, Finding[]>();
  if (messages.every(({ bundle }) => bundle === undefined)) return unfit;
  const { reusable } = plan;
  const records = messages.flatMap((one) => plan.records.get(one) ?? []);
  const filings = [...filingsOf(records, standing, { at, reusable }).values()].flat();
  const byRef = new Map(filings.map((filing) => [refKey(filing.incoming.ref), filing]));
  for (const one of messages) {
    if (one.bundle === undefined) continue;
    const findings = findingsOf(one, plan, byRef);
    const known = unfit.get(one.bundle) ?? [];
    if (findings.length > 0) unfit.set(one.bundle, [...known, ...findings]);
  }
  return unfit;
}

/** Why the records of a message would not be filed. */
function findingsOf(
  message: Received,
  plan: Sorted,
  filings: ReadonlyMap<string, Filing>,
): Finding[] {
  return (plan.records.get(message) ?? []).flatMap(({ sort, ref }) => {
    if (sort.kind === 'refused') return sort.findings.map((one) => inMessage(message, one));
    const outcome = filings.get(refKey(ref))?.outcome;
    if (outcome?.kind !== 'refused') return [];
    return [inMessage(message, filingFinding(message.message.type, outcome.reason))];
  });
}

/** A finding on a message or its record, with the message in its path. */
function inMessage({ messageId, message }: Received, finding: Finding): Finding {
  const path = finding.path === null ? '' : `/${finding.path}`;
  return { ...finding, path: `${messageId}/${message.type}Message${path}` };
}
