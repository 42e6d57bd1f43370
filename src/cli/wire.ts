import { LIMITS } from '../base/limits.ts';
import { type Archive, NO_ARCHIVE } from '../documents/archive.ts';
import { numbersFrom } from '../documents/numbers.ts';
import { termsShelf } from '../documents/terms-shelf.ts';
import { drawsOf } from '../flows/draws.ts';
import type { House } from '../flows/house.ts';
import { type Reception, receptionOn } from '../flows/reception.ts';
import { watchRegistry } from '../flows/registry-watch.ts';
import { startWorks, type Works, type WorksView } from '../flows/works.ts';
import { type WorksNews, worksFrame } from '../flows/works-frame.ts';
import { partiesOf } from '../inspection/party-store.ts';
import type { Clock } from '../io/clock.ts';
import { openPoster } from '../io/post.ts';
import type { Database } from '../io/postgres.ts';
import { type Entropy, systemEntropy } from '../io/random.ts';
import { receiptNews } from '../receipts/notify.ts';
import { lastCursors } from '../receipts/store.ts';
import type { ClearingHall, HallNews } from './hall.ts';
import type { Intake } from './intake.ts';

/** The parts of one process, wired together, and its works. */
export type Wired = {
  readonly house: House;
  readonly works: WorksView;
  readonly reception: Reception;
};

export type Wiring = Wired & {
  /** Ends what the wiring began, when the works stand still. */
  close(): Promise<void>;
};

/** With the works in this thread. */
export type WiringHere = Wiring & { readonly works: Works };

export type HouseOptions = {
  readonly entropy?: Entropy;
  /** Where the files of archived days are. */
  readonly archive?: Archive;
};

export type WireOptions = HouseOptions & {
  /** A stopwatch that paces the batches; without it they are as large as they may be. */
  readonly pace?: () => number;
  /** Opens a thread for clearing; without it all is done in this one. */
  readonly hall?: (news: HallNews) => Promise<ClearingHall>;
  /** Tells of receipts elsewhere than in this thread. */
  readonly announce?: HallNews['announce'];
};

/** The parts of one thread, on a migrated database that has a profile. */
export async function houseOn(
  db: Database,
  clock: Clock,
  { entropy = systemEntropy, archive = NO_ARCHIVE }: HouseOptions,
): Promise<House> {
  const numbers = numbersFrom(db);
  const parties = await partiesOf(db, entropy, openPoster(true));
  return {
    db,
    clock,
    entropy,
    registry: await watchRegistry(db),
    numbers,
    draws: drawsOf({ sql: db, clock, numbers, parties }),
    terms: termsShelf(LIMITS.termsAtHandBytes, archive),
    news: receiptNews({ latest: (enterprises) => lastCursors(db, enterprises) }),
    archive,
  };
}

/** Wires the parts over a migrated database that has a profile. */
export async function wire(
  db: Database,
  clock: Clock,
  news: WorksNews = {},
  options: WireOptions = {},
): Promise<WiringHere> {
  const own = await houseOn(db, clock, options);
  const { announce = own.news.announce } = options;
  const house = { ...own, news: { ...own.news, announce } };
  const stopwatch = options.pace === undefined ? {} : { stopwatch: options.pace };
  if (options.hall === undefined) {
    const works = startWorks(worksFrame(house, { news, ...stopwatch }));
    const close = async (): Promise<void> => house.news.close();
    return { house, works, reception: receptionOn(house, works), close };
  }
  const hall = await options.hall({ ...news, announce });
  const terms = both(house.terms, hall);
  const frame = worksFrame({ ...house, terms }, { news, ...stopwatch });
  const works = startWorks(frame, hall.clearing);
  return {
    house: frame.house,
    works,
    reception: receptionOn(frame.house, works),
    close: async () => {
      house.news.close();
      await hall.end();
    },
  };
}

/** Wires the parts of a process whose works are in threads of their own. */
export async function wireApart(
  db: Database,
  clock: Clock,
  news: WorksNews,
  options: HouseOptions & { readonly intake: (news: HallNews) => Promise<Intake> },
): Promise<Wiring> {
  const house = await houseOn(db, clock, options);
  const { works, reception, end } = await options.intake({
    ...news,
    announce: house.news.announce,
  });
  return {
    ...{ house, works, reception },
    close: async () => {
      house.news.close();
      await end();
    },
  };
}

/** What is filed here is at hand in the hall as well. */
function both(terms: House['terms'], { putTerms }: ClearingHall): House['terms'] {
  return {
    ...terms,
    put: (block, messages) => {
      terms.put(block, messages);
      putTerms(block, messages);
    },
  };
}
