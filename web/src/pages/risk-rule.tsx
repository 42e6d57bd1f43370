import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { Refused, useDeed } from '../app/deed.tsx';
import { useLanguage } from '../app/language.tsx';
import { useRight } from '../app/session.tsx';
import { Barred } from '../ui/barred.tsx';
import { Facts } from '../ui/facts.tsx';
import { Field } from '../ui/fields.tsx';
import { Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { RuleState, type RuleView } from './risk-state.tsx';

const AFTER = ['readRiskRules'] as const;
/** Days that a trial looks at when nothing is said. */
const USUAL_DAYS = '30';

type Of = { readonly rule: RuleView };

const submitted = (work: () => void) => (event: FormEvent) => {
  event.preventDefault();
  work();
};

/** One version of a rule: its trial, and what can be done with it now. */
export function Rule({ rule }: Of) {
  const { say } = useLanguage();
  const mayWrite = useRight('risk.write');
  const { from, until } = rule;
  return (
    <section>
      <h2>
        <span className="no">{rule.rule}</span> <RuleState of={rule.state} />
      </h2>
      <p>
        <code>{rule.text}</code>
      </p>
      <Facts
        of={[
          [say('risk.reason'), rule.reason],
          [say('risk.by'), rule.madeBy],
          [say('risk.approvedBy'), rule.approvedBy],
          [say('risk.endedBy'), rule.endedBy],
          [say('risk.from'), from && <Time at={from} />],
          [say('risk.until'), until && <Time at={until} />],
        ]}
      />
      <Trial of={rule.trial} />
      {mayWrite ? (
        <div className="panels">
          <Try rule={rule} />
          <Activate rule={rule} />
          <End rule={rule} />
        </div>
      ) : (
        <Barred why={say('right.risk.write')}>{say('risk.try')}</Barred>
      )}
      {mayWrite && (
        <p>
          <Link to={`?write=${rule.rule}`}>{say('risk.version')}</Link>
        </p>
      )}
    </section>
  );
}

function Trial({ of }: { readonly of: RuleView['trial'] }) {
  const { say } = useLanguage();
  if (of === null) return <p className="soft">{say('risk.trial.none')}</p>;
  const { from, until, looked, selected, share, every, archivedDays, classes, examples } = of;
  return (
    <>
      <h3>{say('risk.trial')}</h3>
      <Facts
        of={[
          [say('risk.trial.selected'), <b key="selected">{selected.toLocaleString()}</b>],
          [say('risk.trial.looked'), looked.toLocaleString()],
          [say('risk.trial.share'), <b key="share">{share}</b>],
          [
            say('risk.trial.period'),
            <span key="period">
              <Time at={from} /> – <Time at={until} />
            </span>,
          ],
          [say('risk.trial.sample'), every > 1 ? say('risk.trial.every', { n: every }) : null],
          [say('risk.trial.archived'), archivedDays],
        ]}
      />
      <Table
        label={say('risk.trial')}
        rows={Object.entries(classes)}
        keyOf={([name]) => name}
        columns={[
          {
            ...{ key: 'class', title: say('risk.trial.class') },
            cell: ([name]) => <b>{name}</b>,
          },
          {
            ...{ key: 'selected', title: say('risk.trial.selected'), isNumber: true },
            cell: ([, one]) => <span>{one.selected}</span>,
          },
          {
            ...{ key: 'looked', title: say('risk.trial.looked'), isNumber: true },
            cell: ([, one]) => <span>{one.looked}</span>,
          },
        ]}
      />
      {examples.length > 0 && (
        <>
          <h3>{say('risk.trial.examples')}</h3>
          <ul className="examples">
            {examples.map((number) => (
              <li key={number}>
                <Link className="no" to={`/declarations/${number}`}>
                  {number}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Try({ rule: { rule, state } }: Of) {
  const { say } = useLanguage();
  const [days, setDays] = useState(USUAL_DAYS);
  const deed = useDeed('tryRiskRule', AFTER);
  if (state === 'active' || state === 'ended') {
    return <Barred why={say('risk.try.why')}>{say('risk.try')}</Barred>;
  }
  const run = () => deed.mutate({ path: { rule }, body: { days: Number(days) } });
  return (
    <form className="asked" onSubmit={submitted(run)}>
      <Field {...{ label: say('risk.try.days'), type: 'number', value: days }} onType={setDays} />
      <p>
        <Button htmlType="submit" type="primary" loading={deed.isPending}>
          {say('risk.try')}
        </Button>
      </p>
      <Refused deed={deed} />
    </form>
  );
}

/** A field of the browser has no zone: the platform takes times of Shanghai. */
const timeOf = (name: 'from' | 'until', value: string) => (value === '' ? {} : { [name]: value });

function Activate({ rule: { rule, state } }: Of) {
  const { say } = useLanguage();
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const deed = useDeed('activateRiskRule', AFTER);
  if (state === 'draft' || state === 'active' || state === 'ended') {
    return <Barred why={say(`risk.activate.why.${state}`)}>{say('risk.activate')}</Barred>;
  }
  const run = () => {
    const body = { ...timeOf('from', from), ...timeOf('until', until) };
    deed.mutate({ path: { rule }, body });
  };
  const time = { type: 'datetime-local', isNeeded: false } as const;
  return (
    <form className="asked" onSubmit={submitted(run)}>
      <p className="soft">{say('risk.activate.lead')}</p>
      <div className="row">
        <Field {...time} label={say('risk.activate.from')} value={from} onType={setFrom} />
        <Field {...time} label={say('risk.activate.until')} value={until} onType={setUntil} />
      </div>
      <p>
        <Button htmlType="submit" type="primary" loading={deed.isPending}>
          {say('risk.activate')}
        </Button>
      </p>
      <Refused deed={deed} />
    </form>
  );
}

function End({ rule: { rule, state } }: Of) {
  const { say } = useLanguage();
  const [until, setUntil] = useState('');
  const deed = useDeed('endRiskRule', AFTER);
  if (state === 'ended') return null;
  const run = () => deed.mutate({ path: { rule }, body: timeOf('until', until) });
  return (
    <form className="asked" onSubmit={submitted(run)}>
      {state === 'active' && (
        <Field
          {...{ label: say('risk.end.until'), type: 'datetime-local', isNeeded: false }}
          value={until}
          onType={setUntil}
        />
      )}
      <p>
        <Button htmlType="submit" danger loading={deed.isPending}>
          {say('risk.end')}
        </Button>
      </p>
      <Refused deed={deed} />
    </form>
  );
}
