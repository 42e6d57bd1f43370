import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWindow, smallPlatform } from '../window-platform.ts';
import { call } from './terminal.ts';

let dir: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-send-'));
  writeFileSync(join(dir, 'one.xml'), '<a/>');
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('onestep send', () => {
  it('says that nobody answers, after having waited a little', async () => {
    const { code, out, err } = await call('send', dir, '--url', 'http://127.0.0.1:9');
    expect([code, out]).toEqual([1, '']);
    const [waiting, sentence] = err.split('\n');
    expect(waiting).toMatch(/^Waiting for the platform at http:\/\/127\.0\.0\.1:9 /);
    expect(sentence).toMatch(/^The platform does not answer at http:\/\/127\.0\.0\.1:9: /);
  }, 40_000);

  it('wants a token for every sender', async () => {
    const window = await openWindow(smallPlatform());
    const { code, err } = await call('send', dir, '--url', window.url);
    await window.close();
    expect([code, err]).toEqual([2, expect.stringMatching(/no token .+ Give one with --token\.$/)]);
  });

  it.each(['{"4101W60001": 1}', '{"../x": "secret-token"}', 'secret-token'])(
    'wants tokens that are some, and does not quote them: %s',
    async (text) => {
      writeFileSync(join(dir, 'tokens.json'), text);
      const window = await openWindow(smallPlatform());
      const { code, err } = await call('send', dir, '--url', window.url);
      await window.close();
      rmSync(join(dir, 'tokens.json'));
      expect([code, err]).toEqual([2, expect.stringContaining('is no table of tokens')]);
      expect(err).not.toContain('secret-token');
    },
  );

  it('wants a file of expected outcomes that is one', async () => {
    const window = await openWindow(smallPlatform());
    const prediction = ['--expect', 'package.json'];
    const { code, err } = await call('send', dir, '--url', window.url, ...prediction);
    await window.close();
    expect([code, err]).toEqual([2, expect.stringContaining('no file of expected outcomes')]);
  });

  it('prints the report as JSON and ends with 1 when something is refused', async () => {
    const window = await openWindow(
      smallPlatform({
        submit: async () => ({ accepted: false, status: 403, findings: [] }),
      }),
    );
    const flags = ['--token', 'token-of-a', '--url', window.url, '--json'];
    const { code, json } = await call('send', dir, ...flags);
    await window.close();
    expect(code).toBe(1);
    expect(json()).toMatchObject({
      ok: false,
      compared: false,
      progress: { messages: 1, sent: 1 },
    });
  });

  it('notices that something else listens there', async () => {
    const other = createServer((_, response) => {
      response.writeHead(202, { 'content-type': 'application/json' }).end('[]');
    });
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const flags = ['--token', 'x', '--url', `http://127.0.0.1:${port}`];
    const { code, err } = await call('send', dir, ...flags);
    await new Promise((done) => other.close(done));
    expect([code, err]).toEqual([1, expect.stringContaining('is no Onestep of this version')]);
  });
});
