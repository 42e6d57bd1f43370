alter table registry.undertakings drop constraint undertakings_kind_check;
alter table registry.undertakings add constraint undertakings_kind_check
  check (kind in ('order', 'payment', 'waybill', 'list'));
