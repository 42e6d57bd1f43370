import { LIMITS } from '../base/limits.ts';
import { learnedBound } from './learned-bound.ts';
import type { Crowded } from './overload.ts';

/**
 * Who may still come in. Everything accepted is to be done within `waitMilliseconds`, so no more
 * may be under way than is done in that time; how much that is, is learned from the messages that
 * left (see `learnedBound`). Of what is left of it an enterprise that has something under way may
 * hold `SHARE` times as much: one alone gets four fifths, of many each the same, and for one that
 * has nothing under way there is always room. Those with much are turned away first.
 *
 * The unit is bytes, and some for each message: that is known before a message is looked at, and
 * costs of scanning, signatures and records all go with it.
 */
export type Admission = {
  /** Null when a message of so many bytes may come in. */
  refusal(owner: string, bytes: number): Refusal | null;
  /** It came in; what comes back is for `leave`. */
  enter(owner: string, bytes: number): Ticket;
  /** It was answered. */
  leave(ticket: Ticket): void;
  state(): AdmissionState;
};

/** `seconds`: in that time what waits before the message will be done. */
export type Refusal = { readonly reason: Crowded; readonly seconds: number };

export type AdmissionState = {
  readonly messages: number;
  readonly bytes: number;
  /** So many bytes may be under way at present. */
  readonly bound: number;
  /** Milliseconds since the oldest that is not answered came. */
  readonly age: number;
};

export type Ticket = {
  readonly place: Place;
  readonly cost: number;
  readonly since: number;
  /** What was under way when it had come in. */
  readonly held: number;
  before: Ticket | null;
  after: Ticket | null;
};

/** What one enterprise has under way. */
type Place = { readonly owner: string; cost: number; messages: number };

/** What a message costs beside its bytes: its signature, its rows, its share of the answers. */
const MESSAGE_COST = 2_048;
const SHARE = 4;
/** Who waits for no more than this share of the bound has little. */
const LITTLE = 0.5;
/** Those with little have room beyond the bound: so that it does not close on them as it moves. */
const NEWCOMERS = 4;
/** From here it is learned; some seconds of full load find the right one. */
const START = 4 * 1024 * 1024;
const LEAST = 64 * 1024;
/** Milliseconds between two lessons; each is of the slowest message in between. */
const LESSON = 100;
/** When the oldest is this many times too old everything stands still. */
const STALLED = 2;

/**
 * @param now milliseconds that have passed
 * @param lag milliseconds that decided work is behind: counts as part of every wait
 * @param hungry whether one more message would delay nobody: when a batch takes long whatever is
 * in it, a bound below a full one would not make the waits shorter, only the batches emptier
 */
export function admission(
  now: () => number,
  lag: () => number,
  hungry: () => boolean = () => false,
): Admission {
  const target = LIMITS.waitMilliseconds;
  const bound = learnedBound({ least: LEAST, most: LIMITS.heldBytes, start: START, target });
  const places = new Map<string, Place>();
  const line = ticketLine();
  const learn = lessons(now, bound.note);
  const rate = rateMeter(now, LIMITS.heldBytes);
  let [held, messages] = [0, 0];

  const age = (): number => (line.oldest() === null ? 0 : now() - line.oldest()!.since);
  const secondsFor = (amount: number): number => {
    const seconds = Math.ceil(amount / Math.max(rate.perSecond(), 1));
    return Math.min(Math.max(seconds, 1), LIMITS.retrySeconds);
  };
  return {
    refusal: (owner, bytes) => {
      const cost = bytes + MESSAGE_COST;
      const own = places.get(owner)?.cost ?? 0;
      const turned = (reason: Crowded): Refusal => {
        // Its own part moves at least at the pace of an equal share.
        const before = reason === 'share' ? Math.min(held, own * places.size) : held;
        return { reason, seconds: secondsFor(before) };
      };
      if (held + cost > LIMITS.heldBytes || own + cost > LIMITS.heldBytesEach) {
        return turned('bytes');
      }
      const most = bound.value();
      // Served in turn, who has little under way waits for as much of each other and no more.
      const little = own === 0 || (own + cost) * places.size <= most * LITTLE;
      if (little) return held < most * NEWCOMERS ? null : turned('overload');
      if (hungry() && lag() < target) return null;
      if (held >= most || age() > target * STALLED) return turned('overload');
      return own + cost > SHARE * (most - held) ? turned('share') : null;
    },
    enter: (owner, bytes) => {
      const cost = bytes + MESSAGE_COST;
      const known = places.get(owner);
      const place = known ?? { owner, cost: 0, messages: 0 };
      if (known === undefined) places.set(owner, place);
      place.cost += cost;
      place.messages += 1;
      if (messages === 0) rate.resume();
      held += cost;
      messages += 1;
      return line.append({ place, cost, since: now(), held, before: null, after: null });
    },
    leave: (ticket) => {
      const { place, cost, since } = ticket;
      line.remove(ticket);
      place.cost -= cost;
      place.messages -= 1;
      if (place.messages === 0) places.delete(place.owner);
      held -= cost;
      messages -= 1;
      rate.add(cost);
      learn(ticket.held, now() - since + lag());
    },
    state: () => ({ messages, bytes: held, bound: bound.value(), age: age() }),
  };
}

/** Tickets in the order of coming; they leave in any order, each at the same small cost. */
function ticketLine() {
  let first: Ticket | null = null;
  let last: Ticket | null = null;
  return {
    oldest: () => first,
    append: (ticket: Ticket): Ticket => {
      ticket.before = last;
      if (last === null) first = ticket;
      else last.after = ticket;
      last = ticket;
      return ticket;
    },
    remove: ({ before, after }: Ticket): void => {
      if (before === null) first = after;
      else before.after = after;
      if (after === null) last = before;
      else after.before = before;
    },
  };
}

/** Hands on the slowest of what left within a moment: a batch of hundreds is one lesson. */
function lessons(now: () => number, note: (amount: number, took: number) => void) {
  let [amount, longest, since] = [0, -1, 0];
  return (held: number, took: number): void => {
    if (longest < 0) since = now();
    if (took > longest) [amount, longest] = [held, took];
    if (now() - since < LESSON) return;
    note(amount, longest);
    longest = -1;
  };
}

/** Milliseconds after which what was measured counts for about a third. */
const FADE = 2_000;

/**
 * What leaves in a second while there is something to do; idle time does not count. It begins with
 * a guess that counts as one second: what comes while the very first batch is under way would
 * otherwise be told to stay away for as long as can be said.
 */
function rateMeter(now: () => number, guess: number) {
  let [amount, time, last] = [guess, 1_000, now()];
  const pass = (): void => {
    const passed = now() - last;
    if (passed < 1) return;
    last += passed;
    const kept = Math.exp(-passed / FADE);
    amount *= kept;
    time = time * kept + passed;
  };
  return {
    resume: (): void => {
      last = now();
    },
    add: (more: number): void => {
      pass();
      amount += more;
    },
    perSecond: (): number => {
      pass();
      return (amount / time) * 1_000;
    },
  };
}
