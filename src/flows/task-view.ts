import { asList } from '../b2b/list-form.ts';
import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { wayOf } from '../base/ids.ts';
import { readFacts } from '../clearance/facts-store.ts';
import type { ExportListTerms } from '../documents/export-terms.ts';
import type { ListTerms } from '../documents/terms.ts';
import { alarmNamed, type RaisedAlarm } from '../inspection/alarm-store.ts';
import { detainedWords } from '../inspection/detained-store.ts';
import type { ImageBytes } from '../inspection/image.ts';
import type { SaidResult } from '../inspection/result.ts';
import {
  findOpening,
  findReview,
  type Opening,
  type Photo,
  photosOf,
  type Review,
  resultsOf,
} from '../inspection/result-store.ts';
import type { Scan } from '../inspection/scan.ts';
import { scansOf } from '../inspection/scan-store.ts';
import { maySee, type Task } from '../inspection/task.ts';
import { type TaskAction, taskActions } from '../inspection/task-actions.ts';
import {
  addTrail,
  findTask,
  lockTask,
  type TrailEntry,
  tasksOf,
  trailOf,
} from '../inspection/task-store.ts';
import type { Xray } from '../inspection/xray.ts';
import { findXrayBytes, xraysOf } from '../inspection/xray-store.ts';
import type { Officer } from '../registry/officer.ts';
import { saidBy } from './b2b-body.ts';
import { viewCustomsDeclaration } from './b2b-view.ts';
import { decodeKept } from './decision-codec.ts';
import { decodeKeptExport } from './export-codec.ts';
import { findDeclaration } from './find-declaration.ts';
import { findExport } from './find-export.ts';
import type { House } from './house.ts';
import { openingOf } from './on-task.ts';
import { type Proposal, proposalOf } from './task-pair.ts';

/** Everything an officer needs to decide, side by side. */
export type TaskView = {
  readonly task: Task;
  /** Null of a parcel of which the platform knows no list. */
  readonly declaration: Declared | null;
  readonly opening: Opening | null;
  readonly results: readonly SaidResult[];
  readonly photos: readonly Photo[];
  /** What lanes saw of its waybill, the newest first, and the X-ray images that they sent. */
  readonly scans: readonly Scan[];
  readonly xrays: readonly Xray[];
  /** What a lane and the zone do not agree on. */
  readonly alarm: RaisedAlarm | null;
  readonly review: Review | null;
  readonly proposal: (Proposal & { readonly by: string }) | null;
  readonly trail: readonly TrailEntry[];
  /** What this officer may do with it now, and why not. */
  readonly actions: readonly TaskAction[];
};

/** What was declared; personal texts are hashes in it and are not shown. */
export type Declared = {
  readonly preNo: string;
  readonly terms: ListTerms | ExportListTerms;
  readonly status: string | null;
  readonly decidedAt: Instant | null;
  /** Why it came to a person, or was returned. */
  readonly findings: readonly Finding[];
};

/**
 * A task with all that belongs to it. That a supervisor who is not of the pair looks at an
 * inspection before its end is noted (RAND-7). Null when the officer may not see it.
 */
export async function viewTask(
  house: House,
  officer: Officer,
  id: string,
): Promise<TaskView | null> {
  const { db } = house;
  const task = await findTask(db, id);
  if (task === null || !maySee(task, officer)) return null;
  if (isWatching(task, officer)) await note(house, officer, id);
  const inspected = await lookedAt(db, task);
  const { alarm, declaration, scans } = await parcelOf(house, task);
  const results = inspected === null ? [] : await resultsOf(db, inspected);
  const proposal = task.stage === 'unassigned' ? await proposalOf(db, task) : null;
  const ends = task.kind === 'detained' ? await detainedWords(db, task.subject) : [];
  const proposedBy = proposal?.by ?? ends.at(-1)?.officer ?? null;
  return {
    ...{ task, declaration, alarm, scans, results, proposal },
    xrays: await xraysOf(db, scans),
    opening: inspected && (await findOpening(db, inspected)),
    photos: inspected === null ? [] : await photosOf(db, inspected),
    review: task.kind === 'review' ? await findReview(db, task.subject) : null,
    trail: await trailOf(db, id),
    actions: taskActions(task, officer, { results, proposedBy }),
  };
}

/** One of the X-ray images of a task; null when there is none that the officer may see. */
export async function xrayOfTask(
  house: House,
  officer: Officer,
  id: string,
  sha256: string,
): Promise<ImageBytes | null> {
  const task = await findTask(house.db, id);
  if (task === null || !maySee(task, officer)) return null;
  const { scans } = await parcelOf(house, task);
  return findXrayBytes(house.db, scans, sha256);
}

/** What was declared of the parcel of a task, and what lanes saw of it. */
async function parcelOf(house: House, { kind, subject }: Task) {
  const { db } = house;
  const alarm = kind === 'pending' ? await alarmNamed(db, subject) : null;
  const listNo = kind === 'pending' ? (alarm?.listNo ?? null) : subject;
  const declaration = listNo === null ? null : await declaredOf(house, listNo);
  const waybill = declaration?.terms ?? (alarm && { ...alarm, logisticsCode: null });
  const scans = waybill === null ? [] : await scansOf(db, waybill, MOST_SCANS);
  return { alarm, declaration, scans };
}

/** The opening of the parcel that a task is about: of a detained list the last one. */
async function lookedAt(db: House['db'], task: Task) {
  if (task.kind === 'inspection') return openingOf(task);
  if (task.kind !== 'detained') return null;
  const last = (await tasksOf(db, 'inspection', [task.subject])).at(-1);
  return last === undefined ? null : openingOf(last);
}

/** More scans of one parcel help nobody. */
const MOST_SCANS = 20;

function isWatching({ kind, closedAt, pair }: Task, { number }: Officer): boolean {
  return kind === 'inspection' && closedAt === null && !pair.includes(number);
}

async function note({ db, clock }: House, { number }: Officer, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    await lockTask(tx, id);
    const entry = { task: id, officer: number, action: 'seen', detail: {} };
    await addTrail(tx, [entry], clock.now());
  });
}

async function declaredOf(house: House, listNo: string): Promise<Declared | null> {
  const { db, archive } = house;
  const way = wayOf(listNo);
  if (way === 'declaration') return inFull(house, listNo);
  const isExport = way === 'export';
  const found = await (isExport ? findExport : findDeclaration)(db, listNo, archive);
  if (found === null) return null;
  const { list, decisions } = found;
  const [standing] = decisions;
  const [text] = standing === undefined ? [] : await readFacts(db, [standing], archive);
  const decode = isExport ? decodeKeptExport : decodeKept;
  return {
    preNo: list.preNo,
    terms: list.terms,
    status: standing?.state ?? null,
    decidedAt: standing?.decidedAt ?? null,
    findings: text === undefined ? [] : decode(text).verdict.findings,
  };
}

/** A customs declaration in the form of a list; what it adds to one its own address shows. */
async function inFull({ db, registry }: House, number: string): Promise<Declared | null> {
  const shown = await viewCustomsDeclaration(db, number, null);
  if (shown === null) return null;
  const { declared, steps } = shown;
  const { enterprises } = registry.current().snapshot;
  const nameOf = (code: string) => enterprises.get(code)?.name ?? null;
  const beside = { order: null, waybill: null, nameOf, at: declared.takenAt };
  const last = steps.at(-1);
  return {
    preNo: declared.declSeqNo,
    terms: asList(saidBy(declared).terms, beside),
    status: declared.state,
    decidedAt: last?.at ?? null,
    findings: last?.findings ?? [],
  };
}
