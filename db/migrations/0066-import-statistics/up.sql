-- Sums of released lists by month (Shanghai, of the instant at which each was released), less what
-- came back of them. Each table tells sellers apart, because small numbers are hidden by theirs;
-- every one adds up to the same lines, value and tax. Values are hundredths of a yuan, weights
-- 0.00001 kg. Rows whose sums are all zero had lists once.

-- A list has one port of entry and one seller: so it is counted here once, with its weights.
create table clearance.statistics_lists (
  lists bigint not null,
  lines bigint not null,
  packs bigint not null,
  gross numeric not null,
  net numeric not null,
  dutiable numeric not null,
  duty numeric not null,
  consumption numeric not null,
  vat numeric not null,
  month text not null check (month ~ '^\d{4}-\d\d$'),
  customs_code text not null,
  trade_mode text not null,
  port_code text not null,
  ebc_code text not null,
  primary key (month, customs_code, trade_mode, port_code, ebc_code)
) with (fillfactor = 70);

-- By the first four digits of the code. A list with lines of two headings is a list of both.
create table clearance.statistics_headings (
  lists bigint not null,
  lines bigint not null,
  dutiable numeric not null,
  duty numeric not null,
  consumption numeric not null,
  vat numeric not null,
  month text not null check (month ~ '^\d{4}-\d\d$'),
  customs_code text not null,
  trade_mode text not null,
  heading text not null,
  ebc_code text not null,
  primary key (month, customs_code, trade_mode, heading, ebc_code)
) with (fillfactor = 70);

-- By the country of origin of each line, in the same way.
create table clearance.statistics_origins (
  lists bigint not null,
  lines bigint not null,
  dutiable numeric not null,
  duty numeric not null,
  consumption numeric not null,
  vat numeric not null,
  month text not null check (month ~ '^\d{4}-\d\d$'),
  customs_code text not null,
  trade_mode text not null,
  origin text not null,
  ebc_code text not null,
  primary key (month, customs_code, trade_mode, origin, ebc_code)
) with (fillfactor = 70);

-- What came back of lists of a month after it was over, by the day on which it did.
create table clearance.statistics_revisions (
  lists bigint not null,
  lines bigint not null,
  dutiable numeric not null,
  month text not null check (month ~ '^\d{4}-\d\d$'),
  revised_on date not null,
  primary key (month, revised_on)
);

-- In the order in which refunds were closed; nothing for a list of which nothing comes back.
create index refunds_closed on clearance.refunds (ended_at) where state = 'closed';

-- Lists are counted from the first one on, also those of days that lie in files. Where files are
-- gone already, what is released from now on counts.
insert into clearance.progress (name, through)
  select name, case
    when exists (select from documents.archives where expired_at is not null) then now()
    else to_timestamp(0)
  end
  from unnest(array['imports-began', 'imports', 'import-returns']) as given (name);
