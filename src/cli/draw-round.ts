import { LIMITS } from '../base/limits.ts';
import { QUICKNET, timeOfRound } from '../inspection/beacon.ts';
import { askRound, RELAYS } from '../inspection/beacon-remote.ts';
import { readDraw } from '../inspection/draw-codec.ts';
import { openPoster } from '../io/post.ts';
import { NotDone, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { readInput, writeOutput } from './files.ts';

/** Gets the round of a beacon that the terms of a draw name, for `draw verify --beacon`. */
export async function getRound(
  values: Values,
  files: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const out = textOf(values, 'out');
  const [name] = files;
  if (name === undefined || files.length > 1 || out === undefined) {
    throw new UsageError('Give one FILE and --out ROUND. See: onestep draw --help');
  }
  const relays = relaysOf(values);
  const round = await roundIn(name);
  const poster = openPoster(true);
  const asked = await askRound(poster, relays, QUICKNET, round, LIMITS.beaconMilliseconds);
  poster.close();
  if (!asked.ok) {
    const misses = asked.error.map(({ relay, reason }) => `${relay}: ${reason}`).join('; ');
    const due = timeOfRound(QUICKNET, round) ?? 'no time that a calendar has';
    throw new NotDone(`No relay gave round ${round}, which comes out at ${due} (${misses}).`);
  }
  await writeOutput(out, `${JSON.stringify(asked.value)}\n`);
  if (values.json === true) terminal.out(JSON.stringify({ file: out, ...asked.value }, null, 2));
  else terminal.out(`${out}: round ${round}, signed by quicknet`);
  return 0;
}

/** The number of the round that the terms in a file name. @throws UsageError or NotDone */
async function roundIn(name: string): Promise<number> {
  const read = readDraw(await readInput(name));
  if (!read.ok) throw new NotDone(`${name} is no draw. See: onestep draw verify ${name}`);
  const { beacon } = read.value.file.terms.body;
  if (beacon === null) throw new NotDone(`The terms in ${name} name no round of a beacon.`);
  if (beacon.source === QUICKNET.hash) return beacon.round;
  throw new NotDone(`The beacon ${beacon.source} in ${name} is not known here.`);
}

/** @throws UsageError */
function relaysOf({ relay }: Values): readonly string[] {
  const relays = Array.isArray(relay) ? relay.map(String) : RELAYS;
  const odd = relays.find((one) => !/^https?:$/.test(URL.parse(one)?.protocol ?? ''));
  if (odd !== undefined) throw new UsageError(`--relay takes the URL of a server, not ${odd}.`);
  if (relays.length <= LIMITS.beaconRelays) return relays;
  throw new UsageError(`--relay is given ${LIMITS.beaconRelays} times at most.`);
}
