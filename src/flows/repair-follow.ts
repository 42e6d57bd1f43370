import { codedFinding } from '../documents/structure-codes.ts';
import type { Database } from '../io/postgres.ts';
import { type ListForm, type PartnerForm, repairForm } from '../repair/forms.ts';
import { type Ended, endItems, storeStanding } from '../repair/item-store.ts';
import type { Job, RepairResult } from '../repair/job.ts';
import { partnerEnds } from '../repair/partner-sql.ts';
import { filingCode } from './filing-findings.ts';

/*
 * Where each list that was sent is now: the attempt that its message brought, the case of its
 * order, what was said of that attempt when a later one is decided already, and whether its record
 * was not filed at all.
 */
const standingIn = ({ lists, cases, pastCases }: ListForm): string => `
  select i.position, l.attempt, c.attempt as "caseAttempt",
    case when c.list_no is not null then c.state end as state, c.codes,
    p.state as "pastState", p.codes as "pastCodes", u.reason, u.codes as "unfiledCodes"
  from (
    select * from repair.items
    where job = $1 and state = 'sent' and (standing is null or not $4::boolean)
    order by position limit $2 offset $3
  ) i
    left join ${lists} l on l.ebp_code = i.ebp_code and l.order_no = i.order_no
      and l.message_id = i.message_id
    left join ${cases} c on c.ebp_code = i.ebp_code and c.order_no = i.order_no
    left join lateral (
      select state, codes from ${pastCases} p
      where p.ebp_code = i.ebp_code and p.order_no = i.order_no and p.attempt = l.attempt
      order by p.decided_at desc limit 1
    ) p on true
    left join documents.unfiled u on u.message_id = i.message_id and u.record = 0
  order by i.position`;

type Row = {
  position: number;
  attempt: number | null;
  caseAttempt: number | null;
  state: string | null;
  codes: string[] | null;
  pastState: string | null;
  pastCodes: string[] | null;
  reason: string | null;
  unfiledCodes: string[] | null;
};

/** How a list that has an end ended. */
const ENDS: Readonly<Record<string, RepairResult>> = {
  '800': 'passed',
  '899': 'passed',
  '100': 'refused',
  '430': 'closed',
  '599': 'closed',
  '700': 'closed',
};

/** Which of the lists of a repair that were sent are looked at. */
export type FollowQuery = {
  readonly limit: number;
  readonly offset: number;
  /** Only those that nothing was seen of yet, while more are being sent. */
  readonly fresh: boolean;
};

/** How many documents were looked at, and how many ended. */
type Followed = { readonly looked: number; readonly ended: number };

/**
 * Looks where the documents of a repair are that were sent, and ends those that have come to an
 * end.
 */
export function followItems(
  db: Database,
  { id, cause }: Pick<Job, 'id' | 'cause'>,
  query: FollowQuery,
): Promise<Followed> {
  const form = repairForm(cause);
  if (form.document === 'list') return followLists(db, id, form, query);
  return followPartners(db, id, form, query);
}

type PartnerRow = Pick<Row, 'position' | 'reason'> & {
  readonly filed: boolean;
  readonly codes: readonly string[];
};

/** Orders, payments and waybills are filed or refused at once. */
async function followPartners(
  db: Database,
  id: string,
  { partner, message }: PartnerForm,
  { limit, offset }: FollowQuery,
): Promise<Followed> {
  const rows = await db.query<PartnerRow>(partnerEnds(partner), [id, limit, offset]);
  const ended = rows.flatMap(({ position, filed, reason, codes }): Ended[] => {
    if (filed || reason === 'changed') return [{ position, result: 'passed', standing: 'filed' }];
    if (reason === null) return [];
    if (reason !== 'refused') return [{ position, result: 'rejected' }];
    return [{ position, result: 'refused', codes: codes.map((one) => filingCode(message, one)) }];
  });
  await db.transaction((tx) => endItems(tx, id, ended));
  return { looked: rows.length, ended: ended.length };
}

async function followLists(
  db: Database,
  id: string,
  form: ListForm,
  { limit, offset, fresh }: FollowQuery,
): Promise<Followed> {
  const rows = await db.query<Row>(standingIn(form), [id, limit, offset, fresh]);
  const seen = rows.map((row) => ({ row, ...standingOf(row, fresh) }));
  const ended = seen.flatMap(({ row, standing, codes }): Ended[] => {
    const unfiled = row.attempt === null && row.reason !== null;
    if (unfiled) return [notFiled(row)];
    const result = standing === null ? undefined : ENDS[standing];
    if (standing === null || result === undefined) return [];
    return [{ position: row.position, result, standing, codes: result === 'refused' ? codes : [] }];
  });
  const isEnded = new Set(ended.map(({ position }) => position));
  const held = seen.flatMap(({ row: { position }, standing }) =>
    standing === null || isEnded.has(position) ? [] : [{ position, standing }],
  );
  await db.transaction(async (tx) => {
    await endItems(tx, id, ended);
    await storeStanding(tx, id, held);
  });
  return { looked: rows.length, ended: ended.length };
}

type Standing = { readonly standing: string | null; readonly codes: string[] };

/** The state of the list that the message brought; one that is filed and not decided waits. */
function standingOf(row: Row, fresh: boolean): Standing {
  const { attempt, caseAttempt, state, codes, pastState, pastCodes } = row;
  if (attempt === null || caseAttempt === null || caseAttempt < attempt) {
    return { standing: attempt === null || fresh ? null : 'waiting', codes: [] };
  }
  // The order of an export list may be that of a customs declaration by now.
  if (caseAttempt === attempt && state !== null) return { standing: state, codes: codes ?? [] };
  return { standing: pastState, codes: pastCodes ?? [] };
}

/** Its record was refused when it was filed: another list of the order came before it. */
function notFiled({ position, reason, unfiledCodes }: Row): Ended {
  const findings = (unfiledCodes ?? []).map((code) =>
    codedFinding(code, UNFILED, { reason: reason ?? '' }, { path: null, law: 'docs/REPAIRS.md' }),
  );
  return { position, result: 'rejected', findings };
}

const UNFILED = {
  zh: '清单未能入库（{reason}）',
  en: 'the list was not filed ({reason})',
  hint: 'Another list of the same order was declared before it; look that one up.',
  hintZh: '同一订单的其他清单已先行申报，请查询该清单。',
};
