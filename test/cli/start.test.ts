import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from './program.ts';

// The whole way as a stranger takes it, each step a process of its own.
const TIME = 120_000;
const SAMPLE = ['--port', '0', '--parcels', '60'];

let dir: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-start-'));
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

const start = (...more: string[]) => program(['start', ...SAMPLE, '--data-dir', dir, ...more]);

describe('onestep start', () => {
  it(
    'shows a sample world at work and what to do next',
    async () => {
      const { code, out, err } = await start('--once').ended;
      expect(`${code} ${err}`).toMatch(/^0 Starting the database/);
      expect(out).toMatch(/放行 {2}released +\d+ {3}import tax \d+\.\d\d CNY/);
      expect(out).toMatch(/退单 {2}returned +[1-9]/);
      expect(out).toMatch(/Why not released:\n +\d+ {2}-?\w/);
      expect(out).toMatch(/All \d+ outcomes are what the sample predicted/);
      expect(out).toMatch(/http:\/\/127\.0\.0\.1:\d+\/docs/);
      expect(out).toMatch(/npx onestep explain B\d+ --data-dir/);
      expect(out).not.toMatch(/earlier start/);
    },
    TIME,
  );

  it(
    'finds its messages known the second time, serves, and ends on a signal',
    async () => {
      const served = start();
      const out = await served.says(/Serving until Ctrl-C/);
      expect(out).toMatch(/\d+ of \d+ messages were known from an earlier start/);
      expect(out).toMatch(/All \d+ outcomes are what the sample predicted/);

      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? '';
      const token = /Bearer (\S+)"/.exec(out)?.[1] ?? '';
      const receipts = await fetch(`${url}/v1/receipts?after=0&limit=5`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(receipts.status).toBe(200);
      const listNo = /explain (\S+)/.exec(out)?.[1] ?? '';
      const explained = await program(['explain', listNo, '--data-dir', dir]).ended;
      expect([explained.code, explained.out]).toEqual([0, expect.stringContaining('退单')]);
      const audited = await program(['audit', '--data-dir', dir]).ended;
      expect([audited.code, audited.err]).toEqual([0, '']);

      served.child.kill('SIGINT');
      const ended = await served.ended;
      expect([ended.code, ended.err]).toEqual([0, expect.stringContaining('Stopping')]);
    },
    TIME,
  );

  it('says in one sentence that the port is taken, before it makes anything', async () => {
    const holder = createServer();
    await new Promise<void>((done) => holder.listen(0, '127.0.0.1', done));
    const address = holder.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const fresh = join(dir, 'never-made');
    const { code, out, err } = await program(['serve', '--port', port, '--data-dir', fresh]).ended;
    await new Promise((done) => holder.close(done));
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^Port \d+ of 127\.0\.0\.1 is in use; stop what .+ with --port\.\n$/);
  });
});
