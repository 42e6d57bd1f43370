import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { mergePatch } from '../cockpit/merge-patch.ts';
import type { Cockpit } from '../flows/cockpit.ts';
import type { CockpitView } from '../flows/cockpit-view.ts';
import type { House } from '../flows/house.ts';

/** Who watches: gets text of server-sent events. */
export type Watcher = {
  /** @returns false when so much is unread that no more is to be sent */
  send(events: string): boolean;
  end(): void;
};

/** What differs from the usual times, for tests. Milliseconds. */
export type WatchPatience = {
  readonly every: number;
  /** Between two comments that say no more than that the connection stands, for want of events. */
  readonly heartbeat: number;
  /** How long one may watch before the token is looked at again: who comes back loses nothing. */
  readonly longest: number;
  readonly most: number;
};

const PATIENCE: WatchPatience = {
  every: 1_000,
  heartbeat: 15_000,
  longest: 900_000,
  most: LIMITS.cockpitStreams,
};

/** Changes that are kept for those who come back. */
const KEPT = 60;

type Watching = {
  readonly watcher: Watcher;
  readonly since: Instant;
  /** False until it has the state: changes go to those who know what they change. */
  isTold: boolean;
};

type WatchHouse = Pick<House, 'clock' | 'entropy'>;

/**
 * The cockpit of a process for all who look at it: one reading a second, compared with the one
 * before, and the same bytes for everybody. Nothing is read while nobody looks.
 */
export class CockpitWatch {
  readonly #cockpit: Cockpit;
  readonly #house: WatchHouse;
  readonly #patience: WatchPatience;
  /** Numbers of events are those of this process: another one knows nothing of them. */
  readonly #run: string;
  readonly #watching = new Set<Watching>();
  readonly #stopped = new AbortController();
  #known: { readonly view: CockpitView; readonly at: Instant } | null = null;
  #reading: Promise<CockpitView> | null = null;
  /** The last changes; the newest has the number `#number`. */
  #changes: readonly string[] = [];
  #number = 0;
  #isTicking = false;
  #spoke: Instant = 0;

  constructor(cockpit: Cockpit, house: WatchHouse, patience: Partial<WatchPatience> = {}) {
    this.#cockpit = cockpit;
    this.#house = house;
    this.#patience = { ...PATIENCE, ...patience };
    this.#run = house.entropy.uuid();
  }

  /** What it shows, at most a second old. @throws Fault when the database cannot be read */
  async now(): Promise<CockpitView> {
    const known = this.#known;
    const isFresh = known !== null && this.#house.clock.now() - known.at < this.#patience.every;
    return isFresh ? known.view : this.#readOnce();
  }

  /**
   * Sends the state, or what changed behind the event `last` where that is still known, and then
   * what changes each second.
   * @returns how to leave; null when there is no place
   * @throws Fault when the database cannot be read
   */
  async follow(watcher: Watcher, last: string | null): Promise<(() => void) | null> {
    if (this.#watching.size >= this.#patience.most || this.#stopped.signal.aborted) return null;
    const one: Watching = { watcher, since: this.#house.clock.now(), isTold: false };
    // The place is taken before anything is waited for.
    this.#watching.add(one);
    try {
      const view = await this.#readOnce();
      one.isTold = true;
      const missed = this.#behind(last);
      watcher.send(`retry: 2000\n\n${missed ?? this.#event('state', view)}`);
    } catch (error) {
      this.#watching.delete(one);
      throw error;
    }
    void this.#tick();
    return () => this.#leave(one);
  }

  /** Lets everybody go. */
  close(): void {
    this.#stopped.abort();
    for (const one of this.#watching) this.#leave(one);
  }

  #readOnce(): Promise<CockpitView> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #read(): Promise<CockpitView> {
    const view = await this.#cockpit.read();
    const patch = mergePatch(this.#known?.view ?? view, view);
    this.#known = { view, at: this.#house.clock.now() };
    if (patch === null) return view;
    this.#number += 1;
    const text = this.#event('change', patch);
    this.#changes = [...this.#changes, text].slice(-KEPT);
    this.#tell(text);
    return view;
  }

  async #tick(): Promise<void> {
    if (this.#isTicking) return;
    this.#isTicking = true;
    const { signal } = this.#stopped;
    const { every, longest, heartbeat } = this.#patience;
    while (this.#watching.size > 0 && !signal.aborted) {
      await pause(every, undefined, { signal }).catch(() => undefined);
      // A database that is gone for a moment is read again in the next second.
      if (!signal.aborted) await this.#readOnce().catch(() => undefined);
      const now = this.#house.clock.now();
      for (const one of this.#watching) if (now - one.since >= longest) this.#leave(one);
      if (now - this.#spoke >= heartbeat) this.#tell(': still here\n\n');
    }
    this.#isTicking = false;
  }

  #tell(text: string): void {
    this.#spoke = this.#house.clock.now();
    for (const one of this.#watching) {
      if (one.isTold && !one.watcher.send(text)) this.#leave(one);
    }
  }

  #leave(one: Watching): void {
    if (this.#watching.delete(one)) one.watcher.end();
  }

  #event(name: 'state' | 'change', data: object): string {
    return `event: ${name}\nid: ${this.#run}-${this.#number}\ndata: ${JSON.stringify(data)}\n\n`;
  }

  /** What changed behind an event of this process; null when that is not known any more. */
  #behind(last: string | null): string | null {
    const [, run, number] = /^(.*)-(\d{1,15})$/.exec(last ?? '') ?? [];
    const missed = this.#number - Number(number);
    if (run !== this.#run || missed < 0 || missed > this.#changes.length) return null;
    return missed === 0 ? '' : this.#changes.slice(-missed).join('');
  }
}
