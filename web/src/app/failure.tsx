import { Alert, Button } from 'antd';
import { CallError } from '../api/call.ts';
import type { Problem } from '../api/generated.ts';
import { type Say, useLanguage } from './language.tsx';

type Pick = (zh: string | null | undefined, en: string | null | undefined) => string;

/** Whether what was asked for has a number that nothing can have: typed or cut in the address. */
const isNoNumber = ({ code, findings = [] }: Problem): boolean =>
  code === 'bad-request' &&
  findings.length > 0 &&
  findings.every(({ path }) => path?.startsWith('params/') === true);

/** What went wrong, in one sentence of the language. */
export function problemText(error: unknown, say: Say, pick: Pick): string {
  const problem = error instanceof CallError ? error.problem : null;
  if (problem === null) return say('unreachable');
  return isNoNumber(problem) ? say('no-number') : pick(problem.titleZh, problem.title);
}

/** A call that did not succeed: why, what mends it, and the way to try again. */
export function Failure({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const { say, pick } = useLanguage();
  const problem = error instanceof CallError ? error.problem : null;
  const reasons = problem === null || isNoNumber(problem) ? [] : (problem.findings ?? []);
  const findings = reasons.map((one, place) => ({ ...one, key: `${place}` }));
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={problemText(error, say, pick)}
      description={
        findings.length === 0 ? undefined : (
          <ul className="reasons">
            {findings.map(({ key, code, zh, en, hint, hintZh }) => (
              <li key={key}>
                {/* A fault without reasons of its own is its only reason: said once, above. */}
                {code === problem?.code ? '' : pick(zh, en)} {pick(hintZh, hint)}
              </li>
            ))}
          </ul>
        )
      }
      action={
        <Button size="small" onClick={retry}>
          {say('again')}
        </Button>
      }
    />
  );
}
