/** The verifiers that the guide shows take what is signed here, and nothing else. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { signedHeaders } from '../../src/webhooks/signature.ts';
import { shallRunWith } from '../external-tool.ts';
import { page } from './markdown.ts';

const TEXT = page('docs/guide/webhooks.md').text;
const dir = mkdtempSync(join(tmpdir(), 'onestep-guide-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const NOW = Date.UTC(2026, 10, 1);
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OLD = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const ENDPOINT = { secret: SECRET, oldSecret: OLD, oldSecretUntil: NOW + 1 };
const BODY = '{"type":"webhook.test","zh":"放行"}';
const HEADERS = signedHeaders(ENDPOINT, { id: 'test_1', body: BODY }, NOW);

/** The block of a language, and its lines. */
function block(language: string): string {
  const found = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(TEXT)?.[1] ?? '';
  expect(found.split('\n').length).toBeLessThanOrEqual(21);
  return found;
}

/** What is tried: secret, body, minutes later, and whether it is genuine. */
const TRIES = [
  ['the secret', SECRET, BODY, 0, true],
  ['the old secret', OLD, BODY, 0, true],
  ['another secret', `whsec_${Buffer.alloc(32).toString('base64')}`, BODY, 0, false],
  ['another body', SECRET, BODY.replace('放', '查'), 0, false],
  ['much later', SECRET, BODY, 6, false],
] as const;

describe('the verifier in Node', () => {
  it.each(TRIES)('%s', async (_, secret, body, minutes, genuine) => {
    const file = join(dir, 'verify.mjs');
    writeFileSync(file, block('js'));
    const { verify } = (await import(pathToFileURL(file).href)) as {
      verify: (...args: unknown[]) => unknown;
    };
    const call = () => verify(secret, HEADERS, Buffer.from(body), NOW + minutes * 60_000);
    if (genuine) expect(call()).toEqual(JSON.parse(BODY));
    else expect(call).toThrow();
  });
});

describe.skipIf(!shallRunWith('python3'))('the verifier in Python', () => {
  it.each(TRIES)('%s', (_, secret, body, minutes, genuine) => {
    const call = `
import sys
secret, headers, body, now = json.load(sys.stdin)
print(json.dumps(verify(secret, headers, body.encode(), now)))`;
    const input = JSON.stringify([secret, HEADERS, body, NOW / 1000 + minutes * 60]);
    const ran = spawnSync('python3', ['-c', block('python') + call], { input, encoding: 'utf8' });
    if (genuine) expect(JSON.parse(ran.stdout)).toEqual(JSON.parse(BODY));
    else expect([ran.status, ran.stderr]).toEqual([1, expect.stringContaining('ValueError')]);
  });
});
