import { hash } from 'node:crypto';
import { businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { declarationFinding } from '../documents/declaration/codes.ts';
import { derive, pointerBehind } from '../documents/declaration/derive.ts';
import { completed, type Said } from '../documents/declaration/said.ts';
import { sheetFinding } from '../documents/sheet/sheet.ts';
import type { Sql } from '../io/postgres.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { cachedHash } from '../registry/personal-hash.ts';
import { authenticate } from './authenticate.ts';
import { classify } from './classify.ts';
import { mayPass } from './failure.ts';
import type { House } from './house.ts';
import { inTurns } from './in-turns.ts';
import { turnAway } from './overload.ts';
import type { Answered, Received, RefusedMessage } from './received.ts';
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
    const answers = await works.fileBundle(inBundle(ready.value));
    return await declaredOf(house, ready.value, answers);
  } catch (error) {
    if (mayPass(error)) return UNAVAILABLE;
    throw error;
  }
}

/**
 * The same for several parcels as one bundle: all of them, or none.
 * @param spoiled something else is wrong: nothing is filed, and what is wrong with these is told
 * @returns an answer a parcel, in order; one that is not to blame says that another is
 */
export async function declareTogether(
  house: House,
  works: Works,
  saids: readonly Said[],
  sender: Enterprise,
  spoiled = false,
): Promise<readonly Declared[]> {
  const all = (answer: Declared) => saids.map(() => answer);
  if (works.load() >= LIMITS.queuedRecords) return all(turnAway('overload', 1));
  try {
    const ready = await inTurns(saids, (said) => readyNow(house, said, sender));
    if (spoiled || ready.some((one) => !one.ok)) {
      return ready.map((one) => (one.ok ? NOT_ALONE : refusedWith(one.error)));
    }
    const groups = ready.flatMap((one) => (one.ok ? [one.value] : []));
    const bytes = groups.flat().reduce((sum, one) => sum + one.bytes.length, 0);
    if (bytes > LIMITS.segmentBytes) return all(TOO_LARGE);
    const answers = [...(await works.fileBundle(inBundle(groups.flat())))];
    const refused = answers.find((answer) => !answer.ok);
    if (refused?.ok === false) return groups.map((group) => blamed(group, refused.error));
    return await Promise.all(
      groups.map((group) => declaredOf(house, group, answers.splice(0, group.length))),
    );
  } catch (error) {
    if (mayPass(error)) return all(UNAVAILABLE);
    throw error;
  }
}

/** The answer of a parcel whose file is not taken for the sake of another. */
export const NOT_ALONE: Declared = {
  accepted: false,
  status: 422,
  findings: [declarationFinding('DECL-TOGETHER', '')],
};

/** The messages of one transaction are one segment of evidence. */
const TOO_LARGE: Declared = {
  accepted: false,
  status: 422,
  findings: [sheetFinding('SHEET-SIZE', { problem: 'too many lines to be filed together' })],
};

/** What of a refusal is about one group of messages. */
function blamed(group: readonly Received[], { status, findings }: RefusedMessage): Declared {
  const ids = group.map(({ messageId }) => messageId as string);
  const own = findings.filter(({ path }) => ids.includes(path?.slice(0, ID_LENGTH) ?? ''));
  return own.length === 0 ? NOT_ALONE : refusedWith({ status, findings: own });
}

const ID_LENGTH = 36;

/** The same messages are the same bundle. */
function inBundle(messages: readonly Received[]): Received[] {
  const bundle = hash('sha256', messages.map(({ messageId }) => messageId).join(' '));
  return messages.map((one) => ({ ...one, bundle }));
}

async function declaredOf(
  house: House,
  messages: readonly Received[],
  answers: readonly Answered[],
): Promise<Declared> {
  const refused = answers.find((answer) => !answer.ok);
  if (refused?.ok === false) return refusedWith(refused.error);
  const ids = messages.map(({ messageId }) => messageId);
  const { orderNo = '', ebpCode = '', copNo = '' } = messages.at(-1)!.message.records[0]!.head;
  return {
    accepted: true,
    messageIds: Object.fromEntries(DOCUMENTS.map((name, i) => [name, ids[i]!])) as never,
    ...{ orderNo, copNo },
    preNo: await preNoOf(house.db, ids.at(-1)!, ebpCode, orderNo),
    duplicate: answers.every((answer) => answer.ok && answer.value.duplicate),
  };
}

function refusedWith({ status, findings }: RefusedMessage): Declared {
  const placed = findings.map(({ line: _line, ...finding }) => {
    return { ...finding, path: placeOf(finding.path ?? '') };
  });
  const keys = placed.map(({ code, path }) => `${code} ${path}`);
  return {
    accepted: false,
    status,
    findings: placed.filter((_, i) => keys.indexOf(keys[i]!) === i),
  };
}

/** A place in one of the messages as one in the body; one in the body stays. */
function placeOf(path: string): string {
  return path === '' || path.startsWith('/')
    ? path
    : pointerBehind(path.replace(/^[0-9a-f-]{36}\//, ''));
}

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
  const personal = cachedHash(registry.hash);
  const messages: Received[] = [];
  let status: RefusedMessage['status'] = 422;
  for (const { type, bytes } of derived) {
    const read = authenticate(bytes, sender.code, registry, date, at, true);
    if (!read.ok) {
      status = read.error.status;
      findings.push(...inType(type, read.error.findings));
      continue;
    }
    messages.push(read.value);
    for (const { sort } of classify(read.value, registry.snapshot, personal, date)) {
      if (sort.kind !== 'refused') continue;
      findings.push(...inType(type, sort.findings));
    }
  }
  if (findings.length > 0) return fail({ status, findings });
  return ok(messages);
}

function inType(type: string, findings: readonly Finding[]): Finding[] {
  return findings.map((one) => ({ ...one, path: `${type}Message/${one.path ?? ''}` }));
}

const PRE_NO = `
  select pre_no as "preNo" from documents.lists
  where ebp_code = $1 and order_no = $2 and message_id = $3`;

/** The number that the list of a message got, or null when it is no longer kept. */
async function preNoOf(sql: Sql, messageId: string, ebpCode: string, orderNo: string) {
  const [row] = await sql.query<{ preNo: string }>(PRE_NO, [ebpCode, orderNo, messageId]);
  return row?.preNo ?? null;
}
