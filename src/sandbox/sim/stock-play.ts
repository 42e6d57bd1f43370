import { present } from '../../base/assert.ts';
import type { Instant } from '../../base/dates.ts';
import { type SeededRandom, seededRandom } from '../../base/random.ts';
import { FIRST_ENTER, type SlipSaid } from '../../bonded/slip.ts';
import { bookNoOf, recordNoOf, type Shelf } from '../world/books.ts';
import type { Parcel } from '../world/parcel.ts';
import { AREAS, type Party, SITES } from '../world/parties.ts';
import { planCount } from './count-play.ts';
import { keeperOf, planDeeds } from './deed-play.ts';
import type { Answer, ErrandSaid, Numbered } from './errand.ts';
import { ErrandList } from './errand-list.ts';
import { decidingList, isReleasedForSure } from './foresee.ts';
import { KIND } from './kinds.ts';
import type { Story } from './story.ts';
import { type Effect, type StockPlay, UNIT } from './traffic.ts';

/** What arrives on the shelf of which there is too little, in declared units. */
const LATE_STOCK = 6n;

const WEIGHTS = {
  ...{ tare: 1_000n * UNIT, frame: 0n, container: 0n, gross: 500n * UNIT, net: 400n * UNIT },
  total: 1_500n * UNIT,
};

/**
 * Plans what comes and leaves by the gate while parcels are sold: entry lists that are released
 * before, after or never, on one vehicle or two; goods that enter first; parcels on one exit list
 * or two at once; vehicles that are reported twice, by another number or with another plate. Pure.
 */
export function planStock(story: Story): StockPlay {
  const random = seededRandom(story.seed ^ 0x57_0000_0000n);
  const yard = new Yard(random, story.begins);
  const shelves = story.plan.parcels.filter(({ kind }) => kind === KIND.stockRace);
  const [short] = shelves.flatMap(({ shelf }) => shelf ?? []);
  if (short !== undefined) yard.brings({ ...short, quantity: LATE_STOCK }, 'ordinary');
  const articles = random.shuffle(positive(story)).slice(0, 2 + random.below(3));
  for (const article of articles) {
    const bookNo = bookNoOf(random.pick(AREAS));
    const quantity = 2n + BigInt(random.below(40));
    const goods = { bookNo, recordNo: recordNoOf(article), article, quantity };
    yard.brings(goods, random.pick(['ordinary', 'unreleased', 'two vehicles', 'ahead']));
  }
  story.plan.parcels.forEach((parcel, place) => {
    // The gate waits for a count, and then wants another report.
    if (parcel.sale.mode !== '1210' || parcel.kind === KIND.counted) return;
    if (!isReleasedForSure(story, parcel)) return;
    if (random.chance(1, 3)) yard.takes(parcel, place);
  });
  const deeds = planDeeds(yard.list, random, positive(story));
  const { leaving, effects, list } = yard;
  const missing = planCount(list, story.plan);
  return { errands: list.errands, effects: [...effects, ...deeds, ...missing], leaving };
}

// What the law does not let in as bonded goods enters no book (STK-5).
function positive({ law }: Story) {
  return law.articles.filter(({ use }) => use === 'any' || use === 'bonded');
}

type Way = 'ordinary' | 'unreleased' | 'two vehicles' | 'ahead';

class Yard {
  readonly list = new ErrandList();
  readonly effects: Effect[] = [];
  readonly leaving = new Map<number, boolean>();
  readonly #random: SeededRandom;
  readonly #at: Instant;

  constructor(random: SeededRandom, at: Instant) {
    this.#random = random;
    this.#at = at;
  }

  brings({ bookNo, recordNo, article, quantity: units }: Shelf, way: Way): void {
    const quantity = units * UNIT;
    const keeper = keeperOf(bookNo);
    const side = way === 'unreleased' ? 'undeclared' : 'in';
    this.effects.push({ bookNo, recordNo, quantity, side });
    const line = { seq: 1, recordNo, itemNo: article.itemNo, hs: article.hs, quantity };
    const lines = [{ ...line, unit: article.unit }];
    const terms = { bookNo, declarationNo: null, lines };
    const ownNo = this.list.number('E');
    const asEntry = { what: 'entry', key: [keeper.code, ownNo] } as const;
    const release = (after: number): void => {
      const says = (paperNo: string): ErrandSaid => ({ kind: 'release', said: { paperNo } });
      this.list.add({ sender: keeper, names: asEntry, says, after: [after], answer: 'accepted' });
    };
    if (way === 'ahead') {
      const goods = [{ recordNo, quantity }];
      const { slip, crossing } = this.#vehicle(keeper, null, { type: FIRST_ENTER, goods });
      const said = { ...terms, ownNo, type: '3' };
      const entry = this.list.add({
        ...{ sender: keeper, names: { what: 'slip', key: slip }, after: [crossing] },
        says: (slipNo) => ({ kind: 'entry', said: { ...said, slipNo } }),
        answer: 'accepted',
      });
      release(entry);
      return;
    }
    const said = { ...terms, ownNo, type: '8', slipNo: null };
    const says = (): ErrandSaid => ({ kind: 'entry', said });
    const entry = this.list.add({
      sender: keeper,
      names: null,
      says,
      after: [],
      answer: 'accepted',
    });
    const shares = way === 'two vehicles' ? [UNIT, quantity - UNIT] : [null];
    for (const share of shares) this.#vehicle(keeper, { ...asEntry, after: entry }, { share });
    if (way !== 'unreleased') release(entry);
  }

  /** Two exit lists have the same parcel now and then: one of them gets it. */
  takes(parcel: Parcel, place: number): void {
    const list = present(parcel.sent[decidingList(parcel)], 'its list').document.head;
    const keeper = parcel.sale.area;
    const refunded = parcel.sent.some(({ document }) => document.type === 'CEB625');
    const times = this.#random.chance(1, 4) ? 2 : 1;
    const answer = refunded || times > 1 ? 'either' : 'accepted';
    this.leaving.set(place, !refunded);
    for (let i = 0; i < times; i += 1) {
      const ownNo = this.list.number('O');
      const exit = this.list.add({
        ...{ sender: keeper, after: [], answer },
        names: { what: 'released', key: [list.ebpCode ?? '', list.orderNo ?? ''] },
        says: (listNo) => ({
          kind: 'exit',
          said: { bookNo: bookNoOf(keeper), ownNo, lists: [listNo], lines: null },
        }),
      });
      const of = { what: 'exit', key: [keeper.code, ownNo], after: exit } as const;
      if (this.#random.chance(1, 2)) this.#pick(parcel);
      this.#vehicle(keeper, of, { way: 'E', answer: refunded ? 'either' : 'accepted' });
    }
  }

  /** The warehouse makes goods of a parcel ready; too late when they are gone. */
  #pick(parcel: Parcel): void {
    const { head, lines } = present(parcel.sent[decidingList(parcel)], 'its list').document;
    const [line] = lines;
    const eventId = this.list.number('M');
    this.list.add({
      ...{ sender: parcel.sale.area, after: [], answer: 'either' },
      names: { what: 'released', key: [head.ebpCode ?? '', head.orderNo ?? ''] },
      says: (listNo) => ({
        kind: 'movement',
        said: {
          ...{ eventId, kind: 'pick', recordNo: line?.itemRecordNo ?? '', quantity: UNIT },
          ...{ lotNo: null, from: null, location: null, expiresOn: null },
          ...{ document: `list ${listNo}`, at: this.#at },
        },
        bookNo: head.emsNo ?? '',
      }),
    });
  }

  /** A slip for one paper or for goods ahead of theirs, and what the gate reports of it. */
  #vehicle(
    keeper: Party,
    paper: (Numbered & { readonly after: number }) | null,
    more: {
      readonly way?: 'I' | 'E';
      readonly type?: string;
      readonly goods?: SlipSaid['goods'];
      readonly share?: bigint | null;
      readonly answer?: Answer;
    },
  ) {
    const { way = 'I', type = way === 'I' ? '2' : '3', goods = [], share = null } = more;
    const { answer = 'accepted' } = more;
    const ownNo = this.list.number('S');
    const vehicleNo = `豫A${ownNo}`;
    const slip = this.list.add({
      ...{ sender: keeper, names: paper, after: paper === null ? [] : [paper.after], answer },
      says: (paperNo) => ({
        kind: 'slip',
        said: {
          ...{ bookNo: bookNoOf(keeper), ownNo, way, type, binding: share === null ? '1' : '3' },
          ...{ papers: paper === null ? [] : [paperNo], vehicleNo, vehicleIc: null },
          ...{ weights: WEIGHTS, lists: [], goods },
          shares: share === null ? [] : [{ paperNo, seq: 1, quantity: share }],
        },
      }),
    });
    const key = [keeper.code, ownNo] as const;
    const crossing = this.#crossing(key, vehicleNo, [slip], answer);
    if (this.#random.chance(1, 4)) this.#crossing(key, '豫A00000', [slip], 'refused');
    if (this.#random.chance(1, 4)) this.#crossing(key, vehicleNo, [crossing], 'refused');
    return { slip: key, crossing };
  }

  #crossing(
    slip: Numbered['key'],
    vehicleNo: string,
    after: readonly number[],
    answer: Answer,
  ): number {
    const crossingId = this.list.number('X');
    return this.list.add({
      ...{ sender: this.#random.pick(SITES), names: { what: 'slip', key: slip }, after, answer },
      says: (slipNo) => ({
        kind: 'crossing',
        said: {
          ...{ crossingId, gate: 'ZZ09', slipNo, vehicleNo, vehicleIc: null },
          ...{ weight: WEIGHTS.total, sealOk: true, at: this.#at },
        },
      }),
    });
  }
}
