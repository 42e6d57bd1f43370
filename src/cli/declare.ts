import { extname } from 'node:path';
import { ask, type Door, type Reply } from '../client/door.ts';
import { fieldsOf, items, text } from '../client/wire.ts';
import { templateCsv, templateXlsx } from '../documents/declaration/template.ts';
import {
  type Command,
  NotDone,
  type Terminal,
  textOf,
  UsageError,
  type Values,
} from './command.ts';
import { DEFAULT_URL } from './defaults.ts';
import { readInput, writeOutput } from './files.ts';
import { sendFault, urlOf } from './send.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.csv': 'text/csv',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

async function declare(
  values: Values,
  [file = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const form = extname(file).toLowerCase();
  const type = TYPES[form];
  if (type === undefined) throw new UsageError(`FILE ends in .json, .csv or .xlsx, not ${form}.`);
  if (values.template === true) return writeTemplate(values, file, form, terminal);
  const token = textOf(values, 'token');
  if (token === undefined) throw new UsageError('Give the token of the sender with --token.');
  const url = urlOf(values);
  const reply = await post({ url, token }, file, type, values['all-or-nothing'] === true);
  if (values.json === true) terminal.out(JSON.stringify(reply.body, null, 2));
  if (reply.status === 202) return values.json === true ? 0 : showOne(reply.body, terminal);
  if (reply.status === 200) return showReport(reply.body, values.json === true, terminal);
  return showProblem(reply, values.json === true, terminal);
}

const PATIENCE = { seconds: 60 };
const TIMEOUT = 120_000;

/** Asks the platform, for as long as a person may wait. @throws NotDone, UsageError */
export function askPatiently(door: Door, request: Parameters<typeof ask>[1]): Promise<Reply> {
  return ask(door, { timeout: TIMEOUT, ...request }, PATIENCE).catch((error: unknown) => {
    throw sendFault(error, door.url);
  });
}

async function post(door: Door, file: string, type: string, together: boolean): Promise<Reply> {
  const body = await readInput(file);
  const upload = `/v1/declarations/uploads${together ? '?allOrNothing=true' : ''}`;
  const path = type === 'application/json' ? '/v1/declarations' : upload;
  return askPatiently(door, { method: 'POST', path, body, type });
}

async function writeTemplate(
  values: Values,
  file: string,
  form: string,
  terminal: Terminal,
): Promise<number> {
  const language = textOf(values, 'language') ?? 'zh';
  if (language !== 'zh' && language !== 'en') {
    throw new UsageError(`--language takes zh or en, not ${language}.`);
  }
  if (form === '.json') throw new UsageError('A template is a .csv or .xlsx file.');
  await writeOutput(file, form === '.csv' ? templateCsv(language) : templateXlsx(language));
  terminal.out(`Wrote ${file}. A star marks what is required; the second row is an example.`);
  return 0;
}

function showOne(body: unknown, terminal: Terminal): number {
  const { declarations, duplicate } = fieldsOf(body);
  for (const one of items(declarations, 'declarations').map(fieldsOf)) {
    terminal.out(filedLine(one.orderNo, one.preNo, duplicate === true));
  }
  return 0;
}

function filedLine(orderNo: unknown, preNo: unknown, duplicate: boolean): string {
  const again = duplicate ? ' (was there already)' : '';
  return `${text(orderNo, 'orderNo')}: filed as ${String(preNo)}${again}`;
}

function showReport(body: unknown, json: boolean, terminal: Terminal): number {
  const { filed, refused, declarations } = fieldsOf(body);
  const code = refused === 0 ? 0 : 1;
  if (json) return code;
  for (const one of items(declarations, 'declarations').map(fieldsOf)) {
    if (one.filed === true) {
      terminal.out(filedLine(one.orderNo, one.preNo, one.duplicate === true));
      continue;
    }
    terminal.out(`${text(one.orderNo, 'orderNo')}: refused`);
    for (const finding of items(one.findings, 'findings').map(fieldsOf)) {
      terminal.out(`  ${cellOf(finding)}${sentence(finding)}`);
    }
  }
  terminal.out(`${String(filed)} filed, ${String(refused)} refused.`);
  return code;
}

type Fields = Readonly<Record<string, unknown>>;

function cellOf({ sheet, row, column, header }: Fields): string {
  const place = `${sheet === '' ? '' : `${String(sheet)}!`}${String(column ?? '')}${String(row)}`;
  return `${place}${header === null ? '' : ` ${String(header)}`}: `;
}

/** A finding of the platform as a sentence. */
export function sentence({ code, en, hint }: Fields): string {
  return `${String(code)} ${String(en)}.${hint === null ? '' : ` ${String(hint)}`}`;
}

/** Prints why the platform did not take it; the exit code. */
export function showProblem({ status, body }: Reply, json: boolean, terminal: Terminal): number {
  if (json) return 1;
  const found = body === null ? [] : items(fieldsOf(body).findings, 'findings').map(fieldsOf);
  if (found.length === 0) throw new NotDone(`The platform answered ${status}.`);
  for (const finding of found) {
    const place = finding.path === null || finding.path === '' ? '' : `${String(finding.path)}: `;
    terminal.out(`${place}${sentence(finding)}`);
  }
  return 1;
}

export const DECLARE: Command = {
  name: 'declare',
  summary: 'declare parcels from a JSON, CSV or XLSX file, without XML',
  positionals: ['FILE'],
  options: {
    url: { type: 'string' },
    token: { type: 'string' },
    'all-or-nothing': { type: 'boolean' },
    template: { type: 'boolean' },
    language: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: declare,
  help: `
onestep declare FILE [options]

Declares parcels by right of the undertakings that the sender has on file: FILE.json is one parcel
in one body, FILE.csv (UTF-8 or GB18030) and FILE.xlsx hold a row for each line of goods. Right
parcels are filed; what is wrong with the others is told cell by cell. The same file again does
nothing twice, so that a mended file may be sent whole.

  --url URL            address of the platform (default ${DEFAULT_URL})
  --token TOKEN        token of the enterprise that sends
  --all-or-nothing     file all parcels of the file, or none when one is wrong
  --template           write a template to FILE instead of reading it
  --language LANG      names of its columns: zh (default) or en
  --json               print the answer of the platform as JSON

Exit code: 0 only when every parcel of the file was filed.
`,
};
