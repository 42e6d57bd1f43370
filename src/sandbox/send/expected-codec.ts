import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fieldsOf, items, text } from '../../client/wire.ts';
import type { Expected } from '../world/expected.ts';

/** The file is not what `onestep world` writes. */
export class NotExpected extends Error {
  override name = 'NotExpected';
}

/**
 * Reads `expected.json`.
 * @throws NotExpected with one sentence when it cannot be read.
 */
export async function readExpected(path: string): Promise<Expected> {
  const body = await readJson(path);
  try {
    const { messages, documents, lists, sets, quota, stock, draws, declarations } = fieldsOf(body);
    for (const [list, names] of [
      [messages, ['file', 'answer', 'sender']],
      [documents, ['file', 'guid', 'status', 'key', 'kind']],
      [lists, ['file', 'guid', 'status', 'orderNo', 'kind']],
      [sets, ['set', 'kind', 'code']],
      [quota, ['idNumber', 'used']],
    ] as const) {
      checkItems(list, names);
    }
    if (stock !== undefined) checkStock(stock);
    if (declarations !== undefined) {
      checkItems(declarations, ['file', 'name', 'sender', 'status', 'kind']);
    }
    if (draws !== undefined && !Number.isInteger(fieldsOf(draws).most)) {
      throw new TypeError('draws.most is no whole number');
    }
    return body as Expected;
  } catch (error) {
    throw new NotExpected(`${path} is no file of expected outcomes: ${reasonOf(error)}`);
  }
}

/** The token of an officer of the world in a folder; null where it has none. */
export async function officerIn(folder: string): Promise<string | null> {
  const written = await readFile(join(folder, 'keys', 'officers.json'), 'utf8').catch(() => null);
  if (written === null) return null;
  const [first] = Object.values(fieldsOf(JSON.parse(written) as unknown));
  return text(first, 'the token of an officer');
}

function checkStock(stock: unknown): void {
  const { papers, reports, releases, gone, books } = fieldsOf(stock);
  checkItems(papers, ['file', 'ownNo', 'sender', 'kind']);
  checkItems(reports, ['file', 'name', 'path', 'sender', 'answer', 'kind']);
  checkItems(releases, ['paper', 'kind']);
  checkItems(gone, ['guid', 'reader']);
  checkItems(books, ['book', 'keeper', 'record', 'status', 'in', 'out', 'reserved']);
  for (const { lists } of items(books, 'books').map(fieldsOf)) {
    for (const guid of items(lists, 'lists of a line')) text(guid, 'guid');
  }
}

function checkItems(list: unknown, names: readonly string[]): void {
  for (const item of items(list, names.join(', '))) {
    const fields = fieldsOf(item);
    for (const name of names) text(fields[name], name);
  }
}

async function readJson(path: string): Promise<unknown> {
  const content = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new NotExpected(`${path} cannot be read: ${reasonOf(error)}`);
  });
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    throw new NotExpected(`${path} is no JSON: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
