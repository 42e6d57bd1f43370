import { main } from '../../src/cli/main.ts';

/** What a command wrote and how it ended. */
export type Called = {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** `out` as JSON. */
  json(): unknown;
};

/** Calls a command in this process, on a terminal that nobody watches. */
export async function call(...args: string[]): Promise<Called> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await main(args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    interactive: false,
    redraw: () => undefined,
  });
  const text = out.join('\n');
  return { code, out: text, err: err.join('\n'), json: () => JSON.parse(text) };
}
