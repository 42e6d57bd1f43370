// Plain JavaScript for any Node >= 20: everything that must work before the pinned Node is there.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const modules = join(root, 'node_modules');
const say = (sentence) => process.stderr.write(`${sentence}\n`);

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** What npm wrote down about its last installation, against what package-lock.json asks for. */
function isInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
  const present = readJson(join(modules, '.package-lock.json'))?.packages;
  if (present === undefined) return false;
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (path === '' || link) return true;
    const own = present[path];
    // Optional packages are those of other systems.
    return own === undefined ? optional === true : own.version === version;
  });
}

function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js') && existsSync(cli)) return [process.execPath, cli];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

/** Shows that something goes on: a line that counts seconds, or on no terminal just the first. */
function startProgress(sentence) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  if (!process.stderr.isTTY) {
    say(`${sentence} ...`);
    return () => say(`${sentence}: done in ${seconds()} s.`);
  }
  const show = () => process.stderr.write(`\r${sentence} ... ${seconds()} s`);
  show();
  const timer = setInterval(show, 1000);
  return () => {
    clearInterval(timer);
    process.stderr.write(`\r${sentence}: done in ${seconds()} s.\n`);
  };
}

/** Runs a command quietly; resolves to its exit code and what it printed. */
function runQuietly([command, ...args], cwd) {
  return new Promise((done) => {
    const shell = process.platform === 'win32';
    const child = spawn(command, args, { cwd, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    child.on('error', (error) => done({ code: 1, output: error.message }));
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

async function install() {
  const finish = startProgress('Installing packages (once, about 180 MB to load)');
  const flags = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await runQuietly([...npmCommand(), ...flags], root);
  finish();
  if (code === 0) return;
  say(output.trim());
  throw new Error('The packages could not be installed: npm says why above.');
}

const EXE = process.platform === 'win32' ? 'node.exe' : 'node';
const pinnedVersion = () => readJson(join(modules, 'node', 'package.json'))?.version;

/** Where the pinned Node may lie: npm's link to it, or the package for this system itself. */
function candidates() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const prefix = system === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const own = `${prefix}-${system}-${process.arch}`;
  const homes = [join(modules, 'node'), join(modules, 'node', 'node_modules', own)];
  return [...homes, join(modules, own)].map((home) => join(home, 'bin', EXE));
}

function runs(path) {
  if (!existsSync(path)) return false;
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return status === 0 && stdout.trim() === `v${pinnedVersion()}`;
}

/** npm may have been told to run no install scripts; the one of `node` brings the program. */
async function installNode() {
  const home = join(modules, 'node');
  if (!existsSync(home)) return 'the package node is not there';
  const finish = startProgress(`Loading Node ${pinnedVersion()}`);
  const script = [process.execPath, 'installArchSpecificPackage.js'];
  const { output } = await runQuietly(script, home);
  finish();
  return output.trim().split('\n').at(-1) || 'its program does not run on this system';
}

const stripsTypes = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
};

async function findNode() {
  const found = candidates().find(runs);
  if (found !== undefined) return found;
  const why = await installNode();
  const again = candidates().find(runs);
  if (again !== undefined) return again;
  if (stripsTypes()) {
    say(
      `Node ${pinnedVersion()} could not be installed (${why}); going on with ${process.version}.`,
    );
    return process.execPath;
  }
  throw new Error(
    `Node ${pinnedVersion()} could not be installed (${why}), and ${process.version} is too old ` +
      'to run the source: install Node 22.18 or later and start again.',
  );
}

/** Installs what is missing and gives the path of the pinned Node. */
export async function ready() {
  if (!isInstalled()) await install();
  return findNode();
}

/** Where Node keeps what it compiled: half of a short command is compiling the source. */
const compiled = { NODE_COMPILE_CACHE: join(modules, '.cache', 'compiled') };

/** Runs a program with our input and output; resolves to its exit code. Signals are passed on. */
export function run(command, args, options = {}) {
  return new Promise((done) => {
    const env = { ...compiled, ...(options.env ?? process.env) };
    const child = spawn(command, args, { stdio: 'inherit', ...options, env });
    // A terminal sends its interrupt to the child as well; twice would mean "at once".
    const pass = (signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    child.on('error', (error) => {
      say(error.message);
      done(1);
    });
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, pass);
      done(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

/*
 * Every isolate of a process collects its garbage with four helpers, however few the cores: on two
 * of them one collection kept all others waiting for 20 to 40 ms. There each thread collects alone.
 */
const few = availableParallelism() <= 4 ? ['--single-threaded-gc', '--v8-pool-size=1'] : [];

/**
 * Flags under which all TypeScript of this project runs. A batch outlives the default young
 * generation of the heap and would be copied twice; with room for it clearing takes 0.87 x the CPU.
 */
export const nodeFlags = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=64',
  ...few,
];

/**
 * Runs a TypeScript file of this project with the pinned Node and ends with its exit code.
 * @param before what is done first, with the pinned Node
 */
export async function runSource(file, args, before = async () => {}) {
  try {
    const node = await ready();
    await before(node);
    process.exitCode = await run(node, [...nodeFlags, join(root, file), ...args]);
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}
