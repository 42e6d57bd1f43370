import { Button } from 'antd';
import { type Dispatch, useState } from 'react';
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

/** What somebody sees of a vehicle, as it was typed. */
type Seen = {
  readonly gate: string;
  readonly vehicleNo: string;
  readonly vehicleIc: string;
  readonly weight: string;
  readonly sealOk: boolean;
  readonly reason: string;
};

/** A report; each has a number of its own, and the same one again has the same answer. */
function bodyOf(slipNo: string, seen: Seen, act: Act | null) {
  const [ic, weight] = [seen.vehicleIc.trim(), seen.weight.trim()];
  return {
    ...{ crossingId: newNumber(), gate: seen.gate, slipNo, vehicleNo: seen.vehicleNo.trim() },
    ...(ic === '' ? {} : { vehicleIc: ic }),
    ...(weight === '' ? {} : { weight }),
    ...{ sealOk: seen.sealOk, at: new Date().toISOString() },
    ...(act === null ? {} : { stop: { act, reason: seen.reason.trim() } }),
  };
}

/**
 * What somebody sees of a vehicle at the gate: the platform decides whether it passes, and people
 * hold it or turn it back.
 */
export function Report({ slip }: { readonly slip: Slip }) {
  const { say } = useLanguage();
  const name = useMe().role === 'enterprise' ? 'reportCrossing' : 'reportCrossingOfAny';
  const [seen, see] = useState<Seen>(() => ({
    ...{ gate: kept('gate') ?? '', vehicleNo: slip.vehicleNo, vehicleIc: '', weight: '' },
    ...{ sealOk: false, reason: '' },
  }));
  const deed = useDeed(name, AFTER, () => keep('gate', seen.gate));
  const report = (act: Act | null): void => deed.mutate({ body: bodyOf(slip.slipNo, seen, act) });
  return (
    <section>
      <h2>{say('gate.report')}</h2>
      <form
        className="asked"
        onSubmit={(event) => {
          event.preventDefault();
          report(null);
        }}
      >
        <Checks seen={seen} onSee={see} />
        <p className="hands">
          {slip.mayReport ? (
            <Button type="primary" size="large" htmlType="submit" loading={deed.isPending}>
              {say('gate.report.pass')}
            </Button>
          ) : (
            <Barred why={say('gate.report.why')}>{say('gate.report.pass')}</Barred>
          )}
        </p>
        {slip.mayReport && <Stop seen={seen} onSee={see} onStop={report} />}
      </form>
      <Refused deed={deed} />
      {deed.data !== undefined && (
        <Receipt of={deed.data} stop={deed.variables?.body?.stop?.act ?? null} />
      )}
    </section>
  );
}

type Seeing = { readonly seen: Seen; readonly onSee: Dispatch<Seen> };

/** Gate, vehicle, card, scale and seal. */
function Checks({ seen, onSee }: Seeing) {
  const { say } = useLanguage();
  return (
    <>
      <div className="row">
        <label>
          {say('gate.mine')}
          <input
            required
            pattern="[A-Z0-9]{2,8}"
            maxLength={8}
            autoComplete="off"
            placeholder="ZZ09"
            value={seen.gate}
            onChange={({ target }) => onSee({ ...seen, gate: target.value.toUpperCase() })}
          />
        </label>
        <Field
          label={say('gate.vehicle')}
          value={seen.vehicleNo}
          most={32}
          onType={(vehicleNo) => onSee({ ...seen, vehicleNo })}
        />
      </div>
      <div className="row">
        <label>
          {say('gate.report.weight')}
          <input
            inputMode="decimal"
            pattern="\d{1,14}(\.\d{1,5})?"
            maxLength={20}
            autoComplete="off"
            value={seen.weight}
            onChange={({ target }) => onSee({ ...seen, weight: target.value })}
          />
        </label>
        <Field
          label={say('gate.ic')}
          value={seen.vehicleIc}
          isNeeded={false}
          most={32}
          onType={(vehicleIc) => onSee({ ...seen, vehicleIc })}
        />
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={seen.sealOk}
          onChange={({ target }) => onSee({ ...seen, sealOk: target.checked })}
        />
        {say('gate.report.seal')}
      </label>
    </>
  );
}

/** Stops a vehicle whatever its papers say; needs a reason, which its firm reads. */
function Stop({ seen, onSee, onStop }: Seeing & { readonly onStop: (act: Act) => void }) {
  const { say } = useLanguage();
  const isReady = seen.reason.trim() !== '' && seen.gate !== '';
  return (
    <>
      <Lines
        label={say('gate.report.reason')}
        value={seen.reason}
        most={400}
        onType={(reason) => onSee({ ...seen, reason })}
      />
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

/** What the platform answered. */
function Receipt({
  of,
  stop,
}: {
  readonly of: Answer<'reportCrossing'>;
  readonly stop: Act | null;
}) {
  const { say } = useLanguage();
  return (
    <div role="status" className="receipt">
      <h3>{say('gate.receipt')}</h3>
      <p className="outcome">
        <Outcome of={{ ...of, stop }} />
      </p>
      <Facts
        of={[
          [say('gate.at'), <Time key="at" at={of.reportedAt} />],
          [say('gate.gate'), of.gate],
          [
            say('gate.receipt.no'),
            <span key="no" className="no">
              {of.crossingId}
            </span>,
          ],
        ]}
      />
    </div>
  );
}
