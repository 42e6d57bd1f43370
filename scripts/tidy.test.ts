import { expect, test } from 'vitest';
import { type ProjectFile, tidy } from './tidy.ts';

const file = (path: string, text: string): ProjectFile => ({ path, text, bytes: text.length });

/** Rules broken by these files, apart from `dead`, which one-file samples always break. */
function rulesOf(files: Record<string, string>): string[] {
  const found = tidy(Object.entries(files).map(([path, text]) => file(path, text)));
  return found.map(({ rule }) => rule).filter((rule) => rule !== 'dead');
}

const lines = (count: number, line: string) => `${line}\n`.repeat(count);
const body = (count: number) => `export function f() {\n${lines(count - 2, '  g();')}}\n`;
const anyWord = 'any';
const later = 'TODO';

/** [rule, path, a text that breaks it, a text that does not]. */
const SAMPLES: readonly (readonly [string, string, string, string])[] = [
  ['clock', 'src/flows/a.ts', 'f(Date.now());', 'f(clock.now());'],
  ['clock', 'src/flows/a.ts', 'f(new Date(0));', 'f(new Data(0));'],
  ['random', 'src/sandbox/a.ts', 'f(Math.random());', 'f(random.below(3));'],
  ['random', 'src/window/a.ts', 'f(randomUUID());', 'f(entropy.uuid());'],
  ['random', 'src/window/a.ts', 'f(crypto.randomBytes(3));', 'f(entropy.bytes(3));'],
  ['float', 'src/window/a.ts', 'f(parseFloat(x));', 'f(parseFen(x));'],
  ['float', 'src/window/a.ts', 'f(Number.parseFloat(x));', 'f(Number.parseInt(x));'],
  ['float', 'src/window/a.ts', 'f(x.toFixed(2));', 'f(x.toString());'],
  ['float', 'src/clearance/a.ts', 'f(x * 0.7);', 'f(x * 7n);'],
  ['float', 'src/clearance/a.ts', 'f(x / 100);', 'f(x / 100n);'],
  ['float', 'src/ledger/a.ts', 'f(Number(x));', 'f(BigInt(x));'],
  ['float', 'src/base/fen.ts', 'f(Math.round(x));', 'f(Math.min(x));'],
  ['any', 'test/a.ts', `f(x as ${anyWord});`, 'f(x as unknown);'],
  ['any', 'scripts/a.ts', `const x: ${anyWord} = 1;`, 'const x: Many = 1;'],
  ['json', 'src/flows/a.ts', 'f(JSON.parse(x));', 'f(JSON.stringify(x));'],
  ['console', 'src/flows/a.ts', 'console.log(1);', 'logger.log(1);'],
  ['switched-off', 'src/flows/a.test.ts', 'test.only("a", f);', 'test("only", f);'],
  ['switched-off', 'test/a.test.ts', 'describe.skip("a", f);', 'test.skipIf(x)("a", f);'],
  ['default-export', 'src/flows/a.ts', 'export default 1;', 'export const a = 1;'],
  ['barrel', 'src/flows/a.ts', "export * from './b.ts';", 'export const b = 1;'],
  ['barrel', 'src/flows/a.ts', "export { b } from './b.ts';", 'const b = 1;\nexport { b };'],
  ['function-size', 'src/flows/a.ts', body(71), body(70)],
  ['file-size', 'src/flows/a.ts', lines(501, 'f();'), lines(500, 'f();')],
  ['line-length', 'src/flows/a.ts', `// ${'x'.repeat(98)}`, `// ${'x'.repeat(97)}`],
  ['line-length', 'db/a.sql', `-- ${'清'.repeat(98)}`, `-- ${'清'.repeat(97)}`],
  ['leftover', 'src/flows/a.ts', `// ${later}: later`, "f('TODO');"],
  ['leftover', 'db/a.sql', `select 1; -- ${later}`, "select 'TODO';"],
  ['silencer', 'src/flows/a.ts', '// @ts-ignore', '// not ignored'],
  ['silencer', 'src/flows/a.ts', '// biome-ignore lint: no', '// the biome ignores it'],
  ['machine-path', 'docs/a.md', `see /${'home'}/me/x`, 'see /var/lib/onestep and a/home/b'],
  ['machine-path', 'scripts/a.mjs', `f('/${'work'}/main');`, "f('/v1/work/main');"],
  ['depth', 'src/base/a/b/c/d.ts', 'f();', ''],
  ['folder-name', 'src/base/utils/a.ts', 'f();', ''],
  ['rank', 'src/customs/a.ts', 'f();', ''],
  ['syntax', 'src/flows/a.ts', 'f(;', 'f();'],
];

test.each(SAMPLES)('%s is seen in %s: %s', (rule, path, broken) => {
  expect(new Set(rulesOf({ [path]: broken }))).toEqual(new Set([rule]));
});

test.each(SAMPLES.filter(([, , , clean]) => clean !== ''))(
  '%s is not seen in %s without cause',
  (_rule, path, _broken, clean) => {
    expect(rulesOf({ [path]: clean })).toEqual([]);
  },
);

const ALLOWED: readonly (readonly [string, string])[] = [
  ['src/io/clock.ts', 'f(Date.now());'],
  ['src/base/dates.ts', 'f(new Date(0));'],
  ['src/flows/a.test.ts', 'f(Date.now(), x * 0.5);'],
  ['src/cli/a.ts', 'console.log(1);'],
  ['src/ledger/a.ts', 'f(parts.slice(0, Number(left)));'],
  ['src/documents/codec.ts', 'f(JSON.parse(x));'],
  ['src/documents/ceb/a.ts', lines(501, 'f();')],
  ['src/flows/generated/a.ts', lines(501, 'f();')],
  ['src/flows/a.test.ts', `describe('x', () => {\n${lines(90, '  g();')}});`],
  ['src/flows/a.ts', `// see https://example.org/${'x'.repeat(100)}`],
];

test.each(ALLOWED)('%s may hold %s', (path, text) => {
  expect(rulesOf({ [path]: text })).toEqual([]);
});

const importing = (target: string) => `import { a } from '${target}';\nexport const b = a;\n`;

test('a file imports from a lower rank or its own folder only', () => {
  const from = (path: string, target: string) =>
    rulesOf({ [path]: importing(target) }).filter((rule) => rule === 'rank').length;
  expect(from('src/flows/a.ts', '../clearance/x.ts')).toBe(0);
  expect(from('src/flows/a.ts', './x.ts')).toBe(0);
  expect(from('src/clearance/rules/a.ts', '../decide.ts')).toBe(0);
  expect(from('src/clearance/a.ts', '../flows/x.ts')).toBe(1);
  expect(from('src/clearance/a.ts', '../bonded/x.ts')).toBe(1);
  expect(from('src/base/a.ts', '../../test/x.ts')).toBe(1);
  expect(from('src/base/a.test.ts', '../../test/x.ts')).toBe(0);
  expect(from('src/base/a.test.ts', '../flows/x.ts')).toBe(1);
  expect(from('src/audit/a.ts', '../ledger/x.ts')).toBe(1);
  expect(from('src/audit/a.ts', '../io/x.ts')).toBe(0);
  expect(from('web/a.ts', '../src/base/x.ts')).toBe(1);
  expect(from('test/a.ts', '../src/cli/x.ts')).toBe(0);
});

test('ranks hold for types, exports and import() too', () => {
  for (const text of [
    "import type { A } from '../flows/x.ts';",
    "export type { A } from '../flows/x.ts'; f();",
    "const a = await import('../flows/x.ts');",
    "type A = import('../flows/x.ts').A;",
  ]) {
    expect(rulesOf({ 'src/base/a.ts': text }), text).toEqual(['rank']);
  }
});

test('an import cycle is told once, with its way', () => {
  const files = ['a', 'b', 'c'].map((name, index, all) =>
    file(`src/flows/${name}.ts`, `import type { A } from './${all[(index + 1) % 3]}.ts';`),
  );
  const cycles = tidy(files).filter(({ rule }) => rule === 'cycle');
  expect(cycles.map(({ message }) => message)).toEqual([
    'import cycle src/flows/a.ts -> src/flows/b.ts -> src/flows/c.ts -> src/flows/a.ts',
  ]);
  expect(rulesOf({ 'src/flows/a.ts': importing('./b.ts'), 'src/flows/b.ts': 'f();' })).toEqual([]);
});

test('a file that no program and no test loads is dead', () => {
  const files = [
    file('src/cli/main.ts', importing('../flows/a.ts')),
    file('src/flows/a.ts', "new Worker(new URL('./worker.ts', import.meta.url));"),
    file('src/flows/worker.ts', 'f();'),
    file('src/flows/tested.ts', 'f();'),
    file('src/flows/tested.test.ts', importing('./tested.ts')),
    file('src/io/package.d.ts', "declare module 'package' {}"),
    file('src/flows/dead.ts', importing('./deader.ts')),
    file('src/flows/deader.ts', 'f();'),
  ];
  const dead = tidy(files).filter(({ rule }) => rule === 'dead');
  expect(dead.map(({ path }) => path)).toEqual(['src/flows/dead.ts', 'src/flows/deader.ts']);
});

test('large files are told, with or without text', () => {
  const blob = { path: 'docs/a.png', bytes: 262_145, text: null };
  expect(tidy([blob]).map(({ rule }) => rule)).toEqual(['blob']);
  expect(tidy([{ ...blob, bytes: 262_144 }])).toEqual([]);
});

test('findings carry the line', () => {
  const [found] = tidy([file('test/a.ts', 'f();\n\nf(Math.random());\n')]);
  expect(found).toMatchObject({ path: 'test/a.ts', line: 3, rule: 'random' });
});
