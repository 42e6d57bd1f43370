-- X-ray images as lanes sent them, one of a scan number; never changed. Their scan may come later.
create table inspection.xrays (
  site text not null,
  scan_id text not null,
  at timestamptz not null,
  media_type text not null check (media_type in ('image/jpeg', 'image/png')),
  width integer not null,
  height integer not null,
  sha256 text not null,
  bytes bytea not null,
  primary key (site, scan_id)
);

create trigger keep before update or delete on inspection.xrays
  for each row execute function inspection.keep();
