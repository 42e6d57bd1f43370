/** The platforms of a world asked by a whole authority: what each did against what came of it. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '../src/base/assert.ts';
import { DAY } from '../src/base/dates.ts';
import { partsOf } from '../src/base/keys.ts';
import { ensureProfile } from '../src/cli/ensure-profile.ts';
import { type Running, run } from '../src/cli/running.ts';
import { registerPaymentService } from '../src/client/payment-data.ts';
import { loadRegistryFiles } from '../src/flows/load-registry.ts';
import { settableClock, systemClock } from '../src/io/clock.ts';
import { createLog } from '../src/io/log.ts';
import type { Pull, PullState } from '../src/paydata/pull.ts';
import { listPulls } from '../src/paydata/pull-store.ts';
import { readProfile } from '../src/registry/profile-file.ts';
import { type Card, cardOf } from '../src/sandbox/platform/cards.ts';
import { type Deed, type MockPlatform, startMockPlatform } from '../src/sandbox/platform/mock.ts';
import { openSaleBook } from '../src/sandbox/platform/sales.ts';
import { WRONG_WAYS } from '../src/sandbox/platform/ways.ts';
import { messageFiles } from '../src/sandbox/send/message-files.ts';
import { sendWorld } from '../src/sandbox/send-world.ts';
import { writeWorld } from '../src/sandbox/world/write.ts';
import { call } from './cli/terminal.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** Its law asks for every order. */
const PROFILE = fileURLToPath(new URL('../profiles/cn-sandbox', import.meta.url));
const WORLD = { seed: 11n, parcels: 160 };

const clock = settableClock(systemClock.now());
const deeds = new Map<string, Deed>();
let out: string;
let database: TestDatabase;
let authority: Running;
let platforms: MockPlatform;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'onestep-payment-'));
  database = await createTestDatabase();
  const profile = await readProfile(PROFILE);
  if (!profile.ok) throw new Error('the profile cannot be read');
  await writeWorld({ ...WORLD, out, profile: profile.value });
  await ensureProfile(database.db, PROFILE, clock);
  await loadRegistryFiles(database.db, join(out, 'registry'), clock.now());
  authority = await run({
    ...{ db: database.db, clock, log: createLog({ level: 'error' }), profileDir: PROFILE },
    ...{ host: '127.0.0.1', port: 0, version: 'test', webhooksLocal: true },
  });
  platforms = await startPlatforms();
}, 60_000);

afterAll(async () => {
  await platforms?.close();
  await authority?.stop();
  await database?.drop();
  await rm(out, { recursive: true, force: true });
});

/** The platforms of the world, on file with the authority; three of five orders go wrong. */
async function startPlatforms(): Promise<MockPlatform> {
  const book = openSaleBook();
  const folder = join(out, 'messages');
  for (const name of (await readdir(folder)).sort()) book.add(await readFile(join(folder, name)));
  const sales = book.sales();
  const cards = new Map<string, Card>();
  const files = await messageFiles([out]);
  for (const code of new Set([...sales.keys()].map((key) => partsOf(key)[0]))) {
    cards.set(code, present(await cardOf(code, files), `the card of ${code}`));
  }
  const { url } = authority;
  const started = await startMockPlatform({
    ...{ url, host: '127.0.0.1', port: 0, cards, sales, clock, seed: 2n, delay: 0 },
    wrong: { n: 3, of: 5 },
    onDeed: (deed) => deeds.set(deed.sessionID, deed),
    onTrouble: (error) => {
      throw error;
    },
  });
  for (const [code, { token }] of cards) {
    const taken = await registerPaymentService({ url, token }, started.addressOf(code));
    expect(taken.ok).toBe(true);
  }
  return started;
}

const pullsNow = (): Promise<Pull[]> =>
  listPulls(database.db, { ebpCode: null, state: null, after: null, limit: 1_000 });

const deedOf = ({ sessionId }: Pull): Deed =>
  present(deeds.get(sessionId.toUpperCase()), `what was done about ${sessionId}`);

/** All pulls, when the condition holds for each. */
async function pullsWhen(holds: (pull: Pull) => boolean): Promise<Pull[]> {
  for (;;) {
    const pulls = await pullsNow();
    if (pulls.every(holds)) return pulls;
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** What nobody but the passing of time finds. */
const OF_TIME = ['PULL-LATE', 'PULL-REFUSED', 'PULL-UNREACHED'];

/** State and codes that a pull has to have, the last of them when its time is over. */
function wanted({ did, expect: codes }: Deed, isOver: boolean): [PullState, string[]] {
  const known = codes.filter((code) => isOver || !OF_TIME.includes(code)).sort();
  const isCalled = ['refusal', 'broken'].includes(did);
  const isAnswered = !codes.some((code) => OF_TIME.includes(code));
  return [isAnswered ? 'answered' : isOver ? 'late' : isCalled ? 'open' : 'asked', known];
}

describe('the orders of a world, all of which are asked for', () => {
  let pulls: Pull[];

  beforeAll(async () => {
    const { url } = authority;
    const sent = await sendWorld({ url, paths: [out], expect: join(out, 'expected.json') });
    expect(sent.ok).toBe(true);
    pulls = await pullsWhen(
      ({ sessionId, attempts }) => attempts > 0 && deeds.has(sessionId.toUpperCase()),
    );
  }, 120_000);

  it('are answered in every way that there is, and once for each decided list', () => {
    expect(pulls.length).toBeGreaterThan(WORLD.parcels * 0.8);
    expect(new Set(pulls.map(({ listNo }) => listNo)).size).toBe(pulls.length);
    const names = new Set(pulls.map((pull) => deedOf(pull).did));
    expect([...names].sort()).toEqual(['honest', ...WRONG_WAYS.map(({ name }) => name)].sort());
  });

  it('come to what each platform said would come of it', () => {
    const found = pulls.map((pull) => [deedOf(pull).did, pull.state, [...pull.codes]]);
    const expected = pulls.map((pull) => [deedOf(pull).did, ...wanted(deedOf(pull), false)]);
    expect(found).toEqual(expected);
  });

  it('run out when nothing valid came within the day', async () => {
    clock.advance(DAY + 60_000);
    const ended = await pullsWhen(({ state }) => state === 'answered' || state === 'late');
    const found = ended.map((pull) => [deedOf(pull).did, pull.state, [...pull.codes]]);
    const expected = ended.map((pull) => [deedOf(pull).did, ...wanted(deedOf(pull), true)]);
    expect(found).toEqual(expected);
  }, 60_000);

  it('stand the audit', async () => {
    const { code, out: report } = await call('audit', '--database-url', database.url);
    expect([code, report]).toEqual([0, expect.any(String)]);
  }, 60_000);
});
