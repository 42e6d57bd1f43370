import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ask, type Patience } from '../../client/door.ts';
import { type Signer, signerFrom, signMessage } from '../../client/sign.ts';
import { fieldsOf, text } from '../../client/wire.ts';
import type { Expected, ExpectedDocument, ExpectedGoods } from '../world/expected.ts';
import { MOMENT_SLOT } from '../world/export/write-shipment.ts';
import type { Need } from '../world/traffic/traffic.ts';
import { LIST_NO_SLOT } from '../world/write-request.ts';
import { type Journey, type Report, stateOf } from './journey.ts';
import type { Doors } from './look-up.ts';
import { type MessageFile, NoMessages } from './message-files.ts';
import type { Step } from './schedule.ts';

/**
 * The requests about the lists in these files, from the folder `requests` beside them. They are
 * not signed yet: what they name has its number only once the platform has answered.
 * @throws NoMessages when one is missing.
 */
export async function requestFiles(
  files: readonly MessageFile[],
  { messages, documents }: Expected,
): Promise<MessageFile[]> {
  const paths = new Map(files.map(({ name, path }) => [name, path]));
  const places = new Map(documents.map(({ guid, file }) => [guid, file]));
  const found: MessageFile[] = [];
  for (const { file, names, slots, needs } of messages) {
    const place = slots && (slots[0] ?? needs?.flatMap(guidIn)[0]);
    const named = names?.file ?? places.get(place ?? '');
    const list = named === undefined ? undefined : paths.get(named);
    if (list === undefined || paths.has(file)) continue;
    const path = join(dirname(list), '..', 'requests', file);
    if ((await stat(path).catch(() => null)) === null) {
      throw new NoMessages(`The request ${path} is missing.`);
    }
    found.push({ path, name: file });
    // Others may wait for it alone.
    paths.set(file, path);
  }
  return found;
}

const guidIn = (need: Need): string[] => ('guid' in need ? [need.guid] : []);

/** What is put into a request before it is signed. */
export type Filling = {
  /** The customs number of `{invtNo}`; without one the platform shall say that there is none. */
  readonly listNo?: string | undefined;
  /** The same of `{list:GUID}`. */
  readonly listNoOf?: (guid: string) => string | undefined;
  /** Of `{moment}`: yyyyMMddHHmmss. */
  readonly moment?: string;
};

/**
 * A request as its sender sends it: filled, and signed with the key that lies beside it in `keys`.
 * The same filling gives the same bytes.
 */
export async function signedRequest(
  { path }: MessageFile,
  sender: string,
  { listNo, listNoOf, moment = '' }: Filling,
): Promise<Uint8Array> {
  const message = await readFile(path, 'utf8');
  const filled = message
    .replaceAll(LIST_NO_SLOT, listNo ?? 'NONE')
    .replaceAll(/\{list:([^}]+)\}/g, (_, guid: string) => listNoOf?.(guid) ?? 'NONE')
    .replaceAll(MOMENT_SLOT, moment);
  return signMessage(filled, await signerIn(join(dirname(path), '..'), sender));
}

/** What a sender of a world signs with, as it lies in the folder of the world. */
export async function signerIn(world: string, sender: string): Promise<Signer> {
  const [key, certificate] = await Promise.all(
    ['key.pem', 'crt.pem'].map((end) => readFile(join(world, 'keys', `${sender}.${end}`), 'utf8')),
  );
  return signerFrom(key!, certificate!);
}

type Reported = ExpectedDocument & { readonly goods: ExpectedGoods };

/** The refunds in these files whose goods are to be reported. */
export function reportsOf(
  { documents }: Expected,
  files: readonly { readonly name: string }[],
): Reported[] {
  const sent = new Set(files.map(({ name }) => name));
  return documents.filter((one): one is Reported => one.goods !== null && sent.has(one.file));
}

/**
 * Reports the goods of refunds, each as soon as its request is accepted.
 * @param isLost whether a request, by its file, is about a list that was drawn
 */
export function reportSteps(
  journey: Journey,
  reports: readonly Reported[],
  doors: Doors,
  patience: Patience,
  isLost: (file: string) => boolean,
): Step[] {
  return reports.map(({ file, guid, goods }): Step => {
    const record = guid.toUpperCase();
    const state = () => stateOf(journey, record);
    return {
      lost: () => isLost(file),
      ready: () => ['120', '100', '800'].includes(state()?.receipt.status ?? ''),
      send: async () => {
        const preNo = state()?.keys.preNo;
        const door = doors.get(goods.site);
        if (preNo === undefined || door === undefined) return;
        const { refused: reason } = goods;
        const report = reason === null ? { accepted: true } : { accepted: false, reason };
        const reply = await ask(
          door,
          {
            ...{ method: 'POST', path: `/v1/refunds/${preNo}/goods` },
            ...{ body: Buffer.from(JSON.stringify(report)), type: 'application/json' },
          },
          patience,
        );
        journey.reports.set(record, reply.status === 200 ? readReport(reply.body) : null);
      },
    };
  });
}

function readReport(body: unknown): Report {
  const { preNo, state, relief } = fieldsOf(body);
  const sums = fieldsOf(relief);
  const part = (name: string): string => text(sums[name], name);
  return {
    preNo: text(preNo, 'preNo'),
    state: text(state, 'state'),
    relief: {
      ...{ dutiablePrice: part('dutiablePrice'), duty: part('duty') },
      ...{ consumptionTax: part('consumptionTax'), vat: part('vat') },
    },
  };
}
