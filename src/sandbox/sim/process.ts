import { seededRandom } from '../../base/random.ts';
import { NO_ARCHIVE } from '../../documents/archive.ts';
import { numbersFrom } from '../../documents/numbers.ts';
import { termsShelf } from '../../documents/terms-shelf.ts';
import { drawsOf } from '../../flows/draws.ts';
import type { House } from '../../flows/house.ts';
import { watchRegistry } from '../../flows/registry-watch.ts';
import { submit } from '../../flows/submit.ts';
import { sweep } from '../../flows/sweep.ts';
import { startWorks, type Works } from '../../flows/works.ts';
import { worksFrame } from '../../flows/works-frame.ts';
import { localParty } from '../../inspection/party.ts';
import { LOCAL_PARTIES } from '../../inspection/party-store.ts';
import type { Clock } from '../../io/clock.ts';
import { isFault } from '../../io/faults.ts';
import type { Database } from '../../io/postgres.ts';
import { receiptNews } from '../../receipts/notify.ts';
import { lastCursors } from '../../receipts/store.ts';
import type { Enterprise } from '../../registry/enterprise.ts';
import { authenticate } from '../../registry/tokens.ts';
import { type ErrandSaid, runErrand } from './errand.ts';
import type { PostAnswer } from './post-answer.ts';
import { seededEntropy } from './seeded-entropy.ts';
import type { TurnedDatabase } from './turned-database.ts';
import type { Turns } from './turns.ts';

/** One simulated process of the platform: its works over the common database. */
export type SimProcess = {
  readonly name: string;
  readonly db: TurnedDatabase;
  /** Whether it has read the registry and takes messages. */
  ready(): boolean;
  /** The window's answer to one message. */
  post(token: string, bytes: Uint8Array): Promise<PostAnswer>;
  /** The answer to what is no message; a duplicate changed nothing. */
  run(token: string, errand: ErrandSaid): Promise<PostAnswer>;
  /** One round of what `serve` does every second; also looks at held lists. */
  sweep(): void;
  /** Whether nothing is under way in it. */
  idle(): boolean;
  /** Looks that the last sweep handed over; null when it failed or none ended yet. */
  found(): number | null;
};

type Answering = (house: House, works: Works, who: Enterprise) => Promise<PostAnswer>;

/** What happens inside a process that nobody waits for. */
export type Worry = (process: string, error: unknown) => void;

/**
 * Starts a process as `serve` does: reads the registry, looks at once at what an earlier process
 * left. What it does after its death never shows, for its turns are never granted.
 * @param unknown failures that no fault explains
 */
export function startProcess(
  name: string,
  seed: bigint,
  db: TurnedDatabase,
  clock: Clock,
  turns: Turns,
  worry: Worry,
): SimProcess {
  const state: { house: House | null; works: Works | null; busy: number; found: number | null } = {
    ...{ house: null, works: null, busy: 0, found: null },
  };
  const act = (work: () => Promise<void>): void => {
    state.busy += 1;
    work()
      .catch((error: unknown) => worry(name, error))
      .finally(() => {
        state.busy -= 1;
      });
  };
  const look = async (house: House, works: Works, settling?: number): Promise<void> => {
    state.found = null;
    const options = settling === undefined ? {} : { settling };
    const { looks } = await sweep(house, options);
    works.look(looks);
    state.found = looks.length;
  };
  const begin = async (): Promise<void> => {
    for (;;) {
      try {
        const house = await makeHouse(seed, db, clock);
        const pause = async (): Promise<void> => {
          const turn = await turns.ask(name, 'pause');
          await turn.end();
        };
        const news = { onFailure: (_: unknown, error: unknown) => worry(name, error) };
        const works = startWorks(worksFrame(house, { news, pause }));
        Object.assign(state, { house, works });
        await look(house, works, 0);
        return;
      } catch (error) {
        worry(name, error);
        if (!isFault(error) || state.house !== null) return;
      }
    }
  };
  act(begin);
  const known = async (token: string, then: Answering): Promise<PostAnswer> => {
    const { house, works } = state;
    if (house === null || works === null) throw new Error(`${name} takes nothing yet`);
    const who = authenticate(house.registry.current().snapshot, token, clock.now());
    return who.ok ? then(house, works, who.value) : { accepted: false, status: 401 };
  };
  return {
    name,
    db,
    ready: () => state.works !== null,
    post: (token, bytes) =>
      known(token, (house, works, sender) => {
        return submit(house, works, bytes, sender);
      }),
    run: (token, errand) => known(token, (house, _, who) => runErrand(house, errand, who)),
    sweep: () => {
      const { house, works } = state;
      if (house !== null && works !== null) act(() => look(house, works));
    },
    idle: () => state.busy === 0 && (state.works === null || state.works.load() === 0),
    found: () => state.found,
  };
}

/** The parts of a process, on a migrated database that has a profile; chance comes of the seed. */
export async function makeHouse(seed: bigint, db: Database, clock: Clock): Promise<House> {
  const entropy = seededEntropy(seededRandom(seed));
  const numbers = numbersFrom(db);
  const parties = LOCAL_PARTIES.map((id) => localParty(id, entropy));
  return {
    archive: NO_ARCHIVE,
    db,
    clock,
    entropy,
    registry: await watchRegistry(db),
    numbers,
    draws: drawsOf({ sql: db, clock, numbers, parties }),
    terms: termsShelf(),
    news: receiptNews({ latest: (enterprises) => lastCursors(db, enterprises) }),
  };
}
