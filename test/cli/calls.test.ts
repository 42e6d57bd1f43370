import { describe, expect, it } from 'vitest';
import { allCommands, COMMAND_NAMES } from '../../src/cli/commands.ts';
import { call } from './terminal.ts';

const COMMANDS = await allCommands();

describe('help', () => {
  it.each([[], ['--help'], ['-h'], ['help']])('gives the overview for %j', async (...args) => {
    const { code, out, err } = await call(...args.flat());
    expect([code, err]).toEqual([0, '']);
    for (const name of COMMAND_NAMES) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  });

  it('names each command as the table does', () => {
    expect(COMMANDS.map(({ name }) => name)).toEqual(COMMAND_NAMES);
  });

  it.each(COMMANDS.map((command) => [command.name, command] as const))('%s', async (name, one) => {
    const { code, out, err } = await call(name, '--help');
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(one.help.trim());
    expect(await call('help', name)).toMatchObject({ code: 0, out });
    expect(out.startsWith(`onestep ${name}`)).toBe(true);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    for (const option of Object.keys(one.options)) expect(out).toContain(`--${option}`);
    for (const flag of out.matchAll(/^ {2}--([a-z-]+)/gm)) {
      expect(Object.keys(one.options)).toContain(flag[1]);
    }
  });

  it('tells the version', async () => {
    expect((await call('--version')).out).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

/** Arguments, and the whole of what is said on standard error. */
const WRONG: readonly (readonly [string, string])[] = [
  ['notices pay', 'DUTY_NO is missing. See: onestep notices --help'],
  ['elsewhere', 'There is no command "elsewhere". See: onestep --help'],
  ['verif x', 'There is no command "verif". Did you mean verify? See: onestep --help'],
  ['help elsewhere', 'There is no command "elsewhere". See: onestep --help'],
  ['constructor', 'There is no command "constructor". See: onestep --help'],
  ['verify', 'PATH is missing. See: onestep verify --help'],
  ['verify --loud x', "Unknown option '--loud'. See: onestep verify --help"],
  ['verify -x', "Unknown option '-x'. See: onestep verify --help"],
  ['verify /no/such/file', 'There is no file or directory /no/such/file.'],
  [
    'verify package.json/x',
    'package.json/x is not a directory, or lies below something that is none.',
  ],
  ['verify docs', 'There are no .xml or .zip files in docs.'],
  ['verify --edition 2017 x', '--edition takes 202205 or 2018, not 2017.'],
  ['verify x --certificate package.json', 'package.json is no certificate in PEM or DER.'],
  ['tax one', 'onestep tax takes bill NO, not one.'],
  ['tax bill', 'NO is missing. See: onestep tax --help'],
  ['world', '--out DIR is missing. See: onestep world --help'],
  ['world --out x --parcels 0', '--parcels takes a whole number from 1 to 1000000, not 0.'],
  ['world --out x --parcels 1e3', '--parcels takes a whole number from 1 to 1000000, not 1e3.'],
  ['world --out x --start 2020-13-01', '--start takes a day like 2020-09-18, not 2020-13-01.'],
  ['load /no/such/directory', 'There is no file or directory /no/such/directory.'],
  ['send x --url nowhere', '--url takes an address such as http://127.0.0.1:1210, not nowhere.'],
  ['send', 'PATH is missing. See: onestep send --help'],
  ['send --watch x', '--watch IN and --receipts OUT go together. See: onestep send --help'],
  ['send --receipts x', '--watch IN and --receipts OUT go together. See: onestep send --help'],
  [
    'send --watch docs --receipts docs/',
    '--watch and --receipts must be two folders, or receipts would be sent.',
  ],
  [
    'send x --watch docs --receipts y',
    '--watch takes no PATH, --expect or --patience: it goes on for ever.',
  ],
  ['send --watch /no/such/folder --receipts y', 'There is no file or directory /no/such/folder.'],
  ['send /no/such/file', 'There is no file or directory /no/such/file.'],
  ['serve --port 70000', '--port takes a whole number from 0 to 65535, not 70000.'],
  [
    'serve --port 0 --log-level loud',
    '--log-level takes debug, info, warn, error, silent, not loud.',
  ],
  ['migrate --data-dir a --database-url b', 'Give either --data-dir or --database-url, not both.'],
  ['import tariff', 'FILE is missing. See: onestep import --help'],
  ['import rates x', 'onestep import takes tariff, positive-list, export-goods, not rates.'],
  ['import tariff docs', 'docs is a directory; a file is asked for.'],
  ['token melt X', 'onestep token takes create, rotate, revoke, list, not melt.'],
  [
    'certificate melt X',
    'onestep certificate takes list, revoke, requests, accept, refuse, not melt.',
  ],
];

describe('wrong calls', () => {
  it.each(WRONG)('onestep %s', async (args, sentence) => {
    const { code, out, err } = await call(...args.split(' '));
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: sentence });
  });
});

describe('what cannot be done', () => {
  it('says that no world can be written into a file', async () => {
    const { code, err } = await call('world', '--out', 'package.json/x');
    expect([code, err]).toEqual([2, expect.stringMatching(/package\.json\/x is not a directory/)]);
  });

  it('says that there is no database', async () => {
    const { code, err } = await call('token', 'list', 'X', '--data-dir', '/no/such/directory');
    expect(code).toBe(1);
    expect(err).toMatch(/\/no\/such\/directory/);
    expect(err).not.toMatch(/\n|Error|at /);
  });
});
