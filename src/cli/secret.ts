import { stderr, stdin } from 'node:process';
import { NotDone } from './command.ts';

const [ENTER, LINE, DELETE, BACK, END, STOP] = ['\r', '\n', '\u007f', '\b', '\u0004', '\u0003'];

/** A line typed on the terminal without being shown. @throws NotDone when it is broken off */
export function readSecret(prompt: string): Promise<string> {
  stderr.write(prompt);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.resume();
  let typed = '';
  return new Promise<string>((resolve, reject) => {
    const end = (): void => {
      stdin.off('data', take);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
    };
    const take = (text: string): void => {
      for (const key of text) {
        if (key === ENTER || key === LINE || key === END) {
          end();
          resolve(typed);
          return;
        }
        if (key === STOP) {
          end();
          reject(new NotDone('No password was given.'));
          return;
        }
        typed = key === DELETE || key === BACK ? [...typed].slice(0, -1).join('') : typed + key;
      }
    };
    stdin.on('data', take);
  });
}
