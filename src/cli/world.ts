import { resolve } from 'node:path';
import { isBusinessDate } from '../base/dates.ts';
import { readProfile } from '../registry/profile-file.ts';
import { NoExports } from '../sandbox/world/plan.ts';
import { writeWorld } from '../sandbox/world/write.ts';
import {
  type Command,
  numberOf,
  type Terminal,
  textOf,
  UsageError,
  type Values,
} from './command.ts';
import { profileFolder } from './defaults.ts';
import { makeFolder } from './files.ts';
import { progressBar } from './terminal.ts';

async function world(values: Values, _: readonly string[], terminal: Terminal): Promise<number> {
  const out = textOf(values, 'out');
  if (out === undefined) throw new UsageError('--out DIR is missing. See: onestep world --help');
  const start = textOf(values, 'start');
  if (start !== undefined && !isBusinessDate(start)) {
    throw new UsageError(`--start takes a day like 2020-09-18, not ${start}.`);
  }
  const profile = await readProfile(profileFolder(textOf(values, 'profile')));
  if (!profile.ok) throw new UsageError(`The profile cannot be used: ${profile.error[0]?.en}.`);
  makeFolder(out);
  const bar = progressBar(terminal, 'Writing the world');
  const written = await writeWorld({
    seed: BigInt(numberOf(values, 'seed', 1)),
    parcels: numberOf(values, 'parcels', 200, 1, 1_000_000),
    out: resolve(out),
    profile: profile.value,
    onProgress: (share) => bar(Math.round(share * 100), 100),
    ...(start === undefined ? {} : { start }),
    ...(values.good === undefined ? {} : { good: numberOf(values, 'good', 80, 0, 100) }),
    ...(values.officers === true ? { officers: true } : {}),
    ...(values.exports === undefined
      ? {}
      : { exports: numberOf(values, 'exports', 0, 0, 100_000) }),
    ...(values['records-per-message'] === undefined
      ? {}
      : { recordsPerMessage: numberOf(values, 'records-per-message', 20, 1, 100) }),
  }).catch((error: unknown) => {
    if (error instanceof NoExports) throw new UsageError(`--exports: ${error.message}.`);
    throw error;
  });
  if (values.json === true) terminal.out(JSON.stringify(written, null, 2));
  else {
    const { parcels, exports = 0, messages } = written;
    const leaving = exports === 0 ? '' : ` and ${exports} that leave`;
    terminal.out(`${parcels} parcels${leaving} in ${messages} messages: ${resolve(out)}`);
    terminal.out(`Next: onestep load ${out}/registry  and  onestep send ${out}/messages`);
  }
  return 0;
}

export const WORLD: Command = {
  name: 'world',
  summary: 'write a world of firms, keys and signed messages with their expected outcomes',
  positionals: [],
  options: {
    seed: { type: 'string' },
    parcels: { type: 'string' },
    out: { type: 'string' },
    start: { type: 'string' },
    good: { type: 'string' },
    'records-per-message': { type: 'string' },
    profile: { type: 'string' },
    officers: { type: 'boolean' },
    exports: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: world,
  help: `
onestep world --out DIR [options]

Writes a world: registry/ (for load), keys/ (private keys and tokens), messages/ (signed messages
of every kind, good and bad), requests/ (withdrawals and refunds, signed by send when their lists
have their numbers), with exports declarations/ (customs declarations as JSON), and expected.json
with the outcome of each. Under a law that keeps stock also papers/ (entry lists, exit lists and
gate slips) and reports/ (of gates and warehouses), what each comes to, and what the books say in
the end. The same arguments give the same bytes on any day and machine. All persons and firms in it
are made up.

  --out DIR                where to write
  --seed N                 which world (default 1)
  --parcels N              how many parcels (default 200)
  --start DATE             business date of the documents (default 2020-09-18)
  --good PERCENT           share of parcels with nothing wrong (default 80)
  --records-per-message N  records in one message (default: 1 to 20, drawn)
  --officers               with a staff of twelve officers: lists are drawn for inspection then, and
                           wait for what they say (docs/INSPECTION.md); send counts them
  --exports N              so many parcels of export beside them, from order to departure, monthly
                           summary, withdrawal and return, also out of the special area, good and
                           bad (default 0)
  --profile DIR            law of the zone, a folder or a name (default cn-zhengzhou)
  --json                   print what was written as JSON
`,
};
