import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { present } from '../../base/assert.ts';
import { type LaneWork, laneLoop } from './lane-loop.ts';

// A thread of its own: warms up, says so, scans when it is told, and hands over what lanes saw.
const port = present(parentPort, 'the thread that measures');
const { warming, load, parcels } = workerData as LaneWork;
await laneLoop(warming, parcels);
port.postMessage(null);
await once(port, 'message');
port.postMessage(await laneLoop(load, parcels));
port.close();
