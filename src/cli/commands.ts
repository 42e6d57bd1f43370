import type { Command } from './command.ts';

/** A command is loaded when it is asked for: pricing a basket needs no HTTP server. */
type Entry = readonly [name: string, load: () => Promise<Command>];

type Group = { readonly title: string; readonly entries: readonly Entry[] };

/** Every command, in the order of the overview. */
const GROUPS: readonly Group[] = [
  {
    title: 'The platform',
    entries: [
      ['start', async () => (await import('./start.ts')).START],
      ['serve', async () => (await import('./serve.ts')).SERVE],
      ['migrate', async () => (await import('./migrate.ts')).MIGRATE],
      ['archive', async () => (await import('./archive.ts')).ARCHIVE],
    ],
  },
  {
    title: 'Its registry and law',
    entries: [
      ['load', async () => (await import('./load.ts')).LOAD],
      ['import', async () => (await import('./import.ts')).IMPORT],
      ['accounts', async () => (await import('./accounts.ts')).ACCOUNTS],
      ['token', async () => (await import('./token.ts')).TOKEN],
      ['webhooks', async () => (await import('./webhooks.ts')).WEBHOOKS],
      ['certificate', async () => (await import('./certificate.ts')).CERTIFICATE],
    ],
  },
  {
    title: 'Messages',
    entries: [
      ['enroll', async () => (await import('./enroll.ts')).ENROLL],
      ['send', async () => (await import('./send.ts')).SEND],
      ['declare', async () => (await import('./declare.ts')).DECLARE],
      ['build', async () => (await import('./build.ts')).BUILD],
      ['repair', async () => (await import('./repair.ts')).REPAIR],
      ['verify', async () => (await import('./verify.ts')).VERIFY],
      ['world', async () => (await import('./world.ts')).WORLD],
      ['platform', async () => (await import('./platform.ts')).PLATFORM],
    ],
  },
  {
    title: 'What was decided',
    entries: [
      ['find', async () => (await import('./find.ts')).FIND],
      ['explain', async () => (await import('./explain.ts')).EXPLAIN],
      ['audit', async () => (await import('./audit.ts')).AUDIT],
      ['refund', async () => (await import('./refund.ts')).REFUND],
      ['notices', async () => (await import('./notices.ts')).NOTICES],
      ['credit', async () => (await import('./credit.ts')).CREDIT],
      ['imports', async () => (await import('./imports.ts')).IMPORTS_COMMAND],
      ['exports', async () => (await import('./exports.ts')).EXPORTS],
      ['stock', async () => (await import('./stock.ts')).STOCK],
      ['lane', async () => (await import('./lane.ts')).LANE],
      ['payment-data', async () => (await import('./payment-data.ts')).PAYMENT_DATA],
      ['risk', async () => (await import('./risk.ts')).RISK],
      ['officers', async () => (await import('./officers.ts')).OFFICERS],
      ['inspect', async () => (await import('./inspect.ts')).INSPECT],
      ['draw', async () => (await import('./draw.ts')).DRAW],
      ['tax', async () => (await import('./tax.ts')).TAX],
    ],
  },
  {
    title: 'Measuring',
    entries: [
      ['bench', async () => (await import('./bench.ts')).BENCH],
      ['sim', async () => (await import('./sim.ts')).SIM],
    ],
  },
];

const ENTRIES: ReadonlyMap<string, Entry[1]> = new Map(GROUPS.flatMap(({ entries }) => entries));

/** The names of all commands, in the order of the overview. */
export const COMMAND_NAMES: readonly string[] = [...ENTRIES.keys()];

/** The command of that name, or null. */
export async function findCommand(name: string): Promise<Command | null> {
  return (await ENTRIES.get(name)?.()) ?? null;
}

/** Every command, in the order of the overview. */
export function allCommands(): Promise<Command[]> {
  return Promise.all([...ENTRIES.values()].map((load) => load()));
}

/** What `onestep --help` prints. */
export async function overview(): Promise<string> {
  const width = Math.max(...COMMAND_NAMES.map((name) => name.length));
  const lines = ['Onestep, the open single window for cross-border e-commerce.', ''];
  lines.push('onestep COMMAND [options]', '');
  for (const { title, entries } of GROUPS) {
    lines.push(`${title}:`);
    for (const [name, load] of entries) {
      lines.push(`  ${name.padEnd(width)}  ${(await load()).summary}`);
    }
    lines.push('');
  }
  return [
    ...lines,
    'onestep COMMAND --help tells everything about one command; --version tells the version.',
    'Exit code: 0 done as asked, 1 not done, 2 called wrongly.',
  ].join('\n');
}
