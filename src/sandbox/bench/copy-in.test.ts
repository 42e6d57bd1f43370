import { expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/database.ts';
import { binaryRows, copyClient, copyIn } from './copy-in.ts';

it('copies bytes as they are, and says why not', async () => {
  const own = await createTestDatabase();
  const client = await copyClient(own.url);
  try {
    await client.query('create table copied (body bytea not null, check (length(body) > 0))');
    const values = [Buffer.from('a'), Buffer.alloc(700_000, 'b'), Buffer.from([0, 255, 10])];
    await copyIn(client, 'copied', binaryRows(values));
    const { rows } = await client.query('select body from copied');
    expect(rows.map(({ body }) => Buffer.from(body).equals(values.shift()!))).toEqual([
      true,
      true,
      true,
    ]);
    await expect(copyIn(client, 'copied', binaryRows([Buffer.alloc(0)]))).rejects.toThrow(/check/);
    await copyIn(client, 'copied', binaryRows([Buffer.from('z')]));
    expect((await client.query('select count(*)::int as n from copied')).rows).toEqual([{ n: 4 }]);
  } finally {
    await client.end();
    await own.drop();
  }
});
