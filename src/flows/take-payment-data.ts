import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { isObject, readJsonText } from '../documents/json/json-text.ts';
import { type PaymentAnswer, readPaymentAnswer } from '../documents/payment-data/answer.ts';
import { paymentDataFinding } from '../documents/payment-data/codes.ts';
import { readForm } from '../documents/payment-data/form.ts';
import { PAYMENT_ANSWER } from '../documents/payment-data/request.ts';
import { verifyPaymentAnswer } from '../documents/payment-data/signature.ts';
import { compareAnswer } from '../paydata/compare.ts';
import { type Pull, signalsOf } from '../paydata/pull.ts';
import { answerPull, findPull, notePull } from '../paydata/pull-store.ts';
import { digestOf, storeUpload, uploadsOf } from '../paydata/upload-store.ts';
import { certificateFor } from '../registry/certificates.ts';
import { storeSignals } from '../risk/signals.ts';
import { loadDeclared } from './declared-payment.ts';
import type { House } from './house.ts';

type UploadHouse = Pick<House, 'db' | 'clock' | 'registry' | 'archive'>;

/**
 * Takes what a platform uploads (`realTimeDataUpload`). No token is asked for: the session names
 * the pull and the signature the platform. What can be read and trusted is taken, once, and
 * compared with what was declared; what it comes to is the authority's and not told. What cannot
 * is told in full and kept as well, up to a bound. The same upload again does nothing twice.
 * @returns when it was taken, or why it was not
 * @throws Fault when the database is away
 */
export async function takePaymentData(
  house: UploadHouse,
  form: Uint8Array,
): Promise<Result<Instant, readonly Finding[]>> {
  if (form.length > MOST_BYTES) return fail([TOO_LARGE]);
  const field = readForm(form, PAYMENT_ANSWER);
  if (!field.ok) return field;
  const text = field.value;
  const read = readPaymentAnswer(text);
  const pull = await pullOf(house, read.ok ? read.value.sessionID : sessionIn(text));
  if (pull === null) return fail(read.ok ? [NO_SESSION] : read.error);
  const taken = await judge(house, pull, text, read);
  if (taken !== 'raced') return taken;
  // Another upload of the session was taken meanwhile: this one is judged beside it.
  const again = await judge(house, (await findPull(house.db, pull.sessionId)) ?? pull, text, read);
  return again === 'raced' ? fail([ANSWERED]) : again;
}

/** A form writes one byte as three. */
const MOST_BYTES = 3 * LIMITS.paymentDataBytes;
const TOO_LARGE = paymentDataFinding('PAYDATA-SIZE', '', { most: LIMITS.paymentDataBytes });
const NO_SESSION = paymentDataFinding('PAYDATA-SESSION', '/sessionID');
const ANSWERED = paymentDataFinding('PAYDATA-ANSWERED', '/sessionID');

/** The session of a text that cannot be read otherwise. */
function sessionIn(text: string): string {
  const json = text.length <= LIMITS.paymentDataBytes ? readJsonText(text) : null;
  const root = json?.ok === true && isObject(json.value.value) ? json.value.value : null;
  const session = root?.get('sessionID');
  return typeof session === 'string' ? session : '';
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function pullOf({ db }: UploadHouse, session: string): Promise<Pull | null> {
  const pull = UUID.test(session) ? await findPull(db, session.toLowerCase()) : null;
  return pull?.state === 'unregistered' ? null : pull;
}

type Judged = Result<Instant, readonly Finding[]> | 'raced';

async function judge(
  house: UploadHouse,
  pull: Pull,
  text: string,
  read: Result<PaymentAnswer, Finding[]>,
): Promise<Judged> {
  const at = house.clock.now();
  const digest = digestOf(text);
  const earlier = await uploadsOf(house.db, pull.sessionId);
  if (earlier.some((one) => one.accepted && one.digest.equals(digest))) return ok(at);
  const answer = read.ok ? await trusted(house, pull, read.value, at) : read;
  const upload: Upload = { pull, text, at };
  if (!answer.ok || pull.answeredAt !== null) {
    const findings = answer.ok ? [ANSWERED] : answer.error;
    const isKept = earlier.filter((one) => !one.accepted).length < LIMITS.paymentUploadsBad;
    if (isKept) await keepRefused(house, upload, findings);
    return fail(findings);
  }
  const declared = await loadDeclared(house.db, house.archive, pull.listNo);
  const findings = compareAnswer(answer.value, present(declared, 'the order of a pull'));
  return (await keepTaken(house, upload, findings)) ? ok(at) : 'raced';
}

/** The answer when its platform signed it with a certificate that is on file. */
async function trusted(
  { db, registry }: UploadHouse,
  { ebpCode }: Pull,
  answer: PaymentAnswer,
  at: Instant,
): Promise<Result<PaymentAnswer, readonly Finding[]>> {
  const { snapshot } = await registry.fresh(db);
  const certificate = certificateFor(snapshot, ebpCode, { serial: answer.certNo }, at);
  if (!certificate.ok) return fail([{ ...certificate.error, path: '/certNo' }]);
  const verified = verifyPaymentAnswer(answer, certificate.value.key);
  return verified.ok ? ok(answer) : fail([verified.error]);
}

type Upload = { readonly pull: Pull; readonly text: string; readonly at: Instant };

const codesOf = (findings: readonly Finding[]): string[] => [
  ...new Set(findings.map(({ code }) => code)),
];

async function keepRefused(
  { db }: UploadHouse,
  { pull, text, at }: Upload,
  findings: readonly Finding[],
): Promise<void> {
  const { sessionId } = pull;
  await db.transaction(async (tx) => {
    const upload = { receivedAt: at, accepted: false, findings };
    if (!(await storeUpload(tx, sessionId, text, upload))) return;
    await notePull(tx, sessionId, codesOf(findings));
    await storeSignals(tx, signalsOf(pull, findings, at));
  });
}

/** Whether it was taken; not when another upload of the session was. */
function keepTaken(
  { db }: UploadHouse,
  { pull, text, at }: Upload,
  findings: readonly Finding[],
): Promise<boolean> {
  const { sessionId } = pull;
  return db.transaction(async (tx) => {
    if (!(await answerPull(tx, sessionId, codesOf(findings), at))) return false;
    await storeUpload(tx, sessionId, text, { receivedAt: at, accepted: true, findings });
    await storeSignals(tx, signalsOf(pull, findings, at));
    return true;
  });
}
