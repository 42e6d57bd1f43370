import { assert } from './assert.ts';

/** Every bound of the system in one place, related to each other by the asserts below. */
export const LIMITS = {
  /** Streams of the cockpit that are open at once in one process. */
  cockpitStreams: 500,
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
  /** Bytes of a zip archive of messages, of what is in it, and files in it. */
  zipBytes: 64 * 1024 * 1024,
  zipExpandedBytes: 1024 * 1024 * 1024,
  zipEntries: 50_000,
  /** How many times larger than in the archive a file may be; those of a made-up world reach 10. */
  zipRatio: 200,
  /** Bytes from which on that counts. */
  zipRatioFrom: 1024 * 1024,
  /** Rows of a file of declarations, and cells of a row. */
  uploadRows: 10_000,
  uploadColumns: 256,
  /** Declarations in one file: their four documents each fit a transaction. */
  uploadDeclarations: 500,
  /** Goods that a search shows. */
  goodsFound: 20,
  /** Bytes of one part of a workbook when it is unpacked. */
  sheetBytes: 32 * 1024 * 1024,
  /** XML elements of one part of a workbook: that many rows of 60 cells fit. */
  sheetNodes: 1_500_000,
  /** Records handled in one transaction. */
  batchRecords: 2_000,
  /** Messages handled in one transaction. */
  batchMessages: 500,
  /** Records that may wait for a transaction before the window answers 429. */
  queuedRecords: 20_000,
  /** Milliseconds that one transaction should take: so long waits who comes with little. */
  batchMilliseconds: 150,
  /** Records of one enterprise in a row when others wait too. */
  turnRecords: 20,
  /** Raw bytes of one evidence segment before compression. */
  segmentBytes: 16 * 1024 * 1024,
  /** Bytes of terms of filed documents kept at hand: about a minute at 1,000 parcels/s. */
  termsAtHandBytes: 64 * 1024 * 1024,
  /** Receipts in one answer. */
  receiptsPerPage: 1_000,
  /** Milliseconds until an accepted message is durable and decided, whatever else arrives. */
  waitMilliseconds: 1_000,
  /** Bytes of messages that the door may hold until they are answered. */
  heldBytes: 64 * 1024 * 1024,
  /** The same for one enterprise. */
  heldBytesEach: 32 * 1024 * 1024,
  /** Bytes of one enterprise in a row when others wait too. */
  turnBytes: 64 * 1024,
  /** Milliseconds for which the door works before it lets answers and new calls through. */
  sliceMilliseconds: 4,
  /** Seconds after which a refused sender is told to come again, at most. */
  retrySeconds: 30,
  /** Connections at once; beyond them idle ones are closed and new ones turned away. */
  connections: 10_000,
  /** Milliseconds within which the headers of a request arrive. */
  headersMilliseconds: 10_000,
  /** Milliseconds within which a request arrives whole. */
  requestMilliseconds: 60_000,
  /** Milliseconds that a connection is kept for the next request. */
  idleMilliseconds: 72_000,
  /** Milliseconds without any progress after which an answer that nobody reads is given up. */
  unreadMilliseconds: 20_000,
  /** Bytes of answers on their way to one enterprise. */
  unreadBytesEach: 32 * 1024 * 1024,
  /** Requests whose content is still arriving, of all and of one enterprise. */
  halfRead: 2_000,
  halfReadEach: 500,
  /** Bytes of them. */
  halfReadBytes: 64 * 1024 * 1024,
  halfReadBytesEach: 32 * 1024 * 1024,
  /** Milliseconds after which content must have come at the least rate. */
  graceMilliseconds: 5_000,
  /** That rate, in bytes a second. */
  leastRate: 32 * 1024,
  /** Calls of one enterprise that wait for receipts. */
  longPollsEach: 64,
  /** Seconds a receipts call may wait. */
  longPollSeconds: 60,
  /** Webhook endpoints of one enterprise. */
  webhooksEach: 10,
  /** Receipts in one webhook message, at most and when nothing is said (about 10 KB). */
  webhookBatch: 100,
  webhookBatchUsual: 20,
  /** Messages to webhooks under way at once, and those of them to endpoints that fail. */
  webhookPosts: 128,
  webhookPostsFailing: 32,
  /** Milliseconds within which a webhook has to answer. */
  webhookMilliseconds: 15_000,
  /** Days of nothing but failures after which an endpoint is switched off. */
  webhookDeadDays: 5,
  /** Hours for which a replaced webhook secret goes on signing, at most and if nothing is said. */
  webhookOverlapHours: 168,
  webhookOverlapHoursUsual: 24,
  /** Bytes of the original payment data of one order: requests, responses and many links fit. */
  paymentDataBytes: 1024 * 1024,
  /** Calls to platforms for payment data under way at once, and those of them to one platform. */
  paymentCalls: 64,
  paymentCallsEach: 8,
  /** Milliseconds within which a platform takes such a call. */
  paymentCallMilliseconds: 15_000,
  /** Uploads of payment data looked at side by side, and those that are kept of bad ones. */
  paymentUploads: 64,
  paymentUploadsBad: 10,
  /** Pulls in one answer. */
  pullsPerPage: 1_000,
  /** Bytes of the file of one draw: that many targets and officers fit. */
  drawBytes: 8 * 1024 * 1024,
  /** Targets and officers of one draw: 40 seconds of a line at 500 parcels a second. */
  drawTargets: 20_000,
  drawOfficers: 2_000,
  /** Weights declared for one officer: each enterprise seen in a window of months. */
  drawDeclared: 1_000,
  /** Names of what an officer is licensed for, or a target needs. */
  drawTags: 32,
  /** Bytes of a photograph or an X-ray image of a parcel, and photographs of one opening. */
  imageBytes: 4 * 1024 * 1024,
  photosEach: 20,
  /** Pixels of a side of an X-ray image, and of all of it: a page unpacks four bytes of each. */
  imageSide: 8_192,
  imagePixels: 16 * 1024 * 1024,
  /** Tasks of officers in one answer. */
  tasksPerPage: 200,
  /** Lots in one page of what a stock-take has to count. */
  sheetLots: 1_000,
  /** Lists or actions in one page of the console. */
  listsPerPage: 200,
  /** Lists of one repair, and repairs of one enterprise under way at once. */
  repairLists: 20_000,
  repairJobs: 10,
  /** Corrections of one repair, rows of their tables, characters of a value. */
  repairCorrections: 8,
  repairRows: 5_000,
  repairValue: 510,
  /** Lists of repairs tried or sent in one step, and followed. */
  repairStep: 100,
  repairFollowed: 1_000,
  /** Causes in one answer, and examples of what a repair changes. */
  repairCauses: 200,
  repairExamples: 10,
  /** Layers of a plan, and parties that give shares of the seed. */
  drawLayers: 100,
  drawParties: 16,
  /** Draws that a process commits to at once; a part of a block of numbers. */
  drawBlock: 250,
  /** Draws of dead processes that one look makes void. */
  abandonedDraws: 100,
  /** Milliseconds within which a party shows its secret of a draw of the line. */
  drawReveal: 1_000,
  /** Officers who stand back, and decisions beside a draw. */
  drawRedraws: 2_000,
  drawOverrides: 2_000,
  /** Scans of lanes answered in one transaction, and those that may wait for one. */
  laneBatch: 500,
  laneQueue: 5_000,
  /** X-ray images that are read and stored at once. */
  laneImages: 16,
  /** Releases in one page of the list that a lane holds, and hours for which a page is good. */
  lanePage: 10_000,
  laneListHours: 4,
  /** Days of releases that are on it. */
  laneListDays: 14,
  /** Hours after which a released parcel that was diverted should have been scanned again. */
  laneRescanHours: 4,
  /** Scanned lists whose receipts are read by one look at the lanes. */
  laneChecks: 50,
  /** Offline scans in one reconciliation. */
  laneReconciliation: 1_000,
  /** Draws for which a party commits itself in one call, and the bytes of a call to one. */
  partyDraws: 500,
  partyBytes: 64 * 1024,
  /** Milliseconds that are waited for what a party says, unless its entry has others. */
  partyMilliseconds: 800,
  /** Relays that are asked for a round of a public beacon in turn, and the milliseconds of each. */
  beaconRelays: 8,
  beaconMilliseconds: 5_000,
  /** How far the clocks of two processes may differ, with the time a transaction takes. */
  skewMilliseconds: 600_000,
  /** Buyers, payers, phones, addresses counted in memory: of each so many twice, 10 bytes each. */
  sightings: 1_500_000,
  /** Decisions whose persons a process counts when it begins: a second or two. */
  sightingsWarm: 20_000,
  /** Days of draws that one call compares with chance. */
  statisticsDays: 366,
  /** Milliseconds for which the counts of risk signals are taken as they were read. */
  signalsMilliseconds: 60_000,
  /** Characters of a risk rule and of a value in it, its conditions, and parentheses inside. */
  riskText: 4_000,
  riskValue: 200,
  riskConditions: 200,
  riskDepth: 32,
  /** Characters of the name of who wrote one, and of his reason. */
  riskReason: 500,
  /** Milliseconds after which a change of rules or watch lists holds: every process has read it. */
  riskLeadMilliseconds: 2_000,
  /** Lists that a rule is tried on, and numbers of lists that are shown as examples. */
  trialLists: 200_000,
  trialExamples: 20,
  /** Risk rules in force at once, entries of all watch lists. */
  riskRules: 1_000,
  watchEntries: 200_000,
  /** Values that one call puts on a watch list or takes off it. */
  watchValues: 1_000,
  /** Lines of books kept in memory for clearance, about 500 bytes each. */
  bookLinesKept: 100_000,
  /** Lists that one exit list sums up. */
  exitLists: 5_000,
  /** Lines of one declaration of export (H2018 takes no more). */
  declarationLines: 50,
  /** Parts of one summary application. */
  summaryParts: 1_000,
  /** Lines of lists in one summary result, and in the results told by one transaction. */
  summaryResultLines: 1_000,
  summaryResultBatch: 5_000,
  /** Tries of a transaction that lost a race before the batch fails. */
  transactionTries: 8,
} as const;

assert(LIMITS.messageBytes <= LIMITS.zipExpandedBytes, 'a message fits an archive');
assert(LIMITS.zipRatioFrom <= LIMITS.messageBytes, 'a message can be out of proportion');
assert(LIMITS.recordsPerMessage <= LIMITS.batchRecords, 'a message fits a batch');
assert(LIMITS.uploadDeclarations * 4 <= LIMITS.batchRecords, 'a file fits a batch');
assert(LIMITS.uploadDeclarations * 4 <= LIMITS.queuedRecords, 'a file fits the queue');
assert(LIMITS.messageBytes <= LIMITS.segmentBytes, 'a message fits a segment');
assert(LIMITS.paymentDataBytes * 3 <= LIMITS.messageBytes, 'its form fits where messages do');
assert(LIMITS.batchRecords <= LIMITS.queuedRecords, 'a batch fits the queue');
assert(LIMITS.batchRecords <= LIMITS.drawTargets, 'a batch is one draw');
assert(LIMITS.partyMilliseconds < LIMITS.drawReveal, 'who is waited for is not late');
assert(LIMITS.batchRecords % LIMITS.drawBlock === 0, 'draws of a block are in sequence');
assert(LIMITS.messageBytes <= LIMITS.heldBytesEach, 'a message fits what one may have held');
assert(LIMITS.heldBytesEach < LIMITS.heldBytes, 'one enterprise leaves room for another');
assert(LIMITS.messageBytes <= LIMITS.halfReadBytesEach, 'a message fits what one may send');
assert(LIMITS.halfReadBytesEach < LIMITS.halfReadBytes, 'one sender leaves room for another');
assert(LIMITS.halfReadEach < LIMITS.halfRead, 'one sender leaves room for another');
assert(LIMITS.batchMilliseconds * 2 < LIMITS.waitMilliseconds, 'two batches fit the wait');
assert(LIMITS.webhookPostsFailing < LIMITS.webhookPosts, 'bad webhooks leave places');
assert(LIMITS.paymentCallsEach < LIMITS.paymentCalls, 'a slow platform leaves places');
assert(LIMITS.laneBatch <= LIMITS.laneQueue, 'a batch of scans fits the queue');
assert(LIMITS.paymentCalls <= LIMITS.paymentUploads, 'who was called may answer at once');
assert(LIMITS.repairStep <= LIMITS.recordsPerMessage, 'a step of a repair fits a message');
assert(LIMITS.summaryResultLines <= LIMITS.summaryResultBatch, 'a result fits a transaction');
