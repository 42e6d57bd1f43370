import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { present } from '../../base/assert.ts';
import { ask, type Door, type Patience, type Request } from '../../client/door.ts';
import { inParallel } from '../../client/send.ts';
import { readFindings } from '../../client/wire.ts';
import type { Expected } from '../world/expected.ts';
import type { ExpectedDeclaration } from '../world/export/expected-exports.ts';
import type { DeclaredMove } from '../world/export/story.ts';
import type { Need } from '../world/traffic/traffic.ts';
import type { Customs } from './customs.ts';
import { isDeclared, moveKey, movesDue, readDeclared } from './declared-state.ts';
import { officerIn } from './expected-codec.ts';
import type { HeldUp } from './held-up.ts';
import type { Journey } from './journey.ts';
import type { Doors } from './look-up.ts';
import type { MessageFile } from './message-files.ts';
import type { Step } from './schedule.ts';
import { isWholeWorld } from './stock-steps.ts';

/** The customs declarations of a world that is sent as a whole. */
export type DeclaredTrip = {
  readonly declarations: readonly ExpectedDeclaration[];
  /** The folder of the world. */
  readonly folder: string;
};

/** The customs declarations of these files; null when they are no whole world or has none. */
export function declaredTrip(
  files: readonly MessageFile[],
  expected: Expected | null,
): DeclaredTrip | null {
  const [first] = files;
  const { declarations = [] } = expected ?? {};
  if (declarations.length === 0 || first === undefined || expected === null) return null;
  if (!isWholeWorld(files, expected)) return null;
  return { declarations, folder: join(dirname(first.path), '..') };
}

/** Everybody who declares, by a name of their own. */
export function declarants({ declarations }: DeclaredTrip): [string, string][] {
  const codes = new Set(declarations.map(({ sender }) => sender));
  return [...codes].map((code) => [`declarations of ${code}`, code]);
}

/** What sending and following declarations needs. */
export type DeclaredMeans = {
  readonly doors: Doors;
  readonly patience: Patience;
  readonly customs: Customs | undefined;
  readonly held: () => HeldUp;
  readonly isMet: (need: Need) => boolean;
  /** To be called when something has happened. */
  readonly news: () => void;
};

const PATH = '/v1/exports/declarations';

/** Sends each declaration as soon as it may be. */
export function declaredSteps(
  journey: Journey,
  { declarations, folder }: DeclaredTrip,
  { doors, patience, held, isMet, news }: DeclaredMeans,
): Step[] {
  return declarations.map(({ name, file, sender, after }) => ({
    ready: () => after.every(isMet),
    lost: () => held().declared.has(name),
    send: async () => {
      const body = await readFile(join(folder, 'declarations', file));
      const request = { method: 'POST', path: PATH, body, type: 'application/json' } as const;
      const reply = await ask(present(doors.get(sender), 'a door'), request, patience);
      journey.declared.states.set(name, readDeclared(reply.status, reply.body));
      news();
    },
  }));
}

const PAUSE = 300;
const AT_ONCE = 4;

/**
 * Looks at what was declared again and again, since no receipt tells of it, and does what is to be
 * done about it where it stands; until it is aborted.
 */
export async function followDeclared(
  journey: Journey,
  trip: DeclaredTrip,
  means: DeclaredMeans,
  signal: AbortSignal,
): Promise<void> {
  const { declared } = journey;
  const officer = await officerIn(trip.folder);
  while (!signal.aborted) {
    const left = trip.declarations.filter((one) => {
      return declared.states.has(one.name) && !isDeclared(declared, one);
    });
    await inParallel(left, AT_ONCE, (one) => lookAt(journey, one, { ...means, officer }));
    await sleep(PAUSE, undefined, { signal }).catch(() => undefined);
  }
}

type Looking = DeclaredMeans & { readonly officer: string | null };

async function lookAt(
  { declared }: Journey,
  one: ExpectedDeclaration,
  means: Looking,
): Promise<void> {
  const { doors, patience, news } = means;
  const before = present(declared.states.get(one.name), 'what was said to it');
  const door = present(doors.get(one.sender), 'a door');
  for (const move of movesDue(declared, one)) {
    const said = await does(move, door, before, means);
    if (said === null) continue;
    declared.moves.set(moveKey(one.name, move), said);
    news();
  }
  const path = `${PATH}/${before.number}`;
  const reply = await ask(door, { method: 'GET', path }, patience);
  const now = readDeclared(reply.status, reply.body);
  declared.states.set(one.name, now);
  if (now.status !== before.status) news();
}

/** `done`, or the code that it is refused with; null where nobody is there to do it. */
async function does(
  { does: what }: DeclaredMove,
  door: Door,
  { number, dutyNo }: { readonly number: string | null; readonly dutyNo: string | null },
  { patience, customs, officer }: Looking,
): Promise<string | null> {
  if (what === 'pay') {
    if (dutyNo === null || customs === undefined) return null;
    await customs.pay(dutyNo);
    return 'done';
  }
  const own = `${PATH}/${number}/withdraw`;
  if (what === 'withdraw') return saidTo(door, { method: 'POST', path: own }, patience);
  if (officer === null) return null;
  const body = Buffer.from(JSON.stringify({ decision: what, reason: '经查' }));
  const path = `/v1/office/exports/declarations/${number}/conclude`;
  const request = { method: 'POST', path, body, type: 'application/json' } as const;
  return saidTo({ ...door, token: officer }, request, patience);
}

async function saidTo(door: Door, request: Request, patience: Patience): Promise<string> {
  const { status, body } = await ask(door, request, patience);
  return status === 200 ? 'done' : (readFindings(body)[0]?.code ?? String(status));
}
