import type { Terminal } from './command.ts';

/** The real terminal: results on standard output, everything else on standard error. */
export function processTerminal(): Terminal {
  const interactive = process.stderr.isTTY === true;
  return {
    colours: process.stdout.isTTY === true && !process.env.NO_COLOR,
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    interactive,
    redraw: (lines, previous) => {
      if (!interactive) return;
      // Lines that wrap or scroll away could not be drawn over.
      const rows = (process.stderr.rows || 24) - 1;
      const up = previous > 0 ? `\u001b[${Math.min(previous, rows)}A` : '';
      const text = lines.slice(0, rows).map((line) => `\u001b[2K${line}\n`);
      process.stderr.write(`\u001b[?7l${up}${text.join('')}\u001b[J\u001b[?7h`);
    },
  };
}

/** Whoever reads us may stop early, as `head` does: then there is nothing left to do. */
export function endQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(1);
      throw error;
    });
  }
}

const COLOURS = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const;

/** Paints text where the terminal shows colours, and leaves it alone elsewhere. */
export function paintFor({ colours = false }: Pick<Terminal, 'colours'>) {
  return (colour: keyof typeof COLOURS, text: string): string =>
    colours ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text;
}

const SPAN = 24;

/** A progress bar on one line; silent where nobody watches. */
export function progressBar(
  terminal: Terminal,
  title: string,
): (done: number, all: number) => void {
  let drawn = 0;
  let last = -1;
  return (done, all) => {
    const share = all === 0 ? SPAN : Math.floor((done * SPAN) / all);
    if (!terminal.interactive || (share === last && done !== all)) return;
    last = share;
    const bar = `${'█'.repeat(share)}${'░'.repeat(SPAN - share)}`;
    terminal.redraw([`${title} ${bar} ${done}/${all}`], drawn);
    drawn = 1;
  };
}

/** Says what is being done until it is: a line that counts seconds, or on no terminal just once. */
export async function doing<T>(terminal: Terminal, what: string, work: Promise<T>): Promise<T> {
  if (!terminal.interactive) {
    terminal.err(`${what} ...`);
    return work;
  }
  const began = performance.now();
  const seconds = (): number => Math.round((performance.now() - began) / 1_000);
  terminal.redraw([`${what} ...`], 0);
  const timer = setInterval(() => terminal.redraw([`${what} ... ${seconds()} s`], 1), 1_000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
