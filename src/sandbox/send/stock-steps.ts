import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { present } from '../../base/assert.ts';
import { ask, type Patience } from '../../client/door.ts';
import { sendMessage } from '../../client/send.ts';
import { signZoneDocument } from '../../client/sign.ts';
import { fieldsOf, items, readFindings, text } from '../../client/wire.ts';
import type { Expected } from '../world/expected.ts';
import type { ExpectedPaper, ExpectedReport, ExpectedStock } from '../world/traffic/expected.ts';
import { type Need, paperSlot } from '../world/traffic/traffic.ts';
import type { Customs } from './customs.ts';
import type { HeldUp } from './held-up.ts';
import { type Journey, stateOf } from './journey.ts';
import type { Doors } from './look-up.ts';
import type { MessageFile } from './message-files.ts';
import { signerIn } from './requests.ts';
import type { Step } from './schedule.ts';
import { type ReportReply, toldOf } from './stock-state.ts';

/** The traffic of a world that is sent as a whole. */
export type StockTrip = {
  readonly stock: ExpectedStock;
  /** The folder of the world. */
  readonly folder: string;
};

/** The traffic of these files; null when they are no whole world or there is none. */
export function stockTrip(
  files: readonly MessageFile[],
  expected: Expected | null,
): StockTrip | null {
  const [first] = files;
  if (expected?.stock === undefined || first === undefined) return null;
  if (!isWholeWorld(files, expected)) return null;
  return { stock: expected.stock, folder: join(dirname(first.path), '..') };
}

/** Whether all messages of a world are among these files. */
export function isWholeWorld(files: readonly MessageFile[], { messages }: Expected): boolean {
  const given = new Set(files.map(({ name }) => name));
  return messages.every(({ file }) => given.has(file));
}

/** Everybody who sends something of it or is to be told, by a name of their own. */
export function stockSenders({ stock }: StockTrip): [string, string][] {
  const codes = [
    ...[...stock.papers, ...stock.reports].map(({ sender }) => sender),
    ...stock.gone.map(({ reader }) => reader),
    ...stock.books.map(({ keeper }) => keeper),
  ];
  return [...new Set(codes)].map((code) => [`stock of ${code}`, code]);
}

type Means = {
  readonly doors: Doors;
  readonly patience: Patience;
  readonly customs: Customs | undefined;
  readonly held: () => HeldUp;
  /** To be called when something has happened. */
  readonly news: () => void;
};

/** Sends papers and reports, and has entry and exit lists released, each as soon as it may be. */
export function stockSteps(journey: Journey, trip: StockTrip, means: Means): Step[] {
  const { papers, reports, releases } = trip.stock;
  const senders = sendersOf(trip);
  const isMet = (need: Need): boolean => met(journey, need, senders);
  const step = (after: readonly Need[], send: () => Promise<void>, lost = () => false): Step => ({
    lost,
    ready: () => after.every(isMet),
    send: async () => {
      await send();
      means.news();
    },
  });
  return [
    ...papers.map((paper) => {
      const lost = () => means.held().papers.has(paper.ownNo);
      return step(paper.after, () => sendPaper(journey, trip, paper, means), lost);
    }),
    ...reports.map((report) => {
      const lost = () => means.held().reports.has(report.name);
      return step(report.after, () => sendReport(journey, trip, report, means), lost);
    }),
    ...releases.map(({ paper, kind, after }) => {
      const sender = senders.get(paper) ?? '';
      return step(after, () => releaseList(journey, { kind, ownNo: paper, sender }, means));
    }),
  ];
}

/** Whether the goods of an entry list count in their book. */
export function hasArrived(journey: Journey, { stock }: StockTrip, ownNo: string): boolean {
  const sender = stock.papers.find((one) => one.ownNo === ownNo)?.sender ?? '';
  return toldOf(journey.stock, ownNo, sender).includes('INV211 2');
}

/**
 * Whether what a message needs has happened. Without the traffic of the world, what happens in the
 * special area is not waited for.
 */
export function isMet(journey: Journey, trip: StockTrip | null, need: Need): boolean {
  if (trip === null && !('guid' in need || 'declared' in need)) return true;
  return met(journey, need, trip === null ? new Map() : sendersOf(trip));
}

function sendersOf({ stock }: StockTrip): ReadonlyMap<string, string> {
  return new Map(stock.papers.map(({ ownNo, sender }) => [ownNo, sender]));
}

const DECIDED: readonly string[] = ['100', '600', '800', '899'];

function met(journey: Journey, need: Need, senders: ReadonlyMap<string, string>): boolean {
  if ('list' in need) {
    return DECIDED.includes(stateOf(journey, need.list.toUpperCase())?.receipt.status ?? '');
  }
  if ('guid' in need) {
    const { receipt } = stateOf(journey, need.guid.toUpperCase()) ?? {};
    return need.status.includes(receipt?.status ?? '');
  }
  if ('declared' in need) {
    return need.status.includes(journey.declared.states.get(need.declared)?.status ?? '');
  }
  if ('report' in need) return journey.stock.replies.has(need.report);
  if ('release' in need) {
    return ['released', 'closed'].includes(journey.stock.released.get(need.release) ?? '');
  }
  const told = toldOf(journey.stock, need.paper, senders.get(need.paper) ?? '');
  return told.includes(need.told);
}

/** Puts the numbers that customs gave in their places; NONE for one that there is not. */
function numbersIn(journey: Journey): (written: string) => string {
  return (written) =>
    written.replace(/\{(paper|list|report):([^}]+)\}/g, (_, kind: string, name: string) => {
      if (kind === 'report') return journey.stock.replies.get(name)?.paperNo ?? 'NONE';
      const keys = stateOf(journey, name.toUpperCase())?.keys ?? {};
      return (kind === 'paper' ? keys.businessId : keys.invtNo) || 'NONE';
    });
}

/** Looks in which a sandbox, which releases by itself, may be a little late. */
const LOOKS = 10;
const PAUSE = 200;

async function releaseList(
  journey: Journey,
  { kind, ownNo, sender }: { readonly kind: string } & Pick<ExpectedPaper, 'ownNo' | 'sender'>,
  { doors, patience, customs }: Means,
): Promise<void> {
  const door = present(doors.get(sender), 'a door');
  const paperNo = numbersIn(journey)(paperSlot(ownNo));
  const path = `/v1/stock/papers/${kind}/${paperNo}`;
  for (let look = 1; ; look += 1) {
    const { status, body } = await ask(door, { method: 'GET', path }, patience);
    const state = status === 200 ? text(fieldsOf(body).state, 'state') : 'not there';
    journey.stock.released.set(ownNo, state);
    if (state !== 'approved' || look === LOOKS) return;
    if (look === 1 && customs !== undefined) await customs.release(paperNo, ownNo);
    else await sleep(PAUSE);
  }
}

async function sendPaper(
  journey: Journey,
  { folder }: StockTrip,
  { file, ownNo, sender, signed }: ExpectedPaper,
  { doors, patience }: Means,
): Promise<void> {
  const written = await readFile(join(folder, 'papers', file), 'utf8');
  const named = numbersIn(journey)(written);
  const bytes = signed
    ? signZoneDocument(named, await signerIn(folder, sender))
    : Buffer.from(named);
  const door = present(doors.get(sender), 'a door');
  journey.stock.sent.set(ownNo, await sendMessage(door, bytes, { patience }));
}

async function sendReport(
  journey: Journey,
  { folder }: StockTrip,
  { file, name, path, sender }: ExpectedReport,
  { doors, patience }: Means,
): Promise<void> {
  const numbered = numbersIn(journey);
  const body = Buffer.from(numbered(await readFile(join(folder, 'reports', file), 'utf8')));
  const door = present(doors.get(sender), 'a door');
  const said = { body, type: 'application/json' };
  const reply = await ask(door, { method: 'POST', path: numbered(path), ...said }, patience);
  journey.stock.replies.set(name, readReply(reply.status, reply.body));
}

function readReply(status: number, body: unknown): ReportReply {
  if (status !== 200 && status !== 201) {
    return { answer: 'refused', code: readFindings(body)[0]?.code ?? null, repeated: false };
  }
  const { passed, repeated, findings = [], paperNo } = fieldsOf(body);
  const [first] = items(findings, 'findings').map(fieldsOf);
  return {
    answer: passed === undefined ? 'taken' : passed === true ? 'passed' : 'stopped',
    code: first === undefined ? null : text(first.code, 'code'),
    repeated: repeated === true,
    ...(typeof paperNo === 'string' ? { paperNo } : {}),
  };
}
