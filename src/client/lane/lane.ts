import { isoShanghai } from '../../base/dates.ts';
import { parseScaled5 } from '../../base/fen.ts';
import type { Finding } from '../../base/finding.ts';
import { LIMITS } from '../../base/limits.ts';
import type { ReleasePage } from '../../documents/lane/release-page.ts';
import { readPublicKey } from '../../documents/lane/release-signature.ts';
import { type Clock, systemClock } from '../../io/clock.ts';
import { type Entropy, systemEntropy } from '../../io/random.ts';
import { ask, type Door, type Patience, type Reply, Unreachable } from '../door.ts';
import { fieldsOf, items, readFindings, text, UnexpectedAnswer } from '../wire.ts';
import { BadPage, type HeldList, heldList, openPage } from './held-list.ts';
import { type ImageShelf, memoryShelf } from './image-shelf.ts';
import { type LaneJournal, memoryJournal } from './journal.ts';
import type { OfflineScan } from './journal-json.ts';

/** A parcel before the diverter. */
export type LaneParcel = {
  readonly logisticsNo: string;
  readonly logisticsCode?: string;
  /** Kilograms, a decimal such as `1.25`. */
  readonly weight?: string;
  /** Where its X-ray image lies in a store of yours; `keepImage` sends the image itself. */
  readonly image?: string;
  /** Your number of the scan; one is made when there is none. */
  readonly scanId?: string;
};

/** What the diverter does: 01 release, 02 inspect, 03 pending area, 04 stop, 05 on the spot. */
export type LaneInstruction = '01' | '02' | '03' | '04' | '05';

export type LaneAnswer = {
  readonly scanId: string;
  readonly instruction: LaneInstruction;
  /** A code of the zone, one of `OFFLINE_REASONS`, or `OFF-REFUSED`. */
  readonly reason: string;
  /** Whether the lane answered by itself. */
  readonly offline: boolean;
};

/** An offline scan that the zone would have answered otherwise. */
export type LaneDifference = {
  readonly scanId: string;
  readonly instruction: string;
  readonly expected: string;
  readonly reason: string;
  readonly alarm: boolean;
};

/** An X-ray image that the zone does not take. */
export type RefusedImage = { readonly scanId: string; readonly findings: readonly Finding[] };

export type LaneOptions = Door & {
  /** Name of the lane, for example `L1`. */
  readonly lane: string;
  /** The public key of the zone (`GET /v1/lane/key`); asked for once when it is not given. */
  readonly publicKey?: string;
  /** Milliseconds until the parcel is at the diverter: no answer by then is none. */
  readonly deadline?: number;
  readonly journal?: LaneJournal;
  readonly images?: ImageShelf;
  readonly clock?: Clock;
  readonly entropy?: Entropy;
};

/** The zone does not take a reconciliation; the scans stay in the journal. */
export class NotReconciled extends Error {
  override name = 'NotReconciled';
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(findings.map(({ code, en }) => `${code} ${en}`).join('; '));
    this.findings = findings;
  }
}

/** One sorting line with its zone. */
export type SortingLane = {
  /** What to do with a parcel. Never throws for the network: a lane has to know in time. */
  scan(parcel: LaneParcel): Promise<LaneAnswer>;
  /**
   * Takes the list of releases anew, all of it or nothing; do so every few minutes.
   * @returns how many parcels are on it @throws Unreachable, BadPage, UnexpectedAnswer
   */
  refresh(): Promise<number>;
  /**
   * Reports what was done without the zone. @returns what the zone would have answered otherwise
   * @throws Unreachable, NotReconciled, UnexpectedAnswer; what was not taken stays in the journal
   */
  reconcile(): Promise<LaneDifference[]>;
  /** Puts the X-ray image of a scan, JPEG or PNG, on the shelf; no parcel waits for it. */
  keepImage(scanId: string, bytes: Uint8Array): Promise<void>;
  /**
   * Sends what lies on the shelf, before or after the scans. @returns what is not taken, which
   * stays there @throws Unreachable, UnexpectedAnswer; what was not sent stays too
   */
  sendImages(): Promise<RefusedImage[]>;
};

const DEADLINE = 200;
const ONCE: Patience = { seconds: 0 };
const PATIENT: Patience = { seconds: 30 };

/**
 * A sorting line's side of `/v1/lane`. It asks the zone within its deadline; without an answer it
 * goes by the signed list that it holds, and what is not on it is 03. A scan that is refused is 03.
 */
export function openLane(options: LaneOptions): SortingLane {
  const { clock = systemClock, journal = memoryJournal(), entropy = systemEntropy } = options;
  const { images = memoryShelf() } = options;
  let held: HeldList = heldList([]);
  let publicKey = options.publicKey ?? null;
  return {
    scan: async (parcel) => {
      const scanId = parcel.scanId ?? entropy.uuid();
      const said = { ...parcel, scanId, lane: options.lane };
      const reply = await asked(options, said);
      if (reply !== null) return answerOf(reply, scanId);
      const at = clock.now();
      const reason = held.judge(parcelOf(parcel), at);
      const instruction = reason === 'OFF-RELEASED' ? '01' : '03';
      await journal.add({ ...said, instruction, reason, at: isoShanghai(at) });
      return { scanId, instruction, reason, offline: true };
    },
    refresh: async () => {
      publicKey ??= await keyOf(options);
      held = heldList(await pagesOf(options, publicKey));
      return held.size;
    },
    reconcile: () => report(options, journal),
    keepImage: images.put,
    sendImages: () => sendAll(options, images),
  };
}

type Said = LaneParcel & { readonly scanId: string; readonly lane: string };

/** Null: no answer in time. */
async function asked(options: LaneOptions, said: Said): Promise<Reply | null> {
  const timeout = options.deadline ?? DEADLINE;
  return post(options, '/v1/lane/scans', said, ONCE, timeout).catch((error: unknown) => {
    if (error instanceof Unreachable) return null;
    throw error;
  });
}

function post(door: Door, path: string, said: object, patience: Patience, timeout?: number) {
  const body = Buffer.from(JSON.stringify(said));
  const request = { method: 'POST', path, body, type: 'application/json' } as const;
  return ask(door, { ...request, ...(timeout !== undefined && { timeout }) }, patience);
}

const INSTRUCTIONS: readonly LaneInstruction[] = ['01', '02', '03', '04', '05'];

function answerOf({ status, body }: Reply, scanId: string): LaneAnswer {
  const refused: LaneAnswer = { scanId, instruction: '03', reason: 'OFF-REFUSED', offline: false };
  if (status !== 200) return refused;
  const { instruction, reason } = fieldsOf(body);
  const known = INSTRUCTIONS.find((one) => one === instruction);
  if (known === undefined) return refused;
  const code = text(fieldsOf(reason).code, 'reason.code');
  return { scanId, instruction: known, reason: code, offline: false };
}

function parcelOf({ logisticsNo, logisticsCode, weight = '' }: LaneParcel) {
  return { logisticsNo, logisticsCode: logisticsCode ?? null, weight: parseScaled5(weight) };
}

async function keyOf(door: Door): Promise<string> {
  const { status, body } = await ask(door, { method: 'GET', path: '/v1/lane/key' }, PATIENT);
  if (status !== 200) throw new UnexpectedAnswer(`/v1/lane/key was answered with ${status}`);
  return text(fieldsOf(body).publicKey, 'publicKey');
}

async function pagesOf(door: Door, publicKey: string): Promise<ReleasePage[]> {
  const key = readPublicKey(publicKey);
  if (key === null) throw new BadPage('the public key is none of Ed25519');
  const pages: ReleasePage[] = [];
  for (let after = '0'; ; ) {
    const path = `/v1/lane/releases?after=${after}`;
    const { status, body } = await ask(door, { method: 'GET', path }, PATIENT);
    if (status !== 200) throw new UnexpectedAnswer(`/v1/lane/releases was answered with ${status}`);
    const fields = fieldsOf(body);
    const page = openPage(text(fields.text, 'text'), text(fields.signature, 'signature'), key);
    // A page of another place would hide what stands between.
    if (page.after !== after) throw new BadPage(`this is the page after ${page.after}`);
    pages.push(page);
    if (page.next === after) return pages;
    after = page.next;
  }
}

async function report(door: Door, journal: LaneJournal): Promise<LaneDifference[]> {
  const differences: LaneDifference[] = [];
  const waiting = [...(await journal.all())];
  while (waiting.length > 0) {
    const scans: OfflineScan[] = waiting.splice(0, LIMITS.laneReconciliation);
    const reply = await post(door, '/v1/lane/reconciliations', { scans }, PATIENT);
    if (reply.status !== 200) {
      throw new NotReconciled(findingsOf(reply, 'the reconciliation'));
    }
    differences.push(...items(fieldsOf(reply.body).differences, 'differences').map(differenceOf));
    await journal.remove(new Set(scans.map(({ scanId }) => scanId)));
  }
  return differences;
}

async function sendAll(door: Door, images: ImageShelf): Promise<RefusedImage[]> {
  const refused: RefusedImage[] = [];
  for (const scanId of await images.all()) {
    const body = await images.get(scanId);
    const path = `/v1/lane/scans/${encodeURIComponent(scanId)}/image`;
    const type = body[0] === 0xff ? 'image/jpeg' : 'image/png';
    const reply = await ask(door, { method: 'PUT', path, body, type }, PATIENT);
    if (reply.status === 200) await images.remove(scanId);
    else refused.push({ scanId, findings: findingsOf(reply, 'the image') });
  }
  return refused;
}

/** Why something was not taken. @throws UnexpectedAnswer when it does not say so */
function findingsOf({ status, body }: Reply, what: string): Finding[] {
  const findings = readFindings(body);
  if (findings.length > 0) return findings;
  throw new UnexpectedAnswer(`${what} was answered with ${status}`);
}

function differenceOf(body: unknown): LaneDifference {
  const { scanId, instruction, expected, reason, alarm } = fieldsOf(body);
  return {
    scanId: text(scanId, 'scanId'),
    instruction: text(instruction, 'instruction'),
    expected: text(expected, 'expected'),
    reason: text(fieldsOf(reason).code, 'reason.code'),
    alarm: alarm === true,
  };
}
