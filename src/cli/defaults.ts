import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The port of the house: the customs mode it was built for. */
export const DEFAULT_PORT = 1210;
/** Where the platform is looked for when nothing is said. */
export const DEFAULT_URL = `http://127.0.0.1:${DEFAULT_PORT}`;
/** The zone whose law is loaded on the first start. */
export const DEFAULT_PROFILE = fileURLToPath(
  new URL('../../profiles/cn-zhengzhou', import.meta.url),
);

/**
 * The folder of a profile: as given, or one of those that come with this program by its name
 * (`cn-sandbox`) when there is no such folder here.
 * @param given what the user wrote; undefined for the default
 */
export function profileFolder(given: string | undefined): string {
  if (given === undefined) return DEFAULT_PROFILE;
  const own = join(dirname(DEFAULT_PROFILE), given);
  const isName = /^[\w-]+$/.test(given) && !existsSync(given);
  return isName && existsSync(own) ? own : resolve(given);
}

/** The version in package.json. */
export function versionOf(): string {
  const path = new URL('../../package.json', import.meta.url);
  return /"version": "([^"]+)"/.exec(readFileSync(path, 'utf8'))?.[1] ?? '0';
}
