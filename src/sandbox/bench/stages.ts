import type { Frame, Sampled } from './cpu-profile-json.ts';

/**
 * Which stage a file belongs to. The innermost frame that a row knows decides; what none knows,
 * such as `src/base` or Node's own code, is done for whoever called it.
 */
const STAGES: readonly (readonly [file: RegExp, stage: string])[] = [
  [/\/src\/xml\/(signature|canonical|algorithms|output|order)/, 'signature: canonical form, RSA'],
  [/\/src\/xml\//, 'scan of the XML'],
  [/\/src\/documents\/(evidence|message-id)/, 'evidence: hash and compression'],
  [
    /\/src\/documents\/(codec|compiled|read|content|values|structure|lines|identity)/,
    'decode and check of fields',
  ],
  [/\/src\/documents\//, 'documents: terms and rows'],
  [/\/src\/(registry|matching|clearance|inspection|ledger|receipts|flows)\//, ''],
  [/\/src\/window\//, 'window: routes'],
  [/\/node_modules\/pg[\w-]*\/|\/src\/io\/postgres/, 'database driver'],
  [/\/node_modules\/(pino|prom-client|thread-stream)/, 'logs and metrics'],
  [/\/node_modules\//, 'HTTP framework'],
  [/\/src\/cli\//, 'process'],
];

const NO_FILE: ReadonlyMap<string, string> = new Map([
  ['(garbage collector)', 'garbage collection'],
  ['(program)', 'native code outside of JavaScript'],
]);

/** The stage of one sample; null when the thread had nothing to do. */
export function stageOf(frame: Frame): string | null {
  if (frame.name === '(idle)') return null;
  const native = NO_FILE.get(frame.name);
  if (native !== undefined) return native;
  for (let at: Frame | null = frame; at !== null; at = at.parent) {
    const { url } = at;
    const found = url === '' ? undefined : STAGES.find(([file]) => file.test(url));
    if (found !== undefined) return found[1] === '' ? folderOf(url) : found[1];
  }
  return 'sockets and HTTP of Node';
}

function folderOf(url: string): string {
  return /\/src\/(\w+)\//.exec(url)?.[1] ?? 'process';
}

/** Microseconds of each stage between two moments, over all threads; the largest first. */
export function timeByStage(
  threads: readonly Sampled[],
  from: number,
  to: number,
): (readonly [stage: string, micros: number])[] {
  const sums = new Map<string, number>();
  const known = new Map<Frame, string | null>();
  for (const { frames, at, spans } of threads) {
    for (const [i, frame] of frames.entries()) {
      if (at[i]! < from || at[i]! > to) continue;
      if (!known.has(frame)) known.set(frame, stageOf(frame));
      const stage = known.get(frame);
      if (stage !== null && stage !== undefined) {
        sums.set(stage, (sums.get(stage) ?? 0) + spans[i]!);
      }
    }
  }
  return [...sums].sort((a, b) => b[1] - a[1]);
}
