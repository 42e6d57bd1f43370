import { type Answer, CallError, callWith } from '../api/call.ts';
import { tellOver } from '../app/over.ts';
import { fileOf, type Part, partsOf, type Rows, readRows, type Unit } from './declare-rows.ts';

type Report = Answer<'declareFile'>;
type Entry = Report['declarations'][number];

/** A finding on a cell, with the order it stands in. */
export type CellError = Entry['findings'][number] & {
  readonly key: number;
  readonly orderNo: string;
};

/** A declaration that was filed. */
export type Filed = Pick<Entry, 'orderNo' | 'preNo' | 'duplicate'>;

/** A file on its way: it is checked first, then what is right of it is sent. */
export type RunState = {
  readonly stage: 'reading' | 'checking' | 'checked' | 'sending' | 'sent';
  /** Null of a workbook, which only the platform reads. */
  readonly rows: Rows | null;
  readonly parts: number;
  /** Of this stage; 0 of a workbook until it was answered. */
  readonly parcels: number;
  /** Parcels that were answered in this stage, and those of them that are right. */
  readonly done: number;
  readonly right: number;
  readonly errors: readonly CellError[];
  /** Numbers of the rows of parcels with something wrong. */
  readonly wrongRows: ReadonlySet<number>;
  readonly filed: readonly Filed[];
  readonly seconds: number;
  /** Why it stopped on the way; it goes on where it was. */
  readonly error: Error | null;
};

export type Run = {
  state(): RunState;
  subscribe(listener: () => void): () => void;
  /** Goes on with what is not answered yet. */
  resume(): void;
  /** @param together all or nothing, of a file that is one part */
  send(together: boolean): void;
  stop(): void;
};

/** The person stopped it; it can go on. */
export class Stopped extends Error {
  override name = 'Stopped';
}

const BEGINNING: RunState = {
  ...{ stage: 'reading', rows: null, parts: 0, parcels: 0, done: 0, right: 0 },
  ...{ errors: [], wrongRows: new Set(), filed: [], seconds: 0, error: null },
};

/** Calls under way at once: while one is worked on the next is ready. */
const AT_ONCE = 2;

/** What is sent in one call: records of a text, or with null the file as it is. */
type Waiting = Part | null;

/** Begins to check a file. */
export function openRun(file: Blob): Run {
  const listeners = new Set<() => void>();
  let state = BEGINNING;
  let waiting: Waiting[] = [];
  let together = false;
  let leaving = new AbortController();
  const change = (next: Partial<RunState>): void => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  const begin = async (): Promise<void> => {
    const rows = (await isWorkbook(file)) ? null : await readRows(file);
    waiting = queued(rows, rows?.units ?? []);
    change({ stage: 'checking', rows, parts: waiting.length, parcels: parcelsOf(waiting) });
    await work();
  };
  const work = async (): Promise<void> => {
    leaving = new AbortController();
    const { signal } = leaving;
    const since = performance.now() - state.seconds * 1000;
    const query =
      state.stage === 'checking' ? { check: true } : together ? { allOrNothing: true } : {};
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        try {
          const sent = await sendable(file, state.rows, next);
          const given = { query, signal };
          const report = await patiently(signal, () => callWith('declareFile', given, sent));
          const seconds = Math.round((performance.now() - since) / 100) / 10;
          change({ ...taken(state, next, report), seconds });
        } catch (error) {
          waiting.unshift(next);
          throw error;
        }
      }
    };
    change({ error: null });
    const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
    const failed = ended.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw signal.aborted ? new Stopped() : failed.reason;
    change({ stage: state.stage === 'checking' ? 'checked' : 'sent' });
  };
  const start = (running: Promise<void>): void => {
    running.catch((error: Error) => change({ error }));
  };
  start(begin());
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    resume: () => start(state.stage === 'reading' ? begin() : work()),
    send: (all) => {
      together = all;
      const { rows, wrongRows } = state;
      waiting = queued(rows, rows === null ? [] : rightOf(rows, wrongRows));
      // A workbook goes as a whole, and what is wrong with it is told once more.
      const known = rows === null ? { errors: [], wrongRows: new Set<number>() } : {};
      const none = { done: 0, right: 0, seconds: 0 };
      change({ stage: 'sending', ...none, parcels: parcelsOf(waiting), ...known });
      start(work());
    },
    stop: () => leaving.abort(),
  };
}

const CSV = 'text/csv';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A workbook is a ZIP archive, and no text begins so. */
const isWorkbook = async (file: Blob): Promise<boolean> => (await file.slice(0, 2).text()) === 'PK';

async function sendable(file: Blob, rows: Rows | null, next: Waiting): Promise<Blob> {
  if (rows !== null && next !== null) return new Blob([fileOf(rows, next)], { type: CSV });
  return file.slice(0, file.size, (await isWorkbook(file)) ? XLSX : CSV);
}

const queued = (rows: Rows | null, units: readonly Unit[]): Waiting[] =>
  rows === null ? [null] : partsOf(rows, units);

const parcelsOf = (waiting: readonly Waiting[]): number =>
  waiting.reduce((sum, one) => sum + (one?.parcels ?? 0), 0);

function rightOf({ units, numbers }: Rows, wrong: ReadonlySet<number>): Unit[] {
  return units.filter(({ records }) => records.every((place) => !wrong.has(numbers[place]!)));
}

/** What is known once a part was answered; its rows become those of the file. */
function taken(state: RunState, part: Waiting, { declarations, filed, refused }: Report) {
  const { rows, stage } = state;
  const numberOf = (row: number): number =>
    part === null || rows === null ? row : (rows.numbers[part.records[row - 2] ?? -1] ?? row);
  const errors = [...state.errors];
  const wrongRows = new Set(state.wrongRows);
  for (const { orderNo, rows: own, findings } of declarations) {
    if (findings.length === 0) continue;
    for (const row of own) wrongRows.add(numberOf(row));
    for (const one of findings) {
      errors.push({ ...one, row: numberOf(one.row), orderNo, key: errors.length });
    }
  }
  const right = stage === 'checking' ? declarations.length - refused : filed;
  return {
    ...{ errors, wrongRows, right: state.right + right },
    done: state.done + declarations.length,
    parcels: part === null ? declarations.length : state.parcels,
    filed: [...state.filed, ...declarations.filter((one) => one.filed)],
  };
}

const TRIES = 8;

/** Tries again what may pass, after the time that the platform says. */
async function patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (error.isOver) tellOver();
      const status = error.problem?.status ?? 503;
      if (![429, 503].includes(status) || tried === TRIES || signal.aborted) throw error;
      const seconds = error.retryAfter ?? 2;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  }
}
