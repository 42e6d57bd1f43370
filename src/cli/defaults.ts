import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The port of the house: the customs mode it was built for. */
export const DEFAULT_PORT = 1210;
/** Where the platform is looked for when nothing is said. */
export const DEFAULT_URL = `http://127.0.0.1:${DEFAULT_PORT}`;
/** The zone whose law is loaded on the first start. */
export const DEFAULT_PROFILE = fileURLToPath(
  new URL('../../profiles/cn-zhengzhou', import.meta.url),
);

/** The version in package.json. */
export function versionOf(): string {
  const path = new URL('../../package.json', import.meta.url);
  return /"version": "([^"]+)"/.exec(readFileSync(path, 'utf8'))?.[1] ?? '0';
}
