import type { Database } from '../../io/postgres.ts';
import type { PersonalHash } from '../../registry/personal-hash.ts';
import type { ExportDocument, WorldDocument } from '../world/document.ts';
import { hasLeft } from '../world/export/area-books.ts';
import { LIST, type Parcel } from '../world/parcel.ts';
import { taxTotal } from '../world/predict.ts';
import { dutiable, saleTax } from '../world/sale.ts';
import { checkBooks } from './check-books.ts';
import type { Told } from './check-receipts.ts';
import { checkStock, type Taking } from './check-stock.ts';
import { decidingList } from './foresee.ts';
import { KIND, RACE } from './kinds.ts';
import { guidOf } from './letters.ts';
import type { Story } from './story.ts';
import type { StockPlay } from './traffic.ts';

/** How a parcel ended, as its receipts tell. */
type Ended = { readonly parcel: Parcel; readonly status: string };

type CaseRow = {
  order_no: string;
  ebp_code: string;
  state: string;
  dutiable: bigint;
  duty: bigint;
  consumption_tax: bigint;
  vat: bigint;
};

type AccountRow = { key: string; ledger: string; pending: bigint; posted: bigint };

/** Sets, states, taxes, balances: everything beyond the receipts that was foreseen. */
export async function checkParcels(
  db: Database,
  story: Story,
  stock: StockPlay,
  told: Told,
  hash: PersonalHash,
): Promise<string[]> {
  const ended = story.plan.parcels.map((parcel, i) => ({ parcel, status: endOf(story, told, i) }));
  return [
    ...checkSets(story, ended),
    ...checkRaces(story, ended),
    ...checkStockRace(ended),
    ...checkDeletions(told, ended),
    ...checkRequests(told, ended),
    ...(await checkCases(db, story, ended)),
    ...(await checkBalances(db, story, ended, told, hash)),
    ...checkBooks(
      told,
      [...withState(story, told, '800'), ...outOfBooks(story, told)],
      [...withState(story, told, GONE), ...outOfBooks(story, told, true)],
    ),
    ...(await checkStock(db, story.plan, stock.effects, takings(told, ended))),
    ...(await checkLeftovers(db)),
  ];
}

const GONE = '899';

/** The lists from bonded stock that were told a status. */
function withState({ plan, afterwards }: Story, told: Told, status: string): WorldDocument[] {
  const lists = plan.parcels.flatMap((parcel) => parcel.sent[decidingList(parcel)]?.document ?? []);
  return [...lists, ...afterwards.map(({ again }) => again)].filter((list) => {
    return list.head.tradeMode === '1210' && hasStatus(told, list, status);
  });
}

/** The lists of exports out of a book that were released, or those whose goods have left it. */
function outOfBooks({ plan }: Story, told: Told, isGone = false): ExportDocument[] {
  return (plan.exports?.stories ?? []).flatMap((story) =>
    story.sent
      .filter((one) => {
        const { type, head } = one.document;
        if (type !== 'CEB603' || head.tradeMode !== '1210') return false;
        return isGone ? hasLeft(story, one) : hasStatus(told, one.document, '800');
      })
      .map(({ document }) => document),
  );
}

/** What each accepted list took from its book, whether it left, and what came back of it. */
function takings(told: Told, ended: readonly Ended[]): Taking[] {
  return ended.flatMap(({ parcel: { sent }, status }): Taking[] => {
    const list = sent[decidingList({ sent })]?.document;
    if (list?.head.tradeMode !== '1210' || !['600', '800'].includes(status)) return [];
    const back = closedRefunds(told, sent).map(({ document }) => document);
    return [{ list, back, isGone: back.length > 0 || hasStatus(told, list, GONE) }];
  });
}

function endOf(story: Story, told: Told, index: number): string {
  const parcel = story.plan.parcels[index]!;
  const again = story.afterwards.find((one) => one.parcel === index)?.again;
  const document = parcel.sent[decidingList(parcel)]?.document;
  const taken = parcel.sent.some(({ document: one }) => {
    return one.type === 'CEB623' && hasStatus(told, one, '399');
  });
  if (taken) return '430';
  const last = [again, document].map((one) => {
    const receipts = one === undefined ? [] : (told.byGuid.get(guidOf(one)) ?? []);
    return receipts.findLast(({ status }) => !status.startsWith('-'))?.status;
  });
  // A parcel that is gone was released before.
  return last.find((status) => status !== undefined)?.replace(GONE, '800') ?? 'none';
}

function hasStatus(told: Told, document: Pick<WorldDocument, 'head'>, status: string): boolean {
  return (told.byGuid.get(guidOf(document)) ?? []).some((one) => one.status === status);
}

function checkSets({ plan }: Story, ended: readonly Ended[]): string[] {
  return [...plan.sets].flatMap(([set, { released, returned }]) => {
    const members = ended.filter(({ parcel }) => parcel.set === set);
    const count = (wanted: string) => members.filter(({ status }) => status === wanted).length;
    if (count('800') === released && count('100') === returned) return [];
    const got = `${count('800')} released and ${count('100')} returned`;
    return [`${set}: ${got}, foreseen ${released} and ${returned}`];
  });
}

// Whichever comes first: never above the limit, and nobody is refused who would have had room.
function checkRaces({ law, plan }: Story, ended: readonly Ended[]): string[] {
  const races = Map.groupBy(
    ended.filter(({ parcel }) => parcel.kind === KIND.race),
    ({ parcel }) => parcel.sale.buyer.idNumber,
  );
  return [...races.values()].flatMap((members) => {
    const used = members
      .filter(({ status }) => status === '800')
      .reduce((sum, { parcel }) => sum + dutiable(parcel.sale), 0n);
    const faults = used > law.annualLimit ? [`a buyer used ${used} of ${law.annualLimit}`] : [];
    for (const { parcel, status } of members) {
      if (status !== '100' || used + dutiable(parcel.sale) > law.annualLimit) continue;
      faults.push(`parcel ${plan.parcels.indexOf(parcel)} was refused although there was room`);
    }
    return faults;
  });
}

// Nobody is refused who would have had room on the shelf as it was before more arrived.
function checkStockRace(ended: readonly Ended[]): string[] {
  const members = ended.filter(({ parcel }) => parcel.kind === KIND.stockRace);
  const count = (wanted: string) => members.filter(({ status }) => status === wanted).length;
  const taken = BigInt(count('800')) * RACE.taken;
  if (count('100') === 0 || taken + RACE.taken > RACE.onShelf) return [];
  return [
    `of ${members.length} lists at a short shelf ${count('100')} were refused with room left`,
  ];
}

// A deletion that was accepted leaves its list waiting, one that was refused does not.
function checkDeletions(told: Told, ended: readonly Ended[]): string[] {
  return ended
    .filter(({ parcel }) => parcel.kind === KIND.deleteRace)
    .flatMap(({ parcel, status }) => {
      const deletion = parcel.sent.at(-1)!.document;
      const deleted = hasStatus(told, deletion, '120');
      if (deleted !== (status === '800')) return [];
      return [`a deletion was ${deleted ? 'accepted' : 'refused'}, and the list ended ${status}`];
    });
}

// A list is released or withdrawn, never both; of two refunds of everything one is accepted.
function checkRequests(told: Told, ended: readonly Ended[]): string[] {
  return ended.flatMap(({ parcel: { kind, sent } }) => {
    const count = (status: string): number =>
      sent.slice(LIST).filter(({ document }) => hasStatus(told, document, status)).length;
    if (kind === KIND.withdrawalRace && count('399') + count('800') !== 1) {
      return [`a list was ${count('399') === 0 ? 'neither' : 'both'} withdrawn and released`];
    }
    if (kind !== KIND.refundRace) return [];
    const refunds = count('800') - 1;
    return refunds === 1 ? [] : [`of two refunds of everything ${refunds} were accepted`];
  });
}

function closedRefunds(told: Told, sent: Parcel['sent']): Parcel['sent'] {
  return sent.filter(({ document, goods }) => goods !== null && hasStatus(told, document, '800'));
}

/** What refunds that ended well give back of one parcel, fen. */
function reliefOf(told: Told, { sent }: Parcel): { dutiable: bigint; tax: bigint } {
  const closed = closedRefunds(told, sent);
  return {
    dutiable: closed.reduce((sum, { goods }) => sum + goods!.relief.dutiable, 0n),
    tax: closed.reduce((sum, { goods }) => sum + taxTotal(goods!.relief), 0n),
  };
}

async function checkCases(
  db: Database,
  { law }: Story,
  ended: readonly Ended[],
): Promise<string[]> {
  const rows = await db.query<CaseRow>(
    `select ebp_code, order_no, state, dutiable, duty, consumption_tax, vat
     from clearance.cases where list_no is not null`,
  );
  const cases = new Map(rows.map((row) => [`${row.ebp_code} ${row.order_no}`, row]));
  return ended.flatMap(({ parcel, status }) => {
    const list = parcel.sent[decidingList(parcel)];
    if (list === undefined) return [];
    const { head } = list.document;
    const row = cases.get(`${head.ebpCode} ${head.orderNo}`);
    const decided = ['100', '430', '600', '800'].includes(status);
    const name = `${parcel.kind} ${head.orderNo}`;
    if (!decided) return row === undefined ? [] : [`${name}: state ${row.state}, told ${status}`];
    if (row?.state !== status) return [`${name}: state ${row?.state}, told ${status}`];
    if (status === '100' || status === '430') return [];
    const tax = saleTax(parcel.sale, law);
    const wanted = [tax.dutiable, tax.duty, tax.consumptionTax, tax.vat].join(' ');
    const got = [row.dutiable, row.duty, row.consumption_tax, row.vat].join(' ');
    return got === wanted ? [] : [`${name}: price and taxes ${got}, foreseen ${wanted}`];
  });
}

async function checkBalances(
  db: Database,
  { law }: Story,
  ended: readonly Ended[],
  told: Told,
  hash: PersonalHash,
): Promise<string[]> {
  const wanted = new Map<string, [pending: bigint, posted: bigint]>();
  const add = (key: string, pending: bigint, posted: bigint): void => {
    const [a, b] = wanted.get(key) ?? [0n, 0n];
    wanted.set(key, [a + pending, b + posted]);
  };
  for (const { parcel, status } of ended) {
    if (status !== '800' && status !== '600') continue;
    const { sale } = parcel;
    const buyer = `quota ${hash('id', sale.buyer.idNumber)}`;
    if (status === '600') {
      add(buyer, dutiable(sale), 0n);
      continue;
    }
    const relief = reliefOf(told, parcel);
    add(buyer, 0n, dutiable(sale) - relief.dutiable);
    add(`guarantee ${sale.agent.code}`, 0n, taxTotal(saleTax(sale, law)) - relief.tax);
  }
  const rows = await db.query<AccountRow>(
    `select split_part(key, ':', 1) as key, ledger, pending, posted from ledger.accounts
     where ledger in ('quota', 'guarantee') and (pending > 0 or posted > 0)`,
  );
  const got = new Map(rows.map((row) => [`${row.ledger} ${row.key}`, row]));
  const faults = [...wanted].flatMap(([key, [pending, posted]]) => {
    const row = got.get(key);
    const right = row?.pending === pending && row.posted === posted;
    if (right || (row === undefined && pending + posted === 0n)) return [];
    const balance = `${row?.pending ?? 0n} + ${row?.posted ?? 0n}`;
    return [`account ${key}: pending and posted ${balance}, foreseen ${pending} + ${posted}`];
  });
  const strange = [...got.keys()].filter((key) => !wanted.has(key));
  return [...faults, ...strange.map((key) => `account ${key} was moved by nothing`)];
}

/** Nothing set aside for a person, nothing waiting that was decided. */
async function checkLeftovers(db: Database): Promise<string[]> {
  const rows = await db.query<{ what: string; n: bigint }>(
    `select 'lists set aside' as what, count(*) as n from clearance.quarantine
     union all select 'export lists set aside', count(*) from export.quarantine
     union all select 'messages set aside', count(*) from documents.unfiled
       where reason = 'quarantined'
     union all select 'lists that wait although they are decided', count(*)
       from clearance.waiting w join clearance.cases c using (ebp_code, order_no)
       where c.attempt >= w.attempt and c.list_no is not null`,
  );
  return rows.filter(({ n }) => n > 0n).map(({ what, n }) => `${n} ${what}`);
}
