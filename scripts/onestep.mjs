#!/usr/bin/env node
import { runSource } from './ready.mjs';

await runSource('src/cli/main.ts', process.argv.slice(2));
