import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useId, useState } from 'react';
import { type Answer, call } from '../api/call.ts';
import { Refused, useDeed } from '../app/deed.tsx';
import { useLanguage } from '../app/language.tsx';
import { Shown } from '../app/shown.tsx';
import { Lines } from '../ui/fields.tsx';
import { Sure } from '../ui/sure.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Tag, type Tone } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import { KEY_TONES } from './firm-state.ts';

type Certificate = Answer<'listCertificates'>['certificates'][number];
type Request = Answer<'listCertificateRequests'>['requests'][number];
type Content = Pick<
  Request,
  'subject' | 'serial' | 'validFrom' | 'validUntil' | 'algorithm' | 'maySign' | 'fingerprint'
>;

/** Days before its end from which on a certificate is warned of. */
const SOON = 30;

const day = (at: string): string => at.slice(0, 10);

/** What there is to a certificate, whether it is on file or asked for. */
export function useContent<Row extends Content>(): readonly Column<Row>[] {
  const { say } = useLanguage();
  return [
    {
      ...{ key: 'holder', title: say('cert.holder') },
      cell: ({ subject, serial }) => (
        <>
          <span className="subject">{subject}</span>
          <span className="soft no">{serial}</span>
        </>
      ),
    },
    {
      ...{ key: 'valid', title: say('cert.valid') },
      cell: ({ validFrom, validUntil }) =>
        say('cert.to', { n: day(validFrom), m: day(validUntil) }),
    },
    {
      ...{ key: 'usage', title: say('cert.usage') },
      cell: ({ algorithm, maySign, fingerprint }) => (
        <>
          <span>
            {algorithm} · {say(maySign ? 'cert.usage.yes' : 'cert.usage.no')}
          </span>
          <span className="soft no finger" title={say('cert.finger')}>
            {fingerprint}
          </span>
        </>
      ),
    },
  ];
}

/** Certificates on file, those asked for, and the way to ask for one. */
export function Certificates() {
  const { say } = useLanguage();
  const asked = useQuery({
    queryKey: ['listCertificates'],
    queryFn: ({ signal }) => call('listCertificates', { signal }),
  });
  const columns: readonly Column<Certificate>[] = [
    ...useContent<Certificate>(),
    {
      ...{ key: 'state', title: say('key.state') },
      cell: ({ state, daysLeft }) => (
        <>
          <Tag tone={KEY_TONES[state]}>{say(`key.state.${state}`)}</Tag>
          {state === 'in-force' && (
            <span className="soft">{say('cert.left', { n: daysLeft.toLocaleString() })}</span>
          )}
          {state === 'in-force' && daysLeft <= SOON && <Tag tone="busy">{say('cert.soon')}</Tag>}
        </>
      ),
    },
    {
      ...{ key: 'do', title: say('key.do') },
      cell: ({ serial, state }) =>
        (state === 'in-force' || state === 'not-yet') && <Revoke serial={serial} />,
    },
  ];
  return (
    <section>
      <h2>{say('cert.title')}</h2>
      <p className="soft">{say('cert.lead')}</p>
      <Shown of={asked}>
        {({ certificates }) =>
          certificates.length === 0 ? (
            <p className="empty">{say('cert.none')}</p>
          ) : (
            <Table
              label={say('cert.title')}
              columns={columns}
              rows={certificates}
              keyOf={({ serial }) => serial}
            />
          )
        }
      </Shown>
      <Asking />
      <Requests />
    </section>
  );
}

function Revoke({ serial }: { readonly serial: string }) {
  const { say } = useLanguage();
  const deed = useDeed('revokeCertificate', ['listCertificates']);
  return (
    <>
      <Sure
        label={say('cert.revoke')}
        name={say('cert.revoke.of', { n: serial })}
        ask={say('cert.revoke.sure', { n: serial })}
        yes={say('token.revoke.yes')}
        no={say('firm.not-yet')}
        isBusy={deed.isPending}
        onSure={() => deed.mutate({ path: { serial } })}
      />
      <Refused deed={deed} />
    </>
  );
}

const REQUEST_TONES: Readonly<Record<Request['state'], Tone>> = {
  ...{ open: 'busy', accepted: 'good', refused: 'bad', 'taken-back': 'calm' },
};

function Requests() {
  const { say } = useLanguage();
  const back = useDeed('takeBackCertificateRequest', ['listCertificateRequests']);
  const asked = useQuery({
    queryKey: ['listCertificateRequests'],
    queryFn: ({ signal }) => call('listCertificateRequests', { signal }),
  });
  const columns: readonly Column<Request>[] = [
    ...useContent<Request>(),
    { ...{ key: 'at', title: say('asked.at') }, cell: ({ askedAt }) => <Time at={askedAt} /> },
    {
      ...{ key: 'state', title: say('key.state') },
      cell: ({ state, reason }) => (
        <>
          <Tag tone={REQUEST_TONES[state]}>{say(`asked.${state}`)}</Tag>
          {reason !== null && <span className="soft">{reason}</span>}
        </>
      ),
    },
    {
      ...{ key: 'do', title: say('key.do') },
      cell: ({ id, serial, state }) =>
        state === 'open' && (
          <Button
            size="small"
            aria-label={say('cert.back.of', { n: serial })}
            loading={back.isPending}
            onClick={() => back.mutate({ path: { id } })}
          >
            {say('cert.back')}
          </Button>
        ),
    },
  ];
  const requests = asked.data?.requests ?? [];
  if (requests.length === 0) return null;
  return (
    <>
      <h3>{say('cert.asked')}</h3>
      <Refused deed={back} />
      <Table label={say('cert.asked')} columns={columns} rows={requests} keyOf={({ id }) => id} />
    </>
  );
}

/** A key is recognised here already: it is not to leave the machine, not even by mistake. */
const PRIVATE = /PRIVATE KEY/;

function Asking() {
  const { say } = useLanguage();
  const id = useId();
  const [pem, setPem] = useState('');
  const [isPrivate, setPrivate] = useState(false);
  const deed = useDeed('askForCertificate', ['listCertificateRequests'], () => setPem(''));
  const take = (text: string): void => {
    deed.reset();
    setPrivate(PRIVATE.test(text));
    setPem(PRIVATE.test(text) ? '' : text);
  };
  return (
    <>
      <h3>{say('cert.ask')}</h3>
      <p className="soft">{say('cert.ask.lead')}</p>
      <form
        className="asked"
        onSubmit={(event) => {
          event.preventDefault();
          deed.mutate({ body: { pem } });
        }}
      >
        <label htmlFor={id}>{say('cert.ask.file')}</label>
        <input
          id={id}
          type="file"
          accept=".pem,.crt,.cer"
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file !== undefined) void file.text().then(take);
            target.value = '';
          }}
        />
        <Lines label={say('cert.ask.pem')} value={pem} isNeeded most={16_000} onType={take} />
        {isPrivate && <Alert type="error" showIcon role="alert" title={say('cert.ask.private')} />}
        {deed.isSuccess && <Alert type="success" showIcon title={say('cert.ask.done')} />}
        <Refused deed={deed} />
        <p>
          <Button type="primary" htmlType="submit" loading={deed.isPending}>
            {say('cert.ask.do')}
          </Button>
        </p>
      </form>
    </>
  );
}
