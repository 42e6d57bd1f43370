import { writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openOffice } from '../src/cli/office-of.ts';
import type { House } from '../src/flows/house.ts';
import { systemClock } from '../src/io/clock.ts';
import { systemEntropy } from '../src/io/random.ts';
import type { Platform } from '../src/window/platform.ts';
import { buildWindow } from '../src/window/server.ts';

/*
 * Writes web/src/api/generated.ts from the description of the interface: a type for each shape that
 * has a name, and for each call its method, address, parameters, body and answer. The generators of
 * others bring a compiler of their own that does not work beside ours; what is needed is this much.
 */

const FILE = fileURLToPath(new URL('../web/src/api/generated.ts', import.meta.url));

type Schema = {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly $ref?: string;
  readonly additionalProperties?: Schema | boolean;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
};
type Content = { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> };
type Parameter = { readonly in: string; readonly name: string; readonly required?: boolean } & {
  readonly schema: Schema;
};
type Operation = {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
};
export type Description = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** The description as /openapi.json of a running platform has it, offices included. */
export async function description(): Promise<Description> {
  // Routes only say what they are until they are called, so nothing needs to stand behind them.
  const platform = { access: {}, lists: {}, webhooks: {}, paymentData: {} } as Platform;
  const window = await buildWindow({ platform, clock: systemClock, version: '' });
  const house = { clock: systemClock, entropy: systemEntropy } as House;
  const still = { waiting: 0, age: 0 };
  openOffice(window.app, house, () => ({ intake: still, clearance: still }));
  await window.app.ready();
  // As it is sent, so that what only the server knows is gone from it.
  return JSON.parse(JSON.stringify(window.app.swagger())) as Description;
}

/** What the console calls: the interface, and what is published. */
const CALLED = /^\/(v1\/|inspections\.json$)/;

/** A schema as a type. */
function typeOf(schema: Schema | undefined): string {
  if (schema === undefined) return 'unknown';
  const { $ref, anyOf, type, items, properties, patternProperties, additionalProperties } = schema;
  if ($ref !== undefined) return $ref.slice($ref.lastIndexOf('/') + 1);
  if (anyOf !== undefined) return [...new Set(anyOf.map(typeOf))].join(' | ');
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  if (type === 'array') return `readonly (${typeOf(items)})[]`;
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'string' || type === 'boolean' || type === 'null') return type;
  if (properties !== undefined && Object.keys(properties).length > 0) {
    return membersOf(properties, schema.required ?? []);
  }
  const values = Object.values(patternProperties ?? {})[0] ?? additionalProperties;
  return typeof values === 'object' ? `Readonly<Record<string, ${typeOf(values)}>>` : 'unknown';
}

function membersOf(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[],
): string {
  const members = Object.entries(properties).map(([name, schema]) => {
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
    return `readonly ${key}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`;
  });
  return `{ ${members.join('; ')} }`;
}

/** What the console sends and reads is JSON; of other forms the call alone is described. */
function jsonOf({ content = {} }: Content = {}): Schema | undefined {
  return content['application/json']?.schema;
}

function parametersOf({ parameters = [] }: Operation, place: string): string {
  const own = parameters.filter((one) => one.in === place);
  if (own.length === 0) return 'undefined';
  const properties = Object.fromEntries(own.map(({ name, schema }) => [name, schema]));
  const required = own.filter((one) => one.required === true).map(({ name }) => name);
  return membersOf(properties, required);
}

function bodyOf({ requestBody }: Operation): string {
  return requestBody === undefined ? 'undefined' : typeOf(jsonOf(requestBody));
}

function answerOf({ responses }: Operation): string {
  const good = Object.keys(responses).find((status) => status.startsWith('2'));
  return typeOf(jsonOf(good === undefined ? {} : responses[good]));
}

/** The text of web/src/api/generated.ts. */
export function clientText({ paths, components }: Description): string {
  const calls = Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    )
    .filter(({ path, operation }) => CALLED.test(path) && operation.operationId !== undefined)
    .sort((a, b) => (a.operation.operationId! < b.operation.operationId! ? -1 : 1));
  const shapes = Object.entries(components.schemas).map(([name, schema]) => {
    return `export type ${name} = ${typeOf(schema)};`;
  });
  const types = calls.flatMap(({ operation }) => [
    `  ${operation.operationId}: {`,
    `    path: ${parametersOf(operation, 'path')};`,
    `    query: ${parametersOf(operation, 'query')};`,
    `    body: ${bodyOf(operation)};`,
    `    answer: ${answerOf(operation)};`,
    '  };',
  ]);
  const routes = calls.map(({ path, method, operation }) => {
    return `  ${operation.operationId}: '${method.toUpperCase()} ${path}',`;
  });
  return [
    '// Generated by scripts/console-client.ts from /openapi.json; a test compares.',
    '',
    ...shapes,
    '',
    'export type Calls = {',
    ...types,
    '};',
    '',
    'export const ROUTES = {',
    ...routes,
    '} as const satisfies Record<keyof Calls, string>;',
    '',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(FILE, clientText(await description()));
}
