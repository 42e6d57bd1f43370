-- A business date of Shanghai: eight hours ahead of UTC, as src/base/dates.ts counts it.

alter table documents.segments rename to old_segments;
alter table documents.old_segments rename constraint segments_pkey to old_segments_pkey;
alter table clearance.segments rename to old_segments;
alter table clearance.old_segments rename constraint segments_pkey to old_segments_pkey;
alter table receipts.blocks rename to old_blocks;
alter table receipts.old_blocks rename constraint blocks_pkey to old_blocks_pkey;

-- The key leads, for on a cluster it is what the tables are spread by; the day is there because a
-- key of a partitioned table must name it. The day of a message's segment follows from the
-- message's received_at, that of a decision's facts from its decided_at.
create table documents.segments (
  like documents.old_segments including storage,
  day date not null,
  primary key (stream, sequence, day)
) partition by range (day);
create table documents.segments_default partition of documents.segments default;

create table clearance.segments (
  like clearance.old_segments including storage,
  day date not null,
  primary key (stream, sequence, day)
) partition by range (day);
create table clearance.segments_default partition of clearance.segments default;

create table receipts.blocks (
  like receipts.old_blocks including storage including constraints,
  day date not null,
  primary key (enterprise_code, first_cursor, day)
) partition by range (day);
create table receipts.blocks_default partition of receipts.blocks default;

-- The days of a stream of receipts never go back, whatever the clocks of the writers say: the head
-- carries the day, and its first cursor.
alter table receipts.heads add column day date, add column day_first bigint;

-- Where a day begins in the stream of an enterprise, so that reading by cursor knows the day.
create table receipts.days (
  enterprise_code text not null,
  first_cursor bigint not null,
  day date not null,
  primary key (enterprise_code, first_cursor)
);

-- One row for each day that was written to a file. `chains` has the last number and digest of each
-- stream of evidence on that day, so that the chain can be followed across a file that is gone.
create table documents.archives (
  day date not null,
  file text not null,
  sha256 text not null,
  bytes bigint not null,
  evidence bigint not null,
  facts bigint not null,
  receipts bigint not null,
  chains jsonb not null,
  archived_at timestamptz not null,
  expired_at timestamptz,
  primary key (day)
);

-- A partition for each day that has rows.
do $$
declare
  one date;
  name text;
begin
  for one in
    select distinct ((stored_at at time zone 'UTC') + interval '8 hours')::date
      from documents.old_segments
    union
    select distinct ((decided_at at time zone 'UTC') + interval '8 hours')::date
      from clearance.old_segments
    union
    select distinct ((filed_at at time zone 'UTC') + interval '8 hours')::date
      from receipts.old_blocks
  loop
    foreach name in array array['documents.segments', 'clearance.segments', 'receipts.blocks'] loop
      execute format('create table %s_%s partition of %s for values from (%L) to (%L)',
        name, to_char(one, 'YYYYMMDD'), name, one, one + 1);
    end loop;
  end loop;
end $$;

insert into documents.segments
select s.*, ((stored_at at time zone 'UTC') + interval '8 hours')::date
from documents.old_segments s;

insert into clearance.segments
select s.*, ((decided_at at time zone 'UTC') + interval '8 hours')::date
from clearance.old_segments s;

-- The latest day up to here: days of one stream never go back.
insert into receipts.blocks
select b.*, ((max(filed_at) over (partition by enterprise_code order by first_cursor)
  at time zone 'UTC') + interval '8 hours')::date
from receipts.old_blocks b;

insert into receipts.days (enterprise_code, first_cursor, day)
select enterprise_code, min(first_cursor), day from receipts.blocks group by enterprise_code, day;

update receipts.heads h set (day, day_first) = (
  select d.day, d.first_cursor from receipts.days d
  where d.enterprise_code = h.enterprise_code order by d.first_cursor desc limit 1);
alter table receipts.heads alter column day set not null, alter column day_first set not null;

drop table documents.old_segments;
drop table clearance.old_segments;
drop table receipts.old_blocks;
