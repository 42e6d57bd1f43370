import { setTimeout as sleep } from 'node:timers/promises';
import { Posts } from './posts.ts';
import type { SimProcess } from './process.ts';
import type { Stage } from './stage.ts';
import type { Ask, Fate } from './turns.ts';

/** Something that happens once, at a moment that the seed draws. */
export type Happening = { readonly name: string; readonly run: () => Promise<void> };

/** Plays letters and happenings on a stage. */
export type Director = {
  /** Posts all that may be posted, in bad weather, until all of it is answered. */
  act(rested: boolean, happenings: readonly Happening[]): Promise<void>;
  /** Fair weather, until nothing moves and no sweep finds anything more. */
  rest(): Promise<void>;
  /** Whether something may be posted now that everything is at rest. */
  more(): Promise<boolean>;
};

/** Names of those whose work is never disturbed. */
const UNDISTURBED = new Set(['office']);
/** Steps after which a run is believed to turn in circles. */
const MOST_STEPS = 400_000;
const MOST_SWEEPS = 60;
/** Steps between two looks for the numbers that letters wait for. */
const NAMING = 20;

export function makeDirector(stage: Stage): Director {
  const play = new Play(stage);
  return {
    act: (rested, happenings) => play.act(rested, happenings),
    rest: () => play.rest(),
    more: () => play.more(),
  };
}

/** One run under way. */
class Play {
  readonly #stage: Stage;
  readonly #posts: Posts;
  #deaths = 0;
  #happening = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#posts = new Posts(stage);
  }

  async act(rested: boolean, happenings: readonly Happening[]): Promise<void> {
    const { mail, zone, clock, journal, failed, wrong } = this.#stage;
    const left = [...happenings];
    while (!failed()) {
      await this.#settle();
      const idle = mail.ready(rested).length === 0 && this.#posts.none();
      if (idle || journal.steps() % NAMING === 0) await this.#name(rested);
      if (idle && mail.ready(rested).length === 0) break;
      if (zone.living.length === 0) this.#spawn();
      await this.#stir(rested, left);
      await this.#settle();
      // A step without any turn still takes time.
      if (!(await this.#grantSome(false))) clock.advance(this.#stage.random.below(200));
      if (journal.steps() > MOST_STEPS) wrong('the run turns in circles');
    }
    for (const one of left) this.#begin(one);
  }

  async rest(): Promise<void> {
    const { weather, zone, clock, failed, wrong } = this.#stage;
    for (let rounds = 0; !failed(); rounds += 1) {
      while (zone.living.length < weather.processes) this.#spawn();
      await this.#calmDown();
      // Beyond the time after which a list counts as forgotten.
      clock.advance(11_000);
      for (const process of zone.living) {
        process.sweep();
        await this.#calmDown();
      }
      if (zone.living.every((process) => process.found() === 0)) {
        this.#stage.mail.atRest();
        return;
      }
      if (rounds > MOST_SWEEPS) wrong('sweeps find something for ever');
    }
  }

  async more(): Promise<boolean> {
    await this.#name(true);
    return this.#stage.mail.ready(true).length > 0;
  }

  // Requests and reports name what the platform has numbered meanwhile.
  async #name(rested: boolean): Promise<void> {
    const { mail, numberOf, journal } = this.#stage;
    for (const letter of mail.nameless(rested)) {
      const number = await numberOf(letter.names!);
      if (number === null) continue;
      mail.named(letter, number);
      journal.note(`letter ${letter.number} names ${number}`);
    }
  }

  async #settle(): Promise<void> {
    const { concurrent, random, turns } = this.#stage;
    if (concurrent) await sleep(random.below(3));
    else await turns.settled();
  }

  async #calmDown(): Promise<void> {
    for (;;) {
      await this.#settle();
      if (this.#stage.failed() || (!(await this.#grantSome(true)) && this.#idle())) return;
    }
  }

  #idle(): boolean {
    const { living } = this.#stage.zone;
    return this.#happening === 0 && this.#posts.none() && living.every((one) => one.idle());
  }

  #spawn(): void {
    this.#stage.journal.note(`start ${this.#stage.zone.spawn().name}`);
  }

  async #kill(process: SimProcess): Promise<void> {
    this.#deaths += 1;
    this.#stage.journal.note(`kill ${process.name}`);
    this.#posts.lost(process);
    await this.#stage.zone.kill(process);
  }

  async #grantSome(calm: boolean): Promise<boolean> {
    const { turns, concurrent, random } = this.#stage;
    const asks = turns.waiting();
    if (asks.length === 0) return false;
    if (!concurrent) await this.#grant(random.pick(turns.waiting()), calm);
    // The death of one process takes away what it has asked for.
    else for (const one of asks) if (turns.waiting().includes(one)) await this.#grant(one, calm);
    return true;
  }

  async #grant(ask: Ask, calm: boolean): Promise<void> {
    const { turns, clock, random, journal, zone, concurrent } = this.#stage;
    const fate = calm ? 'done' : this.#fateOf(ask);
    clock.advance(random.below(30));
    journal.note(`turn ${ask.number} ${ask.process} ${ask.what} ${fate} ${ask.words}`);
    turns.grant(ask, fate);
    if (fate !== 'killed') return;
    if (concurrent) await sleep(20);
    else await turns.settled();
    const victim = zone.living.find(({ name }) => name === ask.process);
    if (victim !== undefined) await this.#kill(victim);
  }

  #fateOf({ process, what }: Ask): Fate {
    const { random, weather } = this.#stage;
    if (UNDISTURBED.has(process) || what === 'pause' || what === 'rollback') return 'done';
    if (random.chance(weather.faults, 10_000)) return 'fault';
    if (what !== 'commit') return 'done';
    if (random.chance(weather.lost, 1_000)) return 'lost';
    return this.#mayDie() && random.chance(weather.deadly, 1_000) ? 'killed' : 'done';
  }

  #mayDie(): boolean {
    return this.#deaths < this.#stage.weather.deaths;
  }

  /** Some things from outside, or nothing. */
  async #stir(rested: boolean, left: Happening[]): Promise<void> {
    const { random, weather, zone, mail } = this.#stage;
    const ready = zone.living.filter((process) => process.ready());
    const hits = (share: number): boolean => random.below(1_000) < share;
    if (ready.length > 0) {
      const letters = mail.ready(rested);
      if (letters.length > 0) this.#posts.some(ready, letters);
      if (hits(weather.sweeping)) random.pick(ready).sweep();
      if (left.length > 0 && hits(10)) this.#begin(left.shift());
    }
    if (zone.living.length > 0 && this.#mayDie() && hits(weather.killing)) {
      await this.#kill(random.pick(zone.living));
    }
    if (zone.living.length < weather.processes && hits(25)) this.#spawn();
  }

  #begin(happening: Happening | undefined): void {
    if (happening === undefined) return;
    const { journal, wrong } = this.#stage;
    journal.note(`happening ${happening.name}`);
    this.#happening += 1;
    happening
      .run()
      .catch((error: unknown) => wrong(`${happening.name}: ${String(error)}`))
      .finally(() => {
        this.#happening -= 1;
      });
  }
}
