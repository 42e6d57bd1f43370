-- One row a scan, as it was answered: never changed afterwards.
create table inspection.scans (
  recorded_at timestamptz not null,
  -- When the lane was told; of an offline scan as the lane says it.
  at timestamptz not null,
  -- 0.00001 kg on the scale, and as declared.
  weight bigint,
  gross bigint,
  site text not null,
  scan_id text not null,
  mode text not null check (mode in ('online', 'offline')),
  lane text not null,
  logistics_no text not null,
  -- As the lane said it, and as it was found.
  said_code text,
  logistics_code text,
  image text,
  instruction text not null check (instruction in ('01', '02', '03', '04', '05')),
  reason text not null,
  -- What the zone would have said at that time: offline scans only.
  expected text,
  state text,
  list_no text,
  pre_no text,
  repeated boolean not null,
  primary key (site, scan_id, mode)
);

create index scans_waybill on inspection.scans (logistics_no, at);
create index scans_recorded_at on inspection.scans using brin (recorded_at);

-- Waybills that no lane lets pass, whatever their list says.
create table inspection.stops (
  logistics_code text not null,
  logistics_no text not null,
  ordered_at timestamptz not null,
  lifted_at timestamptz,
  ordered_by text not null,
  reason text not null,
  primary key (logistics_code, logistics_no, ordered_at)
);

create table inspection.alarms (
  kind text not null check (kind in ('early', 'disagree', 'offline', 'stranded')),
  -- The scan it is about: site and number.
  site text not null,
  scan_id text not null,
  raised_at timestamptz not null,
  settled_at timestamptz,
  list_no text,
  logistics_no text not null,
  detail text not null,
  settled_by text,
  note text,
  primary key (kind, site, scan_id)
);

create index alarms_open on inspection.alarms (raised_at) where settled_at is null;

-- Releases in the order of time, for the lists that lanes hold: rows are written in that order.
create index cases_decided_at on clearance.cases using brin (decided_at);

-- Whether a parcel of an exit list is gone: a lane asks by list, everybody else by document.
create index movements_document_line on bonded.movements (document, line);
drop index bonded.movements_document;

-- The receipts of one moment: what a list was told when it was decided.
create index blocks_filed_at on receipts.blocks using brin (filed_at);
