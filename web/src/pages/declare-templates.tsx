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

type BeginProps = {
  readonly party: string;
  readonly draft: Draft;
  readonly choices: Choices;
  readonly onBegin: (pattern: Pattern) => void;
  readonly onCopy: (listNo: string) => void;
};

/** Beginning with a template or an earlier list, and keeping what stands as a template. */
export function Begin({ party, draft, choices, onBegin, onCopy }: BeginProps) {
  const { say } = useLanguage();
  const [templates, setTemplates] = useState(() => templatesOf(party));
  const [chosen, choose] = useState('');
  const [saved, tell] = useState('');
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
      <Asked
        id="template-name"
        label={say('declare.template.name')}
        deed={say('declare.template.save')}
        most={40}
        onGive={(name) => {
          if (names.length >= MOST) return;
          store({ ...templates, [name]: patternOf(draft, choices) });
          choose(name);
          tell(name);
        }}
      />
      <Asked
        id="copy-no"
        label={say('declare.copy')}
        deed={say('declare.copy.take')}
        most={18}
        onGive={onCopy}
      />
      <p className="soft" role="status">
        {saved !== '' && say('declare.template.saved', { n: saved })}
      </p>
    </section>
  );
}

/** One text and what to do with it. */
function Asked({
  id,
  label,
  deed,
  most,
  onGive,
}: {
  readonly id: string;
  readonly label: string;
  readonly deed: string;
  readonly most: number;
  readonly onGive: (text: string) => void;
}) {
  const [text, setText] = useState('');
  const given = text.trim();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (given === '') return;
        setText('');
        onGive(given);
      }}
    >
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        maxLength={most}
        autoComplete="off"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <Button htmlType="submit" disabled={given === ''}>
        {deed}
      </Button>
    </form>
  );
}
