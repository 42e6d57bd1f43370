import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { Refused, useDeed } from '../app/deed.tsx';
import { useLanguage } from '../app/language.tsx';
import { useRight } from '../app/session.tsx';
import { Shown } from '../app/shown.tsx';
import { useTitle } from '../app/title.ts';
import { Field } from '../ui/fields.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { Once } from './firm-once.tsx';
import { FirmTabs } from './firm-tabs.tsx';
import { fieldsOf, HookFields, HookState, NO_HOOK } from './webhook-fields.tsx';

type Webhook = Answer<'listWebhooks'>['webhooks'][number];

/** Where the receipts of an enterprise are sent. */
export function WebhooksPage() {
  const { say } = useLanguage();
  const may = useRight('firm.read');
  const asked = useQuery({
    queryKey: ['listWebhooks'],
    queryFn: ({ signal }) => call('listWebhooks', { signal }),
    enabled: may,
  });
  const columns = useColumns();
  useTitle(say('hook.title'));
  if (!may) return <p className="empty">{say('right.firm')}</p>;
  return (
    <>
      <h1>{say('hook.title')}</h1>
      <FirmTabs />
      <section>
        <p className="soft">{say('hook.lead')}</p>
        <Shown of={asked}>
          {({ webhooks }) =>
            webhooks.length === 0 ? (
              <p className="empty">{say('hook.none')}</p>
            ) : (
              <Table
                label={say('hook.title')}
                columns={columns}
                rows={webhooks}
                keyOf={({ id }) => id}
              />
            )
          }
        </Shown>
      </section>
      <NewWebhook />
    </>
  );
}

function useColumns(): readonly Column<Webhook>[] {
  const { say } = useLanguage();
  return [
    {
      ...{ key: 'url', title: say('hook.url') },
      cell: ({ id, url, description }) => (
        <>
          <Link to={`/firm/webhooks/${id}`}>{url}</Link>
          <span className="soft">{description}</span>
        </>
      ),
    },
    {
      ...{ key: 'types', title: say('hook.types.col') },
      cell: ({ types }) => (types.length === 0 ? say('hook.types.all') : types.join(' ')),
    },
    { ...{ key: 'state', title: say('hook.state') }, cell: (hook) => <HookState of={hook} /> },
    {
      ...{ key: 'position', title: say('hook.position'), isNumber: true },
      cell: ({ position }) => position,
    },
    {
      ...{ key: 'delivered', title: say('hook.delivered') },
      cell: ({ deliveredAt }) => deliveredAt && <Time at={deliveredAt} />,
    },
  ];
}

function NewWebhook() {
  const { say } = useLanguage();
  const [draft, setDraft] = useState(NO_HOOK);
  const [after, setAfter] = useState('');
  const [made, setMade] = useState<Answer<'createWebhook'> | null>(null);
  const deed = useDeed('createWebhook', ['listWebhooks'], (answer) => {
    setMade(answer);
    setDraft(NO_HOOK);
    setAfter('');
  });
  return (
    <section>
      <h2>{say('hook.new')}</h2>
      <form
        className="asked"
        onSubmit={(event) => {
          event.preventDefault();
          const place = after.trim() === '' ? {} : { after: Number(after) };
          deed.mutate({ body: { ...fieldsOf(draft), ...place } });
        }}
      >
        <HookFields draft={draft} onDraft={setDraft} />
        <Field
          label={say('hook.after')}
          {...{ type: 'number', isNeeded: false, value: after, onType: setAfter }}
        />
        <Refused deed={deed} />
        <p>
          <Button type="primary" htmlType="submit" loading={deed.isPending}>
            {say('hook.new.do')}
          </Button>
        </p>
      </form>
      {made !== null && (
        <Once
          title={say('hook.secret')}
          secret={made.secret}
          onKept={() => {
            setMade(null);
            deed.reset();
          }}
        />
      )}
    </section>
  );
}
