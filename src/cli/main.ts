import { isFault } from '../io/faults.ts';
import { type Command, NotDone, runCommand, type Terminal, UsageError } from './command.ts';
import { COMMAND_NAMES, findCommand, overview } from './commands.ts';
import { versionOf } from './defaults.ts';
import { fileFault } from './files.ts';
import { endQuietlyOnClosedPipe, processTerminal } from './terminal.ts';

/** Runs `onestep ARGS...` and gives its exit code: 0 done, 1 not done, 2 called wrongly. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h') {
    return tell(terminal, await overview());
  }
  if (name === '--version') return tell(terminal, versionOf());
  if (name === 'help')
    return rest[0] === undefined ? main([], terminal) : helpOf(rest[0], terminal);
  try {
    return await runCommand(await commandOf(name), rest, terminal);
  } catch (error) {
    return explainFailure(error, terminal);
  }
}

function tell(terminal: Terminal, text: string): number {
  terminal.out(text);
  return 0;
}

function helpOf(name: string, terminal: Terminal): Promise<number> {
  return main([name, '--help'], terminal);
}

async function commandOf(name: string): Promise<Command> {
  const command = await findCommand(name);
  if (command !== null) return command;
  const near = COMMAND_NAMES.find((one) => one.startsWith(name.slice(0, 3)));
  const guess = near === undefined ? '' : ` Did you mean ${near}?`;
  throw new UsageError(`There is no command "${name}".${guess} See: onestep --help`);
}

function explainFailure(error: unknown, terminal: Terminal): number {
  const known = isFault(error) ? error : fileFault(error, 'a file');
  if (known instanceof UsageError) {
    terminal.err(known.message);
    return 2;
  }
  if (isFault(known) || known instanceof NotDone) {
    terminal.err(known.message);
    return 1;
  }
  throw known;
}

if (import.meta.main) {
  endQuietlyOnClosedPipe();
  process.exitCode = await main(process.argv.slice(2), processTerminal());
}
