import type { Finding } from '../base/finding.ts';
import { type Terminal, UsageError, type Values } from './command.ts';

/** What an action of a command comes to, as JSON and as lines. */
export type Told = { readonly json: unknown; readonly lines: readonly string[] };

/** The action of that name. @throws UsageError that says which there are */
export function actionNamed<Action>(
  command: string,
  actions: Readonly<Record<string, Action>>,
  name: string,
): Action {
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action !== undefined) return action;
  const names = Object.keys(actions).join(', ');
  throw new UsageError(`onestep ${command} takes ${names}, not ${name}.`);
}

/** Prints it the way that was asked for. @param indent of the JSON; none puts it on one line */
export function tell(
  terminal: Terminal,
  values: Values,
  { json, lines }: Told,
  indent?: number,
): void {
  if (values.json === true) terminal.out(JSON.stringify(json, null, indent));
  else for (const line of lines) terminal.out(line);
}

/** A finding on one line, with its source and what mends it. */
export function findingLine({ path, code, en, zh, law, hint }: Finding): string {
  const place = path === null || path === '' ? '' : `${path}  `;
  const more = [law, hint].filter((text) => text !== null).join('; ');
  return `${place}${code}  ${en} / ${zh}${more === '' ? '' : `  (${more})`}`;
}
