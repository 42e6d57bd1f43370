import { appendFile } from 'node:fs/promises';
import { journal } from '../inspection/journal.ts';
import { systemClock } from '../io/clock.ts';
import { type Terminal, textOf, UsageError, type Values } from './command.ts';
import { openDatabase } from './database.ts';
import { fileFault, writeOutput } from './files.ts';

/** `draw journal`: writes down what is to be seen of all draws now. @returns the exit code */
export async function writeJournal(values: Values, terminal: Terminal): Promise<number> {
  const out = textOf(values, 'out');
  if (out === undefined) throw new UsageError('Give --out FILE. See: onestep draw --help');
  const db = await openDatabase(values, systemClock, { create: false });
  const count = { draws: 0, blocks: 0 };
  try {
    await writeOutput(out, '');
    for await (const page of journal(db, systemClock.now())) {
      const lines = page.map((entry) => `${JSON.stringify(entry)}\n`);
      await appendFile(out, lines.join('')).catch((error: unknown) => {
        throw fileFault(error, out);
      });
      count.draws += page.filter((entry) => 'sequence' in entry).length;
      count.blocks += page.filter((entry) => 'digest' in entry).length;
    }
  } finally {
    await db.close();
  }
  if (values.json === true) terminal.out(JSON.stringify({ file: out, ...count }, null, 2));
  else terminal.out(`${out}: ${count.draws} draws, ${count.blocks} blocks`);
  return 0;
}
