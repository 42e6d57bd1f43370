import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { Answer } from '../api/call.ts';
import { Refused, useDeed } from '../app/deed.tsx';
import { keep, kept } from '../app/kept.ts';
import { useLanguage } from '../app/language.tsx';
import { useMe } from '../app/session.tsx';
import { Barred } from '../ui/barred.tsx';
import { Facts } from '../ui/facts.tsx';
import { Field, Lines } from '../ui/fields.tsx';
import { Time } from '../ui/time.tsx';
import { newNumber } from './count-waiting.ts';
import { Outcome } from './gate-crossings.tsx';

export type Slip = Answer<'readSlip'>;

const AFTER = [
  ...(['readSlip', 'readSlipOfAny', 'listSlips', 'listSlipsOfAny'] as const),
  ...(['listCrossings', 'listCrossingsOfAny', 'readLoad', 'readLoadOfAny'] as const),
];

type Act = 'hold' | 'turn-back';

/**
 * What somebody sees of a vehicle at the gate: the platform decides whether it passes, and people
 * hold it or turn it back. The same report sent again has the same answer.
 */
export function Report({ slip }: { readonly slip: Slip }) {
  const { say } = useLanguage();
  const name = useMe().role === 'enterprise' ? 'reportCrossing' : 'reportCrossingOfAny';
  const [gate, typeGate] = useState(() => kept('gate') ?? '');
  const [vehicleNo, typeVehicle] = useState(slip.vehicleNo);
  const [vehicleIc, typeIc] = useState('');
  const [weight, typeWeight] = useState('');
  const [sealOk, setSeal] = useState(false);
  const [reason, typeReason] = useState('');
  const deed = useDeed(name, AFTER, () => keep('gate', gate));
  const report = (act: Act | null): void => {
    const ic = vehicleIc.trim() === '' ? {} : { vehicleIc: vehicleIc.trim() };
    const scale = weight.trim() === '' ? {} : { weight: weight.trim() };
    deed.mutate({
      body: {
        ...{ crossingId: newNumber(), gate, slipNo: slip.slipNo, vehicleNo: vehicleNo.trim() },
        ...{ ...ic, ...scale, sealOk, at: new Date().toISOString() },
        ...(act === null ? {} : { stop: { act, reason: reason.trim() } }),
      },
    });
  };
  return (
    <section>
      <h2>{say('gate.report')}</h2>
      <form
        className="asked"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          report(null);
        }}
      >
        <div className="row">
          <label>
            {say('gate.mine')}
            <input
              required
              pattern="[A-Z0-9]{2,8}"
              maxLength={8}
              autoComplete="off"
              placeholder="ZZ09"
              value={gate}
              onChange={({ target }) => typeGate(target.value.toUpperCase())}
            />
          </label>
          <Field label={say('gate.vehicle')} value={vehicleNo} most={32} onType={typeVehicle} />
        </div>
        <div className="row">
          <label>
            {say('gate.report.weight')}
            <input
              inputMode="decimal"
              pattern="\d{1,14}(\.\d{1,5})?"
              maxLength={20}
              autoComplete="off"
              value={weight}
              onChange={({ target }) => typeWeight(target.value)}
            />
          </label>
          <Field
            label={say('gate.ic')}
            value={vehicleIc}
            isNeeded={false}
            most={32}
            onType={typeIc}
          />
        </div>
        <label className="check">
          <input
            type="checkbox"
            checked={sealOk}
            onChange={({ target }) => setSeal(target.checked)}
          />
          {say('gate.report.seal')}
        </label>
        <p className="hands">
          {slip.mayReport ? (
            <Button type="primary" size="large" htmlType="submit" loading={deed.isPending}>
              {say('gate.report.pass')}
            </Button>
          ) : (
            <Barred why={say('gate.report.why')}>{say('gate.report.pass')}</Barred>
          )}
        </p>
        {slip.mayReport && (
          <Stop reason={reason} gate={gate} onReason={typeReason} onStop={report} />
        )}
      </form>
      <Refused deed={deed} />
      {deed.data !== undefined && (
        <div role="status" className="receipt">
          <h3>{say('gate.receipt')}</h3>
          <p className="outcome">
            <Outcome of={{ ...deed.data, stop: deed.variables?.body?.stop?.act ?? null }} />
          </p>
          <Facts
            of={[
              [say('gate.at'), <Time key="at" at={deed.data.reportedAt} />],
              [say('gate.gate'), deed.data.gate],
              [
                say('gate.receipt.no'),
                <span key="no" className="no">
                  {deed.data.crossingId}
                </span>,
              ],
            ]}
          />
        </div>
      )}
    </section>
  );
}

/** Stops a vehicle whatever its papers say; needs a reason, which its firm reads. */
function Stop({
  reason,
  gate,
  onReason,
  onStop,
}: {
  readonly reason: string;
  readonly gate: string;
  readonly onReason: (reason: string) => void;
  readonly onStop: (act: Act) => void;
}) {
  const { say } = useLanguage();
  const isReady = reason.trim() !== '' && gate !== '';
  return (
    <>
      <Lines label={say('gate.report.reason')} value={reason} most={400} onType={onReason} />
      <p className="hands">
        {(['hold', 'turn-back'] as const).map((act) =>
          isReady ? (
            <Button key={act} danger size="large" onClick={() => onStop(act)}>
              {say(`gate.report.${act}`)}
            </Button>
          ) : (
            <Barred key={act} why={say('gate.report.noReason')}>
              {say(`gate.report.${act}`)}
            </Barred>
          ),
        )}
      </p>
    </>
  );
}
