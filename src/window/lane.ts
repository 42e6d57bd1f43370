import { isoShanghai } from '../base/dates.ts';
import { formatScaled5 } from '../base/fen.ts';
import { LIMITS } from '../base/limits.ts';
import type { Reconciled } from '../flows/lane-reconcile.ts';
import {
  type Instruction,
  LANE_CODES,
  type LaneCode,
  laneReason,
} from '../inspection/lane-codes.ts';
import type { OfflineSaid, Scan, ScanSaid } from '../inspection/scan.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import * as schemas from './lane-schemas.ts';
import { WindowFault } from './problem.ts';
import { REFUSED, schemasUnder, taken } from './route.ts';
import { FORBIDDEN } from './schemas.ts';
import { quantityOf } from './stock.ts';

const schemaOf = schemasUnder('lane', FORBIDDEN);

/** `/v1/lane`: sorting lines ask before their diverter; for supervised places (role site). */
export function laneRoutes(app: App, parts: Parts): void {
  scanning(app, parts);
  holding(app, parts);
  reconciling(app, parts);
}

function scanning(app: App, { platform: { lane, newId } }: Parts): void {
  const scan = schemaOf(
    'scanParcel',
    'Ask what becomes of a parcel before the diverter: 01 release, 02 inspect, 03 pending area, ' +
      '04 stop the line, 05 inspect on the spot. Whatever is no answer in time counts as 03. The ' +
      'scan is on the disk when it is answered; the same scanId has the same answer.',
    '过线询问：分流器之前给出指令；未按时得到答复一律按03处理；同一过线编号答复相同。',
    { 200: schemas.SCAN, ...REFUSED },
  );
  const options = { schema: { ...scan, body: schemas.SCAN_BODY } };
  app.post('/v1/lane/scans', options, async (request, reply) => {
    const { code } = siteOf(viewerOf(request));
    if (lane.load() >= LIMITS.laneQueue) throw new WindowFault('not-ready');
    const done = taken(await lane.scan(scanSaid(request.body, code, newId)));
    return reply.send(scanJson(done));
  });
}

function holding(app: App, { platform: { lane } }: Parts): void {
  const releases = schemaOf(
    'readReleases',
    'Read a page of the list of releases that a lane holds for the time without its network. ' +
      'Signed, and good for some hours; waybills stand on it as hashes.',
    '读取离线放行名单分页：已签名、有有效期，运单以哈希表示。',
    { 200: schemas.RELEASES },
  );
  const options = { schema: { ...releases, querystring: schemas.RELEASES_QUERY } };
  app.get('/v1/lane/releases', options, async (request, reply) => {
    siteOf(viewerOf(request));
    const { after = '0', limit = LIMITS.lanePage } = request.query;
    return reply.send(await lane.releases(after, limit));
  });
  const key = schemaOf(
    'readLaneKey',
    'Read the public key with which lists of releases are signed. Keep it; it does not change.',
    '读取离线放行名单的签名公钥。',
    { 200: schemas.KEY },
  );
  app.get('/v1/lane/key', { schema: key }, async (request, reply) => {
    siteOf(viewerOf(request));
    return reply.send({ ...(await lane.key()), algorithm: 'Ed25519' as const });
  });
}

function reconciling(app: App, { platform: { lane } }: Parts): void {
  const report = schemaOf(
    'reconcileLane',
    'Report what a lane did while it had no network. All of it is stored or none; each scan is ' +
      'compared with what it would have been told then. The same report again changes nothing.',
    '上报离线期间的过线记录，并与当时应给的指令比对；重复上报不重复处理。',
    { 200: schemas.RECONCILIATION, ...REFUSED },
  );
  const options = { schema: { ...report, body: schemas.RECONCILIATION_BODY } };
  app.post('/v1/lane/reconciliations', options, async (request, reply) => {
    const { code } = siteOf(viewerOf(request));
    const said = request.body.scans.map((one) => offlineSaid(one, code));
    const done = taken(await lane.reconcile(said));
    return reply.send(reconciledJson(done));
  });
}

/** @throws WindowFault 403 */
function siteOf(viewer: Enterprise): Enterprise {
  if (!viewer.roles.includes('site')) throw new WindowFault('forbidden');
  return viewer;
}

function scanSaid(body: schemas.ScanBodyJson, site: string, newId: () => string): ScanSaid {
  const { scanId = null, logisticsNo, logisticsCode = null, lane, weight = null } = body;
  const { image = null } = body;
  return {
    ...{ site, scanId: scanId ?? newId(), logisticsNo, logisticsCode, lane, image },
    weight: weight === null ? null : quantityOf(weight),
  };
}

function offlineSaid({ instruction, reason, at, ...scan }: schemas.OfflineJson, site: string) {
  const said: OfflineSaid = {
    ...scanSaid(scan, site, () => scan.scanId),
    ...{ instruction: instruction as Instruction, reason, at: Date.parse(at) },
  };
  return said;
}

function scanJson({ scanId, instruction, reason, listNo, preNo, gross, repeated, at }: Scan) {
  return {
    ...{ scanId, instruction, reason: laneReason(reason as LaneCode), listNo, preNo, repeated },
    ...{ declaredWeight: gross === null ? null : formatScaled5(gross), at: isoShanghai(at) },
  };
}

function reconciledJson(done: readonly Reconciled[]) {
  const repeated = done.filter((one) => one.repeated).length;
  const differences = done.flatMap(({ scan, expected }) => {
    if (expected === null) return [];
    const { scanId, logisticsNo, instruction } = scan;
    const should = LANE_CODES[expected].instruction;
    if (should === instruction) return [];
    const reason = laneReason(expected);
    const alarm = instruction === '01';
    return [{ scanId, logisticsNo, instruction, expected: should, reason, alarm }];
  });
  return { stored: done.length - repeated, repeated, differences };
}
