alter table export.cases
  add column master_code text,
  add column master_name text,
  add column bill_no text,
  add column departure_code text,
  add column departure_name text;

-- The parcels of one master waybill: asked when it is changed or deleted.
create index cases_master on export.cases (master_code, master_name)
  where master_name is not null;
