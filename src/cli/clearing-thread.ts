import { parentPort, workerData } from 'node:worker_threads';
import { present } from '../base/assert.ts';
import { openArchive } from '../documents/archive.ts';
import { startClearing } from '../flows/clearing.ts';
import { warmSightings } from '../flows/warm-sightings.ts';
import { worksFrame } from '../flows/works-frame.ts';
import { systemClock } from '../io/clock.ts';
import { connect } from '../io/postgres.ts';
import type { FromHall, HallGift, ToHall } from './hall.ts';
import { stopwatch } from './stopwatch.ts';
import { houseOn } from './wire.ts';

// The thread of `clearing-hall.ts`: a house of its own on the same database.
const port = present(parentPort, 'the thread that opened the hall');
const { databaseUrl, archiveDir } = workerData as HallGift;
const tell = (message: FromHall): void => port.postMessage(message);

const db = connect(databaseUrl, { byKey: true, name: 'onestep clearing' });
const own = await houseOn(db, systemClock, { archive: openArchive(archiveDir) });
// Nobody waits for receipts here; those who do are on the other side.
const announce = (last: ReadonlyMap<string, bigint>): void => tell({ kind: 'announce', last });
const house = { ...own, news: { ...own.news, announce } };
// Without it rules know less of who came before; that is no reason not to clear.
await warmSightings(own).catch((error) => tell({ kind: 'failure', error: String(error) }));

let seen = 0;
let awaited = false;
const tellState = (): void => {
  const { load, age, decided } = clearing;
  tell({ kind: 'state', seen, load: load(), age: age(), decided: decided() });
};
const tellWhenIdle = async (): Promise<void> => {
  if (awaited) return;
  awaited = true;
  while (clearing.load() > 0) await clearing.idle();
  awaited = false;
  tellState();
};
const frame = worksFrame(house, {
  stopwatch,
  news: {
    onBatch: (_, items) => {
      tell({ kind: 'batch', items });
      // The batch is taken now and under way in a moment.
      setImmediate(tellState);
    },
    onFailure: (_, error) => tell({ kind: 'failure', error: String(error) }),
  },
});
const clearing = startClearing(frame);

port.on('message', async (told: ToHall) => {
  if (told.kind === 'terms') return house.terms.put(Buffer.from(told.block.buffer), told.messages);
  if (told.kind === 'looks') {
    seen += told.looks.length;
    clearing.look(told.looks);
    tellState();
    return tellWhenIdle();
  }
  await clearing.idle();
  await db.close();
  port.close();
});
tellState();
