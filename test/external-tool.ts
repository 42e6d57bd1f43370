import { spawnSync } from 'node:child_process';

/**
 * Whether tests that compare us with an external program shall run: where it is installed, and
 * always where `CI` is set, so that there its absence fails the test instead of hiding it.
 */
export function shallRunWith(program: string): boolean {
  const isSet = process.env.CI !== undefined && process.env.CI !== '';
  return isSet || spawnSync(program, ['--version']).error === undefined;
}
