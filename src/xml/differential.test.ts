/** Our verdicts and bytes against libxml2 and xmlsec, each run on many files in one process. */
import { execFile, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shallRunWith } from '../../test/external-tool.ts';
import { drawFrom, generateDocument, mutate } from '../../test/xml-documents.ts';
import { PAIRS } from './algorithms.ts';
import { canonicalize } from './canonical.ts';
import { scan } from './scan.ts';
import { readSignature, signDocument, verifySignature } from './signature.ts';

const LIMITS = { bytes: 1 << 24, depth: 256, nodes: 100_000, attributes: 1000 };
const BUFFER = { maxBuffer: 1 << 28 };
const run = promisify(execFile);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'onestep-xml-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes the sources as numbered files of a new folder; gives their paths. */
function files(name: string, sources: readonly (string | Uint8Array)[]): string[] {
  mkdirSync(join(folder, name));
  return sources.map((source, i) => {
    const path = join(folder, name, `${i}.xml`);
    writeFileSync(path, source);
    return path;
  });
}

/** Real messages, where the folder of samples is at hand. */
function samples(): Buffer[] {
  const root = process.env.ONESTEP_SAMPLES ?? 'test/contract/samples';
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.xml'))
    .map((name) => readFileSync(join(root, name)));
}

const SEPARATOR = '<between-documents></between-documents>';

const NOTE = '<!--(?:(?!-->)[\\s\\S])*-->';
const COMMENT = new RegExp(NOTE, 'g');
const LEADING = new RegExp(`^(?:${NOTE}\n)+`);
const TRAILING = new RegExp(`(?:\n${NOTE})+$`);

/** What xmllint --c14n writes for each source, less the comments that it keeps. */
function libxmlCanonical(sources: readonly (string | Uint8Array)[]): string[] {
  const paths = files('c14n', [...sources, SEPARATOR]);
  const separator = paths.pop()!;
  const list = paths.flatMap((path) => [path, separator]);
  const { stdout } = spawnSync('xmllint', ['--c14n', ...list], { ...BUFFER, encoding: 'utf8' });
  return stdout
    .split(SEPARATOR)
    .slice(0, -1)
    .map((text) => text.replace(LEADING, '').replace(TRAILING, '').replace(COMMENT, ''));
}

function ourCanonical(source: string | Uint8Array): string {
  const result = scan(typeof source === 'string' ? Buffer.from(source) : source, LIMITS);
  return result.ok ? Buffer.from(canonicalize(result.doc, 0)).toString() : result.finding.code;
}

describe.runIf(shallRunWith('xmllint'))('against xmllint', () => {
  it('writes the same canonical form', () => {
    const generated = Array.from({ length: 1500 }, (_, seed) => generateDocument(seed));
    // A relative namespace URI has no canonical form in libxml2.
    const real = samples().filter((bytes) => !/xmlns(:\w+)?="[^":]*"/.test(bytes.toString()));
    const sources = [...generated, ...real];
    const expected = libxmlCanonical(sources);
    expect(expected.length).toBe(sources.length);
    for (const [i, source] of sources.entries()) {
      expect(ourCanonical(source), String(source)).toBe(expected[i]);
    }
  });

  it('finds the same documents well-formed', () => {
    const whole = [...Array.from({ length: 600 }, (_, seed) => generateDocument(seed + 10_000))];
    const bases = [...whole.map((text) => Buffer.from(text)), ...samples()];
    const mutants = bases.flatMap((bytes, i) =>
      Array.from({ length: 5 }, (_, n) => mutate(bytes, i * 5 + n)),
    );
    const sources = [...bases, ...mutants];
    const libxml = libxmlVerdicts(sources);
    const verdicts = sources.map((source, i) => {
      const result = scan(source, LIMITS);
      return { source, libxml: libxml[i]!, ours: result.ok ? 'accepted' : result.finding.code };
    });
    const differing = verdicts.filter(({ libxml, ours }) => libxml !== (ours === 'accepted'));
    const unexplained = differing.filter(({ libxml, ours }) => !(libxml && isStricter(ours)));
    expect(unexplained.map(({ source, ours }) => `${ours}: ${source}`)).toEqual([]);
    expect(verdicts.filter(({ libxml }) => !libxml).length).toBeGreaterThan(1500);
    expect(verdicts.filter(({ ours }) => ours === 'accepted').length).toBeGreaterThan(700);
  });
});

/** Refusals on purpose of what XML allows. */
function isStricter(code: string): boolean {
  return ['XML-DOCTYPE', 'XML-PI', 'XML-ENCODING', 'XML-DECLARATION'].includes(code);
}

/** True for each source in which xmllint finds no parser or namespace error. */
function libxmlVerdicts(sources: readonly Uint8Array[]): boolean[] {
  const paths = files('noout', sources);
  const { stderr } = spawnSync('xmllint', ['--noout', ...paths], { ...BUFFER, encoding: 'utf8' });
  const bad = new Set<string>();
  for (const [, path, words] of stderr.matchAll(/^(\S+\.xml):\d+: \w+ error : (.*)$/gm)) {
    // An odd URI is reported, yet no error of the Namespaces recommendation.
    if (!/^xmlns\S*: '|is not an NCName$/.test(words!)) bad.add(path!);
  }
  return paths.map((path) => !bad.has(path));
}

const keys = generateKeyPairSync('rsa', { modulusLength: 1024 });

/** A generated document with a signature template of varied looks as a child of its root. */
function template(seed: number, pair: { signature: string; digest: string }): string | null {
  const source = generateDocument(seed, false);
  if (!/<\/[^<>]*>\s*$/.test(source)) return null;
  const draw = drawFrom(seed);
  const [p, declares] = draw.pick([
    ['ds:', ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'],
    ['', ' xmlns="http://www.w3.org/2000/09/xmldsig#"'],
  ] as const);
  const gap = draw.pick(['', '\n', '\n  ', '\r\n']);
  const c14n = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
  const second = draw.chance(50) ? `<${p}Transform Algorithm="${c14n}"/>` : '';
  const lines = [
    `<${p}Signature${declares}>`,
    `<${p}SignedInfo>`,
    `<${p}CanonicalizationMethod Algorithm='${c14n}' />`,
    `<${p}SignatureMethod Algorithm="${pair.signature}"></${p}SignatureMethod>`,
    `<${p}Reference URI=""><${p}Transforms>`,
    `<${p}Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>${second}`,
    `</${p}Transforms><${p}DigestMethod Algorithm="${pair.digest}"/><${p}DigestValue/>`,
    `</${p}Reference></${p}SignedInfo>`,
    `<${p}SignatureValue/><${p}KeyInfo><${p}KeyName>k</${p}KeyName></${p}KeyInfo>`,
    `</${p}Signature>`,
  ];
  return source.replace(/<\/[^<>]*>\s*$/, (end) => lines.join(gap) + gap + end);
}

function ourVerdict(bytes: Uint8Array): boolean {
  const result = scan(bytes, LIMITS);
  if (!result.ok) return false;
  const read = readSignature(result.doc);
  return read.ok && verifySignature(result.doc, read.parts, keys.publicKey).ok;
}

describe.runIf(shallRunWith('xmlsec1'))('against xmlsec1', () => {
  const options = ['--enabled-key-data', 'key-name,rsa'];
  let publicPem = '';
  let privatePem = '';

  beforeAll(() => {
    publicPem = join(folder, 'public.pem');
    privatePem = join(folder, 'private.pem');
    writeFileSync(publicPem, keys.publicKey.export({ type: 'spki', format: 'pem' }));
    writeFileSync(privatePem, keys.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  });

  async function xmlsecVerifies(path: string): Promise<boolean> {
    const key = ['--pubkey-pem:k', publicPem];
    return run('xmlsec1', ['--verify', ...options, ...key, path], BUFFER).then(
      () => true,
      () => false,
    );
  }

  it('has its signatures verified here', async () => {
    const pairs = Object.values(PAIRS);
    const templates = Array.from({ length: 120 }, (_, seed) => template(seed, pairs[seed % 2]!));
    const paths = files(
      'to-sign',
      templates.filter((text) => text !== null),
    );
    expect(paths.length).toBeGreaterThan(60);
    for (const path of paths) {
      const out = `${path}.signed`;
      const key = ['--privkey-pem:k', privatePem];
      await run('xmlsec1', ['--sign', ...options, ...key, '--output', out, path], BUFFER);
      const signed = readFileSync(out);
      expect(ourVerdict(signed), signed.toString()).toBe(true);
    }
  });

  it('agrees on documents that we signed, as they are and altered', async () => {
    const algorithms = ['rsa-sha1', 'rsa-sha256'] as const;
    const signed = Array.from({ length: 40 }, (_, seed) =>
      Buffer.from(
        signDocument(generateDocument(seed + 500), {
          key: keys.privateKey,
          keyName: 'k',
          certificateBase64: '',
          algorithm: algorithms[seed % 2]!,
        }),
      ),
    );
    const altered = signed.flatMap((bytes, i) => [mutate(bytes, i), mutate(bytes, i + 1000)]);
    const whole = await Promise.all(files('signed', signed).map(xmlsecVerifies));
    expect(whole).toEqual(signed.map(() => true));
    expect(signed.map(ourVerdict)).toEqual(whole);
    const paths = files('altered', altered);
    const theirs = await Promise.all(paths.map(xmlsecVerifies));
    // Only what xmlsec verifies too may verify here; we refuse more structure than it does.
    altered.forEach((bytes, i) => {
      if (ourVerdict(bytes)) expect(theirs[i], bytes.toString()).toBe(true);
    });
    expect(theirs.filter((holds) => !holds).length).toBeGreaterThan(40);
  });
});
