import { useLanguage, wordOr } from '../app/language.tsx';
import { Time } from '../ui/time.tsx';
import type { View } from './list-view.ts';

/** Each step is a receipt that the firms of the list were given, in its words. */
export function Timeline({ view: { timeline } }: { readonly view: View }) {
  const { say } = useLanguage();
  // Two receipts may say the same in the same moment: their place tells them apart.
  const steps = timeline.map((step, place) => ({ ...step, key: `${place} ${step.status}` }));
  return (
    <ol className="timeline">
      {steps.map(({ key, at, status, info }) => (
        <li key={key}>
          <Time at={at} />
          <b>
            {wordOr(say, 'state', status)} <span className="soft">{status}</span>
          </b>
          <span lang="zh-CN">{info}</span>
        </li>
      ))}
    </ol>
  );
}
