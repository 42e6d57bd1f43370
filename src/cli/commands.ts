import type { Command } from './command.ts';
import { EXPLAIN } from './explain.ts';
import { LOAD } from './load.ts';
import { SERVE } from './serve.ts';
import { WORLD } from './world.ts';

/** Every command, in the order of the overview. */
export const COMMANDS: readonly Command[] = [SERVE, LOAD, WORLD, EXPLAIN];

/** What `onestep --help` prints. */
export function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Onestep, the open single window for cross-border e-commerce.',
    '',
    'onestep COMMAND [options]',
    '',
    ...lines,
    '',
    'onestep COMMAND --help tells everything about one command.',
  ].join('\n');
}
