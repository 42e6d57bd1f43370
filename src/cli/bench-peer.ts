import type { Profile } from '../registry/profile.ts';
import { readProfile } from '../registry/profile-file.ts';
import { isInstalled, type Measured } from '../sandbox/bench/compare.ts';
import { rounded } from '../sandbox/bench/latencies.ts';
import type { Outcome } from './bench-outcome.ts';
import { NotDone, UsageError } from './command.ts';
import { DEFAULT_PROFILE } from './defaults.ts';

/** Debian's package of each program that we are compared with. */
const PACKAGES: Readonly<Record<string, string>> = {
  xmllint: 'libxml2-utils',
  xmlsec1: 'xmlsec1',
};

/** @throws NotDone in one sentence when the program is not installed */
export function needPeer(program: string): void {
  if (isInstalled(program)) return;
  const packageName = PACKAGES[program] ?? program;
  throw new NotDone(
    `${program} is not installed, and without it there is nothing to compare with: ` +
      `apt-get install ${packageName}, or brew install libxml2 libxmlsec1.`,
  );
}

/** The law that sample messages are made under. */
export async function benchProfile(): Promise<Profile> {
  const profile = await readProfile(DEFAULT_PROFILE);
  if (!profile.ok) throw new UsageError(`The profile cannot be used: ${profile.error[0]?.en}.`);
  return profile.value;
}

/** Every round of every contest, microseconds of one pass. */
export function roundSamples(measured: readonly Measured[]): Outcome['samples'] {
  const rows = measured.flatMap(({ name, rounds }) =>
    rounds.map(({ ours, peer, oursCpu, peerCpu }, round) => {
      const times = [ours, peer, oursCpu, peerCpu].map((time) => rounded(time, 3));
      return [name, round, ...times];
    }),
  );
  const columns = ['name', 'round', 'oursMicros', 'peerMicros', 'oursCpuMicros', 'peerCpuMicros'];
  return { columns, rows };
}
