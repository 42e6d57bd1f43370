import { businessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { CountedCause, RefusalPlace, RefusedList } from '../documents/refusal-store.ts';
import type { Database } from '../io/postgres.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { repairFinding } from '../repair/codes.ts';
import { type Correction, checkCorrections } from '../repair/correction.ts';
import { documentOf } from '../repair/document.ts';
import { FORM_KEYS, type FormKey, repairForm } from '../repair/forms.ts';
import { type Item, type ItemQuery, pageOfItems, queueItems } from '../repair/item-store.ts';
import { type Job, type JobCause, SENT_OUTCOMES } from '../repair/job.ts';
import { beginJob, findJob, jobsUnderWay, moveJob, pageOfJobs } from '../repair/job-store.ts';
import {
  type Example,
  examplesOf,
  type Progress,
  progressOf,
  type Reason,
  reasonsAgain,
  reasonsOfTrial,
} from '../repair/progress.ts';
import { codeText } from './code-texts.ts';
import type { House } from './house.ts';
import { barOf } from './repair-causes.ts';
import { repairItems } from './repair-items.ts';
import { refusalsOf } from './repair-ways.ts';
import { cancelRepair } from './repair-works.ts';

/** A cause of documents of one kind and direction. */
export type DirectedCause = CountedCause &
  FormKey & {
    /** Why no correction mends it; null where one may. */
    readonly bar: Finding | null;
  };

/** What is asked when a repair begins. */
export type NewRepair = {
  readonly cause: JobCause;
  readonly corrections: readonly Correction[];
  /** Only these lists of the cause; null for all. */
  readonly listNos: readonly string[] | null;
};

/** A repair with everything that is told of it. */
export type RepairView = {
  readonly job: Job;
  readonly progress: Progress;
  /** Why lists would be refused again, and why they were. */
  readonly trial: readonly Reason[];
  readonly again: readonly Reason[];
  readonly examples: readonly Example[];
  /** Whether the law lets the platform send for its owner. */
  readonly maySend: boolean;
};

/** Refusals of an enterprise by cause, and what is done about them in bulk. */
export type Repairs = {
  /** The commonest first; of documents of these kinds, else of all. */
  causes(viewer: Enterprise, kinds?: readonly FormKey[]): Promise<DirectedCause[]>;
  lists(
    viewer: Enterprise,
    cause: JobCause,
    after: RefusalPlace | null,
    limit: number,
  ): Promise<RefusedList[]>;
  /** Begins a repair, which is tried first; its id. */
  begin(viewer: Enterprise, wanted: NewRepair): Promise<Result<string, Finding[]>>;
  page(
    viewer: Enterprise,
    after: RefusalPlace | null,
    limit: number,
    kinds?: readonly FormKey[],
  ): Promise<Job[]>;
  /** Null when there is none of the viewer's. */
  view(viewer: Enterprise, id: string): Promise<RepairView | null>;
  items(viewer: Enterprise, id: string, query: ItemQuery): Promise<Item[] | null>;
  /** Sends what its trial allows. */
  send(viewer: Enterprise, id: string): Promise<Result<null, Finding[]> | null>;
  /** Cancels what was not sent. */
  cancel(viewer: Enterprise, id: string): Promise<Result<null, Finding[]> | null>;
  /**
   * A part of its corrected lists as one unsigned message, to be signed by its owner; null when
   * there is no such part, or nothing in it is to be sent.
   */
  document(viewer: Enterprise, id: string, part: number): Promise<Buffer | null>;
};

/** The repairs of a house. */
export function repairsOn(house: House): Repairs {
  const { db, clock, entropy, registry } = house;
  const maySend = () => registry.current().index.delegatedUnsigned(businessDate(clock.now()));
  return {
    causes: ({ code }, kinds = FORM_KEYS) => causesOf(db, code, kinds),
    lists: ({ code }, cause, after, limit) =>
      refusalsOf(cause).lists(db, code, cause, after, limit),
    begin: async ({ code: enterprise }, { cause, corrections, listNos }) => {
      const bar = barOf(cause);
      if (bar !== null) return fail([bar]);
      const checked = checkCorrections(corrections, repairForm(cause).fields);
      if (!checked.ok) return checked;
      const most = LIMITS.repairJobs;
      if ((await jobsUnderWay(db, enterprise)) >= most) {
        return fail([repairFinding('REPAIR-MANY', null, { most })]);
      }
      const id = entropy.uuid();
      const job = { id, enterprise, cause, corrections };
      const bounds = { most: LIMITS.repairLists, listNos, at: clock.now() };
      const lists = await db.transaction((tx) => beginJob(tx, job, bounds));
      return lists === 0 ? fail([repairFinding('REPAIR-CAUSE', '/cause')]) : ok(id);
    },
    page: ({ code }, after, limit, kinds = FORM_KEYS) => pageOfJobs(db, code, kinds, after, limit),
    view: async ({ code }, id) => {
      const job = await findJob(db, id, code);
      if (job === null) return null;
      const most = LIMITS.repairCauses;
      const [progress, trial, again, examples] = await Promise.all([
        progressOf(db, id),
        reasonsOfTrial(db, id, most),
        reasonsAgain(db, job, most),
        examplesOf(db, id, LIMITS.repairExamples),
      ]);
      const told = again.map((one) => wordsOf(one, job.cause));
      return { job, progress, trial, again: told, examples, maySend: maySend() };
    },
    items: async ({ code }, id, query) => {
      const job = await findJob(db, id, code);
      return job === null ? null : pageOfItems(db, id, query);
    },
    send: async ({ code }, id) => {
      const job = await findJob(db, id, code);
      if (job === null) return null;
      if (!maySend()) return fail([repairFinding('REPAIR-UNSIGNED', null)]);
      return sendJob(house, job);
    },
    cancel: async ({ code }, id) => {
      const job = await findJob(db, id, code);
      if (job === null) return null;
      return (await cancelRepair(house, job)) ? ok(null) : fail([inState(job)]);
    },
    document: (viewer, id, part) => unsignedPart(house, viewer, id, part),
  };
}

async function causesOf(
  db: Database,
  enterprise: string,
  kinds: readonly FormKey[],
): Promise<DirectedCause[]> {
  const most = LIMITS.repairCauses;
  const all = await Promise.all(
    kinds.map(async (kind) => {
      const causes = await refusalsOf(kind).causes(db, enterprise, most);
      return causes.map((one) => ({ ...one, ...kind, bar: barOf({ ...kind, ...one }) }));
    }),
  );
  return all
    .flat()
    .sort((a, b) => b.lists - a.lists)
    .slice(0, most);
}

/** Where nothing stands returned for it any more, the words of the code alone. */
function wordsOf(reason: Reason, { direction }: JobCause): Reason {
  const { code, zh } = reason;
  return zh === code ? { ...reason, ...codeText(direction, code) } : reason;
}

const inState = ({ state }: Job) => repairFinding('REPAIR-STATE', null, { state });

async function sendJob({ db, clock }: House, job: Job): Promise<Result<null, Finding[]>> {
  // Asked twice, it is sent once.
  if (job.sentAt !== null && job.canceledAt === null) return ok(null);
  if (job.state !== 'ready') return fail([inState(job)]);
  const { outcomes } = await progressOf(db, job.id);
  if (SENT_OUTCOMES.every((outcome) => outcomes[outcome] === undefined)) {
    return fail([repairFinding('REPAIR-NOTHING', null)]);
  }
  const at = clock.now();
  return db.transaction(async (tx) => {
    if (!(await moveJob(tx, job.id, 'ready', 'sending', at))) return fail([inState(job)]);
    await queueItems(tx, job.id);
    return ok(null);
  });
}

async function unsignedPart(
  house: House,
  viewer: Enterprise,
  id: string,
  part: number,
): Promise<Buffer | null> {
  const job = await findJob(house.db, id, viewer.code);
  if (job === null) return null;
  const limit = LIMITS.recordsPerMessage;
  const after = (part - 1) * limit;
  const items = (await pageOfItems(house.db, id, { outcome: null, result: null, after, limit }))
    .filter(({ position }) => position <= after + limit)
    .filter(({ outcome }) => outcome !== null && SENT_OUTCOMES.includes(outcome));
  const { repaired } = await repairItems(house, job, items);
  // A message is read by who sent it: a list that another firm sent is not given away here.
  const own = repaired.filter(({ sender }) => sender === viewer.code);
  if (own.length === 0) return null;
  const records = own.map(({ item: { position }, content }) => ({ position, content }));
  return documentOf(job, records, viewer, house.clock.now());
}
