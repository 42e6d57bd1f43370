import { Button, Input } from 'antd';
import { useState } from 'react';
import { keep, kept } from '../app/kept.ts';
import { useLanguage } from '../app/language.tsx';
import { Pick } from '../ui/pick.tsx';
import { type Choices, type Draft, type Pattern, patternOf } from './declare-draft.ts';

type Templates = Readonly<Record<string, Pattern>>;

const keyOf = (party: string): string => `templates.${party}`;
const MOST = 50;

/** Templates of an enterprise in this browser; none of them has anything personal. */
function templatesOf(party: string): Templates {
  try {
    const known: unknown = JSON.parse(kept(keyOf(party)) ?? '{}');
    return typeof known === 'object' && known !== null ? (known as Templates) : {};
  } catch {
    return {};
  }
}

/** Beginning with a template or an earlier list, and keeping what stands as a template. */
export function Begin({
  party,
  draft,
  choices,
  onBegin,
  onCopy,
}: {
  readonly party: string;
  readonly draft: Draft;
  readonly choices: Choices;
  readonly onBegin: (pattern: Pattern) => void;
  readonly onCopy: (listNo: string) => void;
}) {
  const { say } = useLanguage();
  const [templates, setTemplates] = useState(() => templatesOf(party));
  const [chosen, choose] = useState('');
  const [name, setName] = useState('');
  const [saved, tell] = useState('');
  const [listNo, setListNo] = useState('');
  const store = (next: Templates): void => {
    keep(keyOf(party), JSON.stringify(next));
    setTemplates(next);
  };
  const names = Object.keys(templates);
  return (
    <section className="begin" aria-label={say('declare.begin')}>
      <div>
        <Pick
          label={say('declare.template')}
          value={chosen}
          options={[['', say('declare.template.none')], ...names.map((one) => [one, one] as const)]}
          onPick={(one) => {
            choose(one);
            const pattern = templates[one];
            if (pattern !== undefined) onBegin(pattern);
          }}
        />
        {chosen !== '' && (
          <Button
            onClick={() => {
              const { [chosen]: _, ...rest } = templates;
              store(rest);
              choose('');
            }}
          >
            {say('declare.template.delete', { n: chosen })}
          </Button>
        )}
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const own = name.trim();
          if (own === '' || names.length >= MOST) return;
          store({ ...templates, [own]: patternOf(draft, choices) });
          choose(own);
          setName('');
          tell(own);
        }}
      >
        <label htmlFor="template-name">{say('declare.template.name')}</label>
        <Input
          id="template-name"
          maxLength={40}
          autoComplete="off"
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <Button htmlType="submit" disabled={name.trim() === ''}>
          {say('declare.template.save')}
        </Button>
      </form>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (listNo.trim() !== '') onCopy(listNo.trim());
        }}
      >
        <label htmlFor="copy-no">{say('declare.copy')}</label>
        <Input
          id="copy-no"
          maxLength={18}
          autoComplete="off"
          placeholder={say('declare.copy.no')}
          value={listNo}
          onChange={({ target }) => setListNo(target.value)}
        />
        <Button htmlType="submit" disabled={listNo.trim() === ''}>
          {say('declare.copy.take')}
        </Button>
      </form>
      <p className="soft" role="status">
        {saved !== '' && say('declare.template.saved', { n: saved })}
      </p>
    </section>
  );
}
