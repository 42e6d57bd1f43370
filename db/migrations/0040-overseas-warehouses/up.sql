-- Warehouses abroad that sellers have on file for exports of 9810, with the proof that was shown.
create table registry.overseas_warehouses (
  enterprise_code text not null,
  number text not null check (number <> ''),
  from_day date not null,
  until_day date,
  name text not null,
  country text not null check (country ~ '^[0-9]{3}$'),
  proof text not null check (proof in ('own', 'lease')),
  primary key (enterprise_code, number, from_day),
  check (until_day > from_day)
);
