import type { Finding } from '../../base/finding.ts';
import {
  type DocumentState,
  type DocumentStates,
  foldReceipts,
  isSettled,
  noStates,
} from '../../client/outcome.ts';
import type { SendResult } from '../../client/send.ts';
import type { WireReceipt } from '../../client/wire.ts';
import type { ExpectedGoods, ExpectedShort, ExpectedTax } from '../world/expected.ts';
import { type DeclaredStates, noDeclared } from './declared-state.ts';
import { noStock, type StockState, takeStock } from './stock-state.ts';

/** What a record should come to; see expected.json. */
export type Wanted = {
  readonly status: string;
  readonly code: string | null;
  readonly tax: ExpectedTax | null;
  readonly kind: string;
  readonly set: string | null;
  /** Of a refund: what the report of its goods should come to. */
  readonly goods?: ExpectedGoods | null;
  /** Of a list that is returned for want of stock. */
  readonly short?: ExpectedShort | undefined;
};

/** One record on its way. */
export type Travelling = {
  readonly file: string;
  readonly record: number;
  readonly type: string;
  readonly key: string;
  readonly guid: string;
  readonly sender: string;
  readonly wanted: Wanted | null;
};

/** Why lists were returned, held or refused: the first finding of each, by code. */
export type Reason = {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly count: number;
};

/** How far everything is; for a live table. */
export type SendProgress = {
  readonly messages: number;
  readonly sent: number;
  readonly refused: number;
  /** Messages that the platform had already. */
  readonly duplicates: number;
  readonly records: number;
  readonly settled: number;
  readonly lists: { readonly [status: string]: number };
  /** The most frequent first. */
  readonly reasons: readonly Reason[];
};

/** What the platform said to the report that the goods of a refund are back; sums in yuan. */
export type Report = {
  readonly preNo: string;
  readonly state: string;
  readonly relief: Omit<ExpectedGoods['relief'], 'total'>;
};

/** All records of one sending, what the window said of each message, and the receipts so far. */
export type Journey = {
  readonly records: Map<string, Travelling>;
  readonly answers: Map<string, SendResult>;
  readonly states: DocumentStates;
  /** By guid of the refund; null when the report was refused. */
  readonly reports: Map<string, Report | null>;
  readonly stock: StockState;
  readonly declared: DeclaredStates;
};

export function newJourney(): Journey {
  return {
    ...{ records: new Map(), answers: new Map(), states: noStates(), reports: new Map() },
    ...{ stock: noStock(), declared: noDeclared() },
  };
}

/** Takes receipts that somebody reads; says whether they are of what is sent on this journey. */
export function take(journey: Journey, receipts: readonly WireReceipt[], reader: string): boolean {
  const keys = foldReceipts(journey.states, receipts);
  for (const [i, receipt] of receipts.entries()) {
    takeStock(journey.stock, receipt, keys[i]!, reader);
  }
  return keys.some((key) => journey.records.has(key) || journey.stock.sent.has(key));
}

/** The state of a record, if it has had a receipt. */
export function stateOf(journey: Journey, guid: string): DocumentState | undefined {
  return journey.states.byKey.get(guid);
}

/** Whether nothing more needs to come for a record. */
export function isDone(journey: Journey, record: Travelling): boolean {
  const answer = journey.answers.get(record.file);
  if (answer === undefined) return false;
  if (!answer.accepted) return true;
  const state = stateOf(journey, record.guid);
  if (state === undefined) return false;
  const { type, wanted } = record;
  if (wanted !== null && isRequest(type)) return isEnd(state.receipt.status, wanted.status);
  if (wanted?.status === '899' && state.receipt.status === '800') return false;
  return wanted?.status === 'waiting' || isSettled(state) || waitsAsWanted(record, state);
}

/** Whether documents of a type ask something about a list, such as a withdrawal or a refund. */
function isRequest(type: string): boolean {
  return ['CEB623', 'CEB625', 'CEB605', 'CEB701', 'CEB213'].includes(type);
}

/** Whether documents of a type are lists, of parcels that come or that leave. */
export function isList(type: string): boolean {
  return type === 'CEB621' || type === 'CEB603';
}

// A refund is accepted (120) before its goods are there, and stays so when they never come.
function isEnd(status: string, wanted: string): boolean {
  return status === wanted || status.startsWith('-') || ['100', '399', '800'].includes(status);
}

// A list that should wait for its arrival may wait for another reason first.
function waitsAsWanted({ wanted }: Travelling, { receipt }: DocumentState): boolean {
  if (receipt.status !== '400') return false;
  if (wanted?.status === '430') return true;
  if (wanted?.status !== '400') return false;
  return wanted.code === null || receipt.findings[0]?.code === wanted.code;
}

/** Whether a list has passed and waits for its arrival. */
export function awaitsArrival(journey: Journey, { type, guid }: Travelling): boolean {
  return type === 'CEB621' && stateOf(journey, guid)?.receipt.status === '400';
}

/** Records whose end is still to come. */
export function open(journey: Journey): Travelling[] {
  return [...journey.records.values()].filter((record) => !isDone(journey, record));
}

/** Counts for a live table. */
export function progressOf(journey: Journey, messages: number): SendProgress {
  const answers = [...journey.answers.values()];
  const lists: Record<string, number> = {};
  const reasons = new Map<string, Reason>();
  let settled = 0;
  for (const record of journey.records.values()) {
    if (isDone(journey, record)) settled += 1;
    if (!isList(record.type)) continue;
    const receipt = stateOf(journey, record.guid)?.receipt;
    const status = receipt?.status ?? 'sent';
    lists[status] = (lists[status] ?? 0) + 1;
    const [first] = receipt?.findings ?? [];
    if (first !== undefined) countReason(reasons, first);
  }
  return {
    messages,
    sent: answers.length,
    refused: answers.filter(({ accepted }) => !accepted).length,
    duplicates: answers.filter((one) => one.accepted && one.duplicate).length,
    records: journey.records.size,
    settled,
    lists,
    reasons: [...reasons.values()].sort((a, b) => b.count - a.count),
  };
}

function countReason(reasons: Map<string, Reason>, { code, zh, en }: Finding): void {
  const known = reasons.get(code);
  reasons.set(code, known === undefined ? { code, zh, en, count: 1 } : more(known));
}

function more(reason: Reason): Reason {
  return { ...reason, count: reason.count + 1 };
}
