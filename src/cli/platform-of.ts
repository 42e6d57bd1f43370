import { businessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { type Access, accessOn } from '../flows/access.ts';
import { buyerQuota } from '../flows/buyer-quota.ts';
import { creditView } from '../flows/credit-view.ts';
import { type Declaration, viewDeclaration } from '../flows/declaration-view.ts';
import { declaringOn } from '../flows/declaring.ts';
import { type ExportDeclaration, viewExport } from '../flows/export-view.ts';
import { exportsOn } from '../flows/exports.ts';
import { firmsOn } from '../flows/firms.ts';
import type { House } from '../flows/house.ts';
import { keysOn } from '../flows/keys.ts';
import { type Lane, laneOn } from '../flows/lane.ts';
import { listsOn } from '../flows/lists.ts';
import { sentBytes, viewMessage } from '../flows/message-view.ts';
import { type PaymentServices, paymentServicesOn } from '../flows/payment-services.ts';
import { buyersOn } from '../flows/public-buyer.ts';
import { publicRecordOn } from '../flows/public-record.ts';
import { searchReceipts } from '../flows/receipt-search.ts';
import { repairsOn } from '../flows/repairs.ts';
import { reportGoods } from '../flows/report-goods.ts';
import { stockOn } from '../flows/stock.ts';
import { dueToday } from '../flows/summaries-due.ts';
import { summariesOn } from '../flows/summary-view.ts';
import { takePaymentData } from '../flows/take-payment-data.ts';
import { taxesOn } from '../flows/taxes.ts';
import { type Webhooks, webhooksOn } from '../flows/webhooks.ts';
import { openPoster, type Poster } from '../io/post.ts';
import { listPulls } from '../paydata/pull-store.ts';
import { readReceipts } from '../receipts/store.ts';
import type { Role } from '../registry/enterprise.ts';
import { officerOf } from '../registry/officer.ts';
import { authenticate, tokenHash } from '../registry/tokens.ts';
import type { DeclarationView, Platform } from '../window/platform.ts';
import { doorOf } from './door-of.ts';
import type { Wired } from './wire.ts';

/** What calls the servers that enterprises name. */
export type Hands = { readonly webhooks: Webhooks; readonly services: PaymentServices };

/** @param local whether plain http and private addresses are permitted */
export function handsOf({ house }: Pick<Wired, 'house'>, poster: Poster, local: boolean): Hands {
  const parts = { ...house, poster, local };
  return { webhooks: webhooksOn(parts), services: paymentServicesOn(parts) };
}

/** The house as the window sees it. */
export function platformOf(
  wired: Wired,
  metrics: () => Promise<string>,
  door = doorOf(wired),
  { webhooks, services }: Hands = handsOf(wired, openPoster(false), false),
  lane: Lane = laneOn(wired.house, wired.house.db),
  access: Access = accessOn(wired.house),
): Platform {
  const { house, reception } = wired;
  const { db, clock, registry, archive } = house;
  const keys = keysOn(house);
  return {
    authenticate: (token) => {
      const known = authenticate(registry.current().snapshot, token, clock.now());
      // Nobody waits for it, and it may be lost with the process.
      if (known.ok) void keys.noteUse(token).catch(() => undefined);
      return known.ok ? known.value : null;
    },
    officer: (token) => officerOf(registry.current().snapshot.staff, tokenHash(token), clock.now()),
    refresh: shared(async () => {
      await registry.fresh(db);
    }),
    refusal: door.refusal,
    submit: door.submit,
    declare: (said, sender, bytes) =>
      door.pass(bytes, sender, () => reception.declare(said, sender)),
    declareFile: (bytes, sender, way) =>
      door.pass(bytes.length, sender, () => reception.declareFile(bytes, sender, way)),
    receipts: receiptsOn(house),
    message: (messageId, viewer) => viewMessage(db, messageId, viewer?.code ?? null, archive),
    messageBytes: (messageId, viewer) => sentBytes(db, messageId, viewer?.code ?? null, archive),
    declaration: async (listNo, viewer) => {
      const found = await viewDeclaration(db, listNo, viewer?.code ?? null, archive);
      if (found !== null) return viewOf(found);
      const leaving = await viewExport(db, listNo, viewer?.code ?? null, archive);
      return leaving === null ? null : viewOfExport(leaving);
    },
    ...{ lists: listsOn(house), repairs: repairsOn(house) },
    reportGoods: (report, viewer) => reportGoods(house, report, viewer),
    quota: async (idNumber, year, viewer) => {
      if (!viewer.roles.some((role) => SELLING.includes(role))) return null;
      const today = businessDate(clock.now());
      const date = today.startsWith(String(year)) ? today : `${year}-12-31`;
      const view = registry.current();
      return view.index.covers(date) ? buyerQuota(db, view, idNumber, date) : null;
    },
    keys,
    ...firmOn(house),
    ...{ access, webhooks, buyers: buyersOn(house), declaring: declaringOn(house) },
    ...{ codes: () => registry.current().index.profile.codes, stock: stockOn(house) },
    ...leavingOn(house),
    lane,
    newId: () => house.entropy.uuid(),
    paymentData: {
      services,
      pulls: (query) => listPulls(db, query),
      upload: (form) => takePaymentData(house, form),
    },
    publicRecord: publicRecordOn(house),
    ready: async () => {
      try {
        await db.query('select 1');
        return null;
      } catch {
        return AWAY;
      }
    },
    metrics,
  };
}

function receiptsOn({ db, news, archive }: House): Platform['receipts'] {
  return {
    read: (enterprise, after, limit) => readReceipts(db, enterprise, after, limit, archive),
    search: (enterprise, asked) => searchReceipts(db, enterprise, asked, archive),
    wait: (enterprise, after, seconds, signal) =>
      news.wait(enterprise, after, seconds * 1000, signal),
  };
}

/** What an enterprise reads of its own. */
function firmOn(house: House): Pick<Platform, 'taxes' | 'credit' | 'firms'> {
  const credit = (code: string) => creditView(house, code);
  return { taxes: taxesOn(house), credit, firms: firmsOn(house) };
}

/** What concerns goods that leave. */
function leavingOn(house: House): Pick<Platform, 'exports' | 'exportsDue' | 'summaries'> {
  return {
    exports: exportsOn(house),
    exportsDue: ({ code }) => dueToday(house, code),
    summaries: summariesOn(house.db),
  };
}

/** Calls that come while one is under way share it, so that bad tokens cannot pile up work. */
function shared(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };
}

/** Those who sell to buyers or declare for them; the others have no reason to ask. */
const SELLING: readonly Role[] = ['platform', 'ecommerce', 'agent'];

const AWAY: Finding = {
  code: 'SYS-DATABASE',
  zh: '数据库暂时不可用',
  en: 'the database is away',
  path: null,
  law: null,
  hint: 'Try again in a few seconds.',
  hintZh: '请几秒后重试。',
};

function viewOf({ refunds, bills, decision, ...rest }: Declaration): DeclarationView {
  return {
    ...namesOf(rest),
    declDate: rest.list.terms.declDate,
    ...{ refunds, bills },
    export: null,
    verdict: decision && { ...verdictOf(decision), tax: decision.verdict.tax },
  };
}

function viewOfExport({ passage, returns, decision, ...rest }: ExportDeclaration): DeclarationView {
  const { tradeMode, statisticsFlag, ieDate, country } = rest.list.terms;
  return {
    ...namesOf(rest),
    declDate: businessDate(rest.list.acceptedAt),
    ...{ refunds: [], bills: [] },
    export: { tradeMode, statisticsFlag, ieDate, country, passage, returns },
    verdict: decision && { ...verdictOf(decision), tax: null },
  };
}

/** What lists of either direction have in common. */
function namesOf({
  list: { terms, preNo },
  ...standing
}: Pick<Declaration | ExportDeclaration, 'list' | 'invtNo' | 'status' | 'timeline'>) {
  const { copNo, ebpCode, ebcCode, agentCode, orderNo, logisticsCode, logisticsNo } = terms;
  return {
    ...{ preNo, copNo, ebpCode, ebcCode, agentCode, orderNo, logisticsCode, logisticsNo },
    customsCode: terms.customsCode,
    invtNo: standing.invtNo,
    status: standing.status,
    timeline: standing.timeline,
  };
}

function verdictOf({
  decidedAt,
  profileVersion,
  verdict: { status, findings },
}: NonNullable<(Declaration | ExportDeclaration)['decision']>) {
  return { status, decidedAt, profileVersion, findings };
}
