alter table inspection.inspections add column published_at timestamptz;

create index inspections_unpublished on inspection.inspections (concluded_at)
  where concluded_at is not null and published_at is null;

-- What the public is told of an inspection; never changed.
create table inspection.publications (
  list_no text not null,
  serial smallint not null,
  concluded_at timestamptz not null,
  published_at timestamptz not null,
  drawn_day date,
  drawn_sequence integer,
  officers_day date,
  officers_sequence integer,
  label text not null,
  goods_class text not null,
  outcome text not null,
  enterprise_code text not null,
  enterprise_name text not null,
  -- Numbers, masked.
  officers text[] not null,
  primary key (list_no, serial)
);

create index publications_concluded on inspection.publications
  (concluded_at desc, list_no desc, serial desc);

create trigger keep before update or delete on inspection.publications
  for each row execute function inspection.keep();
