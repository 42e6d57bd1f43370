import type { Finding } from '../base/finding.ts';
import { type Signer, signerFrom, signMessage } from '../client/sign.ts';
import { messageXml } from '../documents/json/write-twin.ts';
import { verifyBytes } from '../documents/verify.ts';
import { type Command, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { sentence } from './declare.ts';
import { readInput, writeOutput } from './files.ts';
import { required } from './registered.ts';

async function build(
  values: Values,
  [file = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const out = required(values, 'out', 'build');
  const signer = await signerIn(values);
  const written = messageXml(await readInput(file));
  const findings = written.ok ? problemsOf(written.value) : written.error;
  if (values.json === true) terminal.out(JSON.stringify({ ok: findings.length === 0, findings }));
  if (findings.length > 0 || !written.ok) {
    if (values.json !== true) for (const finding of findings) terminal.out(lineOf(finding));
    return 1;
  }
  await writeOutput(out, signer === null ? written.value : signed(written.value, signer));
  const how = signer === null ? 'not signed' : `signed with ${signer.algorithm}`;
  if (values.json !== true) terminal.out(`${out}: ${how}. Next: onestep send ${out} --token TOKEN`);
  return 0;
}

/** All that is wrong with a message that nobody has signed yet. */
function problemsOf(xml: Uint8Array): Finding[] {
  return verifyBytes(xml).findings.filter(({ level }) => level !== 'signature');
}

function signed(xml: Uint8Array, signer: Signer): Uint8Array {
  try {
    return signMessage(xml, signer);
  } catch (error) {
    throw new UsageError(`It cannot be signed: ${reasonOf(error)}.`);
  }
}

/** What it is signed with; null when it is signed elsewhere, or not at all. */
async function signerIn(values: Values): Promise<Signer | null> {
  const [key, certificate] = [textOf(values, 'key'), textOf(values, 'certificate')];
  if (key === undefined && certificate === undefined) return null;
  if (key === undefined || certificate === undefined) {
    throw new UsageError('--key and --certificate belong together: give both, or neither.');
  }
  const [keyPem, certificatePem] = await Promise.all(
    [key, certificate].map(async (path) => Buffer.from(await readInput(path)).toString('utf8')),
  );
  try {
    return signerFrom(keyPem!, certificatePem!);
  } catch (error) {
    throw new UsageError(`${key} and ${certificate} do not sign: ${reasonOf(error)}.`);
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

function lineOf(finding: Finding): string {
  return `${finding.path === null ? '' : `${finding.path}: `}${sentence(finding)}`;
}

export const BUILD: Command = {
  name: 'build',
  summary: 'build a message of any type from JSON, check it and sign it',
  positionals: ['FILE'],
  options: {
    out: { type: 'string' },
    key: { type: 'string' },
    certificate: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: build,
  help: `
onestep build FILE --out MESSAGE.xml [options]

Writes the XML message that FILE says as JSON: any message that enterprises send, such as the
return of exported goods (CEB213) or a refund (CEB625). The form is that of docs/JSON.md, without
Signature; names are those of the elements, all values texts. It is checked as verify does before
anything is written, and signed with the key that fits the certificate, with SM2 and SM3 or RSA and
SHA-256. Nothing is sent, and no platform is asked.

  --out FILE           where the message is written
  --key FILE           private key in PEM; without it the message is not signed
  --certificate FILE   its certificate in PEM
  --json               print {"ok", "findings"} instead

Exit code: 0 only when the message was written.
`,
};
