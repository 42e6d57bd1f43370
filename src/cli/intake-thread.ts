import { parentPort, workerData } from 'node:worker_threads';
import { present } from '../base/assert.ts';
import { openArchive } from '../documents/archive.ts';
import { systemClock } from '../io/clock.ts';
import { connect } from '../io/postgres.ts';
import { openHall } from './clearing-hall.ts';
import type { HallGift } from './hall.ts';
import type { Answer, Call, FromIntake, ToIntake } from './intake.ts';
import { stopwatch } from './stopwatch.ts';
import { wire } from './wire.ts';

/** Milliseconds between two looks at the registry when nothing is filed. */
const REFRESH = 1_000;

// The thread of `intake-hall.ts`: a house of its own on the same database, before that of clearing.
const port = present(parentPort, 'the thread that opened intake');
const gift = workerData as HallGift;
const tell = (message: FromIntake): void => port.postMessage(message);

const db = connect(gift.databaseUrl, { byKey: true, name: 'onestep intake' });
let [seen, bytes, scheduled] = [0, 0, false];
let answers: Answer[] = [];
let isOpen = false;

/** Once a turn of the event loop, whatever happened in it. */
function tellTurn(): void {
  if (scheduled || !isOpen) return;
  scheduled = true;
  setImmediate(() => {
    scheduled = false;
    const { load, hungry, decided, stages } = works;
    const now = { load: load(), hungry: hungry(), decided: decided(), stages: stages() };
    tell({ kind: 'turn', answers, state: { seen, bytes, ...now } });
    answers = [];
  });
}

const { house, works, reception, close } = await wire(
  db,
  systemClock,
  {
    onBatch: (stage, items) => {
      tell({ kind: 'batch', stage, items });
      tellTurn();
    },
    onFailure: (stage, error) => tell({ kind: 'failure', stage, error: String(error) }),
  },
  {
    archive: openArchive(gift.archiveDir),
    pace: stopwatch,
    // Nobody waits for receipts here; those who do are on the other side.
    announce: (last) => tell({ kind: 'announce', last }),
    hall: (news) => openHall(gift, { ...news, onState: tellTurn }),
  },
);

function begin(call: Call): Promise<unknown> {
  if (call.name === 'submit') return reception.submit(...call.args);
  if (call.name === 'submitFor') return reception.submitFor(...call.args);
  if (call.name === 'declare') return reception.declare(...call.args);
  return reception.declareFile(...call.args);
}

async function answer(id: number, done: Promise<unknown>): Promise<void> {
  const answered = await done.then(
    (value): Answer => ({ id, value }),
    (error: unknown): Answer => ({ id, error }),
  );
  answers.push(answered);
  tellTurn();
}

const refreshing = setInterval(() => {
  // The next one looks again, and whoever files looks for himself.
  house.registry.fresh(house.db).catch(() => undefined);
}, REFRESH);

port.on('message', async (told: ToIntake) => {
  if (told.kind === 'end') {
    clearInterval(refreshing);
    await works.idle();
    await close();
    await db.close();
    port.close();
    return;
  }
  for (const task of told.tasks) {
    if (task.kind === 'looks') works.look(task.looks);
    else {
      void answer(task.id, begin(task.call));
      bytes += task.bytes;
    }
    seen += 1;
  }
  tellTurn();
});
isOpen = true;
tellTurn();
