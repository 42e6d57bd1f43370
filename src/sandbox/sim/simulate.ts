import { DAY, type Instant, stamp14 } from '../../base/dates.ts';
import { seededRandom } from '../../base/random.ts';
import { settableClock } from '../../io/clock.ts';
import type { Database } from '../../io/postgres.ts';
import { makeHash } from '../../registry/personal-hash.ts';
import { hashKey } from '../../registry/settings.ts';
import { checkDeclared } from './check-declared.ts';
import { checkExports } from './check-exports.ts';
import { checkParcels } from './check-parcels.ts';
import { checkReceipts, readStreams, type Told } from './check-receipts.ts';
import { type Happening, makeDirector } from './director.ts';
import { exportLetters } from './export-letters.ts';
import { foresee } from './foresee.ts';
import { foreseeExports } from './foresee-exports.ts';
import { newJournal } from './journal.ts';
import type { Lab, LabDatabase } from './lab.ts';
import { type Letter, lettersOf, type Named, writtenLetter } from './letters.ts';
import { locksOf } from './locks.ts';
import { makeMail } from './mail.ts';
import { raiseGuarantees, replaceCard } from './registry-news.ts';
import type { Stage } from './stage.ts';
import { planStock } from './stock-play.ts';
import { planStory, type Story } from './story.ts';
import type { StockPlay } from './traffic.ts';
import { type Meddle, turnedDatabase } from './turned-database.ts';
import { makeTurns } from './turns.ts';
import { makeZone } from './zone.ts';

/** What one seed is played with. */
export type SimulateOptions = {
  readonly parcels: number;
  /** Everything at once, by the machine's clock; only the end is checked. */
  readonly concurrent?: boolean;
  /** An auditor of its own for the database in the end; gives what is broken. */
  readonly audit?: (db: Database, now: Instant) => Promise<readonly string[]>;
  /** A fault of the engine on purpose. */
  readonly meddle?: Meddle;
  readonly trace?: (step: string) => void;
};

/** What came of one seed. `faults` is empty when everything is as foreseen. */
export type Simulated = {
  readonly seed: bigint;
  readonly ok: boolean;
  /** The first of them came first. */
  readonly faults: readonly string[];
  readonly steps: number;
  readonly letters: number;
  readonly lists: number;
  readonly receipts: number;
  readonly processes: number;
  /** Hash of every step and of what the receipts say in the end. */
  readonly digest: string;
  /** The last steps when something is wrong. */
  readonly tail: readonly string[];
};

/** Faults after which nothing more is learned. */
const MOST_FAULTS = 20;

/** Plays one seed in a database of its own and compares everything with what was foreseen. */
export async function simulate(
  lab: Lab,
  seed: bigint,
  options: SimulateOptions,
): Promise<Simulated> {
  const story = planStory(seed, options.parcels, lab.profile);
  const place = await lab.open(story.plan);
  try {
    return await playIn(lab, place, story, options);
  } finally {
    await place.drop();
  }
}

async function playIn(
  lab: Lab,
  { url, admin }: LabDatabase,
  story: Story,
  options: SimulateOptions,
): Promise<Simulated> {
  const faults: string[] = [];
  const journal = newJournal(options.trace);
  const wrong = (what: string): void => {
    journal.note(`wrong: ${what}`);
    if (faults.length < MOST_FAULTS) faults.push(what);
  };
  const clock = settableClock(story.begins);
  const turns = makeTurns(locksOf(admin, 'office'), options.concurrent);
  const { meddle } = options;
  const zone = makeZone({ url, admin, seed: story.seed, clock, turns, meddle, onBug: wrong });
  const stock = planStock(story);
  const letters = lettersOf(story, stock.errands, lab.desk);
  letters.push(...exportLetters(story, lab.desk, letters.length));
  let revoked = false;
  const mail = makeMail(({ sender }) => revoked && sender === story.revokes);
  for (const letter of letters) mail.add(letter);
  const random = seededRandom(story.seed);
  const { weather } = story;
  const concurrent = options.concurrent ?? false;
  const stage: Stage = {
    ...{ random, weather, turns, zone, mail, clock, journal, wrong, concurrent },
    failed: () => faults.length > 0,
    numberOf: (named) => numberIn(admin, named, clock.now()),
  };
  const office = turnedDatabase(url, 'office', turns);
  const happenings: Happening[] = [];
  if (story.raises) {
    happenings.push({ name: 'guarantees raised', run: () => raiseGuarantees(office, clock) });
  }
  const { revokes } = story;
  if (revokes !== null) {
    const run = (): Promise<void> => {
      revoked = true;
      return replaceCard(office, clock, lab.desk, revokes);
    };
    happenings.push({ name: 'card replaced', run });
  }
  try {
    await playActs(stage, story, lab, letters, happenings);
  } finally {
    await zone.close();
    office.close().catch(() => undefined);
  }
  const told = await readStreams(admin);
  if (faults.length === 0) {
    const foreseen = foresee(story, stock.leaving, letters, mail);
    foreseen.push(...foreseeExports(story, letters, mail));
    for (const fault of checkReceipts(told, foreseen)) wrong(fault);
    for (const fault of await checkTables(admin, story, stock, told)) wrong(fault);
    for (const fault of await audited(options, admin, clock.now())) wrong(`audit: ${fault}`);
  }
  for (const [guid, receipts] of told.byGuid) {
    journal.note(`${guid} ${receipts.map(({ status, at }) => `${status} ${at}`).join(' ')}`);
  }
  return {
    ...{ seed: story.seed, ok: faults.length === 0, faults, steps: journal.steps() },
    ...{ letters: letters.length, lists: listsOf(story), receipts: told.receipts },
    processes: weather.processes,
    digest: journal.digest(),
    tail: faults.length === 0 ? [] : journal.tail(),
  };
}

/** What is stored beyond the receipts. */
async function checkTables(
  admin: Database,
  story: Story,
  stock: StockPlay,
  told: Told,
): Promise<string[]> {
  const hash = makeHash(await hashKey(admin));
  const parcels = await checkParcels(admin, story, stock, told, hash);
  const exports = await checkExports(admin, story);
  return [...parcels, ...exports, ...(await checkDeclared(admin, story))];
}

// An auditor that breaks down has found something too.
async function audited(
  { audit }: SimulateOptions,
  db: Database,
  now: Instant,
): Promise<readonly string[]> {
  if (audit === undefined) return [];
  return audit(db, now).catch((error: unknown) => [`it broke down: ${String(error)}`]);
}

function listsOf({ plan }: Story): number {
  const leaving = plan.exports?.stories.reduce((sum, { parcels }) => sum + parcels, 0) ?? 0;
  return plan.parcels.length + leaving;
}

async function playActs(
  stage: Stage,
  story: Story,
  lab: Lab,
  letters: Letter[],
  happenings: readonly Happening[],
): Promise<void> {
  const { mail, clock, failed } = stage;
  const director = makeDirector(stage);
  const all = async (news: readonly Happening[] = []): Promise<void> => {
    await director.act(false, news);
    await director.rest();
    while (!failed() && (await director.more())) {
      // A night may pass between two acts.
      if (stage.random.chance(1, 3)) clock.advance(stage.random.below(DAY));
      await director.act(true, []);
      await director.act(false, []);
      await director.rest();
    }
  };
  await all(happenings);
  if (!story.expires || failed()) return;
  clock.advance(31 * DAY);
  await director.rest();
  mail.later('month');
  for (const name of ['document', 'again'] as const) {
    for (const one of story.afterwards) {
      const sender = name === 'document' ? one.sender : one.declarant;
      const [number, document] = [letters.length, one[name]];
      const { type } = document;
      const random = stage.random;
      const letter = writtenLetter(lab.desk, random, type, sender, [document], number);
      letters.push(letter);
      mail.add(letter);
    }
    await all();
  }
  // Beyond the last day on which goods may be back.
  clock.advance(15 * DAY);
  await director.rest();
  if (story.plan.exports === undefined || failed()) return;
  // The same of goods that were exported.
  clock.advance(366 * DAY);
  await director.rest();
  mail.later('year');
  await all();
}

async function numberIn(
  admin: Database,
  { what, key }: Named,
  now: Instant,
): Promise<string | null> {
  if (what === 'exports') return exportsIn(admin, key, stamp14(now));
  if (what === 'area') return areaIn(admin, key);
  const [row] = await admin.query<{ number: string }>(NUMBERS[what] ?? PAPER, key);
  return row?.number ?? null;
}

/** The moment and the numbers of lists of export; null while one has none. */
async function exportsIn(
  admin: Database,
  key: readonly string[],
  moment: string,
): Promise<string | null> {
  const numbers: string[] = [];
  for (let i = 0; i < key.length; i += 2) {
    const [row] = await admin.query<{ number: string }>(EXPORT, key.slice(i, i + 2));
    if (row === undefined) return null;
    numbers.push(row.number);
  }
  return [moment, ...numbers].join(' ');
}

/** The numbers of lists and papers; null while one has none. */
async function areaIn(admin: Database, key: readonly string[]): Promise<string | null> {
  const numbers: string[] = [];
  for (let i = 0; i < key.length; i += 3) {
    const statement = key[i] === 'list' ? EXPORT : PAPER;
    const [row] = await admin.query<{ number: string }>(statement, key.slice(i + 1, i + 3));
    if (row === undefined) return null;
    numbers.push(row.number);
  }
  return numbers.join(' ');
}

const EXPORT = `select list_no as number from export.cases
  where ebp_code = $1 and order_no = $2 and list_no is not null`;

const PAPER = `select paper_no as number from bonded.papers
  where enterprise_code = $1 and own_no = $2`;

const NUMBERS: Readonly<Partial<Record<Named['what'], string>>> = {
  list: `select list_no as number from clearance.cases
    where ebp_code = $1 and order_no = $2 and list_no is not null`,
  released: `select list_no as number from clearance.cases
    where ebp_code = $1 and order_no = $2 and state = '800'`,
  declared: `select decl_seq_no as number from b2b.declarations
    where agent_code = $1 and cop_no = $2 and state = $3`,
  duty: `select n.duty_no as number from b2b.declarations d
    join clearance.duty_notices n on n.document = 'declaration ' || d.decl_seq_no
    where d.agent_code = $1 and d.cop_no = $2 and d.state = $3`,
  refund: 'select pre_no as number from clearance.refunds where code = $1 and name = $2',
};
