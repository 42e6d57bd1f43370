// node scripts/build-client.mjs: compiles onestep/client to JavaScript with types into dist/client.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ready, root } from './ready.mjs';

const out = join(root, 'dist', 'client');
const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/**
 * The manifest inside: the same name and address as the whole, but only what the client runs on.
 * `npm pack ./dist/client` makes a package without the platform's own dependencies.
 */
const manifest = {
  name: own.name,
  version: own.version,
  description: 'The client of Onestep: build, sign and send CEB messages, follow their receipts',
  license: own.license,
  type: own.type,
  exports: { './client': { types: './client/main.d.ts', default: './client/main.js' } },
  engines: { node: '>=20.12' },
  dependencies: { 'sm-crypto-v2': own.dependencies['sm-crypto-v2'] },
};

const node = await ready();
rmSync(out, { recursive: true, force: true });
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const config = join(root, 'tsconfig.client.json');
/** @returns the exit code */
const compile = (...options) =>
  spawnSync(node, [tsc, '-p', config, ...options], { stdio: ['ignore', 2, 2] }).status;
// What is said of the functions stands with the types; twice would be a quarter of the package.
const types = compile('--emitDeclarationOnly');
const status = types === 0 ? compile('--declaration', 'false', '--removeComments') : types;
if (status === 0) writeFileSync(join(out, 'package.json'), JSON.stringify(manifest, null, 2));
process.exitCode = status ?? 1;
