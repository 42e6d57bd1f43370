import type { Customs } from './send/customs.ts';
import { declaredTrip } from './send/declared-steps.ts';
import { type Inspection, tellDrawn } from './send/drawn.ts';
import { readExpected } from './send/expected-codec.ts';
import { newJourney, progressOf, type SendProgress } from './send/journey.ts';
import { judgeMessages, judgeRecords, judgeReports, judgeSets } from './send/judge.ts';
import { judgeDeclared } from './send/judge-declared.ts';
import { judgeStock, lookUpBooks } from './send/judge-stock.ts';
import { lookUpLists, lookUpQuota } from './send/look-up.ts';
import { messageFiles } from './send/message-files.ts';
import { openDoors, prepare } from './send/prepare.ts';
import { requestFiles } from './send/requests.ts';
import type { SendRow } from './send/row.ts';
import { stockTrip } from './send/stock-steps.ts';
import { heldNow, travel } from './send/travel.ts';

/** What `onestep send` is told. */
export type SendWorldOptions = {
  /** Files, directories of files, or directories of worlds. */
  readonly paths: readonly string[];
  readonly url: string;
  /** Path of `expected.json`; without it the report only tells. */
  readonly expect?: string;
  /** Token for every message; without it those beside the messages are used. */
  readonly token?: string;
  /** Messages under way at once. */
  readonly concurrency?: number;
  /** Seconds without any receipt after which waiting ends; 60 with `expect`, else 3. */
  readonly patience?: number;
  /** Called a few times a second and at the end. */
  readonly onProgress?: (progress: SendProgress) => void;
  readonly signal?: AbortSignal;
  /** Customs of the platform; without it lists wait for their release and duties are not paid. */
  readonly customs?: Customs;
};

/** Everything that became of what was sent. `ok`: every outcome is the expected one. */
export type SendReport = {
  readonly ok: boolean;
  /** Whether there was something to compare with. */
  readonly compared: boolean;
  readonly progress: SendProgress;
  readonly rows: readonly SendRow[];
  /** What was drawn; null without expectations, and for a world without officers. */
  readonly inspection: Inspection | null;
  /** Seconds from the first message to the last receipt. */
  readonly seconds: number;
};

/**
 * Sends message files, follows the receipts of their senders until every record has its end, and
 * compares with what was expected. With expectations it also sends the requests about these lists,
 * once they have their numbers, reports the goods of refunds, and of a whole world sends the
 * customs declarations and, under a law that keeps stock, has bonded goods come in and leave.
 * @throws NoMessages, NotExpected, NoToken before anything is sent; Unreachable and
 * UnexpectedAnswer from the platform.
 */
export async function sendWorld(options: SendWorldOptions): Promise<SendReport> {
  const given = await messageFiles(options.paths);
  const expected = options.expect === undefined ? null : await readExpected(options.expect);
  const files = expected === null ? given : [...given, ...(await requestFiles(given, expected))];
  const journey = newJourney();
  const trip = stockTrip(files, expected);
  const declared = declaredTrip(files, expected);
  const senders = await prepare(journey, files, expected, trip, declared);
  const doors = await openDoors(options, files, senders);
  const patience = options.patience ?? (expected === null ? 3 : 60);
  const how = { ...options, patience, trip, declared };
  const seconds = await travel(how, journey, files, senders, doors, expected);
  const lists = await lookUpLists(journey, doors);
  let rows = [...judgeMessages(journey, expected), ...judgeRecords(journey, lists)];
  if (expected !== null) {
    rows.push(...judgeReports(journey), ...judgeSets(journey, expected));
    rows.push(...(await lookUpQuota(expected, doors)));
  }
  if (trip !== null) {
    rows.push(...judgeStock(journey, trip.stock), ...(await lookUpBooks(trip.stock, doors)));
  }
  if (declared !== null) rows.push(...judgeDeclared(journey.declared, declared.declarations));
  let inspection: Inspection | null = null;
  if (expected !== null) ({ rows, inspection } = tellDrawn(rows, expected));
  const progress = progressOf(journey, files.length);
  const held = heldNow(journey, expected).requests;
  const isEnded = ({ name }: { name: string }) => journey.answers.has(name) || held.has(name);
  const ok = rows.every((row) => row.ok) && files.every(isEnded);
  return { ok, compared: expected !== null, progress, rows, inspection, seconds };
}
