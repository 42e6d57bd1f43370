import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { Refused, useDeed } from '../app/deed.tsx';
import { useLanguage } from '../app/language.tsx';
import { useRight } from '../app/session.tsx';
import { Shown } from '../app/shown.tsx';
import { useTitle } from '../app/title.ts';
import { Facts } from '../ui/facts.tsx';
import { Field } from '../ui/fields.tsx';
import { Sure } from '../ui/sure.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Tag } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import { Once } from './firm-once.tsx';
import { fieldsOf, HookFields, HookState, type Webhook } from './webhook-fields.tsx';
import './firm.css';

const AFTER = ['readWebhook', 'listWebhooks', 'listWebhookAttempts'] as const;
/** Milliseconds between two looks at what was sent. */
const LOOK = 5_000;

/** One endpoint: how far it is, what was sent, and what can be done with it. */
export function WebhookPage() {
  const { say } = useLanguage();
  const may = useRight('firm.read');
  const { id = '' } = useParams();
  const asked = useQuery({
    queryKey: ['readWebhook', id],
    queryFn: ({ signal }) => call('readWebhook', { path: { id }, signal }),
    enabled: may,
    refetchInterval: LOOK,
  });
  useTitle(say('hook.title'));
  if (!may) return <p className="empty">{say('right.firm')}</p>;
  return (
    <>
      <p className="crumb">
        <Link to="/firm/webhooks">{say('hook.back')}</Link>
      </p>
      <h1>{say('hook.title')}</h1>
      <Shown of={asked}>
        {(hook) => (
          <>
            <Standing hook={hook} />
            <Attempts id={id} />
            <Change key={id} hook={hook} />
            <Replay hook={hook} />
          </>
        )}
      </Shown>
    </>
  );
}

function Standing({ hook }: { readonly hook: Webhook }) {
  const { say } = useLanguage();
  const time = (at: string | null) => at && <Time at={at} />;
  return (
    <section>
      <Facts
        of={[
          [say('hook.url'), hook.url],
          [say('hook.description'), hook.description],
          [say('hook.types.col'), hook.types.join(' ') || say('hook.types.all')],
          [say('hook.state'), <HookState key="state" of={hook} />],
          [say('hook.position'), hook.position],
          [say('hook.delivered'), time(hook.deliveredAt)],
          [
            say('hook.error'),
            hook.lastErrorAt && `${hook.lastError} ${hook.lastErrorAt.slice(0, 19)}`,
          ],
          [say('hook.next'), time(hook.nextAttemptAt)],
          [say('hook.old'), time(hook.oldSecretUntil)],
        ]}
      />
      <Acts hook={hook} />
    </section>
  );
}

function Acts({ hook: { id, state } }: { readonly hook: Webhook }) {
  const { say } = useLanguage();
  const go = useNavigate();
  const [secret, setSecret] = useState<string | null>(null);
  const path = { id };
  const changing = useDeed('changeWebhook', AFTER);
  const testing = useDeed('testWebhook', AFTER);
  const rotating = useDeed('rotateWebhookSecret', AFTER, (answer) => setSecret(answer.secret));
  const deleting = useDeed('deleteWebhook', ['listWebhooks'], () => void go('/firm/webhooks'));
  const tested = testing.data;
  return (
    <>
      <div className="acts">
        <Button size="small" loading={testing.isPending} onClick={() => testing.mutate({ path })}>
          {say('hook.test')}
        </Button>
        <Button
          size="small"
          loading={changing.isPending}
          onClick={() => changing.mutate({ path, body: { enabled: state !== 'active' } })}
        >
          {say(state === 'active' ? 'hook.pause' : 'hook.resume')}
        </Button>
        <Sure
          label={say('hook.rotate')}
          name={say('hook.rotate')}
          ask={say('hook.rotate.sure')}
          yes={say('hook.rotate.yes')}
          no={say('firm.not-yet')}
          isBusy={rotating.isPending}
          onSure={() => rotating.mutate({ path, body: {} })}
        />
        <Sure
          label={say('hook.delete')}
          name={say('hook.delete')}
          ask={say('hook.delete.sure')}
          yes={say('hook.delete.yes')}
          no={say('firm.not-yet')}
          isBusy={deleting.isPending}
          onSure={() => deleting.mutate({ path })}
        />
      </div>
      <div role="status">
        {tested !== undefined && (
          <Alert
            showIcon
            type={tested.delivered ? 'success' : 'warning'}
            title={
              tested.delivered
                ? say('hook.test.good', { n: tested.milliseconds })
                : say('hook.test.bad', { n: tested.error, m: tested.milliseconds })
            }
          />
        )}
      </div>
      <Refused deed={testing} />
      <Refused deed={changing} />
      <Refused deed={rotating} />
      <Refused deed={deleting} />
      {secret !== null && (
        <Once title={say('hook.secret')} secret={secret} onKept={() => setSecret(null)} />
      )}
    </>
  );
}

type Attempt = Answer<'listWebhookAttempts'>['attempts'][number];

function Attempts({ id }: { readonly id: string }) {
  const { say } = useLanguage();
  const asked = useQuery({
    queryKey: ['listWebhookAttempts', id],
    queryFn: ({ signal }) => call('listWebhookAttempts', { path: { id }, signal }),
    refetchInterval: LOOK,
  });
  const columns: readonly Column<Attempt>[] = [
    { ...{ key: 'at', title: say('hook.attempts.at') }, cell: ({ at }) => <Time at={at} /> },
    {
      ...{ key: 'what', title: say('hook.attempts.what') },
      cell: ({ after, through }) => `${after + 1}–${through}`,
    },
    {
      ...{ key: 'count', title: say('hook.attempts.count'), isNumber: true },
      cell: ({ receipts }) => receipts,
    },
    {
      ...{ key: 'took', title: say('hook.attempts.took'), isNumber: true },
      cell: ({ milliseconds }) => milliseconds,
    },
    {
      ...{ key: 'answer', title: say('hook.attempts.answer') },
      cell: ({ error }) => (
        <Tag tone={error === null ? 'good' : 'bad'}>{error ?? say('hook.taken')}</Tag>
      ),
    },
  ];
  return (
    <section>
      <h2>{say('hook.attempts')}</h2>
      <Shown of={asked}>
        {({ attempts }) =>
          attempts.length === 0 ? (
            <p className="soft">{say('hook.attempts.none')}</p>
          ) : (
            <Table
              label={say('hook.attempts')}
              columns={columns}
              rows={attempts}
              keyOf={({ number }) => number}
            />
          )
        }
      </Shown>
    </section>
  );
}

function Change({ hook }: { readonly hook: Webhook }) {
  const { say } = useLanguage();
  const [draft, setDraft] = useState({
    ...{ url: hook.url, description: hook.description },
    ...{ types: hook.types.join(' '), batch: String(hook.batch) },
  });
  const deed = useDeed('changeWebhook', AFTER);
  return (
    <section>
      <h2>{say('hook.change')}</h2>
      <form
        className="asked"
        onSubmit={(event) => {
          event.preventDefault();
          deed.mutate({ path: { id: hook.id }, body: fieldsOf(draft) });
        }}
      >
        <HookFields draft={draft} onDraft={setDraft} />
        <Refused deed={deed} />
        <p>
          <Button type="primary" htmlType="submit" loading={deed.isPending}>
            {say('hook.change.do')}
          </Button>
        </p>
      </form>
    </section>
  );
}

function Replay({ hook: { id } }: { readonly hook: Webhook }) {
  const { say } = useLanguage();
  const [after, setAfter] = useState('');
  const deed = useDeed('replayWebhook', AFTER, () => setAfter(''));
  return (
    <section>
      <h2>{say('hook.replay')}</h2>
      <p className="soft">{say('hook.replay.lead')}</p>
      <form
        className="asked"
        onSubmit={(event) => {
          event.preventDefault();
          deed.mutate({ path: { id }, body: { after: Number(after) } });
        }}
      >
        <Field label={say('hook.replay.after')} type="number" value={after} onType={setAfter} />
        <Refused deed={deed} />
        <p>
          <Button htmlType="submit" loading={deed.isPending}>
            {say('hook.replay.do')}
          </Button>
        </p>
      </form>
    </section>
  );
}
