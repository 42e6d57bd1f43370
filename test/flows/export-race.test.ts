import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../src/io/postgres.ts';
import { brokenLaws, countOf, type Desk, openDesk } from './desk.ts';
import { asExport, EXPORT_KINDS, EXPORT_SENDERS, exportPapers } from './export-papers.ts';
import { signed } from './papers.ts';
import { EVENING, openZone, type Zone } from './zone.ts';

let zone: Zone;
let desk: Desk;
let second: Database;
let other: Desk;
beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
  second = connect(zone.database.url);
  other = await openDesk(zone, { db: second });
});
afterAll(async () => {
  await second?.close();
  await zone?.database.drop();
});

describe('two processes', () => {
  it('with the same documents at once file each once', async () => {
    const parcels = Array.from({ length: 20 }, exportPapers);
    const bytes = EXPORT_KINDS.map((kind) => {
      const records = parcels.map((papers) => asExport('1', papers[kind]));
      const sender = EXPORT_SENDERS[kind];
      return { kind, sender, records };
    });
    const posts = bytes.flatMap(({ sender, records }) =>
      [desk, other].map((one) => {
        const copies = records.map((record) => asExport('1', record));
        return one.post(signed(copies, { sender, card: zone.cardOf(sender) }), sender);
      }),
    );
    const answers = await Promise.all(posts);
    await Promise.all([desk.works.idle(), other.works.idle()]);
    expect(answers.map((answer) => answer?.accepted)).toEqual(answers.map(() => true));
    expect([...desk.failures, ...other.failures]).toEqual([]);
    const orders = parcels.map(({ orderNo }) => `'${orderNo}'`).join(',');
    const filed = (table: string, where: string) =>
      countOf(zone.db, `documents.${table}`, `order_no in (${orders}) and ${where}`);
    expect(await filed('export_orders', 'version = 1')).toBe(20);
    expect(await filed('collections', 'version = 1')).toBe(20);
    // A list that was returned before its twin came was declared again by it.
    expect(await filed('export_lists', 'attempt = 1')).toBe(20);
  });

  it('leave nothing that the audit finds broken', async () => {
    expect(await brokenLaws(zone.db, EVENING)).toEqual([]);
  });
});
