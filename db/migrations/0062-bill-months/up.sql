-- What a guarantor is billed that no notice collects yet, by month of release: kept with the bills,
-- as a month may have a million of them.
create table clearance.bill_months (
  assure_code text not null,
  month date not null check (extract(day from month) = 1),
  bills bigint not null,
  amount bigint not null,
  primary key (assure_code, month)
) with (fillfactor = 70);

insert into clearance.bill_months (assure_code, month, bills, amount)
select assure_code, date_trunc('month', released_day)::date, count(*),
  sum(duty + consumption_tax + vat)::bigint
from clearance.bills where state = '1' group by 1, 2;
