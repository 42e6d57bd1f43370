import { isFault } from '../io/faults.ts';
import { type Command, runCommand, type Terminal, UsageError } from './command.ts';
import { COMMANDS, overview } from './commands.ts';
import { processTerminal } from './terminal.ts';

/** Runs `onestep ARGS...` and gives its exit code: 0 done, 1 not done, 2 called wrongly. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help') {
    terminal.out(overview());
    return 0;
  }
  const command: Command | undefined = COMMANDS.find((one) => one.name === name);
  try {
    if (command === undefined) {
      throw new UsageError(`There is no command "${name}". See: onestep --help`);
    }
    return await runCommand(command, rest, terminal);
  } catch (error) {
    return explainFailure(error, terminal);
  }
}

function explainFailure(error: unknown, terminal: Terminal): number {
  if (error instanceof UsageError) {
    terminal.err(error.message);
    return 2;
  }
  if (isFault(error)) {
    terminal.err(error.message);
    return 1;
  }
  throw error;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2), processTerminal());
