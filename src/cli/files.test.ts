import { describe, expect, it } from 'vitest';
import { NotDone, UsageError } from './command.ts';
import { fileFault } from './files.ts';

const failure = (code: string, path?: string) => Object.assign(new Error(code), { code, path });

describe('fileFault', () => {
  it.each(['ENOENT', 'ENOTDIR', 'EISDIR'])('%s is a wrong call', (code) => {
    const fault = fileFault(failure(code), 'x');
    expect(fault).toBeInstanceOf(UsageError);
    expect((fault as Error).message).toMatch(/\bx\b.*\.$/);
  });

  it.each(['EACCES', 'EROFS', 'ENOSPC', 'EIO'])('%s is the machine refusing', (code) => {
    const fault = fileFault(failure(code), 'x');
    expect(fault).toBeInstanceOf(NotDone);
    expect((fault as Error).message).toMatch(/\bx\b.*\.$/);
  });

  it('names the path deeper inside, where there is one', () => {
    const fault = fileFault(failure('EACCES', 'x/y'), 'x');
    expect((fault as Error).message).toBe('This user may not read or write x/y.');
  });

  it('leaves a bug alone', () => {
    const bug = new TypeError('x is not a function');
    expect(fileFault(bug, 'x')).toBe(bug);
    expect(fileFault('text', 'x')).toBe('text');
  });
});
