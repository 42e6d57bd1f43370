import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One place in a program, by the profile's own numbers. */
export type Frame = {
  readonly name: string;
  /** Address of the file; empty for what is no JavaScript. */
  readonly url: string;
  readonly parent: Frame | null;
};

/** A sampled thread: at each moment the innermost frame. Microseconds of the monotonic clock. */
export type Sampled = {
  readonly frames: readonly Frame[];
  readonly at: readonly number[];
  readonly spans: readonly number[];
};

type RawNode = {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
};

type Raw = {
  readonly nodes: readonly RawNode[];
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
};

/** Every profile that `node --cpu-prof` left in a folder: one of each thread. */
export function readProfiles(dir: string): Sampled[] {
  const names = readdirSync(dir).filter((name) => name.endsWith('.cpuprofile'));
  return names.map((name) => sampledOf(JSON.parse(readFileSync(join(dir, name), 'utf8')) as Raw));
}

function sampledOf({ nodes, startTime, samples, timeDeltas }: Raw): Sampled {
  const frames = framesOf(nodes);
  let time = startTime;
  const at = timeDeltas.map((delta) => {
    time += delta;
    return time;
  });
  // A sample stands for the time until the next one.
  const spans = at.map((one, i) => (at[i + 1] ?? one) - one);
  return { frames: samples.map((id) => frames.get(id)!), at, spans };
}

function framesOf(nodes: readonly RawNode[]): Map<number, Frame> {
  const parents = new Map<number, number>();
  for (const { id, children = [] } of nodes) for (const one of children) parents.set(one, id);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const frames = new Map<number, Frame>();
  const frameOf = (id: number): Frame => {
    const known = frames.get(id);
    if (known !== undefined) return known;
    const { functionName, url } = byId.get(id)!.callFrame;
    const above = parents.get(id);
    const parent = above === undefined ? null : frameOf(above);
    const frame: Frame = { name: functionName, url, parent };
    frames.set(id, frame);
    return frame;
  };
  for (const { id } of nodes) frameOf(id);
  return frames;
}
