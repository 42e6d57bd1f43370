import { setTimeout as sleep } from 'node:timers/promises';
import { present } from '../../base/assert.ts';
import type { Patience } from '../../client/door.ts';
import { follow, NoEntry } from '../../client/follow.ts';
import { sendMessage } from '../../client/send.ts';
import type { Expected } from '../world/expected.ts';
import type { ExpectedDeclaration } from '../world/export/expected-exports.ts';
import type { Need } from '../world/traffic/traffic.ts';
import type { Customs } from './customs.ts';
import { isDeclared } from './declared-state.ts';
import { type DeclaredTrip, declaredSteps, followDeclared } from './declared-steps.ts';
import { drawnInFull, drawnLists, type HeldUp, heldUp } from './held-up.ts';
import {
  awaitsArrival,
  isDone,
  type Journey,
  open,
  progressOf,
  type SendProgress,
  stateOf,
  type Travelling,
  take,
} from './journey.ts';
import type { Doors } from './look-up.ts';
import { type MessageFile, readMessage } from './message-files.ts';
import { reportSteps, reportsOf, signedRequest } from './requests.ts';
import { type Schedule, type Step, schedule } from './schedule.ts';
import { stockOpen } from './stock-state.ts';
import { hasArrived, isMet, type StockTrip, stockSteps } from './stock-steps.ts';

/** How to travel; see `SendWorldOptions`. */
export type TravelOptions = {
  readonly concurrency?: number;
  readonly patience: number;
  readonly onProgress?: (progress: SendProgress) => void;
  readonly signal?: AbortSignal;
  /** Bonded goods that come in and leave meanwhile; null for none. */
  readonly trip: StockTrip | null;
  /** Customs declarations; null for none. */
  readonly declared: DeclaredTrip | null;
  readonly customs?: Customs;
};

const CONCURRENCY = 4;
const TICK = 100;
/** Least seconds for which a platform that is away is waited for. */
const AWAY = 60;
/** Seconds of silence after which a list that should wait is believed to wait. */
const QUIET = 1;

/** Sends everything and reads receipts until all records have their end. */
export async function travel(
  options: TravelOptions,
  journey: Journey,
  files: readonly MessageFile[],
  senders: ReadonlyMap<string, string | null>,
  doors: Doors,
  expected: Expected | null,
): Promise<number> {
  const { trip, declared, customs } = options;
  const stop = new AbortController();
  const signal =
    options.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, options.signal]);
  const began = performance.now();
  let last = began;
  const news = (): void => {
    last = performance.now();
    sending.poke();
  };
  const patience = { seconds: Math.max(options.patience, AWAY) };
  const held = sinceLast(
    () => last,
    () => heldNow(journey, expected),
  );
  const isLost = (file: string) => held().requests.has(file);
  const means = { journey, trip, doors, senders, patience, signal, isLost, news };
  const steps = messageSteps(means, files, expected);
  if (expected !== null) {
    steps.push(...reportSteps(journey, reportsOf(expected, files), doors, patience, isLost));
  }
  if (trip !== null) {
    steps.push(...stockSteps(journey, trip, { doors, patience, customs, held, news }));
  }
  const isReady = (need: Need) => isMet(journey, trip, need);
  const full = { doors, patience, customs, held, isMet: isReady, news };
  if (declared !== null) steps.push(...declaredSteps(journey, declared, full));
  const sending = schedule(steps, options.concurrency ?? CONCURRENCY);
  const followers = Promise.all([
    startFollowers(journey, doors, signal, patience, news),
    declared === null ? null : followDeclared(journey, declared, full, signal),
  ]);
  try {
    const silence = () => (performance.now() - last) / 1_000;
    const isOpen = () => isLeft(journey, { trip, declared }, held());
    const watch = untilDone(options, journey, files.length, { sending, silence, isOpen });
    // A follower ends early only when it is not let in; then the sending goes on without it.
    await Promise.race([watch, followers.then(() => watch)]);
  } finally {
    stop.abort();
    await followers.catch(() => undefined);
  }
  options.onProgress?.(progressOf(journey, files.length));
  return (last - began) / 1_000;
}

/** What the sending of each message needs. */
type Means = {
  readonly journey: Journey;
  readonly trip: StockTrip | null;
  readonly doors: Doors;
  readonly senders: ReadonlyMap<string, string | null>;
  readonly patience: Patience;
  readonly signal: AbortSignal;
  /** Whether a file hangs on a list that was drawn. */
  readonly isLost: (file: string) => boolean;
  readonly news: () => void;
};

/** A step for each message, ready when what it waits for has had its end. */
function messageSteps(
  means: Means,
  files: readonly MessageFile[],
  expected: Expected | null,
): Step[] {
  const { journey, trip, doors, senders, patience, signal, isLost, news } = means;
  const partners = partnersOf(journey, expected, 'after');
  const named = partnersOf(journey, expected, 'names');
  const wanted = new Map(expected?.messages.map((message) => [message.file, message]));
  const numberOf = (guid: string) => stateOf(journey, guid.toUpperCase())?.keys.invtNo;
  return files.map((file): Step => {
    const sender = senders.get(file.path) ?? '';
    const door = present(doors.get(sender), 'a door');
    const partner = partners.get(file.name);
    const list = named.get(file.name);
    const { arrived: entry, needs = [], slots } = wanted.get(file.name) ?? {};
    return {
      // What a list waits for when it has passed is told after that; requests come at its end.
      ready: () =>
        needs.every((need) => isMet(journey, trip, need)) &&
        (trip === null || entry === undefined || hasArrived(journey, trip, entry)) &&
        (partner === undefined ||
          isDone(journey, partner) ||
          (list === undefined && awaitsArrival(journey, partner))),
      lost: () => needs.length > 0 && isLost(file.name),
      send: async () => {
        const bytes =
          list === undefined && slots === undefined
            ? await readMessage(file)
            : await signedRequest(file, sender, {
                listNo: list && numberOf(list.guid),
                listNoOf: numberOf,
                moment: lastOf(journey, needs),
              });
        journey.answers.set(file.name, await sendMessage(door, bytes, { signal, patience }));
        news();
      },
    };
  });
}

/** When the last of these had its last receipt, yyyyMMddHHmmss of Shanghai. */
function lastOf(journey: Journey, needs: readonly Need[]): string {
  const times = needs.flatMap((need) => {
    if (!('guid' in need)) return [];
    const at = stateOf(journey, need.guid.toUpperCase())?.receipt.at;
    return at === undefined ? [] : [at];
  });
  return (times.sort().at(-1) ?? '').replaceAll(/\D/g, '').slice(0, 14);
}

/** What `compute` gives, again only when something has happened since: every held step asks. */
function sinceLast<T>(last: () => number, compute: () => T): () => T {
  let known: { readonly at: number; readonly value: T } | null = null;
  return () => {
    if (known?.at !== last()) known = { at: last(), value: compute() };
    return known.value;
  };
}

/** Whether something has still to have its end that no draw holds up. */
function isLeft(
  journey: Journey,
  { trip, declared }: Pick<TravelOptions, 'trip' | 'declared'>,
  held: HeldUp,
): boolean {
  const isHeld = ({ guid, file }: Travelling) => held.lists.has(guid) || held.requests.has(file);
  if (!open(journey).every(isHeld)) return true;
  const isWaiting = (one: ExpectedDeclaration) =>
    !held.declared.has(one.name) && !isDeclared(journey.declared, one);
  if (declared?.declarations.some(isWaiting) === true) return true;
  return trip !== null && stockOpen(journey.stock, trip.stock, held);
}

/** What a draw holds up at this moment; nothing in a world without officers. */
export function heldNow(journey: Journey, expected: Expected | null): HeldUp {
  if (expected?.draws === undefined) return heldUp(new Set(), { lists: [], messages: [] });
  return heldUp(drawnLists(journey), expected, drawnInFull(journey));
}

/** The record that each message must come after, or whose number it names, by name of the file. */
function partnersOf(
  journey: Journey,
  expected: Expected | null,
  as: 'after' | 'names',
): Map<string, Travelling> {
  const places = new Map<string, Travelling>();
  for (const record of journey.records.values()) {
    places.set(`${record.file} ${record.record}`, record);
  }
  const found = new Map<string, Travelling>();
  for (const message of expected?.messages ?? []) {
    const place = message[as];
    const partner = place === null ? undefined : places.get(`${place.file} ${place.record}`);
    if (partner !== undefined) found.set(message.file, partner);
  }
  return found;
}

async function startFollowers(
  journey: Journey,
  doors: Doors,
  signal: AbortSignal,
  patience: Patience,
  news: () => void,
): Promise<void> {
  const tokens = new Map([...doors].map((entry) => [entry[1].token, entry]));
  await Promise.all(
    [...tokens.values()].map(([reader, door]) =>
      follow(door, {
        signal,
        patience,
        until: (receipts) => {
          if (take(journey, receipts, reader)) news();
          return false;
        },
      }).catch((error: unknown) => {
        // Whoever is not let in has no receipts; what the window answered says the rest.
        if (!(error instanceof NoEntry)) throw error;
      }),
    ),
  );
}

type Watching = {
  readonly sending: Schedule;
  /** Seconds since something happened. */
  readonly silence: () => number;
  /** Whether a record or a paper still has to have its end and can have it. */
  readonly isOpen: () => boolean;
};

/** Waits until all is sent and every record has its end, or nothing moves any more. */
async function untilDone(
  options: TravelOptions,
  journey: Journey,
  messages: number,
  { sending, silence, isOpen }: Watching,
): Promise<void> {
  let sent = false;
  let fault: unknown = null;
  sending.done.then(
    () => {
      sent = true;
    },
    (error: unknown) => {
      fault = error ?? new Error('sending failed');
    },
  );
  for (;;) {
    await sleep(TICK, undefined, options.signal === undefined ? {} : { signal: options.signal });
    if (fault !== null) throw fault;
    options.onProgress?.(progressOf(journey, messages));
    if (silence() >= QUIET && !isOpen()) {
      if (sent) return;
      // Whatever else is held hangs on lists that were drawn, and no officer hurries for it.
      sending.drop();
    }
    if (silence() < options.patience) continue;
    if (sent) return;
    if (sending.held() > 0) sending.release();
  }
}
