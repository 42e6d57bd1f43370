import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { type Answer, call } from '../api/call.ts';
import { Refused, useDeed } from '../app/deed.tsx';
import { useLanguage } from '../app/language.tsx';
import { useRight } from '../app/session.tsx';
import { Shown } from '../app/shown.tsx';
import { useTitle } from '../app/title.ts';
import { Field } from '../ui/fields.tsx';
import { Sure } from '../ui/sure.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Tag } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import { Certificates } from './firm-certificates.tsx';
import { Once } from './firm-once.tsx';
import { KEY_TONES } from './firm-state.ts';
import { FirmTabs } from './firm-tabs.tsx';

type Token = Answer<'listTokens'>['tokens'][number];

/** Tokens and certificates of an enterprise. */
export function KeysPage() {
  const { say } = useLanguage();
  const may = useRight('firm.read');
  useTitle(say('firm.keys'));
  if (!may) return <p className="empty">{say('right.firm')}</p>;
  return (
    <>
      <h1>{say('firm.keys')}</h1>
      <FirmTabs />
      <Tokens />
      <Certificates />
    </>
  );
}

function Tokens() {
  const { say } = useLanguage();
  const asked = useQuery({
    queryKey: ['listTokens'],
    queryFn: ({ signal }) => call('listTokens', { signal }),
  });
  const columns = useColumns();
  return (
    <section>
      <h2>{say('token.title')}</h2>
      <p className="soft">{say('token.lead')}</p>
      <Shown of={asked}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <p className="empty">{say('token.none')}</p>
          ) : (
            <Table
              label={say('token.title')}
              columns={columns}
              rows={tokens}
              keyOf={({ label }) => label}
            />
          )
        }
      </Shown>
      <NewToken />
    </section>
  );
}

function useColumns(): readonly Column<Token>[] {
  const { say } = useLanguage();
  const at = (text: string | null, none: string) => (text === null ? none : <Time at={text} />);
  return [
    { ...{ key: 'label', title: say('token.label') }, cell: ({ label }) => <b>{label}</b> },
    {
      ...{ key: 'state', title: say('key.state') },
      cell: ({ state, revokedAt }) => (
        <>
          <Tag tone={KEY_TONES[state]}>{say(`key.state.${state}`)}</Tag>
          {revokedAt !== null && (
            <span className="soft">
              <Time at={revokedAt} />
            </span>
          )}
        </>
      ),
    },
    {
      ...{ key: 'made', title: say('token.made') },
      cell: ({ madeAt }) => at(madeAt, say('token.file')),
    },
    {
      ...{ key: 'used', title: say('token.used') },
      cell: ({ usedAt }) => at(usedAt, say('token.unused')),
    },
    {
      ...{ key: 'ends', title: say('token.ends') },
      cell: ({ expiresAt }) => at(expiresAt, say('token.never')),
    },
    {
      ...{ key: 'do', title: say('key.do') },
      cell: ({ label, state }) => state === 'in-force' && <Revoke label={label} />,
    },
  ];
}

function Revoke({ label }: { readonly label: string }) {
  const { say } = useLanguage();
  const deed = useDeed('revokeToken', ['listTokens']);
  return (
    <>
      <Sure
        label={say('token.revoke')}
        name={say('token.revoke.of', { n: label })}
        ask={say('token.revoke.sure', { n: label })}
        yes={say('token.revoke.yes')}
        no={say('firm.not-yet')}
        isBusy={deed.isPending}
        onSure={() => deed.mutate({ path: { label } })}
      />
      <Refused deed={deed} />
    </>
  );
}

function NewToken() {
  const { say } = useLanguage();
  const [label, setLabel] = useState('');
  const [expires, setExpires] = useState('');
  const [made, setMade] = useState<Answer<'makeToken'> | null>(null);
  const deed = useDeed('makeToken', ['listTokens'], (answer) => {
    setMade(answer);
    setLabel('');
    setExpires('');
  });
  return (
    <>
      <h3>{say('token.new')}</h3>
      <form
        className="asked"
        onSubmit={(event) => {
          event.preventDefault();
          deed.mutate({ body: { label: label.trim(), ...(expires !== '' && { expires }) } });
        }}
      >
        <div className="row">
          <Field label={say('token.new.label')} value={label} most={40} onType={setLabel} />
          <Field
            label={say('token.new.ends')}
            {...{ type: 'date', isNeeded: false, value: expires, onType: setExpires }}
          />
        </div>
        <Refused deed={deed} />
        <p>
          <Button type="primary" htmlType="submit" loading={deed.isPending}>
            {say('token.new.do')}
          </Button>
        </p>
      </form>
      {made !== null && (
        <Once
          title={say('token.made.title', { n: made.label })}
          secret={made.token}
          onKept={() => {
            setMade(null);
            deed.reset();
          }}
        />
      )}
    </>
  );
}
