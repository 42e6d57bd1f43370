// node scripts/console.mjs: builds the console into dist/console, unless it is there already.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run } from './ready.mjs';

const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
const mark = join(root, 'dist', 'console', 'built-from');

/** One hash over what a build depends on. */
function sourcesHash() {
  const files = readdirSync(join(root, 'web'), { recursive: true })
    .map((path) => `web/${path.replaceAll('\\', '/')}`)
    .concat('package-lock.json')
    .filter((path) => /\.\w+$/.test(path))
    .sort();
  const hash = createHash('sha256');
  for (const path of files) hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

/**
 * Builds when the sources are others than those of the last build: some seconds, once.
 * @param node the pinned Node
 */
export async function buildConsole(node) {
  const wanted = sourcesHash();
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  // Without the packages for development there is no builder; `serve` says that there is none.
  if (!existsSync(vite)) return;
  process.stderr.write('Building the console (once, some seconds) ...\n');
  const args = [vite, 'build', '--logLevel', 'error', '--config', 'web/vite.config.ts'];
  const code = await run(node, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (code === 0) writeFileSync(mark, wanted);
  else process.stderr.write('The console could not be built; why is said above.\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await buildConsole(process.execPath);
}
