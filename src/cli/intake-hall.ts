import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { hasRoom, type Reception } from '../flows/reception.ts';
import type { HallGift, HallNews } from './hall.ts';
import type { Answer, Call, FromIntake, Intake, Task, ToIntake } from './intake.ts';
import { intakeView } from './intake-view.ts';

const THREAD = new URL('./intake-thread.ts', import.meta.url);
/** What one parcel that was declared in a body counts, beside messages of so many bytes. */
const SAID_BYTES = 4_096;

/**
 * Opens the thread of intake, which opens the one of clearing; resolves when both have read the
 * registry. Should it ever die of a bug outside of its batches, the process does too: it is
 * crash-only and starts over.
 */
export async function openIntake(gift: HallGift, news: HallNews): Promise<Intake> {
  const worker = new Worker(THREAD, { workerData: gift, name: 'intake' });
  const view = intakeView();
  const bring = bringer(worker);
  const calls = openCalls((id, call, bytes) => {
    view.sent(bytes);
    bring({ kind: 'call', id, call, bytes });
  });
  worker.on('message', (told: FromIntake) => {
    if (told.kind === 'turn') {
      // Who hears an answer asks for more: with the state that goes with it.
      view.hear(told.state);
      for (const answer of told.answers) calls.answer(answer);
      view.wake();
    } else if (told.kind === 'announce') news.announce(told.last);
    else if (told.kind === 'batch') news.onBatch?.(told.stage, told.items);
    else news.onFailure?.(told.stage, told.error);
  });
  // The first turn says that it is there; an error until then is the caller's.
  await once(worker, 'message');
  worker.on('error', (error) => {
    throw error;
  });
  const { works, hasSeen } = view;
  return {
    reception: receptionOver(calls.call, {
      room: () => hasSeen() && hasRoom(works),
      whenRoom: view.onTurn,
    }),
    works: {
      ...works,
      look: (looks) => {
        if (looks.length === 0) return;
        view.sent(0);
        bring({ kind: 'looks', looks });
      },
    },
    end: async () => {
      const ended = once(worker, 'exit');
      const last: ToIntake = { kind: 'end' };
      worker.postMessage(last);
      await ended;
    },
  };
}

/** Hands tasks over, once a turn of the event loop all that came in it. */
function bringer(worker: Worker): (task: Task) => void {
  let tasks: Task[] = [];
  return (task) => {
    tasks.push(task);
    if (tasks.length > 1) return;
    setImmediate(() => {
      const turn: ToIntake = { kind: 'turn', tasks };
      worker.postMessage(turn, tasks.flatMap(transferOf));
      tasks = [];
    });
  };
}

/** What is answered is what the reception of the thread answers to that call. */
type Calling = <Answered>(call: Call, bytes: number) => Promise<Answered>;

function receptionOver(calling: Calling, room: Pick<Reception, 'room' | 'whenRoom'>): Reception {
  const copy = (bytes: Uint8Array) => new Uint8Array(bytes);
  return {
    ...room,
    submit: (bytes, sender) =>
      calling({ name: 'submit', args: [copy(bytes), sender] }, bytes.length),
    submitFor: (bytes, sender) =>
      calling({ name: 'submitFor', args: [copy(bytes), sender] }, bytes.length),
    declare: (said, sender) => calling({ name: 'declare', args: [said, sender] }, SAID_BYTES),
    declareFile: (bytes, sender, way) =>
      calling({ name: 'declareFile', args: [copy(bytes), sender, way] }, bytes.length),
  };
}

/** The copies that `receptionOver` made need not be made once more. */
function transferOf(task: Task): ArrayBuffer[] {
  if (task.kind !== 'call') return [];
  const [first] = task.call.args;
  return first instanceof Uint8Array && first.buffer instanceof ArrayBuffer ? [first.buffer] : [];
}

/** Calls that wait for their answers. */
function openCalls(send: (id: number, call: Call, bytes: number) => void) {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  return {
    call: <Answered>(call: Call, bytes: number): Promise<Answered> => {
      const one = Promise.withResolvers<unknown>();
      last += 1;
      waiting.set(last, one);
      send(last, call, bytes);
      return one.promise as Promise<Answered>;
    },
    answer: (answer: Answer): void => {
      const one = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('error' in answer) one?.reject(answer.error);
      else one?.resolve(answer.value);
    },
  };
}
