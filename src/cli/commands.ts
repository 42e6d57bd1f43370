import { AUDIT } from './audit.ts';
import { BENCH } from './bench.ts';
import { CERTIFICATE } from './certificate.ts';
import type { Command } from './command.ts';
import { EXPLAIN } from './explain.ts';
import { IMPORT } from './import.ts';
import { LOAD } from './load.ts';
import { MIGRATE } from './migrate.ts';
import { SEND } from './send.ts';
import { SERVE } from './serve.ts';
import { START } from './start.ts';
import { TAX } from './tax.ts';
import { TOKEN } from './token.ts';
import { VERIFY } from './verify.ts';
import { WORLD } from './world.ts';

type Group = { readonly title: string; readonly commands: readonly Command[] };

/** Every command, in the order of the overview. */
const GROUPS: readonly Group[] = [
  { title: 'The platform', commands: [START, SERVE, MIGRATE] },
  { title: 'Its registry and law', commands: [LOAD, IMPORT, TOKEN, CERTIFICATE] },
  { title: 'Messages', commands: [SEND, VERIFY, WORLD] },
  { title: 'What was decided', commands: [EXPLAIN, AUDIT, TAX] },
  { title: 'Measuring', commands: [BENCH] },
];

/** Every command. */
export const COMMANDS: readonly Command[] = GROUPS.flatMap(({ commands }) => commands);

/** What `onestep --help` prints. */
export function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const lines = GROUPS.flatMap(({ title, commands }) => [
    `${title}:`,
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
  ]);
  return [
    'Onestep, the open single window for cross-border e-commerce.',
    '',
    'onestep COMMAND [options]',
    '',
    ...lines,
    'onestep COMMAND --help tells everything about one command; --version tells the version.',
    'Exit code: 0 done as asked, 1 not done, 2 called wrongly.',
  ].join('\n');
}
