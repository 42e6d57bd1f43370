import type { Door } from '../../client/door.ts';
import { glimpse } from '../../client/glimpse.ts';
import type { Expected } from '../world/expected.ts';
import { type DeclaredTrip, declarants } from './declared-steps.ts';
import type { Journey } from './journey.ts';
import type { Doors } from './look-up.ts';
import { type MessageFile, readMessage, tokensBeside } from './message-files.ts';
import { reportsOf } from './requests.ts';
import { type StockTrip, stockSenders } from './stock-steps.ts';

/** There is no token for an enterprise that should send. */
export class NoToken extends Error {
  override name = 'NoToken';
}

/**
 * Registers the records of all files; says who sends each file, who reports the goods of a refund,
 * under the guid of it, who takes part in the traffic of bonded goods, and who declares in full.
 */
export async function prepare(
  journey: Journey,
  files: readonly MessageFile[],
  expected: Expected | null,
  trip: StockTrip | null,
  declared: DeclaredTrip | null,
): Promise<ReadonlyMap<string, string | null>> {
  const senders = new Map<string, string | null>();
  if (expected === null) {
    for (const file of files)
      senders.set(file.path, addRead(journey, file, await readMessage(file)));
    return senders;
  }
  const known = new Map(expected.messages.map((message) => [message.file, message.sender]));
  const sent = new Set(files.map(({ name }) => name));
  addExpected(journey, expected, sent);
  for (const file of files) {
    const sender = known.get(file.name) ?? glimpse(await readMessage(file)).sender;
    senders.set(file.path, sender);
  }
  for (const { guid, goods } of reportsOf(expected, files)) senders.set(guid, goods.site);
  for (const [name, code] of trip === null ? [] : stockSenders(trip)) senders.set(name, code);
  for (const [name, code] of declared === null ? [] : declarants(declared)) senders.set(name, code);
  return senders;
}

function addRead(journey: Journey, file: MessageFile, bytes: Uint8Array): string | null {
  const { sender, type, records } = glimpse(bytes);
  records.forEach(({ guid, key }, record) => {
    if (journey.records.has(guid)) return;
    const more = { file: file.name, record, type: type ?? '', key, guid, wanted: null };
    journey.records.set(guid, { ...more, sender: sender ?? '' });
  });
  return sender;
}

function addExpected(journey: Journey, expected: Expected, sent: ReadonlySet<string>): void {
  for (const document of expected.documents) {
    const { file, record, type, key, guid, sender, status, kind, goods, short } = document;
    if (!sent.has(file)) continue;
    const { code = null, set = null } = document;
    const wanted = { status, code, tax: null, kind, set, goods, short };
    const more = { file, record, type, key, sender, wanted };
    journey.records.set(guid.toUpperCase(), { ...more, guid: guid.toUpperCase() });
  }
  for (const list of expected.lists) {
    if (!sent.has(list.file)) continue;
    const { file, record, sender, status, code, tax, kind, set, short } = list;
    const guid = list.guid.toUpperCase();
    const key = `${list.ebpCode}/${list.orderNo}`;
    const wanted = { status, code, tax, kind, set, short };
    journey.records.set(guid, { file, record, type: 'CEB621', key, guid, sender, wanted });
  }
}

/**
 * A door for every sender.
 * @throws NoToken when a message has a sender without a token.
 */
export async function openDoors(
  { url, token }: { readonly url: string; readonly token?: string | undefined },
  files: readonly MessageFile[],
  senders: ReadonlyMap<string, string | null>,
): Promise<Doors> {
  const beside = token === undefined ? await tokensBeside(files) : new Map<string, string>();
  const doors = new Map<string, Door>();
  for (const [path, sender] of senders) {
    const code = sender ?? '';
    const own = token ?? beside.get(code);
    if (own === undefined) {
      const whose = sender === null ? 'its sender, who cannot be read' : `its sender ${sender}`;
      throw new NoToken(`${path}: there is no token for ${whose}. Give one with --token.`);
    }
    doors.set(code, { url, token: own });
  }
  return doors;
}
