import { assert } from './assert.ts';

/** Every bound of the system in one place, related to each other by the asserts below. */
export const LIMITS = {
  /** Bytes of one message at the window. Official clients split before about 2 MB. */
  messageBytes: 8 * 1024 * 1024,
  /** Nesting of elements; the deepest message of the schemas has 7. */
  xmlDepth: 32,
  /** Elements in one message: 100 records with 99 lines of 22 fields fit. */
  xmlNodes: 300_000,
  /** Attributes and namespace declarations on one element. */
  xmlAttributes: 32,
  /** Business records in one message, as the schemas have it. */
  recordsPerMessage: 100,
  /** Lines of one order or list, as the schemas have it. */
  linesPerRecord: 99,
  /** Subscribers named in one message. */
  subscribers: 5,
  /** Findings shown for one record or one message. */
  findingsShown: 20,
  /** Records handled in one transaction. */
  batchRecords: 2_000,
  /** Messages handled in one transaction. */
  batchMessages: 500,
  /** Records that may wait for a transaction before the window answers 429. */
  queuedRecords: 20_000,
  /** Raw bytes of one evidence segment before compression. */
  segmentBytes: 16 * 1024 * 1024,
  /** Bytes of terms of filed documents kept at hand: about a minute at 1,000 parcels/s. */
  termsAtHandBytes: 64 * 1024 * 1024,
  /** Receipts in one answer. */
  receiptsPerPage: 1_000,
  /** Seconds a receipts call may wait. */
  longPollSeconds: 60,
  /** Tries of a transaction that lost a race before the batch fails. */
  transactionTries: 8,
} as const;

assert(LIMITS.recordsPerMessage <= LIMITS.batchRecords, 'a message fits a batch');
assert(LIMITS.messageBytes <= LIMITS.segmentBytes, 'a message fits a segment');
assert(LIMITS.batchRecords <= LIMITS.queuedRecords, 'a batch fits the queue');
