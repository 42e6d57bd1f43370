import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDataDir } from '../src/io/embedded.ts';
import { migrate } from '../src/io/migrate.ts';
import { schemaText } from './schema-text.ts';

/** Writes db/schema.sql anew: an empty database, all migrations, the catalogue as text. */
async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'onestep-schema-'));
  try {
    const db = await connectDataDir(dataDir, { create: true, max: 1 });
    try {
      await migrate(db, 0);
      writeFileSync(new URL('../db/schema.sql', import.meta.url), await schemaText(db));
    } finally {
      await db.close();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

await main();
