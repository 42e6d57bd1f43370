import type { Finding } from '../api/generated.ts';
import { useLanguage } from '../app/language.tsx';
import { Facts } from '../ui/facts.tsx';

/** Why a list stands where it does: in words of the law, and what would mend it. */
export function Findings({ of }: { readonly of: readonly Finding[] }) {
  const { say, pick } = useLanguage();
  if (of.length === 0) return <p>{say('list.findings.none')}</p>;
  const all = of.map((finding, place) => ({ ...finding, key: `${place} ${finding.code}` }));
  return (
    <ul className="findings">
      {all.map(({ key, code, zh, en, law, path, hint, hintZh }) => (
        <li key={key}>
          <p>
            <b className="no">{code}</b> {pick(zh, en)}
          </p>
          <Facts
            of={[
              [say('list.mend'), pick(hintZh, hint)],
              [say('list.law'), law],
              [say('list.path'), path && <code>{path}</code>],
            ]}
          />
        </li>
      ))}
    </ul>
  );
}
