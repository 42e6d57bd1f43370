import { businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { derive, pointerBehind } from '../documents/declaration/derive.ts';
import { completed, type Said } from '../documents/declaration/said.ts';
import type { Sql } from '../io/postgres.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { cachedHash } from '../registry/personal-hash.ts';
import { authenticate } from './authenticate.ts';
import { inMessage } from './bundles.ts';
import { classify } from './classify.ts';
import { mayPass } from './failure.ts';
import type { House } from './house.ts';
import { turnAway } from './overload.ts';
import type { Received, RefusedMessage } from './received.ts';
import type { RegistryView } from './registry-watch.ts';
import { UNAVAILABLE } from './submit.ts';
import type { Works } from './works.ts';

/**
 * Declaring in one body: order, payment, waybill and list of one parcel, sent by one enterprise by
 * right of the undertakings it has on file. The platform writes the four messages and files them as
 * it files any others, in one transaction: all of them, or none.
 */
export type Declared =
  | {
      readonly accepted: true;
      /** By document. */
      readonly messageIds: Readonly<Record<DocumentName, string>>;
      readonly orderNo: string;
      readonly copNo: string;
      /** The number of the list in the single window. */
      readonly preNo: string | null;
      /** All four messages were there already; nothing was done again. */
      readonly duplicate: boolean;
    }
  | {
      readonly accepted: false;
      readonly status: 400 | 403 | 409 | 422 | 429 | 503;
      /** `path` is the JSON pointer of the value in the body. */
      readonly findings: readonly Finding[];
      readonly retryAfterSeconds?: number;
    };

export const DOCUMENTS = ['order', 'payment', 'waybill', 'list'] as const;
export type DocumentName = (typeof DOCUMENTS)[number];

/** Takes what was said of one parcel through the window. */
export async function declare(
  house: House,
  works: Works,
  said: Said,
  sender: Enterprise,
): Promise<Declared> {
  if (works.load() >= LIMITS.queuedRecords) return turnAway('overload', 1);
  try {
    const ready = await readyNow(house, said, sender);
    if (!ready.ok) return refusedWith(ready.error);
    const answers = await works.fileBundle(ready.value);
    const refused = answers.find((answer) => !answer.ok);
    if (refused?.ok === false) return refusedWith(refused.error);
    const ids = ready.value.map(({ messageId }) => messageId);
    const list = ready.value.at(-1)!.message.records[0]!.head;
    const { orderNo = '', ebpCode = '', copNo = '' } = list;
    return {
      accepted: true,
      messageIds: Object.fromEntries(DOCUMENTS.map((name, i) => [name, ids[i]!])) as never,
      ...{ orderNo, copNo },
      preNo: await preNoOf(house.db, ids.at(-1)!, ebpCode, orderNo),
      duplicate: answers.every((answer) => answer.ok && answer.value.duplicate),
    };
  } catch (error) {
    if (mayPass(error)) return UNAVAILABLE;
    throw error;
  }
}

function refusedWith({ status, findings }: RefusedMessage): Declared {
  const placed = findings.map((finding) => ({ ...finding, path: placeOf(finding.path) }));
  const keys = placed.map(({ code, path }) => `${code} ${path}`);
  const once = placed.filter((_, i) => keys.indexOf(keys[i]!) === i);
  return { accepted: false, status, findings: once.map(({ line: _line, ...finding }) => finding) };
}

const placeOf = (path: string | null): string =>
  path?.startsWith('CEB') === true ? pointerBehind(path) : (path ?? '');

// An enterprise or undertaking that another process registered a moment ago is not in memory yet.
async function readyNow(house: House, said: Said, sender: Enterprise): Promise<Ready> {
  const at = house.clock.now();
  const known = house.registry.current();
  const ready = readyOf(said, sender, known, at);
  if (ready.ok) return ready;
  const fresh = await house.registry.fresh(house.db);
  return fresh === known ? ready : readyOf(said, sender, fresh, at);
}

type Ready = Result<readonly Received[], RefusedMessage>;

/** The messages of a declaration, read and judged as those of any sender; or all findings. */
function readyOf(said: Said, sender: Enterprise, registry: RegistryView, at: Instant): Ready {
  const findings: Finding[] = [];
  const { enterprises } = registry.snapshot;
  const whole = completed(said, sender.code, (code) => enterprises.has(code), findings);
  if (findings.length > 0) return fail({ status: 422, findings });
  const derived = derive(whole, sender, (code) => enterprises.get(code)?.name ?? '');
  const date = businessDate(at);
  const hash = cachedHash(registry.hash);
  const messages: Received[] = [];
  let status: RefusedMessage['status'] = 422;
  for (const { type, bytes } of derived) {
    const read = authenticate(bytes, sender.code, registry, date, at, true);
    if (!read.ok) {
      status = read.error.status;
      findings.push(...read.error.findings.map((finding) => inMessage(type, finding)));
      continue;
    }
    messages.push(read.value);
    for (const { sort } of classify(read.value, registry.snapshot, hash, date)) {
      if (sort.kind !== 'refused') continue;
      findings.push(...sort.findings.map((finding) => inMessage(type, finding)));
    }
  }
  if (findings.length > 0) return fail({ status, findings });
  const bundle = messages.map(({ messageId }) => messageId).join(' ');
  return ok(messages.map((one) => ({ ...one, bundle })));
}

const PRE_NO = `
  select pre_no as "preNo" from documents.lists
  where ebp_code = $1 and order_no = $2 and message_id = $3`;

/** The number that the list of a message got, or null when it is no longer kept. */
async function preNoOf(sql: Sql, messageId: string, ebpCode: string, orderNo: string) {
  const [row] = await sql.query<{ preNo: string }>(PRE_NO, [ebpCode, orderNo, messageId]);
  return row?.preNo ?? null;
}
