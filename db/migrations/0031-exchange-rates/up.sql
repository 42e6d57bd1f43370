-- What one unit of a foreign currency is worth in yuan; the periods of a currency share no day.
create table registry.exchange_rates (
  currency text not null check (currency ~ '^[0-9]{3}$' and currency <> '142'),
  from_day date not null,
  until_day date,
  rate numeric(18, 8) not null check (rate > 0),
  source text not null,
  primary key (currency, from_day),
  check (until_day > from_day)
);
