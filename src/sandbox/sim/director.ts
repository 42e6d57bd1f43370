import { setTimeout as sleep } from 'node:timers/promises';
import type { SeededRandom } from '../../base/random.ts';
import type { SettableClock } from '../../io/clock.ts';
import type { Journal } from './journal.ts';
import { falsified, torn } from './letters.ts';
import type { Mail } from './mail.ts';
import type { PostAnswer, SimProcess } from './process.ts';
import type { Weather } from './story.ts';
import type { Ask, Fate, Turns } from './turns.ts';
import type { Zone } from './zone.ts';

/** Something that happens once, at a moment that the seed draws. */
export type Happening = { readonly name: string; readonly run: () => Promise<void> };

export type Stage = {
  readonly random: SeededRandom;
  readonly weather: Weather;
  readonly turns: Turns;
  readonly zone: Zone;
  readonly mail: Mail;
  readonly clock: SettableClock;
  readonly journal: Journal;
  /** Takes the first thing that is not as foreseen. */
  readonly wrong: (what: string) => void;
  readonly failed: () => boolean;
  /** Everybody at once, by the machine's clock: not reproducible. */
  readonly concurrent: boolean;
};

/** Plays letters and happenings on a stage. */
export type Director = {
  /** Posts all that may be posted, in bad weather, until all of it is answered. */
  act(rested: boolean, happenings: readonly Happening[]): Promise<void>;
  /** Fair weather, until nothing moves and no sweep finds anything more. */
  rest(): Promise<void>;
};

/** Names of those whose work is never disturbed. */
const UNDISTURBED = new Set(['office']);
/** Steps after which a run is believed to turn in circles. */
const MOST_STEPS = 400_000;
const MOST_SWEEPS = 60;

export function makeDirector(stage: Stage): Director {
  const { random, weather, turns, zone, mail, clock, journal, wrong, failed } = stage;
  const under = new Map<number, { process: SimProcess; letter: number | null }>();
  const doing = { acts: 0, deaths: 0, posts: 0 };

  const settle = async (): Promise<void> => {
    if (stage.concurrent) await sleep(random.below(3));
    else await turns.settled();
  };

  const post = (process: SimProcess, letter: number, echo: boolean): void => {
    const { bytes, letter: whole } = mail.standing(letter);
    const id = send(process, whole.token, bytes, echo ? null : letter, (answer) => {
      const fault = mail.answered(letter, bytes, echo, answer);
      if (fault !== null) wrong(fault);
    });
    if (!echo) mail.out(letter);
    journal.note(`post ${id} letter ${letter}${echo ? ' again' : ''} to ${process.name}`);
  };

  const send = (
    process: SimProcess,
    token: string,
    bytes: Uint8Array,
    letter: number | null,
    then: (answer: PostAnswer) => void,
  ): number => {
    doing.posts += 1;
    const id = doing.posts;
    under.set(id, { process, letter });
    process.post(token, bytes).then(
      (answer) => {
        if (!under.delete(id)) return;
        const word = answer.accepted ? (answer.duplicate ? 'known' : 'new') : answer.status;
        if (!stage.concurrent) journal.note(`answer ${id} ${word}`);
        then(answer);
      },
      (error: unknown) => {
        if (!under.delete(id)) return;
        if (letter !== null) mail.back(letter);
        wrong(`a message broke ${process.name}: ${String(error)}`);
      },
    );
    return id;
  };

  // What nobody can have signed: torn on the way, or with another digit in it.
  const noise = (process: SimProcess, letter: number): void => {
    const { bytes, letter: whole } = mail.standing(letter);
    const spoilt = random.chance(1, 2) ? torn(random, bytes) : falsified(random, bytes);
    if (spoilt === null) return;
    const id = send(process, whole.token, spoilt, null, (answer) => {
      if (answer.accepted) wrong(`letter ${letter} was accepted although altered on the way`);
    });
    journal.note(`post ${id} letter ${letter} spoilt to ${process.name}`);
  };

  const kill = async (process: SimProcess): Promise<void> => {
    doing.deaths += 1;
    journal.note(`kill ${process.name}`);
    for (const [id, one] of under) {
      if (one.process !== process) continue;
      under.delete(id);
      if (one.letter !== null) mail.back(one.letter);
    }
    await zone.kill(process);
  };

  const spawn = (): void => journal.note(`start ${zone.spawn().name}`);

  const fateOf = (ask: Ask, calm: boolean): Fate => {
    if (calm || UNDISTURBED.has(ask.process)) return 'done';
    if (ask.what === 'pause' || ask.what === 'rollback') return 'done';
    if (random.chance(weather.faults, 10_000)) return 'fault';
    if (ask.what !== 'commit') return 'done';
    if (random.chance(weather.lost, 1_000)) return 'lost';
    if (doing.deaths >= weather.deaths || !random.chance(weather.deadly, 1_000)) return 'done';
    return 'killed';
  };

  const grant = async (ask: Ask, calm: boolean): Promise<void> => {
    const fate = fateOf(ask, calm);
    clock.advance(random.below(30));
    journal.note(`turn ${ask.number} ${ask.process} ${ask.what} ${fate} ${ask.words}`);
    turns.grant(ask, fate);
    if (fate !== 'killed') return;
    if (!stage.concurrent) await turns.settled();
    else await sleep(20);
    const victim = zone.living.find(({ name }) => name === ask.process);
    if (victim !== undefined) await kill(victim);
  };

  const grantSome = async (calm: boolean): Promise<boolean> => {
    const asks = turns.waiting();
    if (asks.length === 0) return false;
    if (stage.concurrent) {
      // The death of one process takes away what it has asked for.
      for (const ask of asks) if (turns.waiting().includes(ask)) await grant(ask, calm);
    } else await grant(random.pick(asks), calm);
    return true;
  };

  // One thing from outside, or nothing.
  const stir = async (rested: boolean, left: Happening[]): Promise<void> => {
    const ready = zone.living.filter((process) => process.ready());
    const dice = random.below(1_000);
    const letters = mail.ready(rested);
    if (ready.length > 0 && letters.length > 0 && random.below(1_000) < weather.posting) {
      const many = random.chance(1, 8) ? 1 + random.below(12) : 1;
      for (const letter of random.shuffle(letters).slice(0, many)) {
        post(random.pick(ready), letter, false);
      }
    }
    const echoing = letters.length > 0 && random.below(1_000) < weather.echoing;
    const echoes = echoing ? mail.posted() : [];
    if (ready.length > 0 && echoes.length > 0) {
      const letter = random.pick(echoes);
      if (random.chance(1, 3)) noise(random.pick(ready), letter);
      else post(random.pick(ready), letter, true);
    }
    if (ready.length > 0 && random.below(1_000) < weather.sweeping) random.pick(ready).sweep();
    if (zone.living.length > 0 && dice < weather.killing && doing.deaths < weather.deaths) {
      await kill(random.pick(zone.living));
    }
    if (zone.living.length < weather.processes && random.chance(1, 40)) spawn();
    if (left.length > 0 && ready.length > 0 && random.chance(1, 100)) begin(left.shift());
  };

  const begin = (happening: Happening | undefined): void => {
    if (happening === undefined) return;
    journal.note(`happening ${happening.name}`);
    doing.acts += 1;
    happening
      .run()
      .catch((error: unknown) => wrong(`${happening.name}: ${String(error)}`))
      .finally(() => {
        doing.acts -= 1;
      });
  };

  const idle = (): boolean =>
    doing.acts === 0 && under.size === 0 && zone.living.every((process) => process.idle());

  const act = async (rested: boolean, happenings: readonly Happening[]): Promise<void> => {
    const left = [...happenings];
    while (!failed()) {
      await settle();
      const letters = mail.ready(rested);
      if (letters.length === 0 && under.size === 0) break;
      if (zone.living.length === 0) spawn();
      await stir(rested, left);
      await settle();
      const moved = await grantSome(false);
      // A step without any turn still takes time.
      if (!moved) clock.advance(random.below(200));
      if (journal.steps() > MOST_STEPS) wrong('the run turns in circles');
    }
    for (const one of left) begin(one);
  };

  const calmDown = async (): Promise<void> => {
    for (;;) {
      await settle();
      if (failed() || (!(await grantSome(true)) && idle())) return;
    }
  };

  const rest = async (): Promise<void> => {
    for (let rounds = 0; !failed(); rounds += 1) {
      while (zone.living.length < weather.processes) spawn();
      await calmDown();
      // Beyond the time after which a list counts as forgotten, and the clocks' difference.
      clock.advance(11_000);
      for (const process of zone.living) {
        process.sweep();
        await calmDown();
      }
      if (zone.living.every((process) => process.found() === 0)) return;
      if (rounds > MOST_SWEEPS) wrong('sweeps find something for ever');
    }
  };
  return { act, rest };
}
