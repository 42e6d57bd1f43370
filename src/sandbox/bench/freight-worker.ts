import { parentPort, workerData } from 'node:worker_threads';
import { present } from '../../base/assert.ts';
import { readProfile } from '../../registry/profile-file.ts';
import type { Credentials } from '../world/credentials.ts';
import { type ChunkOrder, makeChunk } from './chunk.ts';

/** What a worker of the freight yard is started with. */
export type WorkerGift = {
  readonly profileDir: string;
  readonly credentials: ReadonlyMap<string, Credentials>;
};

// A thread of its own: makes the chunks it is asked for and hands their memory over.
const port = present(parentPort, 'the thread that ordered');
const { profileDir, credentials } = workerData as WorkerGift;
const profile = await readProfile(profileDir);
if (!profile.ok) throw new Error(`the profile cannot be used: ${profile.error[0]?.en}`);
const law = profile.value;

port.on('message', (order: ChunkOrder) => {
  const chunk = makeChunk(order, law, credentials);
  const memory = [chunk.bytes, chunk.ends, chunk.parcelEnds].map(({ buffer }) => buffer);
  port.postMessage(chunk, memory as ArrayBuffer[]);
});
