import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { present } from '../../src/base/assert.ts';
import { stamp14 } from '../../src/base/dates.ts';
import { systemClock } from '../../src/io/clock.ts';
import type { Officer } from '../../src/registry/officer.ts';
import { bumpRevision } from '../../src/registry/settings.ts';
import { writeOfficers } from '../../src/registry/staff-store.ts';
import { credentialsOf, makeCredentials } from '../../src/sandbox/world/credentials.ts';
import { call } from '../cli/terminal.ts';
import {
  type B2bPapers,
  b2bPapers,
  CARBIDE,
  type DataSet,
  DUTIABLE,
  FIREWORKS,
} from '../flows/b2b-papers.ts';
import { EXPORT_SENDERS, SHIPMENT_SENDERS, shipmentPaper } from '../flows/export-papers.ts';
import { AGENT } from '../flows/zone.ts';
import { type Filled, send } from './requests.ts';

const OFFICER: Officer = {
  ...{ number: 'D1', name: '某某', roles: ['officer'], tags: [], weight: 1, capacity: 0 },
  ...{ from: '2016-04-08', until: null },
};
const SUPERVISOR: Officer = { ...OFFICER, number: 'D2', roles: ['supervisor'] };

/** The declaration that waits for its arrival; those of worlds that do are others. */
export const WAITS = `state = '400' and convert_from(body, 'UTF8') like '%"feeRate":"3"%'`;

/**
 * Customs declarations: one left, one did not after all, one waits for its arrival, three pay duty,
 * of which one is held, one is paid and one withdrawn, one is returned and declared again, one is
 * read and released by an officer, and one is to be inspected.
 */
export async function declareSome(filled: Filled, databaseUrl: string): Promise<void> {
  const [gone, stayed] = [b2bPapers(), b2bPapers()];
  const [waits, again] = [b2bPapers(), b2bPapers()];
  const [licensed, inspected] = [b2bPapers(CARBIDE), b2bPapers(FIREWORKS)];
  const [held, paid, dropped] = [b2bPapers(DUTIABLE), b2bPapers(DUTIABLE), b2bPapers(DUTIABLE)];
  const all = [gone, stayed, waits, held, paid, dropped, again, licensed, inspected];
  for (const kind of ['order', 'waybill'] as const) {
    await send(
      filled,
      EXPORT_SENDERS[kind],
      all.map((papers) => papers[kind]),
    );
  }
  // Its price has the freight of the waybill in it.
  await declare(filled, { ...waits.body, transMode: '2', feeRate: '3' });
  await declare(filled, { ...again.body, contrNo: 'HT1', netWt: '97' });
  await declare(filled, again.body);
  const numbers = new Map<B2bPapers, string>();
  for (const papers of [gone, stayed, held, paid, dropped, inspected]) {
    numbers.set(papers, await declare(filled, papers.body));
  }
  numbers.set(licensed, await declare(filled, { ...licensed.body, licenseNo: '26-AA-101' }));
  const arrived = [...numbers.keys()].map(({ logisticsNo }) => logisticsNo);
  await send(filled, SHIPMENT_SENDERS.CEB507, [shipmentPaper('CEB507', arrived)]);
  for (const papers of [gone, stayed]) await stateOf(filled, numbers.get(papers)!, '800');
  for (const papers of [held, paid, dropped]) await stateOf(filled, numbers.get(papers)!, '600');
  await stateOf(filled, numbers.get(inspected)!, '500');
  await stateOf(filled, numbers.get(licensed)!, '300');
  await conclude(filled, numbers.get(licensed)!, databaseUrl);
  const pay = `JK${numbers.get(paid)}`;
  await done(call('notices', 'pay', pay, '--database-url', databaseUrl));
  await done(call('exports', 'withdraw', numbers.get(dropped)!, ...doorOf(filled)));
  const bill = { billNo: '78412349995', grossWeight: '193' };
  const under = [gone.logisticsNo, stayed.logisticsNo];
  await send(filled, SHIPMENT_SENDERS.CEB607, [shipmentPaper('CEB607', under, bill)]);
  for (const papers of [gone, stayed]) await mastered(filled, numbers.get(papers)!);
  const leaveTime = stamp14(systemClock.now());
  const left = { billNo: bill.billNo, leaveTime };
  await send(filled, SHIPMENT_SENDERS.CEB509, [shipmentPaper('CEB509', under, left)]);
  for (const papers of [gone, stayed]) await stateOf(filled, numbers.get(papers)!, '899');
  const back = ['take-back', numbers.get(stayed)!, '--database-url', databaseUrl];
  await done(call('exports', ...back, '--officer', OFFICER.number, '--reason', '航班取消'));
  await done(call('exports', ...back, '--officer', SUPERVISOR.number, '--approve', '1'));
}

async function conclude({ sql }: Filled, number: string, databaseUrl: string): Promise<void> {
  await writeOfficers(sql, [OFFICER, SUPERVISOR]);
  await bumpRevision(sql);
  const by = ['--officer', OFFICER.number, '--database-url', databaseUrl];
  await done(call('exports', 'conclude', number, ...by));
}

function doorOf({ url, seed }: Filled): string[] {
  return ['--url', url, '--token', credentialsOf(makeCredentials(seed), AGENT).token];
}

/** Sends a declaration from a file, as people do. @returns its pre-entry number */
async function declare(filled: Filled, body: DataSet): Promise<string> {
  const file = join(filled.out, 'declaration.json');
  await writeFile(file, JSON.stringify(body));
  const { out, err } = await call('exports', 'declare', file, '--json', ...doorOf(filled));
  const { preEntryId } = JSON.parse(out) as { preEntryId?: string };
  return present(preEntryId, `${out} ${err}`);
}

async function done(called: ReturnType<typeof call>): Promise<void> {
  const { code, out, err } = await called;
  if (code !== 0) throw new Error(out + err);
}

const until = async ({ sql }: Filled, declSeqNo: string, where: string): Promise<void> => {
  for (let tries = 0; tries < 500; tries += 1) {
    const rows = await sql.query(
      `select from b2b.declarations where decl_seq_no = $1 and ${where}`,
      [declSeqNo],
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`declaration ${declSeqNo} does not come to ${where}`);
};
const stateOf = (filled: Filled, declSeqNo: string, state: string) =>
  until(filled, declSeqNo, `state = '${state}'`);
const mastered = (filled: Filled, declSeqNo: string) =>
  until(filled, declSeqNo, 'bill_no is not null');
