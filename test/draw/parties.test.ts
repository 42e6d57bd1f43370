/** What becomes of a draw, visibly, when a party on a machine of its own fails. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isoShanghai } from '../../src/base/dates.ts';
import { drawText, makeDraw } from '../../src/inspection/draw.ts';
import type { DrawFile, Share } from '../../src/inspection/draw-file.ts';
import { publishedHash, sha256 } from '../../src/inspection/hashes.ts';
import { localParty, type SeedParty } from '../../src/inspection/party.ts';
import { remoteParty } from '../../src/inspection/party-remote.ts';
import { type PartyServer, startPartyServer } from '../../src/inspection/party-server.ts';
import { openVault, type Vault } from '../../src/inspection/party-vault.ts';
import { settableClock } from '../../src/io/clock.ts';
import { openPoster } from '../../src/io/post.ts';
import { systemEntropy } from '../../src/io/random.ts';
import { ID, INPUT, report } from './cases.ts';
import { secondVerdict } from './verifier.ts';

const START = Date.parse('2026-11-28T12:00:00+08:00');
const WITHIN = 5_000;
const clock = settableClock(START);
const poster = openPoster(true);
const { targets, officers } = INPUT;
let dir: string;
let vault: Vault;
let server: PartyServer;
let parties: SeedParty[];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-parties-'));
  clock.set(START);
  const id = 'association';
  vault = openVault({ dir, id, clock, entropy: systemEntropy });
  server = await startPartyServer({
    ...{ vault, id, host: '127.0.0.1', port: 0, token: null },
    onTrouble: (error) => expect(error).toBe(null),
  });
  const address = { id, url: server.url, token: null, milliseconds: 500 };
  parties = [remoteParty(address, poster), localParty('customs', systemEntropy)];
});
afterEach(async () => {
  await server.close();
  await vault.close();
  rmSync(dir, { recursive: true });
});

type Between = {
  /** Before the registries are published. */
  readonly before?: () => Promise<void>;
  /** After that, before the secrets are asked for. */
  readonly after?: () => Promise<void>;
};

/** One draw as a zone makes it: commitments, registries, reveals, each at its time. */
async function drawn({ before, after }: Between = {}): Promise<DrawFile> {
  const published = isoShanghai(clock.now());
  const commitments = await Promise.all(parties.map((party) => party.commit([ID])));
  clock.advance(60_000);
  await before?.();
  clock.advance(1);
  const closed = isoShanghai(clock.now());
  await after?.();
  clock.advance(1);
  const hashes = {
    targets: publishedHash('targets', ID, closed, targets.body),
    officers: publishedHash('officers', ID, closed, officers.body),
  };
  const shares = await Promise.all(
    parties.map(async (party, at): Promise<Share> => {
      const secret = await party.reveal(ID, hashes);
      const revealedAt = secret === null ? null : isoShanghai(clock.now());
      const commitment = commitments[at]![0]!;
      return { party: party.id, commitment, committedAt: published, secret, revealedAt };
    }),
  );
  const body = {
    ...INPUT.terms.body,
    parties: parties.map(({ id }) => id),
    commitBy: published,
    revealFrom: null,
    revealBy: null,
    revealWithin: WITHIN,
  };
  clock.advance(WITHIN);
  return makeDraw(
    {
      ...INPUT,
      terms: { publishedAt: published, body },
      targets: { publishedAt: closed, body: targets.body },
      officers: { publishedAt: closed, body: officers.body },
      shares,
    },
    isoShanghai(clock.now()),
  );
}

const told = (file: DrawFile) => {
  const { ok, notes } = report(file);
  expect([ok, secondVerdict(Buffer.from(drawText(file)))]).toEqual([true, '']);
  return notes.map(({ en }) => en);
};
const VOID = 'the draw is void: nothing was drawn';

it('all give their shares in time: the draw is complete', async () => {
  const file = await drawn();
  expect([file.outcome, told(file)]).toEqual(['complete', []]);
});

it('one never answers: void, and its name in the file', async () => {
  const file = await drawn({ after: () => server.close() });
  expect(told(file)).toEqual(['the share of association did not count: missing', VOID]);
});

it('one answers when the time is over: void', async () => {
  const file = await drawn({ after: async () => clock.advance(WITHIN) });
  expect(told(file)).toEqual([
    'the share of association did not count: late',
    'the share of customs did not count: late',
    VOID,
  ]);
});

it('its secret is asked for before the registries are closed: void, and in its log', async () => {
  const trial = { targets: sha256('trial'), officers: sha256('trial') };
  const file = await drawn({
    before: async () => expect(await parties[0]!.reveal(ID, trial)).not.toBe(null),
  });
  expect(told(file)).toEqual(['the share of association did not count: missing', VOID]);
  const log = readFileSync(join(dir, `${ID.day}.log`), 'utf8');
  expect(log.match(/"did":"(revealed|refused)"/g)).toEqual(['"did":"revealed"', '"did":"refused"']);
});
