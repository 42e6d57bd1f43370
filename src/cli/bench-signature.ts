import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { present } from '../base/assert.ts';
import {
  type Contest,
  compare,
  isInstalled,
  type Measured,
  runPeer,
  together,
  verdictOf,
} from '../sandbox/bench/compare.ts';
import { besideOpenssl } from '../sandbox/bench/openssl-speed.ts';
import { sampleMessages } from '../sandbox/bench/sample-messages.ts';
import { makeCredentials } from '../sandbox/world/credentials.ts';
import { MESSAGE_LIMITS } from '../xml/limits.ts';
import { scan } from '../xml/scan.ts';
import { signDocument } from '../xml/sign.ts';
import { readSignature, verifySignature } from '../xml/signature.ts';
import { sm2KeyPair } from '../xml/sm2-keys.ts';
import type { BenchCall, Outcome } from './bench-outcome.ts';
import { benchProfile, needPeer, roundSamples } from './bench-peer.ts';
import { withScratch } from './bench-rig.ts';
import { NotDone, numberOf } from './command.ts';
import { progressBar } from './terminal.ts';

/** One verification a microsecond, in verifications a second. */
const SECOND = 1e6;

/** `onestep bench signature`: whole verification of a file, against xmlsec1. */
export async function benchSignature({ values, terminal }: BenchCall): Promise<Outcome> {
  needPeer('xmlsec1');
  const rounds = numberOf(values, 'rounds', 5, 1, 100);
  const seed = BigInt(numberOf(values, 'seed', 1));
  const unsigned = await unsignedLists(seed);
  return withScratch(async (dir) => {
    const contests = [1_024, 2_048].flatMap((bits) => contestsOf(bits, unsigned, dir));
    const measured = compare(contests, rounds, progressBar(terminal, 'Comparing'));
    const beside = isInstalled('openssl') ? besideOpenssl(sm2Contests(unsigned), rounds) : [];
    const all = verdictOf(together(measured), SECOND * measured.length);
    return {
      figures: {
        ...all,
        unit: 'verifications a second of CPU time',
        cases: casesOf(measured),
        sm2BesideBareOpenssl: casesOf(beside),
      },
      ok: true,
      postgres: null,
      samples: roundSamples([...measured, ...beside]),
    };
  });
}

function casesOf(measured: readonly Measured[]) {
  return measured.map(({ name, rounds }) => ({ name, ...verdictOf(rounds, SECOND) }));
}

function sm2Contests(unsigned: readonly Unsigned[]) {
  const { privateKey, publicKey } = sm2KeyPair(Buffer.from([1, ...randomBytes(31)]));
  return unsigned.map(({ records, text }) => {
    const signing = { key: privateKey, keyName: '03ab', certificateBase64: 'AAAA' };
    const bytes = Buffer.from(signDocument(text, { ...signing, algorithm: 'sm2-sm3' }));
    return { name: `SM2 SM3, ${records} records`, ours: () => verify(bytes, publicKey) };
  });
}

type Unsigned = { readonly records: number; readonly text: string };

// The lists of a wagon without their signature, to be signed anew with each kind of key.
async function unsignedLists(seed: bigint): Promise<Unsigned[]> {
  const profile = await benchProfile();
  const credentials = makeCredentials(seed);
  return [1, 20].map((records) => {
    const messages = sampleMessages(seed, { records, wagons: 1 }, profile, credentials);
    const list = present(
      messages.find(({ type }) => type === 'CEB621'),
      'a message of lists',
    );
    const text = list.bytes.toString('utf8').replace(/<ds:Signature .*<\/ds:Signature>/s, '');
    return { records, text };
  });
}

function contestsOf(bits: number, unsigned: readonly Unsigned[], dir: string): Contest[] {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const pem = `${bits}.pem`;
  writeFileSync(join(dir, pem), publicKey.export({ type: 'spki', format: 'pem' }));
  return (['rsa-sha1', 'rsa-sha256'] as const).flatMap((algorithm) =>
    unsigned.map(({ records, text }): Contest => {
      const signing = { key: privateKey, keyName: '00ab', certificateBase64: 'AAAA' };
      const bytes = Buffer.from(signDocument(text, { ...signing, algorithm }));
      const file = `${bits}-${algorithm}-${records}.xml`;
      writeFileSync(join(dir, file), bytes);
      const fixed = ['--verify', '--enabled-key-data', 'key-name,rsa', '--pubkey-pem', pem];
      return {
        name: `RSA ${bits} ${algorithm.slice(4).toUpperCase()}, ${records} records`,
        ours: () => verify(bytes, publicKey),
        peer: (passes) => runPeer('xmlsec1', [...fixed, '--repeat', String(passes), file], dir),
        passes: Math.ceil(3e6 / (bytes.length + 10_000)),
      };
    }),
  );
}

// As at the window: from bytes to a signature that holds, with a key that is registered.
function verify(bytes: Buffer, key: Parameters<typeof verifySignature>[2]): void {
  const scanned = scan(bytes, MESSAGE_LIMITS);
  if (!scanned.ok) throw new NotDone(`The message cannot be read: ${scanned.finding.en}.`);
  const found = readSignature(scanned.doc);
  if (!found.ok) throw new NotDone(`The signature cannot be read: ${found.finding.en}.`);
  const verified = verifySignature(scanned.doc, found.parts, key);
  if (!verified.ok) throw new NotDone(`The signature does not hold: ${verified.finding.en}.`);
}
