import type { BusinessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { Result } from '../base/result.ts';
import type { DetainedEnd } from '../inspection/detained-store.ts';
import type { DrawPeriod } from '../inspection/draw-days.ts';
import type { WeightReason } from '../inspection/draw-file.ts';
import { type DayRow, drawsOfDay } from '../inspection/draw-store.ts';
import type { ImageBytes } from '../inspection/image.ts';
import { type RatioReport, ratiosOf } from '../inspection/ratios.ts';
import type { Said } from '../inspection/result.ts';
import { findPhoto, type Review } from '../inspection/result-store.ts';
import {
  type DrawStatistics,
  drawStatistics,
  lineTallies,
} from '../inspection/statistics-store.ts';
import { maySee, type Task, type TaskKind } from '../inspection/task.ts';
import { findTask, type QueueQuery, queueOf } from '../inspection/task-store.ts';
import type { Officer } from '../registry/officer.ts';
import { type Colleague, colleagues } from './colleagues.ts';
import {
  approveEnd,
  type DetainedView,
  type EndApproval,
  proposeEnd,
  viewDetained,
} from './detained.ts';
import type { House } from './house.ts';
import { type DetainedCase, detainedCases } from './lists-in-hand.ts';
import { openingOf } from './on-task.ts';
import { settledBefore } from './public-record.ts';
import { approvePair, type Proposal, proposePair, recuse } from './task-pair.ts';
import {
  type KeptPhoto,
  keepPhoto,
  reviewList,
  type SentPhoto,
  type Spoken,
  sayResult,
  settlePending,
} from './task-results.ts';
import { type TaskView, viewTask, xrayOfTask } from './task-view.ts';
import { claimNext, claimTask, handOver, releaseTask, workerOf } from './task-work.ts';

/** Null when there is no such task that the officer may see. */
type Done<T> = Promise<Result<T | null, Finding[]>>;

/** What officers do, each call by the officer who is named first. */
export type Office = {
  queue(officer: Officer, query: Omit<QueueQuery, 'now'>): Promise<Task[]>;
  /** Whom a task may be given to. */
  colleagues(): Promise<Colleague[]>;
  next(officer: Officer, kind: TaskKind | null): Promise<Task | null>;
  view(officer: Officer, id: string): Promise<TaskView | null>;
  claim(officer: Officer, id: string): Done<string>;
  release(officer: Officer, id: string): Done<string>;
  handOver(officer: Officer, id: string, to: string): Done<string>;
  /** `number` stands back: the officer, or one of the pair of whom a supervisor knows it. */
  recuse(officer: Officer, id: string, reason: WeightReason, number: string): Done<string>;
  propose(officer: Officer, id: string, proposal: Proposal): Done<string>;
  approve(officer: Officer, id: string): Done<string>;
  say(officer: Officer, id: string, said: Said): Done<Spoken>;
  /** Says what the other one of the pair has said. */
  confirm(officer: Officer, id: string): Done<Spoken>;
  review(
    officer: Officer,
    id: string,
    review: Pick<Review, 'decision' | 'reason'>,
  ): Done<Pick<Review, 'decision'>>;
  settle(officer: Officer, id: string, note: string): Done<string>;
  detained(after: string, limit: number): Promise<DetainedCase[]>;
  viewDetained(listNo: string): Promise<DetainedView | null>;
  proposeEnd(
    officer: Officer,
    listNo: string,
    end: { readonly outcome: DetainedEnd; readonly reason: string },
  ): Done<DetainedView>;
  approveEnd(officer: Officer, listNo: string, approval: EndApproval): Done<DetainedView>;
  /** Whether the draws of a period look like chance. Reads each draw of officers in it. */
  drawStatistics(period: DrawPeriod): Promise<DrawStatistics>;
  /** Draws of a day before one of them, the newest first. */
  drawsOfDay(day: BusinessDate, before: number, limit: number): Promise<DayRow[]>;
  /** What was planned and drawn in a period beside the statutory ratios. */
  drawRatios(period: DrawPeriod): Promise<RatioReport>;
  keepPhoto(officer: Officer, id: string, photo: SentPhoto): Done<KeptPhoto>;
  photo(officer: Officer, id: string, name: string): Promise<ImageBytes | null>;
  /** An X-ray image of the parcel of a task, by its hash. */
  xray(officer: Officer, id: string, sha256: string): Promise<ImageBytes | null>;
};

/** What who confirms adds. */
const NOTHING: Said = { customs: null, quarantine: null, findings: '' };

/** The office over a house. */
export function officeOn(house: House): Office {
  const { db, clock } = house;
  return {
    queue: (officer, query) => queueOf(db, workerOf(officer), { ...query, now: clock.now() }),
    colleagues: () => colleagues(house),
    next: (officer, kind) => claimNext(house, officer, kind),
    view: (officer, id) => viewTask(house, officer, id),
    claim: (officer, id) => claimTask(house, officer, id),
    release: (officer, id) => releaseTask(house, officer, id),
    handOver: (officer, id, to) => handOver(house, officer, id, to),
    recuse: (officer, id, reason, number) => recuse(house, officer, id, reason, number),
    propose: (officer, id, proposal) => proposePair(house, officer, id, proposal),
    approve: (officer, id) => approvePair(house, officer, id),
    say: (officer, id, said) => sayResult(house, officer, id, said),
    confirm: (officer, id) => sayResult(house, officer, id, NOTHING),
    review: (officer, id, review) => reviewList(house, officer, id, review),
    settle: (officer, id, note) => settlePending(house, officer, id, note),
    detained: (after, limit) => detainedCases(db, after, limit),
    viewDetained: (listNo) => viewDetained(db, listNo),
    proposeEnd: (officer, listNo, end) => proposeEnd(house, officer, listNo, end),
    approveEnd: (officer, listNo, approval) => approveEnd(house, officer, listNo, approval),
    drawStatistics: (period) => drawStatistics(db, period),
    drawsOfDay: (day, before, limit) =>
      drawsOfDay(db, day, before, settledBefore(clock.now()), limit),
    drawRatios: async (period) => ratiosOf(await lineTallies(db, period)),
    keepPhoto: (officer, id, photo) => keepPhoto(house, officer, id, photo),
    photo: async (officer, id, name) => {
      const task = await findTask(db, id);
      if (task === null || !maySee(task, officer)) return null;
      return findPhoto(db, openingOf(task), name);
    },
    xray: (officer, id, sha256) => xrayOfTask(house, officer, id, sha256),
  };
}
