import { randomUUID } from 'node:crypto';
import { readReceipts } from '../../src/receipts/store.ts';
import { type ExportDocument, withHead } from '../../src/sandbox/world/document.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import type { Answer, SentRecord, Stage } from './world.ts';

const ALL = 1_000;

/** What its sender was told last of a record; keys are collected over all that was told. */
export async function answerOf({ zone }: Stage, { document, sender }: SentRecord): Promise<Answer> {
  const receipts = await readReceipts(zone.db, sender.code, 0n, ALL);
  const guid = document.head.guid?.toUpperCase();
  const own = receipts.filter((one) => one.recordGuid?.toUpperCase() === guid);
  const preNo = own.find((one) => one.keys.preNo !== undefined)?.keys.preNo;
  const more = receipts.filter(
    (one) => one.recordGuid === null && preNo !== undefined && one.keys.preNo === preNo,
  );
  const last = more.at(-1) ?? own.at(-1);
  if (last === undefined) throw new Error(`nothing was said to ${document.type} ${guid}`);
  const keys = Object.assign({}, ...[...own, ...more].map((one) => one.keys));
  return { status: last.status, findings: last.findings, keys };
}

/** Sends a record under a name, as one of its own each time; the findings it is refused with. */
export async function sendNamed(
  stage: Stage,
  name: string,
  document: ExportDocument,
  sender: Party,
): Promise<Answer['findings']> {
  const own = withHead(document, { guid: randomUUID().toUpperCase() });
  const record = { document: own, sender };
  const answer = await stage.desk.send(sender, own);
  if (answer === null) throw new Error(`${sender.code} has no token`);
  stage.sent.set(name, record);
  const { status, findings } = await answerOf(stage, record);
  return status.startsWith('-') || status === '100' ? findings : [];
}

/** The customs number of a parcel's list; a number of the right form when it has none. */
export async function listNoOf(stage: Stage, parcel: string): Promise<string> {
  const record = stage.sent.get(`list ${parcel}`);
  const keys = record === undefined ? {} : (await answerOf(stage, record)).keys;
  return keys.invtNo ?? '46042020E999999999';
}
