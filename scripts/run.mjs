// node scripts/run.mjs FILE.ts ARGS...: runs a script of this project with the pinned Node.
import { runSource } from './ready.mjs';

await runSource(process.argv[2] ?? '', process.argv.slice(3));
