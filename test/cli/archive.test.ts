import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, businessDate, startOfDay } from '../../src/base/dates.ts';
import { platformOf } from '../../src/cli/platform-of.ts';
import { wire } from '../../src/cli/wire.ts';
import { openArchive } from '../../src/documents/archive.ts';
import { settableClock } from '../../src/io/clock.ts';
import { readReceipts } from '../../src/receipts/store.ts';
import { faultOf } from '../../src/window/errors.ts';
import { problemOf } from '../../src/window/problem.ts';
import { openDesk } from '../flows/desk.ts';
import { type Papers, paperMill } from '../flows/papers.ts';
import { AGENT, EVENING, openZone, START, type Zone } from '../flows/zone.ts';
import { type Called, call } from './terminal.ts';

// onestep archive as the operator calls it, over three days of 2020 and one of last week.
let zone: Zone;
let dir: string;
let parcels: Papers[];
const LAST_WEEK = addDays(businessDate(Date.now()), -5);

beforeAll(async () => {
  zone = await openZone();
  dir = mkdtempSync(join(tmpdir(), 'onestep-archive-'));
  const mill = paperMill(zone.profile);
  parcels = [];
  const desk = await openDesk(zone, { clock: settableClock(EVENING) });
  for (const day of [START, addDays(START, 1), addDays(START, 2), LAST_WEEK]) {
    desk.clock.set(startOfDay(day) + 20 * 3_600_000);
    const papers = mill.parcel();
    parcels.push(papers);
    await desk.sendAll(papers);
  }
});
afterAll(async () => {
  await zone?.database.drop();
  rmSync(dir, { recursive: true, force: true });
});

const archive = (...args: string[]): Promise<Called> =>
  call('archive', ...args, '--database-url', zone.database.url, '--out', dir);
const withArchive = (...args: string[]): Promise<Called> =>
  call(...args, '--database-url', zone.database.url, '--archive', dir);
const listNoOf = async ({ orderNo }: Papers): Promise<string> => {
  const [row] = await zone.db.query<{ no: string }>(
    'select list_no as no from clearance.cases where order_no = $1',
    [orderNo],
  );
  return row!.no;
};

describe('onestep archive', () => {
  it('says what it would do, and then does it, by the days of the profile', async () => {
    const dry = await archive('--dry-run');
    expect(dry.code).toBe(0);
    expect(dry.out.match(/would be archived/g)).toHaveLength(3);
    expect(readdirSync(dir)).toEqual([]);
    const done = await archive('--json');
    expect(done.code).toBe(0);
    const { days } = done.json() as { days: { day: string; outcome: string }[] };
    expect(days.map(({ day, outcome }) => [day, outcome])).toEqual([
      [START, 'archived'],
      [addDays(START, 1), 'archived'],
      [addDays(START, 2), 'archived'],
    ]);
    expect((await archive()).out).toMatch(/^0 days before .* are in the database, 0 stay\.$/);
  });

  it('takes a day of last week when it is told to', async () => {
    const { out, code } = await archive('--before', addDays(LAST_WEEK, 1));
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^${LAST_WEEK}  \\S+\\.day  \\d+ KiB, rows: \\d+ evidence`));
    expect(out).toMatch(/SHA-256 [0-9a-f]{64}/);
  });

  it('leaves explain and audit as they were', async () => {
    const told = await withArchive('explain', await listNoOf(parcels[0]!));
    expect([told.code, told.err]).toEqual([0, '']);
    expect(told.out).toContain('the same verdict');
    const audited = await withArchive('audit');
    expect(audited.out).toContain('Every law holds.');
    expect(audited.code).toBe(0);
    const lost = await call(
      'explain',
      await listNoOf(parcels[0]!),
      '--database-url',
      zone.database.url,
    );
    expect(lost.code).toBe(1);
    expect(lost.err).toMatch(/^Day 2020-09-18 is archived and its file 2020-09-18\.day is not in /);
  });

  it('leaves the window as it was, and a missing file is a fault that ends', async () => {
    const platformIn = async (where: string) => {
      const wired = await wire(
        zone.db,
        settableClock(EVENING),
        {},
        { archive: openArchive(where) },
      );
      return platformOf(wired, async () => '');
    };
    const viewer = (await platformIn(dir)).authenticate(zone.cardOf(AGENT).token)!;
    const listNo = await listNoOf(parcels[1]!);
    const open = await platformIn(dir);
    expect(await open.declaration(listNo, viewer)).toMatchObject({ invtNo: listNo, status: '800' });
    const all = await open.receipts.read(AGENT.code, 0n, 100);
    expect(all.length).toBeGreaterThan(8);
    const blind = await platformIn(join(dir, 'elsewhere'));
    const fault = await blind.declaration(listNo, viewer).catch((error: unknown) => error);
    expect(problemOf(faultOf(fault), null)).toMatchObject({ code: 'archive-missing', status: 503 });
    // What is not archived is read all the same.
    const last = all.at(-1)!.cursor;
    expect(await blind.receipts.read(AGENT.code, last, 10)).toEqual([]);
  });

  it('brings a day back', async () => {
    const file = join(dir, `${LAST_WEEK}.day`);
    expect(await archive('--restore', file, '--json')).toMatchObject({ code: 0 });
    expect((await archive('--restore', file)).err).toBe(
      `Day ${LAST_WEEK} is not archived in this database.`,
    );
    expect((await archive('--restore', join(dir, 'none.day'))).err).toBe(
      `There is no file or directory ${join(dir, 'none.day')}.`,
    );
    expect((await withArchive('audit')).code).toBe(0);
  });

  it('says what goes not together', async () => {
    expect((await archive('--expire', '--restore', 'x')).code).toBe(2);
    expect((await archive('--expire', '--before', START)).code).toBe(2);
    expect((await archive('--before', 'soon')).err).toMatch(/^--before takes a day like/);
  });
});

describe('onestep archive --expire', () => {
  it('deletes nothing before its time', async () => {
    expect((await archive('--expire')).out).toBe('0 files were archived more than 3 years ago.');
  });

  it('deletes what is past the retention of the profile, when it is asked to', async () => {
    // As if the second day had been archived in time: that is what counts.
    await zone.db.execute(
      `update documents.archives set archived_at = '2020-12-01' where day in ($1, $2)`,
      [START, addDays(START, 1)],
    );
    expect((await archive('--expire', '--dry-run')).out.match(/would be deleted/g)).toHaveLength(2);
    expect(existsSync(join(dir, `${START}.day`))).toBe(true);
    expect((await archive('--expire')).code).toBe(0);
    expect(readdirSync(dir).sort()).toEqual(
      [`${addDays(START, 2)}.day`, `${LAST_WEEK}.day`].sort(),
    );
  });

  it('is told to whoever asks for what is gone, and to nobody else', async () => {
    const gone = await withArchive('explain', await listNoOf(parcels[1]!));
    expect(gone).toMatchObject({ code: 1, out: '' });
    expect(gone.err).toMatch(/^Day 2020-09-19 is past its retention: /);
    expect((await withArchive('explain', await listNoOf(parcels[2]!))).code).toBe(0);
    const reading = readReceipts(zone.db, AGENT.code, 0n, 100, openArchive(dir));
    await expect(reading).rejects.toMatchObject({ code: 'archive-expired' });
  });

  it('leaves an audit clean, which says what it could not check', async () => {
    const audited = await withArchive('audit', '--full');
    expect(audited.out).toContain('(2 days are past their retention and gone, unchecked)');
    expect(audited.out).toContain('Every law holds.');
    expect(audited.code).toBe(0);
  });
});
