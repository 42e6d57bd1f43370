import type { SendProgress } from '../sandbox/send/journey.ts';
import type { Terminal } from './command.ts';
import { plainLine, type Scene, tableLines } from './start-table.ts';
import { paintFor } from './terminal.ts';

/** Milliseconds between two plain lines where nobody watches. */
const PLAIN_EVERY = 3_000;
const FIRST_EARLIER = 2_000;

/**
 * Shows how a sending goes: a table that is redrawn on a terminal, elsewhere a line now and then.
 * @param tax reads the tax of what is released so far
 */
export function liveTable(terminal: Terminal, tax: () => Promise<bigint>) {
  const began = performance.now();
  const paint = paintFor({ colours: terminal.interactive && !process.env.NO_COLOR });
  let [drawn, told, sum, reading] = [0, began - FIRST_EARLIER, 0n, false];
  const readTax = async (): Promise<void> => {
    if (reading) return;
    reading = true;
    sum = await tax().catch(() => sum);
    reading = false;
  };
  const draw = (scene: Scene): void => {
    const lines = tableLines(scene, paint);
    terminal.redraw(lines, drawn);
    drawn = lines.length;
  };
  const show = (progress: SendProgress): void => {
    void readTax();
    const now = performance.now();
    const scene = { progress, tax: sum, seconds: (now - began) / 1_000 };
    if (terminal.interactive) draw(scene);
    else if (now - told >= PLAIN_EVERY) {
      told = now;
      terminal.err(plainLine(scene));
    }
  };
  const end = async (progress: SendProgress, seconds: number): Promise<void> => {
    const scene = { progress, tax: await tax(), seconds };
    if (terminal.interactive) draw(scene);
    else for (const line of tableLines(scene, paint)) terminal.out(line);
  };
  return { show, end };
}
