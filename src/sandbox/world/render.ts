import { present } from '../../base/assert.ts';
import { signMessage } from '../../client/sign.ts';
import { type Credentials, credentialsOf, makeCredentials, signerOf } from './credentials.ts';
import { damage } from './damage.ts';
import type { WorldDocument, WorldType } from './document.ts';
import { expectedOf, exportFiles, fileName } from './expected.ts';
import { declarationFile } from './export/expected-exports.ts';
import { type ExportDeclaration, hasSlots } from './export/story.ts';
import type { WorldMessage } from './messages.ts';
import { AGENTS, AREAS, type Party, PLATFORMS } from './parties.ts';
import type { WorldPlan } from './plan.ts';
import { registryFiles, type WorldFile } from './registry-files.ts';
import { officerTokens } from './staff.ts';
import { trafficFiles } from './traffic/expected.ts';
import { writeMessage } from './write-message.ts';
import { LIST_NO_SLOT } from './write-request.ts';

/**
 * The files of a world, one by one: registry, keys, messages and requests in their order, customs
 * declarations, papers and reports where the law keeps stock, expected.json last. The same plan
 * gives the same bytes.
 */
export function* renderWorld(plan: WorldPlan): Generator<WorldFile> {
  // Warehouses send papers of bonded goods only.
  const warehouses = plan.stock === undefined ? [] : AREAS;
  const credentials = makeCredentials(plan.arguments.seed, warehouses);
  yield* registryFiles(plan, credentials);
  yield* keyFiles(credentials);
  if (plan.arguments.officers === true) {
    yield { path: 'keys/officers.json', bytes: json(officerTokens(plan.arguments.seed)) };
  }
  for (const [place, message] of plan.messages.entries()) {
    const original = message.copyOf === null ? message : plan.messages[message.copyOf];
    const bytes = messageBytes(plan, present(original, 'the original'), credentials);
    const folder = message.names === null ? 'messages' : 'requests';
    yield { path: `${folder}/${fileName(message, place)}`, bytes };
  }
  yield* exportMessages(plan, credentials);
  for (const { declaration } of plan.exports?.declarations ?? []) {
    const path = `declarations/${declarationFile(declaration.name)}`;
    yield { path, bytes: declarationBytes(declaration) };
  }
  if (plan.stock !== undefined) yield* trafficFiles(plan.stock.traffic);
  yield { path: 'expected.json', bytes: json(expectedOf(plan)) };
}

// What is known only when others have their answers is put in then, and the message signed.
function* exportMessages(
  plan: WorldPlan,
  credentials: ReadonlyMap<string, Credentials>,
): Generator<WorldFile> {
  const names = exportFiles(plan);
  for (const [i, { guid, type, sender, records }] of (plan.exports?.messages ?? []).entries()) {
    const documents = records.map(({ sent }) => sent.document);
    const message = { guid, type, sender, documents };
    const isRequest = records.some(({ sent }) => hasSlots(sent));
    const bytes = isRequest
      ? Buffer.from(writeMessage(type, guid, sender, documents))
      : signedBytes(message, credentials);
    yield { path: `${isRequest ? 'requests' : 'messages'}/${names[i]}`, bytes };
  }
}

/** The bytes of a customs declaration as its sender sends it. */
export function declarationBytes({ body }: Pick<ExportDeclaration, 'body'>): Uint8Array {
  return json({ ...body.head, goods: body.goods });
}

function* keyFiles(credentials: ReadonlyMap<string, Credentials>): Generator<WorldFile> {
  const tokens: Record<string, string> = {};
  for (const { party, key, certificate, token } of credentials.values()) {
    const pem = key.privateKey.export({ type: 'pkcs8', format: 'pem' });
    yield { path: `keys/${party.code}.key.pem`, bytes: Buffer.from(pem) };
    yield { path: `keys/${party.code}.crt.pem`, bytes: Buffer.from(certificate.pem) };
    tokens[party.code] = token;
  }
  yield { path: 'keys/tokens.json', bytes: json(tokens) };
}

/**
 * The bytes of one message as its sender sends it, signed and damaged as planned. One that names a
 * list by its customs number is not signed before it is known.
 * @param listNo the customs number, once it is known
 */
export function messageBytes(
  plan: WorldPlan,
  message: WorldMessage,
  credentials: ReadonlyMap<string, Credentials>,
  listNo: string | null = null,
): Uint8Array {
  const records = message.records.map(
    ({ parcel, at }) => present(plan.parcels[parcel]?.sent[at], 'a record').document,
  );
  const { type, guid, sender, subscriber } = message;
  const written = writeMessage(type, guid, sender, records, subscriber);
  if (message.names !== null && listNo === null) return Buffer.from(written);
  const unsigned = listNo === null ? written : written.replaceAll(LIST_NO_SLOT, listNo);
  if (message.damage === null) return signedBy(unsigned, sender, credentials);
  const other = otherThan(message.sender);
  const signWith = (party: Party) => (xml: string) =>
    Buffer.from(signMessage(xml, signerOf(credentialsOf(credentials, party)))).toString('utf8');
  return damage(message.damage, {
    unsigned,
    sign: signWith(message.sender),
    signAsOther: signWith(other),
  });
}

/** One message with nothing wrong, before it is written. */
export type PlainMessage = {
  readonly guid: string;
  readonly type: WorldType;
  readonly sender: Party;
  readonly documents: readonly WorldDocument<WorldType>[];
};

/** The bytes of a message as its sender sends it, signed. */
export function signedBytes(
  { type, guid, sender, documents }: PlainMessage,
  credentials: ReadonlyMap<string, Credentials>,
): Uint8Array {
  return signedBy(writeMessage(type, guid, sender, documents), sender, credentials);
}

function signedBy(
  unsigned: string,
  sender: Party,
  credentials: ReadonlyMap<string, Credentials>,
): Uint8Array {
  return signMessage(unsigned, signerOf(credentialsOf(credentials, sender)));
}

function otherThan(sender: Party): Party {
  const other = sender.code === AGENTS[0]?.code ? PLATFORMS[0] : AGENTS[0];
  return present(other, 'another party');
}

function json(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
}
