alter table registry.enterprises
  add column class_by_events boolean not null default false,
  add column guarantee_exempt boolean not null default false;

create table registry.credit_events (
  enterprise_code text not null,
  serial integer not null,
  -- The day on which it counts: of the judgment, the decision, the missed payment.
  day date not null,
  entered_at timestamptz not null,
  kind text not null check (kind in ('smuggling', 'violation', 'tax-unpaid', 'tax-paid',
    'certified', 'certification-withdrawn', 'rehabilitated', 'exempted', 'exemption-withdrawn')),
  -- Number of the paper; that of the tax that is unpaid or paid.
  paper_no text not null,
  entered_by text not null,
  -- Of a certification.
  class text check (class in ('ADV', 'GEN_CERT')),
  -- Of a violation: fen, documents of the calendar year before, whether a customs broker did it.
  fine bigint check (fine >= 0),
  documents bigint check (documents >= 0),
  broker boolean,
  primary key (enterprise_code, serial),
  unique (enterprise_code, kind, paper_no),
  check ((kind = 'certified') = (class is not null)),
  check ((kind = 'violation') = (fine is not null)),
  check ((fine is null) = (documents is null)),
  check ((fine is null) = (broker is null))
);

create table registry.class_history (
  enterprise_code text not null,
  serial integer not null,
  -- The day from which on it counts by the events; it took effect at `at`.
  since date,
  at timestamptz not null,
  class text not null,
  -- The event it came of; none for the class before the first.
  event integer,
  primary key (enterprise_code, serial)
);
