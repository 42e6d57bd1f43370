import { startEmbedded } from '../src/io/embedded.ts';

/*
 * For tests of several processes on one data directory: starts its database, prints where it is,
 * and stays until it is killed (SIGKILL: the database goes on) or told to end (SIGTERM: it stops).
 */
const embedded = await startEmbedded({ dataDir: process.argv[2] ?? '', durable: false });
process.stdout.write(`${JSON.stringify({ pid: embedded.pid(), url: embedded.url })}\n`);
const stay = setInterval(() => {}, 1_000);
process.once('SIGTERM', async () => {
  clearInterval(stay);
  await embedded.stop();
});
