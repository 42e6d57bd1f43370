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
import { Time } from '../ui/time.tsx';
import { useContent } from './firm-certificates.tsx';
import './firm.css';

type Open = Answer<'listOpenCertificateRequests'>['requests'][number];

/** Certificates that wait for an operator. */
export function EnrolmentsPage() {
  const { say } = useLanguage();
  const may = useRight('keys.decide');
  const asked = useQuery({
    queryKey: ['listOpenCertificateRequests'],
    queryFn: ({ signal }) => call('listOpenCertificateRequests', { signal }),
    enabled: may,
    staleTime: 0,
  });
  const columns: readonly Column<Open>[] = [
    {
      ...{ key: 'firm', title: say('enrol.firm') },
      cell: ({ name, enterpriseCode }) => (
        <>
          <b>{name}</b>
          <span className="soft no">{enterpriseCode}</span>
        </>
      ),
    },
    ...useContent<Open>(),
    { ...{ key: 'at', title: say('asked.at') }, cell: ({ askedAt }) => <Time at={askedAt} /> },
    { ...{ key: 'do', title: say('key.do') }, cell: (row) => <Decide of={row} /> },
  ];
  useTitle(say('enrol.title'));
  if (!may) return <p className="empty">{say('right.enrolments')}</p>;
  return (
    <>
      <h1>{say('enrol.title')}</h1>
      <p className="soft">{say('enrol.lead')}</p>
      <Shown of={asked}>
        {({ requests }) =>
          requests.length === 0 ? (
            <p className="empty">{say('enrol.none')}</p>
          ) : (
            <Table
              label={say('enrol.title')}
              columns={columns}
              rows={requests}
              keyOf={({ id }) => id}
            />
          )
        }
      </Shown>
    </>
  );
}

function Decide({ of: { id, name } }: { readonly of: Open }) {
  const { say } = useLanguage();
  const [isRefusing, setRefusing] = useState(false);
  const [reason, setReason] = useState('');
  const deed = useDeed('decideCertificateRequest', ['listOpenCertificateRequests']);
  const path = { id };
  if (isRefusing) {
    return (
      <form
        className="asked"
        onSubmit={(event) => {
          event.preventDefault();
          deed.mutate({ path, body: { accept: false, reason } });
        }}
      >
        <Field label={say('enrol.reason')} value={reason} most={200} onType={setReason} />
        <Refused deed={deed} />
        <p className="acts">
          <Button size="small" htmlType="submit" danger loading={deed.isPending}>
            {say('enrol.refuse')}
          </Button>
          <Button size="small" onClick={() => setRefusing(false)}>
            {say('firm.not-yet')}
          </Button>
        </p>
      </form>
    );
  }
  return (
    <div className="acts">
      <Sure
        label={say('enrol.accept')}
        name={say('enrol.accept.of', { n: name })}
        ask={say('enrol.accept.sure', { n: name })}
        yes={say('enrol.accept')}
        no={say('firm.not-yet')}
        isBusy={deed.isPending}
        onSure={() => deed.mutate({ path, body: { accept: true } })}
      />
      <Button
        size="small"
        aria-label={say('enrol.refuse.of', { n: name })}
        onClick={() => setRefusing(true)}
      >
        {say('enrol.refuse')}
      </Button>
      <Refused deed={deed} />
    </div>
  );
}
