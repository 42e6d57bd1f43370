import { present } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { alarmNamed, settleAlarm } from '../inspection/alarm-store.ts';
import type { Combined } from '../inspection/combine.ts';
import { type ImageBytes, imageHash, isImage } from '../inspection/image.ts';
import { officeFinding } from '../inspection/office-codes.ts';
import { type Judged, judgeResult, type Said } from '../inspection/result.ts';
import {
  addPhoto,
  addResult,
  addReview,
  openAgain,
  photosOf,
  type Review,
  resultsOf,
  setExamined,
} from '../inspection/result-store.ts';
import { type Stage, type Task, type TaskKind, workFindings } from '../inspection/task.ts';
import { changeTask } from '../inspection/task-store.ts';
import type { Sql } from '../io/postgres.ts';
import type { Officer } from '../registry/officer.ts';
import type { House } from './house.ts';
import { listsAt300 } from './lists-in-hand.ts';
import { concludeDecided } from './office-round.ts';
import { onTask, openingOf } from './on-task.ts';
import { tell } from './task-work.ts';

/** Where an inspection stands after somebody spoke. */
export type Spoken = { readonly stage: Stage | 'closed'; readonly outcome: Combined };

/**
 * Takes what an officer says of an opened parcel: see `judgeResult`. What is said is kept for ever;
 * with the last word the list is moved, or the parcel opened once more.
 */
export async function sayResult(
  house: House,
  officer: Officer,
  id: string,
  said: Said,
): Promise<Result<Spoken | null, Finding[]>> {
  const { db, clock } = house;
  const done = await onTask(
    db,
    id,
    officer,
    async (tx, task): Promise<Result<Spoken, Finding[]>> => {
      const findings = kindFindings(task, officer, 'inspection');
      if (findings.length > 0) return fail(findings);
      const opening = openingOf(task);
      const before = await resultsOf(tx, opening);
      const judged = judgeResult(task.stage, before, officer.number, said);
      if (!judged.ok) return judged;
      const { part, said: whole } = judged.value;
      const at = clock.now();
      const row = { ...whole, part, officer: officer.number, at };
      await addResult(tx, opening, before.length + 1, row);
      return ok(await moveOn(tx, task, officer, judged.value, at));
    },
  );
  if (done.ok && done.value?.stage === 'closed') await concludeDecided(house);
  return done;
}

async function moveOn(
  tx: Sql,
  task: Task,
  officer: Officer,
  { part, said: { customs, quarantine }, next, outcome }: Judged,
  at: number,
): Promise<Spoken> {
  const isOver = next === null;
  await tell(tx, task, officer, 'said', { part, customs, quarantine }, at);
  if (part === 'first' && next === 'second') await setExamined(tx, openingOf(task));
  if (isOver && outcome === 'again') await openAgain(tx, openingOf(task), at);
  await changeTask(tx, task, { ...(next && { stage: next }), holder: null, closed: isOver }, at);
  return { stage: next ?? 'closed', outcome };
}

function kindFindings(task: Task, officer: Officer, kind: TaskKind): Finding[] {
  if (task.kind !== kind) return [officeFinding('OFF-KIND', null, { kind: task.kind })];
  return workFindings(task, officer);
}

/** Accepts a list at 300, or returns it with a reason for its declarant. */
export async function reviewList(
  house: House,
  officer: Officer,
  id: string,
  { decision, reason }: Pick<Review, 'decision' | 'reason'>,
): Promise<Result<Pick<Review, 'decision'> | null, Finding[]>> {
  const { db, clock } = house;
  const done = await onTask(db, id, officer, async (tx, task) => {
    const findings = kindFindings(task, officer, 'review');
    if (findings.length > 0) return fail(findings);
    if (decision === 'return' && reason.trim() === '') {
      return fail([officeFinding('OFF-TEXT', 'reason')]);
    }
    const listNo = task.subject;
    // Its declarant may have withdrawn it a moment ago.
    if (!(await listsAt300(tx, [listNo])).has(listNo)) return fail([officeFinding('OFF-CLOSED')]);
    const at = clock.now();
    await addReview(tx, { listNo, at, officer: officer.number, decision, reason: reason.trim() });
    await changeTask(tx, task, { holder: null, closed: true }, at);
    await tell(tx, task, officer, 'reviewed', { decision }, at);
    return ok({ decision });
  });
  if (done.ok && done.value !== null) await concludeDecided(house);
  return done;
}

/** Takes note of what an officer found behind an alarm of a lane. */
export function settlePending(
  { db, clock }: House,
  officer: Officer,
  id: string,
  note: string,
): Promise<Result<string | null, Finding[]>> {
  return onTask(db, id, officer, async (tx, task) => {
    const findings = kindFindings(task, officer, 'pending');
    if (findings.length > 0) return fail(findings);
    if (note.trim() === '') return fail([officeFinding('OFF-TEXT', 'note')]);
    const alarm = present(await alarmNamed(tx, task.subject), 'the alarm of a task');
    const by = { name: officer.number, note: note.trim() };
    const at = clock.now();
    if (!(await settleAlarm(tx, alarm, by, at))) return fail([officeFinding('OFF-CLOSED')]);
    await changeTask(tx, task, { holder: null, closed: true }, at);
    await tell(tx, task, officer, 'settled', {}, at);
    return ok(id);
  });
}

/** Names of photographs: no path, no blank. */
const NAME = /^[\w-][\w.-]{0,63}$/;

/** A photograph as an officer sends it. */
export type SentPhoto = ImageBytes & { readonly name: string };

/** What was kept; `repeated`: the same bytes stood under the name before. */
export type KeptPhoto = { readonly sha256: string; readonly repeated: boolean };

/** Keeps a photograph of an opening; nothing that was kept is replaced. */
export async function keepPhoto(
  { db, clock }: House,
  officer: Officer,
  id: string,
  { name, mediaType, bytes }: SentPhoto,
): Promise<Result<KeptPhoto | null, Finding[]>> {
  const sha256 = await imageHash(bytes);
  return onTask<KeptPhoto>(db, id, officer, async (tx, task) => {
    const findings = kindFindings(task, officer, 'inspection');
    if (findings.length > 0) return fail(findings);
    const photos = await photosOf(tx, openingOf(task));
    const same = photos.find((one) => one.name === name);
    if (same?.sha256 === sha256) return ok({ sha256, repeated: true });
    const against = photoFinding({ name, mediaType, bytes }, photos.length, same !== undefined);
    if (against !== null) return fail([against]);
    const at = clock.now();
    const row = { name, at, officer: officer.number, mediaType, sha256, bytes };
    await addPhoto(tx, openingOf(task), row);
    await tell(tx, task, officer, 'photographed', { name, sha256 }, at);
    return ok({ sha256, repeated: false });
  });
}

function photoFinding(
  { name, ...image }: SentPhoto,
  there: number,
  isUsed: boolean,
): Finding | null {
  const finding = (reason: string, reasonZh: string) =>
    officeFinding('OFF-PHOTO', 'name', { reason, reasonZh });
  if (!NAME.test(name)) return finding('its name is not letters, digits or ._-', '名称格式不符');
  if (isUsed) return finding('another one has this name', '名称已用于其他照片');
  if (!isImage(image)) return finding('it is no whole image of its type', '不是完整的图像');
  if (there < LIMITS.photosEach) return null;
  return finding(`there are ${there} already`, `已有 ${there} 张`);
}
