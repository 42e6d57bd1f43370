import { type Command, type Terminal, UsageError, type Values } from './command.ts';
import { DATABASE_OPTIONS } from './database.ts';
import { sampleFile, verifyFiles } from './draw-files.ts';
import { writeJournal } from './draw-journal.ts';
import { nameParties, serveParty } from './draw-party.ts';
import { RATIO_OPTIONS, ratios } from './draw-ratios.ts';
import { exportDraw, listDraws } from './draw-records.ts';
import { getRound } from './draw-round.ts';
import { statistics } from './draw-statistics.ts';

type Action = {
  readonly run: Command['run'];
  /** The options it takes beside --json. */
  readonly options: readonly string[];
  /** Whether it takes files. */
  readonly files: boolean;
};

const DATABASE = Object.keys(DATABASE_OPTIONS);

const ACTIONS: Readonly<Record<string, Action>> = {
  verify: { run: verifyFiles, options: ['beacon'], files: true },
  round: { run: getRound, options: ['out', 'relay'], files: true },
  sample: {
    run: sampleFile,
    options: ['targets', 'officers', 'seed-hex', 'out'],
    files: false,
  },
  party: { run: serveParty, options: ['name', 'host', 'port', 'dir', 'token'], files: false },
  parties: { run: nameParties, options: DATABASE, files: true },
  ratios: {
    run: (values, _, terminal) => ratios(values, terminal),
    options: [...Object.keys(RATIO_OPTIONS), ...DATABASE],
    files: false,
  },
  statistics: { run: statistics, options: ['from', 'to', ...DATABASE], files: false },
  list: { run: listDraws, options: ['day', 'after', 'limit', ...DATABASE], files: false },
  journal: {
    run: (values, _, terminal) => writeJournal(values, terminal),
    options: ['out', ...DATABASE],
    files: false,
  },
  export: { run: exportDraw, options: ['day', 'sequence', 'out', ...DATABASE], files: false },
};

async function run(
  values: Values,
  [name = '', ...files]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) {
    const names = Object.keys(ACTIONS).join(', ');
    throw new UsageError(`onestep draw takes one of ${names}, not ${name}.`);
  }
  const stray = Object.keys(values).find((one) => ![...action.options, 'json'].includes(one));
  if (stray !== undefined) throw new UsageError(`onestep draw ${name} takes no --${stray}.`);
  if (files.length > 0 && !action.files) {
    throw new UsageError(`onestep draw ${name} takes options only, not ${files[0]}.`);
  }
  return action.run(values, files, terminal);
}

export const DRAW: Command = {
  name: 'draw',
  summary: 'verify, export and judge double-random draws; be a party of them',
  positionals: ['ACTION', '[FILE...]'],
  options: {
    ...DATABASE_OPTIONS,
    ...RATIO_OPTIONS,
    beacon: { type: 'string' },
    relay: { type: 'string', multiple: true },
    targets: { type: 'string' },
    officers: { type: 'string' },
    'seed-hex': { type: 'string' },
    out: { type: 'string' },
    name: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
    dir: { type: 'string' },
    token: { type: 'string' },
    day: { type: 'string' },
    sequence: { type: 'string' },
    after: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'boolean' },
  },
  run,
  help: `
onestep draw verify FILE... [--json]
onestep draw verify FILE --beacon ROUND [--json]
onestep draw round FILE --out ROUND [--relay URL]... [--json]
onestep draw sample --seed-hex DIGITS --out FILE [options]
onestep draw party --name NAME --dir DIR [options]
onestep draw parties [FILE] [options]
onestep draw ratios [--from DAY] [--to DAY] [options]
onestep draw ratios --simulate N [--seed N] [--on DAY] [--profile DIR] [--json]
onestep draw statistics [--from DAY] [--to DAY] [options]
onestep draw list [--day DAY] [options]
onestep draw export --day DAY --sequence N --out FILE [options]
onestep draw journal --out FILE [--data-dir DIR | --database-url URL] [--json]

verify reads the published file of a draw of targets and officers, computes everything in it again
and says in order what does not hold: the form, the hashes of terms and registries and when they
were published, the parties' shares, the seed, the targets, the pairs of officers, those who stood
back, the decisions beside the draw. No server and no database are asked. What the file alone cannot
show is whether it is the published one: compare its hash. docs/verify-draw/README.md describes the
draw and has a second verifier of its own, for Node or any browser.

  --beacon ROUND       what a relay of drand's quicknet published of the round that the terms name:
                       its signature is verified against the key of the chain, its time and value
                       are compared with the draw

round gets that round, of the beacon that the terms in FILE name, from the first relay that has it,
verifies its signature, and writes it down for --beacon. Relays are asked one after the other, each
for 5 seconds at most; none has to be trusted. Of all actions this one alone needs the internet.

  --relay URL          a server to ask in place of the four public ones of drand; up to 8 of them

sample makes a draw outside any zone, from made-up registries; the same options give the same bytes.

journal writes down when each draw was opened and the hashes of what was published for it, one JSON
object a line. Kept by somebody outside, it proves later that nothing was rewritten:
onestep audit --witness FILE.

  --targets N          targets in the registry (default 1000)
  --officers N         officers in the registry (default 20)
  --seed-hex DIGITS    1 to 128 hexadecimal digits that everything in the sample follows from
  --out FILE           where the sample is written

party is a server that a supervising body runs on a machine of its own, so that no draw is in the
hands of the zone: it makes secrets, commits itself to them, and shows each for one pair of
registries only. DIR keeps a key and a log for each day; the log is on the disk before anything is
said. docs/guide/draw-party.md describes it.

  --name NAME          what the party is called in the draws
  --dir DIR            where its keys and logs lie, made when missing; one server at a time
  --port PORT          where it listens (default 1212; 0 takes any)
  --host HOST          the address it listens on (default 127.0.0.1)
  --token TOKEN        what the zone has to show; needed on any other address

parties prints who gives shares of the seeds, or takes others from a JSON file: a list of 2 to 16
objects {"id", "url", "token", "milliseconds"}, where each but id may be null. One without url is
within the platform. Without a list there are two of those, customs and zone.

ratios compares the draws of the line with the statutory ratios: certified enterprises below 20 %
and 50 % of what the ordinary ones are inspected at, the dishonest at 80 % or more. What was
planned, the mean of the weights, must keep them exactly; what was drawn is chance, and counts as
broken only where chance could hardly have done it (docs/INSPECTION.md). With --simulate, made-up
parcels are classed by a law and drawn in draws of 500, without a database.

  --from DAY, --to DAY first and last day of the draws that are compared (default all)
  --simulate N         parcels to simulate
  --seed N             what the simulation follows from (default 1)
  --on DAY             the day whose law the simulation takes (default today)
  --profile DIR        the law it takes (default the one of Zhengzhou)

statistics compares what was drawn from one day to another (default the last 30) with what chance
does, by chi-square: targets of the line by layer and by hour of the day, officers by how often each
had to come by the weights of each roster. docs/INSPECTION.md says how. A comparison that chance
would make less than once in 1000 times is a finding.

list prints the draws of a day in the order of their numbers: when they were opened, what became of
them, and the hash of their targets. export writes the file of one that is over, from what was
written when it took place, for verify and whoever asks. Such a file names who was drawn: give it to
nobody who is still to be inspected.

  --day DAY            such as 2026-11-28 (list: default today)
  --sequence N         number of the draw in its day
  --after N            list those after this number (default 0)
  --limit N            at most so many (default 1000)

  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the result as JSON; of files: {"ok", "files": [{"file", "hash", "ok",
                       "findings", "notes"}]}, or that of the one sample; of ratios {"ok",
                       "classes", "checks", "layers"}

Exit code: 0 when it did what was asked, every file is sound and every ratio holds; 1 when there is
a finding.
`,
};
