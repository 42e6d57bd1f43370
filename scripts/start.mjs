import { buildConsole } from './console.mjs';
import { runSource } from './ready.mjs';

await runSource('src/cli/main.ts', ['start', ...process.argv.slice(2)], buildConsole);
