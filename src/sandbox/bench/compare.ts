import { spawnSync } from 'node:child_process';
import { Bug } from '../../base/assert.ts';
import { median, rounded } from './latencies.ts';
import { endedChildrenMicros } from './processes.ts';

/** The same work done by us and by another program. */
export type Contest = {
  readonly name: string;
  /** One pass of ours. */
  readonly ours: () => void;
  /** Runs the program over so many passes. */
  readonly peer: (passes: number) => void;
  /** A first guess of the passes that fill a part of a second. */
  readonly passes: number;
};

/** Microseconds of one pass in one round. */
export type Round = {
  readonly ours: number;
  readonly peer: number;
  readonly oursCpu: number;
  readonly peerCpu: number;
};

/** One measured contest: its rounds in order. */
export type Measured = { readonly name: string; readonly rounds: readonly Round[] };

/** Long enough that the ticks in which the system counts CPU time do not matter. */
const SPAN = 400_000;

/**
 * Measures contests in turns, so that whatever else the machine does meets both sides: each round
 * runs ours, then the program once with one pass and once with many; the difference of the two is
 * free of its start.
 */
export function compare(
  contests: readonly Contest[],
  rounds: number,
  onRound: (done: number, all: number) => void,
): Measured[] {
  const passes = contests.map(calibrate);
  const all = contests.map(({ name }) => ({ name, rounds: [] as Round[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [i, contest] of contests.entries()) {
      all[i]!.rounds.push(playRound(contest, passes[i]!));
    }
    onRound(round + 1, rounds);
  }
  return all;
}

type Passes = { readonly ours: number; readonly peer: number };

function calibrate({ ours, peer, passes }: Contest): Passes {
  // The first passes also let the compiler see the work.
  for (let i = 0; i < passes; i += 1) ours();
  const own = timed(passes, ours).wall;
  const theirs = peerPass(peer, passes).wall;
  // Bounded, because a list of files may be no longer than a command line.
  const passesFor = (each: number) =>
    Math.min(passes * 10, Math.max(2, Math.ceil(SPAN / Math.max(each, 1))));
  return { ours: passesFor(own), peer: passesFor(theirs) };
}

function playRound({ ours, peer }: Contest, passes: Passes): Round {
  const own = timed(passes.ours, ours);
  const theirs = peerPass(peer, passes.peer);
  return { ours: own.wall, peer: theirs.wall, oursCpu: own.cpu, peerCpu: theirs.cpu };
}

/** Microseconds of one pass. */
export type Spent = { readonly wall: number; readonly cpu: number };

/** What one pass of some work takes, by the clock and of CPU time. */
export function timed(count: number, work: () => void): Spent {
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i += 1) work();
  const wall = Number(process.hrtime.bigint() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { wall: wall / count, cpu: (user + system) / count };
}

function peerPass(peer: (passes: number) => void, passes: number): Spent {
  const run = (count: number): Spent => {
    const cpu = endedChildrenMicros();
    const start = process.hrtime.bigint();
    peer(count);
    const wall = Number(process.hrtime.bigint() - start) / 1_000;
    return { wall, cpu: endedChildrenMicros() - cpu };
  };
  const [one, many] = [run(1), run(passes + 1)];
  return { wall: (many.wall - one.wall) / passes, cpu: (many.cpu - one.cpu) / passes };
}

/** A comparison in figures; `ratio` above 1: ours needs less. */
export type Verdict = {
  readonly ours: number;
  readonly peer: number;
  readonly ratio: number;
  readonly wallRatio: number;
};

/**
 * What the rounds say, each figure the middle one of all. By CPU time, since the question is what a
 * core does and other work on the machine does not touch it; the threads that collect our garbage
 * count too. Where the system does not tell the CPU time of a program, by the clock.
 * @param work what one pass does, in the unit of the figures times a microsecond
 */
export function verdictOf(rounds: readonly Round[], work: number): Verdict {
  const byCpu = rounds.every(({ peerCpu }) => peerCpu > 0);
  const own = (round: Round): number => (byCpu ? round.oursCpu : round.ours);
  const theirs = (round: Round): number => (byCpu ? round.peerCpu : round.peer);
  return {
    ours: rounded(work / median(rounds.map(own))),
    peer: rounded(work / median(rounds.map(theirs))),
    ratio: rounded(median(rounds.map((round) => theirs(round) / own(round))), 2),
    wallRatio: rounded(median(rounds.map(({ ours, peer }) => peer / ours)), 2),
  };
}

/** The rounds of several contests as one that does the work of them all. */
export function together(all: readonly Measured[]): Round[] {
  const count = all[0]?.rounds.length ?? 0;
  return Array.from({ length: count }, (_, i) => {
    const sum = (name: keyof Round) =>
      all.reduce((total, { rounds }) => total + rounds[i]![name], 0);
    return {
      ours: sum('ours'),
      peer: sum('peer'),
      oursCpu: sum('oursCpu'),
      peerCpu: sum('peerCpu'),
    };
  });
}

/** Whether a program can be started here. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** Runs a program to its end. @param taken exit codes that mean it did its work */
export function runPeer(
  program: string,
  args: readonly string[],
  cwd: string,
  taken: readonly number[] = [0],
): void {
  const { status, error } = spawnSync(program, args, { cwd, stdio: 'ignore' });
  if (error === undefined && status !== null && taken.includes(status)) return;
  throw new Bug(`${program} ended with ${error?.message ?? status}`);
}
