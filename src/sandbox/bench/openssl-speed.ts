import { spawnSync } from 'node:child_process';
import { Bug } from '../../base/assert.ts';
import { type Measured, type Round, timed } from './compare.ts';

/** Passes of ours in one round: about a part of a second. */
const PASSES = 400;

/**
 * Our whole verification of messages that are signed with SM2, beside OpenSSL's verification of the
 * bare signature: no program that reads XML signatures knows SM2, so the peer has less to do.
 * @param contests name and one pass of each
 */
export function besideOpenssl(
  contests: readonly { readonly name: string; readonly ours: () => void }[],
  rounds: number,
): Measured[] {
  for (const { ours } of contests) timed(PASSES, ours);
  const all = contests.map(({ name }) => ({ name, rounds: [] as Round[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [i, { ours }] of contests.entries()) {
      const own = timed(PASSES, ours);
      const peer = sm2Micros();
      all[i]!.rounds.push({ ours: own.wall, oursCpu: own.cpu, peer, peerCpu: peer });
    }
  }
  return all;
}

/** What `openssl speed` says of one verification with SM2, microseconds of CPU time. */
function sm2Micros(): number {
  const { stdout } = spawnSync('openssl', ['speed', '-seconds', '1', 'sm2'], { encoding: 'utf8' });
  const line = (stdout ?? '').split('\n').find((one) => one.includes('CurveSM2')) ?? '';
  const persecond = Number(line.trim().split(/\s+/).at(-1));
  if (!(persecond > 0)) throw new Bug(`openssl speed said ${JSON.stringify(line)}`);
  return 1e6 / persecond;
}
