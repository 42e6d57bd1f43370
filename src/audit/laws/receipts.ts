import type { Instant } from '../../base/dates.ts';
import type { MessageView, RecordRow } from '../evidence-walk.ts';
import { type FactsPlace, loadFacts } from '../facts-at.ts';
import { type KeyedNumbers, keyedNumbers } from '../hash-table.ts';
import type { Law, Scope, Tally } from '../law.ts';
import { walkReceipts } from '../receipt-walk.ts';
import type { RawReceipt, ReceiptBlock } from '../receipts-reader.ts';
import { pages } from '../snapshot.ts';
import { elementOf, type RawRecord, zoneElementOf } from '../xml-text.ts';

/**
 * Every record is answered, once, and nothing else is: a filed document by 2 and 120, a list by 2
 * and then by each of its decisions in their order, a draft by 1, a refused record by a refusal.
 * So no list has two ends, and the last receipt of a released one is 800.
 *
 * Receipts are counted by enterprise and record first; each record and each decision then takes
 * out what it must find, and nothing may be left.
 */
export const RECEIPTS: Law = {
  id: 'receipts',
  title: 'Every record and every decision is answered exactly once',
  watch: (tally, scope) => {
    const books: Books = {
      answers: keyedNumbers(),
      verdicts: keyedNumbers(),
      subscribed: keyedNumbers(),
    };
    return {
      onReceipts: (block) => enter(books, block, scope),
      onMessage: (message) => takeMessage(tally, books, message),
      finish: async () => {
        await takeDecisions(tally, books, scope);
        await takeRequests(tally, books, scope);
        await takeNotices(tally, books, scope);
        await tellLeft(tally, books, scope);
      },
    };
  },
};

type Books = {
  /** By enterprise, type and guid: how many receipts of each class, 13 bits a class. */
  readonly answers: KeyedNumbers;
  /** By enterprise, pre-entry and customs number: the statuses in order, a digit each. */
  readonly verdicts: KeyedNumbers;
  /** Type and guid of records whose message has subscribers: these get receipts as well. */
  readonly subscribed: KeyedNumbers;
};

/** Classes of first answers and their units: senders use a guid again, but not 8,192 times. */
const CLASS = 2 ** 13;
const DECLARED = 1;
const STORED = CLASS;
const DRAFT = CLASS ** 2;
const REFUSED = CLASS ** 3;

function classOf({ type, status }: RawReceipt): number {
  // The one answer to a document of a zone: 0 says that it is stored, as a draft or declared.
  if (type === ZONE_ANSWER) return status === '0' ? STORED : REFUSED;
  if (status === '2') return DECLARED;
  if (status === '120' || status === '399') return STORED;
  return status === '1' ? DRAFT : REFUSED;
}

const DIGITS: Readonly<Record<string, number>> = {
  ...{ 120: 1, 100: 2, 300: 3, 600: 4, 800: 5, 400: 6 },
  ...{ 500: 7, 501: 8, 502: 9, 599: 10, 700: 11, 899: 12, 399: 13 },
};
const OTHER = 15;

/** The sequence with one more status; of very long ones the last thirteen count. */
const after = (sequence: number, status: string): number =>
  (sequence % 16 ** 12) * 16 + (DIGITS[status] ?? OTHER);

const answerKey = (enterprise: string, type: string, guid: string): string =>
  `${enterprise}|${type}|${guid}`;
const verdictKey = (enterprise: string, preNo: string, listNo: string): string =>
  `${enterprise}|${preNo}|${listNo}`;

/**
 * A receipt of a decision on a list has a customs number, which the first answer has not yet; one
 * of a decision on a request names no record, nor does what a site is told of an arrival that
 * differs from a list.
 */
const isVerdict = (receipt: RawReceipt): boolean =>
  receipt.type === 'CEB622' || receipt.type === 'CEB604'
    ? receipt.invtNo !== ''
    : OF_REQUESTS.includes(receipt.type) && receipt.guid === '';

const OF_REQUESTS = [
  ...['CEB624', 'CEB626', 'CEB712', 'CEB606', 'CEB608', 'CEB510', 'CEB702', 'CEB214', 'CEB216'],
];

function enter(
  { answers, verdicts }: Books,
  { enterprise, receipts }: ReceiptBlock,
  { days }: Scope,
): void {
  for (const receipt of receipts ?? []) {
    // What it answers lies on a day that is gone.
    if (days.isExpired(receipt.at)) continue;
    // An event of an account book answers nobody.
    if (receipt.type === 'BOOK') continue;
    // Nothing asked for a tax bill: see the law of bills.
    if (receipt.taxNo !== '') continue;
    if (hasLawOfItsOwn(receipt)) continue;
    if (isVerdict(receipt)) {
      const at = verdicts.place(verdictKey(enterprise, receipt.preNo, receipt.invtNo));
      verdicts.numbers()[at] = after(verdicts.numbers()[at]!, receipt.status);
    } else {
      const at = answers.place(answerKey(enterprise, receipt.type, receipt.guid));
      answers.numbers()[at] = answers.numbers()[at]! + classOf(receipt);
    }
  }
}

/**
 * Nothing asked for the closing of a parcel that left the zone, for papers of stock, for the
 * declarations of a summary or to be reminded of one.
 */
function hasLawOfItsOwn({ type, status }: RawReceipt): boolean {
  if (type === 'CEB702' && status === 'R') return true;
  return (type === 'CEB622' && status === '899') || type === 'CEB792' || /^(INV|SAS)2/.test(type);
}

const ZONE_ANSWER = 'CommonResponeMessage';
/** Elements of their own numbers, by type. */
const ZONES: Readonly<Record<string, string>> = {
  INV101: 'EtpsInnerInvtNo',
  SAS121: 'EtpsPreentNo',
};

/** Each message is answered by the one with the next number. */
const answerOf = (type: string): string =>
  type in ZONES ? ZONE_ANSWER : `CEB${Number(type.slice(3)) + 1}`;

/** What customs has to decide upon: the first answer says only that it is declared. */
const REQUESTS = ['CEB621', 'CEB623', 'CEB625', 'CEB603', 'CEB605', 'CEB213', 'CEB701'].concat([
  ...['CEB607', 'CEB509', 'CEB215'],
]);

/** Requests that an earlier version answered as stored at once. */
const ONCE_STORED = ['CEB607', 'CEB509', 'CEB215'];

function takeMessage(tally: Tally, books: Books, { row, raw, rows }: MessageView): void {
  if (raw === null) return;
  const type = answerOf(row.type);
  for (const record of rows) {
    const text = raw.records[record.record];
    if (text === undefined) continue;
    const guid = guidOf(text, row.type);
    const due = dueOf(record, row.type);
    const readers = readersOf(record, row.sender);
    const lacking = readers.filter(
      (reader) => !take(books.answers, answerKey(reader, type, guid), due),
    );
    if (ONCE_STORED.includes(row.type) && due === DECLARED) {
      for (const reader of readers) take(books.answers, answerKey(reader, type, guid), STORED);
    }
    tally.check(lacking.length === 0, () => {
      const what = `${record.kind} of ${row.message_id}, record ${record.record}`;
      return `${what} is not answered to ${lacking.join(', ')}`;
    });
    if (raw.subscribed) {
      const at = books.subscribed.place(`${type}|${guid}`);
      books.subscribed.numbers()[at] = 1;
    }
  }
}

function guidOf({ head }: RawRecord, type: string): string {
  const number = ZONES[type];
  if (number !== undefined) return zoneElementOf(head, number) ?? '';
  return elementOf(head, 'guid') ?? '';
}

function readersOf({ kind, readers }: RecordRow, sender: string): readonly string[] {
  return kind !== 'unfiled' && readers !== null ? readers.split(' ') : [sender];
}

/** The first answers that a record must have; nothing for one that is set aside. */
function dueOf({ kind, reason }: RecordRow, type: string): number {
  if (type in ZONES) return zoneDueOf(kind, reason);
  if (kind !== 'unfiled' || reason === 'changed') {
    return REQUESTS.includes(type) ? DECLARED : DECLARED + STORED;
  }
  if (reason === 'draft') return DRAFT;
  return reason === 'refused' ? REFUSED : 0;
}

/** A document of a zone has one answer, a draft the same as one that is declared. */
function zoneDueOf(kind: RecordRow['kind'], reason: string | null): number {
  if (reason === 'refused') return REFUSED;
  return kind === 'unfiled' && reason !== 'changed' && reason !== 'draft' ? 0 : STORED;
}

/** Takes answers out; false when one of them is not there. */
function take(answers: KeyedNumbers, key: string, due: number): boolean {
  if (due === 0) return true;
  const at = answers.find(key);
  if (at < 0) return false;
  const there = answers.numbers()[at]!;
  for (const unit of [DECLARED, STORED, DRAFT, REFUSED]) {
    if (countOf(there, unit) < countOf(due, unit)) return false;
  }
  answers.numbers()[at] = there - due;
  return true;
}

const countOf = (number: number, unit: number): number => Math.trunc(number / unit) % CLASS;

type Decided = {
  pre_no: string;
  list_no: string;
  states: string;
  readers: string | null;
  first_at: Instant;
};

/** The states a customs number went through, each by one decision. */
const decisions = (schema: string, lists: string): string => `
  select d.pre_no, d.list_no, d.states, d.first_at, l.readers from (
    select ebp_code, order_no, attempt, pre_no, list_no, min(decided_at) as first_at,
      string_agg(state, ',' order by standing, decided_at,
        coalesce(array_position('{600,400,300,500,501,502,800,899}', state), 9)) as states
    from (
      select ebp_code, order_no, attempt, pre_no, list_no, state, decided_at, true as standing
      from ${schema}.cases where list_no is not null
      union all
      select ebp_code, order_no, attempt, pre_no, list_no, state, decided_at, false
      from ${schema}.past_cases
    ) decisions group by ebp_code, order_no, attempt, pre_no, list_no
  ) d left join documents.${lists} l using (ebp_code, order_no, attempt)`;
const DECISIONS = `
  ${decisions('clearance', 'lists')} union all ${decisions('export', 'export_lists')}`;

const PAGE = 2_000;

async function takeDecisions(
  tally: Tally,
  { verdicts }: Books,
  { sql, days }: Scope,
): Promise<void> {
  for await (const rows of pages<Decided>(sql, 'audit_decisions', DECISIONS, PAGE)) {
    for (const { pre_no, list_no, states, readers, first_at } of rows) {
      if (days.isExpired(first_at)) {
        forget(verdicts, pre_no, list_no, readers);
        continue;
      }
      const due = answersTo(states.split(',')).reduce(after, 0);
      const wrong = (readers ?? '').split(' ').filter((reader) => {
        const at = verdicts.find(verdictKey(reader, pre_no, list_no));
        const found = at < 0 ? 0 : verdicts.numbers()[at]!;
        if (at >= 0) verdicts.numbers()[at] = 0;
        return found !== due;
      });
      tally.check(wrong.length === 0, () => {
        const what = `list ${list_no} (${pre_no}), ${states},`;
        return `${what} is answered otherwise to ${wrong.join(', ')}`;
      });
    }
  }
}

type Requested = {
  pre_no: string;
  list_no: string;
  states: string;
  readers: string;
  first_at: Instant;
};

/**
 * What was decided on the versions of each request, and how its refund or return ended: not before
 * it was accepted, though the clock of who ends one may be behind that of who accepted it.
 */
const REQUESTED = `
  select o.pre_no, list_no, o.readers, min(at) as first_at,
    string_agg(told, ',' order by at, decided.version) as states
  from (
    select code, name, list_no, decided_at as at, version,
      case when state = '100'
          then case when name ~ '^CEB(605|607|509|701|213|215) ' then '100' else '-' end
        when name ~ '^CEB(605|509|701|215) ' then '399'
        when state = '399' and name not like 'CEB213 %' then '120,399' else state end as told
    from clearance.requests where split_part(name, ' ', 1) not in ('INV101', 'SAS121')
    union all
    select code, name, list_no, ended_at, 32767, case state when 'closed' then '800' else '100' end
    from clearance.refunds where ended_at is not null
    union all
    select code, name, list_no, greatest(ended_at, accepted_at), 32767,
      case state when 'closed' then '800' else '100' end
    from export.returns where state in ('closed', 'lapsed', 'refused')
  ) decided join documents.others o using (code, name)
  group by o.pre_no, list_no, o.readers`;

async function takeRequests(tally: Tally, { verdicts }: Books, { sql, days }: Scope) {
  for await (const rows of pages<Requested>(sql, 'audit_requests', REQUESTED, PAGE)) {
    for (const { pre_no, list_no, states, readers, first_at } of rows) {
      if (days.isExpired(first_at)) {
        forget(verdicts, pre_no, list_no, readers);
        continue;
      }
      const due = states.split(',').reduce(after, 0);
      const wrong = readers.split(' ').filter((reader) => {
        const at = verdicts.find(verdictKey(reader, pre_no, list_no));
        const found = at < 0 ? 0 : verdicts.numbers()[at]!;
        if (at >= 0) verdicts.numbers()[at] = 0;
        return found !== due;
      });
      tally.check(wrong.length === 0, () => {
        return `request ${pre_no}, ${states}, is answered otherwise to ${wrong.join(', ')}`;
      });
    }
  }
}

/** Decisions that found another arrival than their list has. */
const DIFFERING = `
  select stream, sequence, position, decided_at as at from clearance.cases
  where 'ARRIVAL-DIFFERS' = any(codes)
  union all
  select stream, sequence, position, decided_at from clearance.past_cases
  where 'ARRIVAL-DIFFERS' = any(codes)`;

const SITES = `
  select pre_no, code, readers from documents.others where pre_no = any($1::text[])`;

type Site = { pre_no: string; code: string; readers: string };

/** Each of them is told to the site once for each arrival detail that it names. */
async function takeNotices(tally: Tally, { verdicts }: Books, { sql, days }: Scope) {
  const notices = new Map<string, number>();
  for await (const rows of pages<FactsPlace>(sql, 'audit_notices', DIFFERING, PAGE)) {
    const there = rows.filter(({ at }) => !days.isExpired(at));
    const factsOf = await loadFacts(sql, days, there);
    for (const { preNo } of there.flatMap((place) => factsOf(place)?.arrivals ?? [])) {
      notices.set(preNo, (notices.get(preNo) ?? 0) + 1);
    }
  }
  for (const site of await sql.query<Site>(SITES, [[...notices.keys()]])) {
    const due = Array(notices.get(site.pre_no)).fill('120').reduce(after, 0);
    // Its own messages are read by a site; who else does may differ from one to the next.
    for (const reader of site.readers.split(' ')) {
      const at = verdicts.find(verdictKey(reader, site.pre_no, ''));
      const found = at < 0 ? 0 : verdicts.numbers()[at]!;
      if (at >= 0) verdicts.numbers()[at] = 0;
      if (reader !== site.code) continue;
      tally.check(found === due, () => {
        return `arrival ${site.pre_no} is told otherwise of the lists that differ`;
      });
    }
  }
}

/** Of a list whose first decision is gone, later ones prove nothing. */
function forget(verdicts: KeyedNumbers, preNo: string, listNo: string, readers: string | null) {
  for (const reader of (readers ?? '').split(' ')) {
    const at = verdicts.find(verdictKey(reader, preNo, listNo));
    if (at >= 0) verdicts.numbers()[at] = 0;
  }
}

/** The statuses that tell of these states: what passes the logic check is stored first (120). */
function answersTo(states: readonly string[]): string[] {
  // That a list is withdrawn is told by the receipt of the withdrawal.
  const told = states.filter((state) => state !== '430');
  return told[0] === '100' ? told : ['120', ...told];
}

/** What is left answers nothing that there is; only now the texts are looked for again. */
async function tellLeft(tally: Tally, books: Books, scope: Scope): Promise<void> {
  const { answers, verdicts, subscribed } = books;
  if (answers.nonZero() + verdicts.nonZero() === 0) return;
  await walkReceipts(scope, 'audit_receipts_again', ({ enterprise, receipts }) => {
    for (const receipt of receipts ?? []) {
      if (receipt.taxNo !== '') continue;
      const [book, key] = isVerdict(receipt)
        ? ([verdicts, verdictKey(enterprise, receipt.preNo, receipt.invtNo)] as const)
        : ([answers, answerKey(enterprise, receipt.type, receipt.guid)] as const);
      const at = book.find(key);
      if (at < 0 || book.numbers()[at] === 0) continue;
      book.numbers()[at] = 0;
      const wanted = subscribed.find(`${receipt.type}|${receipt.guid}`) >= 0;
      if (book === answers && wanted) continue;
      const about = receipt.invtNo || receipt.preNo || receipt.guid;
      const what = `${receipt.type} ${receipt.status} to ${enterprise} about ${about}`;
      tally.check(false, () => `${what} answers nothing`);
    }
  });
}
