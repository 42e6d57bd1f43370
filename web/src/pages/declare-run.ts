import { type Answer, CallError, call } from '../api/call.ts';
import { tellOver } from '../app/over.ts';
import { fileOf, type Part, partsOf, type Rows, readRows, type Unit } from './declare-rows.ts';

type Entry = Answer<'declareFile'>['declarations'][number];

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
  readonly rows: Rows | null;
  readonly parts: number;
  readonly parcels: number;
  /** Parcels that were answered in this stage. */
  readonly done: number;
  readonly right: number;
  readonly errors: readonly CellError[];
  /** Row numbers of parcels with something wrong. */
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
  send(together: boolean): void;
  stop(): void;
};

/** Calls under way at once: while one is worked on the next is ready. */
const AT_ONCE = 2;
const TRIES = 8;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What is sent in one call, and which rows of the file its rows are. */
type Parcelled = { readonly part: Part | null; readonly parcels: number };

/** Begins to check a file. */
export function openRun(file: Blob): Run {
  const listeners = new Set<() => void>();
  let state: RunState = {
    ...{ stage: 'reading', rows: null, parts: 0, parcels: 0, done: 0, right: 0 },
    ...{ errors: [], wrongRows: new Set(), filed: [], seconds: 0, error: null },
  };
  let waiting: Parcelled[] = [];
  let together = false;
  let isWorkbook = false;
  let leaving = new AbortController();
  const change = (next: Partial<RunState>): void => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  const begin = async (): Promise<void> => {
    isWorkbook = (await file.slice(0, 2).text()) === 'PK';
    const rows = isWorkbook ? null : await readRows(file);
    waiting = queued(rows, rows?.units ?? []);
    const parcels = waiting.reduce((sum, one) => sum + one.parcels, 0);
    change({ stage: 'checking', rows, parts: waiting.length, parcels });
    await work();
  };
  const queued = (rows: Rows | null, units: readonly Unit[]): Parcelled[] =>
    rows === null
      ? [{ part: null, parcels: 0 }]
      : partsOf(rows, units).map((part) => ({ part, parcels: part.parcels }));
  const work = async (): Promise<void> => {
    leaving = new AbortController();
    const { signal } = leaving;
    const since = performance.now() - state.seconds * 1000;
    change({ error: null });
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        try {
          take(next, await answerTo(next, signal));
        } catch (error) {
          waiting.unshift(next);
          throw error;
        }
        change({ seconds: Math.round((performance.now() - since) / 100) / 10 });
      }
    };
    const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
    const failed = ended.find((one) => one.status === 'rejected');
    if (failed !== undefined) {
      change({ error: signal.aborted ? new Stopped() : failed.reason });
      return;
    }
    change({ stage: state.stage === 'checking' ? 'checked' : 'sent' });
  };
  const answerTo = async ({ part }: Parcelled, signal: AbortSignal) => {
    const { rows, stage } = state;
    const content = part === null || rows === null ? file : fileOf(rows, part);
    const type = isWorkbook ? XLSX : CSV;
    const query = stage === 'checking' ? { check: true } : together ? { allOrNothing: true } : {};
    return patiently(signal, () => call('declareFile', { query, file: { type, content }, signal }));
  };
  const take = ({ part }: Parcelled, { declarations, filed, refused }: Answer<'declareFile'>) => {
    const { rows, stage } = state;
    const numberOf = (row: number): number =>
      part === null || rows === null ? row : (rows.numbers[part.records[row - 2] ?? -1] ?? row);
    const isCheck = stage === 'checking';
    const errors = [...state.errors];
    const wrongRows = new Set(state.wrongRows);
    for (const { orderNo, rows: own, findings } of declarations) {
      if (findings.length === 0) continue;
      for (const row of own) wrongRows.add(numberOf(row));
      for (const one of findings) {
        errors.push({ ...one, row: numberOf(one.row), orderNo, key: errors.length });
      }
    }
    change({
      ...{ errors, wrongRows, done: state.done + declarations.length },
      parcels: Math.max(state.parcels, part === null ? declarations.length : 0),
      right: state.right + (isCheck ? declarations.length - refused : filed),
      filed: [...state.filed, ...declarations.filter((one) => one.filed)],
    });
  };
  const started = (running: Promise<void>): void => {
    running.catch((error: Error) => change({ error }));
  };
  started(begin());
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    resume: () => started(state.stage === 'reading' ? begin() : work()),
    send: (all) => {
      together = all;
      const { rows, wrongRows } = state;
      const isRight = ({ records }: Unit) =>
        records.every((place) => !wrongRows.has(rows?.numbers[place] ?? 0));
      waiting = queued(rows, rows?.units.filter(isRight) ?? []);
      // A workbook goes as a whole, and its wrong rows are told once more.
      const known = rows === null ? { errors: [], wrongRows: new Set<number>() } : {};
      const parcels = waiting.reduce((sum, one) => sum + one.parcels, 0);
      change({ stage: 'sending', done: 0, right: 0, seconds: 0, parcels, ...known });
      started(work());
    },
    stop: () => leaving.abort(),
  };
}

const CSV = 'text/csv';

/** The person stopped it; it can go on. */
export class Stopped extends Error {
  override name = 'Stopped';
}

/** Tries again what may pass, for as long as the platform says. */
async function patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof CallError && error.isOver) tellOver();
      const status = error instanceof CallError ? (error.problem?.status ?? 0) : -1;
      const mayPass = [0, 429, 503].includes(status) && tried < TRIES && !signal.aborted;
      if (!mayPass) throw error;
      const seconds = (error as CallError).retryAfter ?? 2;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  }
}
