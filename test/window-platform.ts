import { createHash } from 'node:crypto';
import { enterpriseCode } from '../src/base/ids.ts';
import { TRADES } from '../src/flows/statistics.ts';
import { settableClock } from '../src/io/clock.ts';
import { receiptNews } from '../src/receipts/notify.ts';
import type { FiledReceipt } from '../src/receipts/receipt.ts';
import type { Enterprise } from '../src/registry/enterprise.ts';
import type { Platform, SubmitResult } from '../src/window/platform.ts';
import { buildWindow, type Window, type WindowOptions } from '../src/window/server.ts';

export const TOKEN = 'token-of-a';
export const SENDER: Enterprise = {
  code: enterpriseCode('4101W60001'),
  name: 'A',
  roles: ['ecommerce'],
  creditClass: 'GENERAL',
  status: 'active',
  validUntil: null,
  overseas: false,
  dxpId: null,
};

export type SmallPlatform = Platform & {
  /** What was submitted, in order. */
  readonly submitted: Uint8Array[];
  /** The one stream of receipts; `file` wakes those who wait. */
  file(receipt: FiledReceipt): void;
  /** Answers to give in place of accepting. */
  readonly answers: SubmitResult[];
};

/** Of an enterprise that has no endpoint; tests of webhooks bring the real thing. */
const NO_WEBHOOKS: Platform['webhooks'] = {
  create: async () => ({ ok: false, error: [] }),
  list: async () => [],
  find: async () => null,
  change: async () => ({ ok: true, value: null }),
  remove: async () => false,
  rotate: async () => null,
  replay: async () => ({ ok: true, value: null }),
  attempts: async () => null,
  test: async () => null,
};

/** Of an enterprise without a key. */
const NO_KEYS: Platform['keys'] = {
  tokens: async () => [],
  makeToken: async () => ({ ok: false, error: [] }),
  revokeToken: async () => false,
  noteUse: async () => undefined,
  certificates: async () => [],
  revokeCertificate: async () => false,
  requests: async () => [],
  askFor: async () => ({ ok: false, error: [] }),
  takeBack: async () => ({ ok: true, value: null }),
  openRequests: async () => [],
  decide: async () => ({ ok: true, value: null }),
};

/** Of an enterprise that guarantees nothing. */
const NO_TAXES: Platform['taxes'] = {
  guarantee: async () => ({ limit: '0.00', used: '0.00', left: '0.00', exempt: false, lodged: [] }),
  months: async () => [],
  notices: async () => ({ rows: [], next: null }),
  uncollected: async () => ({ rows: [], next: null }),
  notice: async () => null,
  bills: async () => null,
  noticePdf: async () => null,
  bill: async () => null,
  billPdf: async () => null,
};

/** Of an enterprise without a book. */
const NO_STOCK: Platform['stock'] = {
  deeds: {
    process: async () => ({ ok: false, error: [] }),
    change: async () => ({ ok: false, error: [] }),
    transfer: async () => ({ ok: false, error: [] }),
    dispose: async () => ({ ok: false, error: [] }),
    confirm: async () => ({ ok: true, value: null }),
    decide: async () => ({ ok: true, value: null }),
  },
  views: {
    books: async () => ({ rows: [], next: null }),
    book: async () => null,
    lines: async () => null,
    line: async () => null,
    papers: async () => null,
    movements: async () => null,
    places: async () => null,
    lotsAt: async () => null,
  },
  counts: {
    page: async () => [],
    sheet: async () => null,
    units: () => new Map(),
    view: async () => null,
    approve: async () => ({ ok: true, value: null }),
    refuse: async () => ({ ok: true, value: null }),
  },
  gate: {
    find: async () => null,
    due: async () => [],
    view: async () => null,
    crossings: async () => [],
    release: async () => ({ ok: true, value: null }),
  },
  book: async () => null,
  lots: async () => null,
  paper: async () => null,
  entry: async () => ({ ok: false, error: [] }),
  exit: async () => ({ ok: false, error: [] }),
  slip: async () => ({ ok: false, error: [] }),
  cancel: async () => ({ ok: true, value: null }),
  keeps: async () => false,
  count: async () => ({ ok: false, error: [] }),
  scan: async () => ({ ok: true, value: null }),
  countLines: async () => ({ ok: true, value: null }),
  viewCount: async () => null,
  closeCount: async () => ({ ok: true, value: null }),
  move: async () => null,
  received: async () => ({ ok: true, value: null }),
  load: async () => null,
  unload: async () => ({ ok: true, value: null }),
  cross: async () => null,
};

/** Of a zone without lists. */
const NO_LISTS: Platform['lists'] = {
  page: async () => ({ lists: [], next: null }),
  find: async () => [],
  ofBuyer: async () => ({ lists: [], next: null }),
  documents: async () => null,
};

/** Of an enterprise that nothing was returned to; tests of repairs bring the real thing. */
const NO_REPAIRS: Platform['repairs'] = {
  causes: async () => [],
  lists: async () => [],
  begin: async () => ({ ok: false, error: [] }),
  page: async () => [],
  view: async () => null,
  items: async () => null,
  send: async () => null,
  cancel: async () => null,
  document: async () => null,
};

/** Of a zone without accounts; tests of sessions bring the real thing. */
const NO_ACCESS: Platform['access'] = {
  enter: async () => ({ wait: 0, tried: null }),
  enterAs: async () => null,
  who: async () => null,
  leave: async () => {},
  begin: async () => '',
  end: async () => {},
  actions: async () => [],
};

/** Of a zone that helps nobody; tests of declaring bring the real thing. */
const NO_DECLARING: Platform['declaring'] = {
  choices: async () => ({
    ...{ now: 0, date: '2020-09-18', modes: [], customs: [], principals: [], codes: {} },
    ...{ singleLimit: '0.00', annualLimit: '0.00' },
  }),
  goods: async () => [],
  tax: async () => ({ ok: false, error: [] }),
  copy: async () => null,
};

/** Of an enterprise that exports nothing; tests of exports bring the real thing. */
const NO_EXPORTS: Platform['exports'] = {
  channel: async () => ({ ok: false, error: [] }),
  declare: async () => ({ ok: false, error: { status: 422, findings: [] } }),
  declaration: async () => null,
  withdraw: async () => ({ ok: true, value: null }),
};

/** Of a zone without lanes; tests of lanes bring the real thing. */
const NO_LANE: Platform['lane'] = {
  keepImage: () => Promise.reject(new Error('no lane here')),
  scan: async () => ({ ok: false, error: [] }),
  load: () => 0,
  releases: async (after) => ({ keyId: '', text: '', signature: '', next: after, released: 0 }),
  key: async () => ({ keyId: '', publicKey: '' }),
  reconcile: async () => ({ ok: true, value: [] }),
};

/** Of a platform that was never asked; tests of payment data bring the real thing. */
const NO_PAYMENT_DATA: Platform['paymentData'] = {
  services: {
    put: async () => ({ ok: false, error: [] }),
    find: async () => null,
    remove: async () => false,
    test: async () => null,
  },
  pulls: async () => [],
  upload: async () => ({ ok: false, error: [] }),
};

/** Of a platform that has inspected nothing. */
const NO_RECORD: Platform['publicRecord'] = {
  inspections: async () => [],
  inspectionsOf: async () => [],
  draws: async () => [],
  proof: async () => '{}\n',
  statistics: async (way, month, by) => ({
    table: {
      ...{
        trade: TRADES[way],
        month,
        dimensions: [by],
        measures: [],
        rows: [],
        total: [],
        revisedOn: null,
      },
    },
    ...{ labels: () => null, at: 0, isProvisional: false },
  }),
};

/** The smallest thing that is a Platform: for tests of the HTTP side alone. */
export function smallPlatform(over: Partial<Platform> = {}): SmallPlatform {
  const stream: FiledReceipt[] = [];
  const seen = new Set<string>();
  const submitted: Uint8Array[] = [];
  const answers: SubmitResult[] = [];
  const news = receiptNews({ latest: async () => new Map() });
  return {
    submitted,
    answers,
    file: (receipt) => {
      stream.push(receipt);
      news.announce(new Map([[SENDER.code, receipt.cursor]]));
    },
    authenticate: (token) => (token === TOKEN ? SENDER : null),
    officer: () => null,
    access: NO_ACCESS,
    refresh: async () => {},
    refusal: () => null,
    submit: async (bytes) => {
      submitted.push(bytes);
      const answer = answers.shift();
      if (answer !== undefined) return answer;
      const messageId = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
      const duplicate = seen.has(messageId);
      seen.add(messageId);
      return { accepted: true, messageId, type: 'CEB311', records: 1, duplicate };
    },
    declare: async () => ({ accepted: false, status: 422, findings: [] }),
    declareFile: async () => ({ ok: false, error: [] }),
    receipts: {
      search: async () => ({ receipts: [], next: null }),
      read: async (_enterprise, after, limit) =>
        stream.filter(({ cursor }) => cursor > after).slice(0, limit),
      wait: (enterprise, after, seconds, signal) =>
        news.wait(enterprise, after, seconds * 1000, signal),
    },
    message: async () => null,
    messageBytes: async () => null,
    declaration: async () => null,
    lists: NO_LISTS,
    repairs: NO_REPAIRS,
    reportGoods: async () => null,
    quota: async () => null,
    taxes: NO_TAXES,
    keys: NO_KEYS,
    credit: async () => null,
    firms: { search: async () => [], named: async () => null, refusals: async () => [] },
    webhooks: NO_WEBHOOKS,
    stock: NO_STOCK,
    exports: NO_EXPORTS,
    declaring: NO_DECLARING,
    codes: () => ({}),
    lane: NO_LANE,
    newId: () => 'id',
    buyers: { show: async () => ({ wait: 0 }) },
    paymentData: NO_PAYMENT_DATA,
    exportsDue: async () => ({ date: '2026-11-29', due: [] }),
    summaries: {
      page: async () => ({ rows: [], next: null }),
      view: async () => null,
      lists: async () => null,
    },
    publicRecord: NO_RECORD,
    ready: async () => null,
    metrics: async () =>
      '# HELP onestep_queue_records Records that wait.\nonestep_queue_records 0\n',
    ...over,
  };
}

/** A window on a free port of this machine; close it at the end. */
export async function openWindow(
  platform: Platform,
  more: Partial<WindowOptions> = {},
): Promise<Window & { readonly url: string }> {
  const clock = settableClock(Date.UTC(2026, 10, 23, 4));
  const window = await buildWindow({ platform, clock, version: '0.1.0', ...more });
  const url = await window.listen({ host: '127.0.0.1', port: 0 });
  return { ...window, url };
}
