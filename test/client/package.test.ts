/** The package as others get it: packed, unpacked into a program's folder, compiled, run. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { page, ROOT } from '../docs/markdown.ts';
import { type ClientPlatform, clientPlatform, FIRM_TOKEN } from './platform.ts';

const call = promisify(execFile);
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
/** What the client runs on, and what its types name. */
const NEEDED = ['sm-crypto-v2', '@noble', '@types/node', 'undici-types'];

let dir: string;
let platform: ClientPlatform;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-package-'));
  platform = await clientPlatform();
  await pack('.', 'whole');
  await pack('./dist/client', 'slim');
});

afterAll(async () => {
  await platform?.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Packs a folder of the project and unpacks it where a program has its dependencies. */
async function pack(source: string, name: string): Promise<void> {
  const own = join(dir, name, 'node_modules/onestep');
  mkdirSync(own, { recursive: true });
  for (const needed of NEEDED) {
    const link = join(dir, name, 'node_modules', needed);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', needed), link);
  }
  await call('npm', ['pack', source, '--pack-destination', join(dir, name)], { cwd: ROOT });
  const tarball = readdirSync(join(dir, name)).find((file) => file.endsWith('.tgz'))!;
  expect(statSync(join(dir, name, tarball)).size).toBeLessThan(200_000);
  await call('tar', ['xzf', join(dir, name, tarball), '-C', own, '--strip-components=1']);
}

const filesOf = (name: string) =>
  readdirSync(join(dir, name, 'node_modules/onestep'), { recursive: true, encoding: 'utf8' });

it('no source travels along, and nothing but the client', () => {
  for (const name of ['whole', 'slim']) {
    expect(filesOf(name).filter((file) => /(?<!\.d)\.ts$|\.test\./.test(file))).toEqual([]);
  }
  const outside = filesOf('whole').filter((file) => !file.startsWith('dist'));
  const around = ['LICENSE', 'README.md', 'package.json', 'scripts', 'scripts/onestep.mjs'];
  expect(outside.sort()).toEqual(around);
});

it('the program of the package says that it is none', async () => {
  const file = join(dir, 'whole/node_modules/onestep/scripts/onestep.mjs');
  const failed = await call(process.execPath, [file, 'send']).catch((error: unknown) => error);
  expect(failed).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/runs from a clone\.\n$/),
  });
});

describe.each(['whole', 'slim'])('a program that installed the %s package', (name) => {
  const home = () => join(dir, name);

  beforeAll(async () => {
    const { text } = page('docs/guide/client.md');
    const [, program = ''] = /^```ts\n([\s\S]*?)^```/m.exec(text) ?? [];
    await writeFile(join(home(), 'program.ts'), program);
    await writeFile(join(home(), 'wrong.ts'), program.replace("unit: '122'", "unlt: '122'"));
    await writeFile(join(home(), 'package.json'), '{"type": "module", "private": true}');
  });

  const check = (file: string) => {
    const flags = ['--strict', '--module', 'nodenext', '--target', 'es2022', '--types', 'node'];
    return call(process.execPath, [TSC, ...flags, file], { cwd: home() });
  };

  it('compiles, and a wrong one does not', async () => {
    await check('program.ts');
    const failed = await check('wrong.ts').catch((error: unknown) => error);
    expect(failed).toMatchObject({ stdout: expect.stringMatching(/Property 'unit' is missing/) });
  }, 120_000);

  it.each(['rsa', 'sm2'] as const)('files an order with %s and reads its receipt', async (card) => {
    const { key, certificate } = platform[card];
    const orderNo = `PACKAGE-${name}-${card}`;
    const program = join(home(), 'program.js');
    const args = [program, platform.url, FIRM_TOKEN, key, certificate, orderNo];
    const { stdout } = await call(process.execPath, args, { cwd: home() });
    expect(stdout).toBe(`${orderNo} CEB312 120 [Code:1800;Desc:逻辑校验通过]\n`);
    expect(Number(await readFile(join(home(), 'cursor'), 'utf8'))).toBeGreaterThanOrEqual(2);
  });
});
