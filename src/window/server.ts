import fastify from 'fastify';
import type { Clock } from '../io/clock.ts';
import { createLog, type Log } from '../io/log.ts';
import type { OpenId } from '../io/openid.ts';
import { logAccess } from './access-log.ts';
import { actionRoutes } from './action-page.ts';
import { recordActions } from './actions.ts';
import { type Address, collectAddresses } from './addresses.ts';
import type { App, Parts } from './app.ts';
import { checkBearer } from './bearer.ts';
import { codesRoute } from './codes.ts';
import { boundConnections } from './connections.ts';
import { type ConsoleFiles, consoleRoutes } from './console.ts';
import { creditRoute } from './credit.ts';
import { declarationRoutes } from './declarations.ts';
import { declareRoutes } from './declare.ts';
import { declaringRoutes } from './declaring.ts';
import { describeRoutes, docsRoutes } from './docs.ts';
import { answerBrokenHttp, faultOf, handleErrors, sendProblem } from './errors.ts';
import { letLargeBodiesWait } from './expect.ts';
import { exportRoutes } from './exports.ts';
import { exportsDueRoute } from './exports-due.ts';
import { firmRoutes } from './firms.ts';
import { gateDeskRoutes } from './gate-desk.ts';
import { halfReadRequests } from './half-read.ts';
import { healthRoutes } from './health.ts';
import { homeRoutes } from './home.ts';
import { impatience } from './impatience.ts';
import { inspectionRoutes } from './inspections.ts';
import { keyRoutes } from './keys.ts';
import { laneRoutes } from './lane.ts';
import { laneImageRoute } from './lane-images.ts';
import { lateSerializers } from './late-serializers.ts';
import { dropLeftovers } from './leftovers.ts';
import { listPageRoutes } from './list-pages.ts';
import { messageViewRoutes } from './message-views.ts';
import { messageRoutes } from './messages.ts';
import { windowMetrics } from './metrics.ts';
import { PATIENCE, type Patience } from './patience.ts';
import { paymentDataRoutes } from './payment-data.ts';
import { paymentUploadRoute } from './payment-upload.ts';
import { personListRoutes } from './person-lists.ts';
import type { Platform } from './platform.ts';
import { publicBuyerRoute } from './public-buyer.ts';
import { quotaRoutes } from './quota.ts';
import { receiptSearchRoute } from './receipt-search.ts';
import { receiptRoutes } from './receipts.ts';
import { refundRoutes } from './refunds.ts';
import { repairRoutes } from './repairs.ts';
import { sessionRoutes } from './session.ts';
import { checkSession, sessionToken } from './session-guard.ts';
import { openIdRoutes } from './session-openid.ts';
import { statisticsRoutes } from './statistics.ts';
import { stockRoutes } from './stock.ts';
import { countDeskRoutes } from './stock-count-desk.ts';
import { countRoutes } from './stock-counts.ts';
import { stockDeedRoutes } from './stock-deeds.ts';
import { loadRoutes } from './stock-loads.ts';
import { stockPageRoutes } from './stock-pages.ts';
import { warehouseRoutes } from './stock-warehouse.ts';
import { summaryRoutes } from './summaries.ts';
import { taxRoutes } from './tax.ts';
import { type Tour, tourRoutes } from './tour.ts';
import { watchAnswers } from './unread.ts';
import { templateRoutes, uploadRoutes } from './uploads.ts';
import { webhookRoutes } from './webhooks.ts';

export type WindowOptions = {
  readonly platform: Platform;
  readonly clock: Clock;
  /** For a line a request and for bugs; nothing is logged without it. */
  readonly log?: Log;
  /** Of the program, for the description of the interface. */
  readonly version: string;
  /** The built console; without it there is none. */
  readonly console?: ConsoleFiles;
  /** A provider of OpenID Connect; without it people sign in with local accounts alone. */
  readonly openId?: OpenId | null;
  /** The guided tour of a sample zone; without it there is none. */
  readonly tour?: Tour | null;
  /** What differs from the usual bounds and times, for tests. */
  readonly patience?: Partial<Patience>;
};

export type Window = {
  /** For further routes (the office) before `listen`, and for `inject` in tests. */
  readonly app: App;
  /** Every address, for the test that knocks at each. */
  readonly addresses: readonly Address[];
  /** Starts to serve; the URL with the port that was taken (0 takes a free one). */
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;
  /** Takes no new connection, lets those who wait go, and ends when what was begun is answered. */
  close(): Promise<void>;
};

function newApp(patience: Patience): App {
  const app = fastify({
    // The lines of Fastify carry the address as it was called; see access-log.ts for ours.
    logger: false,
    // A message arrives within this time or its connection ends; long-polls are answers, not that.
    requestTimeout: patience.requestMilliseconds,
    keepAliveTimeout: patience.idleMilliseconds,
    http: {
      headersTimeout: Math.min(patience.headersMilliseconds, patience.requestMilliseconds),
      connectionsCheckingInterval: patience.lookMilliseconds,
    },
    forceCloseConnections: 'idle',
    ajv: { customOptions: { allErrors: true } },
    schemaController: { compilersFactory: { buildSerializer: lateSerializers } },
    clientErrorHandler: answerBrokenHttp,
    frameworkErrors: (error, request, reply) => {
      sendProblem(faultOf(error), request, reply);
    },
  });
  return app as unknown as App;
}

/** Fires `stopping` as the first thing of a stop, while the connections are still open. */
function stopSignal(app: App): AbortSignal {
  const controller = new AbortController();
  app.addHook('preClose', async () => controller.abort());
  return controller.signal;
}

function guard(app: App, parts: Parts): void {
  app.decorateRequest('enterprise', null);
  app.decorateRequest('officer', null);
  app.decorateRequest('session', null);
  app.decorateRequest('actionId', null);
  // With a callback: this runs for every request, and a promise each is what it would cost most.
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff');
    if (request.routeOptions.url?.startsWith('/v1/') !== true) {
      done();
      return;
    }
    reply.header('cache-control', 'no-store');
    const token = sessionToken(request);
    if (token !== null) {
      checkSession(parts.platform, request, token).then((fault) => done(fault ?? undefined), done);
      return;
    }
    const refused = checkBearer(parts.platform, request);
    if (refused === null) {
      done();
      return;
    }
    // The token may have been registered a moment ago by another process: look once more.
    parts.platform.refresh().then(
      () => done(checkBearer(parts.platform, request) ?? undefined),
      () => done(refused),
    );
  });
  recordActions(app, parts);
  logAccess(app, parts);
  dropLeftovers(app, parts);
}

function partsOf(app: App, options: WindowOptions, patience: Patience): Parts {
  const metrics = windowMetrics();
  const { cut } = metrics;
  const stopping = stopSignal(app);
  const connections = boundConnections(app, patience.connections, () => cut('connection'));
  const halfRead = halfReadRequests(patience, cut);
  const unread = watchAnswers(app, patience, () => cut('unread'));
  app.addHook('onClose', async () => halfRead.close());
  metrics.watch({ connections, halfRead: halfRead.state, unreadBytes: unread.bytes });
  const { platform, clock, log = createLog({ level: 'silent' }) } = options;
  const shared = { platform, clock, log, metrics, patience, stopping };
  return { ...shared, halfRead, unread, impatience: impatience(stopping) };
}

/**
 * The HTTP interface for declarants over the given platform: messages in, receipts out, look-ups,
 * description, health.
 */
export async function buildWindow(options: WindowOptions): Promise<Window> {
  const patience = { ...PATIENCE, ...options.patience };
  const app = newApp(patience);
  const addresses = collectAddresses(app);
  const parts = partsOf(app, options, patience);
  handleErrors(app, parts.log, addresses.methodsOf);
  guard(app, parts);
  await describeRoutes(app, options.version);
  if (options.console !== undefined) consoleRoutes(app, parts, options.console);
  homeRoutes(app, parts, options.console !== undefined);
  inspectionRoutes(app, parts);
  statisticsRoutes(app, parts);
  publicBuyerRoute(app, parts);
  codesRoute(app, parts);
  sessionRoutes(app, parts);
  openIdRoutes(app, parts, options.openId ?? null);
  exportsDueRoute(app, parts);
  summaryRoutes(app, parts);
  tourRoutes(app, parts, options.tour ?? null);
  messageRoutes(app, parts);
  receiptRoutes(app, parts);
  receiptSearchRoute(app, parts);
  messageViewRoutes(app, parts);
  declareRoutes(app, parts);
  repairRoutes(app, parts);
  declaringRoutes(app, parts);
  exportRoutes(app, parts);
  uploadRoutes(app, parts);
  templateRoutes(app);
  declarationRoutes(app, parts);
  listPageRoutes(app, parts);
  personListRoutes(app, parts);
  actionRoutes(app, parts);
  refundRoutes(app, parts);
  stockRoutes(app, parts);
  stockDeedRoutes(app, parts);
  stockPageRoutes(app, parts);
  countRoutes(app, parts);
  countDeskRoutes(app, parts);
  warehouseRoutes(app, parts);
  loadRoutes(app, parts);
  gateDeskRoutes(app, parts);
  laneRoutes(app, parts);
  laneImageRoute(app, parts);
  quotaRoutes(app, parts);
  taxRoutes(app, parts);
  keyRoutes(app, parts);
  creditRoute(app, parts);
  firmRoutes(app, parts);
  webhookRoutes(app, parts);
  paymentDataRoutes(app, parts);
  paymentUploadRoute(app, parts);
  healthRoutes(app, parts);
  await docsRoutes(app);
  letLargeBodiesWait(app.server);
  return {
    app,
    addresses: addresses.all,
    listen: (address) => app.listen(address),
    close: () => app.close(),
  };
}
