import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Running, run } from '../../src/cli/running.ts';
import { createLog } from '../../src/io/log.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { brokenLaws, countOf } from './desk.ts';
import { type Papers, paperMill, signed } from './papers.ts';
import { EVENING, openZone, PAYFIRM, PLATFORM, type Zone } from './zone.ts';

// A platform over HTTP with a database of its own, asked for more than it can do by one enterprise
// while another goes on as ever.
const SECONDS = Number(process.env.ONESTEP_OVERLOAD_SECONDS ?? 4);
const CONNECTIONS = Number(process.env.ONESTEP_OVERLOAD_CONNECTIONS ?? 100);

let zone: Zone;
let running: Running;
let papers: Papers[];

beforeAll(async () => {
  zone = await openZone();
  const clock = { now: () => EVENING };
  const log = createLog({ level: 'silent' });
  const place = { host: '127.0.0.1', port: 0, profileDir: '', version: 'test' };
  running = await run({ db: zone.db, clock, log, ...place });
  const mill = paperMill(zone.profile);
  papers = Array.from({ length: 400 }, () => mill.parcel());
});
afterAll(async () => {
  await running?.stop();
  await zone?.database.drop();
});

type Answer = { readonly status: number; readonly retryAfter: number; readonly took: number };

function post(agent: Agent, bytes: Uint8Array, party: Party): Promise<Answer> {
  const began = performance.now();
  const { token } = zone.cardOf(party);
  return new Promise((resolve, reject) => {
    const call = request(
      `${running.url}/v1/messages`,
      {
        agent,
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/xml',
          'content-length': bytes.length,
        },
      },
      (response) => {
        response.resume();
        response.on('end', () => {
          const retryAfter = Number(response.headers['retry-after'] ?? 0);
          resolve({
            status: response.statusCode ?? 0,
            retryAfter,
            took: performance.now() - began,
          });
        });
      },
    );
    call.on('error', reject);
    call.end(bytes);
  });
}

/** Messages without end: the same records under another guid, or others under the same. */
function* messages(party: Party, kind: 'order' | 'payment' | 'waybill', records: number) {
  const card = zone.cardOf(party);
  for (let i = 0; ; i = (i + records) % papers.length) {
    const part = papers.slice(i, i + records).map((one) => one[kind]);
    yield signed(part, { sender: party, card });
  }
}

async function gentle(agent: Agent, seconds: number, source: Iterator<Uint8Array>) {
  const answers: Answer[] = [];
  const end = performance.now() + seconds * 1_000;
  while (performance.now() < end) {
    answers.push(await post(agent, source.next().value!, PAYFIRM));
    await new Promise((done) => setTimeout(done, 40));
  }
  return answers;
}

function percentile(answers: readonly Answer[], share: number): number {
  const took = answers.map((one) => one.took).sort((a, b) => a - b);
  return took[Math.min(took.length - 1, Math.floor(took.length * share))]!;
}

describe('one enterprise that sends nearly everything', () => {
  it('delays another hardly at all, and nothing that was accepted is lost', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    const crowd = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    const small = messages(PAYFIRM, 'payment', 5);
    await gentle(agent, 0.5, small);
    const alone = await gentle(agent, SECONDS / 2, small);
    // Made beforehand: signing would take the time that the platform is to have.
    const source = messages(PLATFORM, 'order', 100);
    const stock = Array.from({ length: 4 }, () => source.next().value!);
    const heavy: Answer[] = [];
    let next = 0;
    let over = false;
    const lane = async (): Promise<void> => {
      while (!over) {
        // What was sent before is sent anew with other bytes: a comment behind the end.
        const bytes = Buffer.concat([stock[next % stock.length]!, Buffer.from(`<!--${next}-->`)]);
        next += 1;
        heavy.push(await post(crowd, bytes, PLATFORM));
      }
    };
    const began = performance.now();
    const lanes = Array.from({ length: CONNECTIONS }, lane);
    await new Promise((done) => setTimeout(done, 1_000));
    const crowded = await gentle(agent, SECONDS, small);
    const metrics = await (await fetch(`${running.url}/metrics`)).text();
    over = true;
    await Promise.all(lanes);
    const lasted = performance.now() - began;
    agent.destroy();
    crowd.destroy();
    await running.works.idle();

    const [before, during] = [percentile(alone, 0.99), percentile(crowded, 0.99)];
    const accepted = heavy.filter(({ status }) => status === 202);
    const refused = heavy.filter(({ status }) => status === 429);
    // In this time as much is done of the crowd as all of its connections send at once.
    const round = (lasted / accepted.length) * CONNECTIONS;
    if (process.env.ONESTEP_OVERLOAD_SECONDS !== undefined) {
      console.log({
        ...{ alone: alone.length, p50: percentile(alone, 0.5), p99: before },
        ...{ crowded: crowded.length, p50c: percentile(crowded, 0.5), p99c: during },
        ...{ round, accepted: accepted.length, refused: refused.length },
        ...{ h50: percentile(accepted, 0.5), h99: percentile(accepted, 0.99) },
      });
      console.log(metrics.match(/^onestep_(queue|held|refused|batch).*$/gm)?.join('\n'));
    }
    expect(crowded.map(({ status }) => status)).toEqual(crowded.map(() => 202));
    // Bounds in rounds and in what the crowd itself waits, which grow with whatever else the
    // machine does. In one queue for all, half of the others' messages would wait as long as the
    // crowd's.
    expect(percentile(crowded, 0.5)).toBeLessThan(percentile(accepted, 0.5) * 0.6);
    expect(during).toBeLessThan(before * 5 + round * 0.6);
    expect(accepted.length + refused.length).toBe(heavy.length);
    expect(refused.every(({ retryAfter }) => retryAfter >= 1 && retryAfter <= 30)).toBe(true);
    expect(percentile(accepted, 0.99)).toBeLessThan(round * 4);
    const taken = alone.length + crowded.length + accepted.length;
    expect(await countOf(zone.db, 'documents.messages')).toBeGreaterThanOrEqual(taken);
  }, 300_000);

  it('the books are in order', async () => {
    expect(await brokenLaws(zone.db, EVENING)).toEqual([]);
  });
});
