import { assert, present } from '../../base/assert.ts';
import { type Answer, type Line, openLine } from './line.ts';

/** A bounded number of connections to one server on this machine. */
export type Lines = {
  /** Sends a request over a free line; waits for one when all are taken. */
  send(request: Uint8Array): Promise<Answer>;
  /** Requests that had to wait for a line. */
  heldBack(): number;
  close(): void;
};

/** Opens lines as they are needed, `most` at once. Load is for loopback, nothing else is taken. */
export function openLines(url: string, most: number): Lines {
  const { hostname, port } = new URL(url);
  assert(['127.0.0.1', 'localhost', '[::1]'].includes(hostname), 'load is for loopback');
  const free: Line[] = [];
  const waiting: ((line: Line) => void)[] = [];
  const open = new Set<Line>();
  let held = 0;
  const lay = (): Line => {
    const line: Line = openLine(Number(port), () => {
      open.delete(line);
      const at = free.indexOf(line);
      if (at >= 0) free.splice(at, 1);
    });
    open.add(line);
    return line;
  };
  const take = (): Line | Promise<Line> => {
    const idle = free.pop();
    if (idle !== undefined) return idle;
    if (open.size < most) return lay();
    held += 1;
    return new Promise((done) => waiting.push(done));
  };
  const giveBack = (line: Line): void => {
    if (waiting.length > 0) present(waiting.shift(), 'who waits')(line);
    else free.push(line);
  };
  return {
    send: async (request) => {
      const line = await take();
      const answer = await line.send(request);
      giveBack(line);
      return answer;
    },
    heldBack: () => held,
    close: () => {
      for (const line of open) line.close();
    },
  };
}
