create schema if not exists export;

-- Sums of closed lists by month (Shanghai, of the instant at which each was closed). Three tables
-- and one of currencies, because seller times heading times country would have nearly as many rows
-- as there are lists; every one of them adds up to the same lines and the same value.
-- Values are hundredths of a yuan, weights 0.00001 kg. Rows whose sums are all zero had lists once.

-- A list has one country of arrival and one seller: so it is counted here once, with its weights.
create table export.statistics_lists (
  lists bigint not null,
  lines bigint not null,
  packs bigint not null,
  gross numeric not null,
  net numeric not null,
  fob numeric not null,
  month text not null check (month ~ '^\d{4}-\d\d$'),
  customs_code text not null,
  trade_mode text not null,
  channel text not null,
  country text not null,
  ebc_code text not null,
  primary key (month, customs_code, trade_mode, channel, country, ebc_code)
) with (fillfactor = 70);

-- By the first four digits of the code. A list with lines of two headings is a list of both: here
-- `lists` adds up within a heading, and not over several.
create table export.statistics_headings (
  lists bigint not null,
  lines bigint not null,
  fob numeric not null,
  month text not null check (month ~ '^\d{4}-\d\d$'),
  customs_code text not null,
  trade_mode text not null,
  channel text not null,
  heading text not null,
  ebc_code text not null,
  primary key (month, customs_code, trade_mode, channel, heading, ebc_code)
) with (fillfactor = 70);

-- Quantities by their first statutory unit, and the country of final destination of each line.
create table export.statistics_goods (
  lines bigint not null,
  -- 0.00001 of the unit.
  quantity numeric not null,
  fob numeric not null,
  month text not null check (month ~ '^\d{4}-\d\d$'),
  customs_code text not null,
  trade_mode text not null,
  channel text not null,
  destination text not null,
  heading text not null,
  unit text not null,
  primary key (month, customs_code, trade_mode, channel, destination, heading, unit)
) with (fillfactor = 70);

create table export.statistics_currencies (
  lines bigint not null,
  -- As declared, in hundredths of the currency.
  amount numeric not null,
  fob numeric not null,
  month text not null check (month ~ '^\d{4}-\d\d$'),
  customs_code text not null,
  trade_mode text not null,
  channel text not null,
  currency text not null,
  primary key (month, customs_code, trade_mode, channel, currency)
) with (fillfactor = 70);

-- What was taken out of the sums of a month after it was over, by the day on which it was.
create table export.statistics_revisions (
  lists bigint not null,
  lines bigint not null,
  fob numeric not null,
  month text not null check (month ~ '^\d{4}-\d\d$'),
  revised_on date not null,
  primary key (month, revised_on)
);
