#!/usr/bin/env node
import { existsSync } from 'node:fs';

const PROGRAM = 'src/cli/main.ts';

// The package that `npm pack` makes carries this file, as npm takes every program along.
if (existsSync(new URL(`../${PROGRAM}`, import.meta.url))) {
  const { runSource } = await import('./ready.mjs');
  const args = process.argv.slice(2);
  const serves = args[0] === 'serve' || args[0] === 'start';
  const { buildConsole } = serves ? await import('./console.mjs') : {};
  await runSource(PROGRAM, args, buildConsole);
} else {
  console.error('This package holds onestep/client only; the program runs from a clone.');
  process.exitCode = 1;
}
