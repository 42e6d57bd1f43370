-- What was counted against a buyer's year is found by the postings of that year. Lists that were
-- returned or withdrawn before it was are few, and found by this.
create index cases_returned_buyer on clearance.cases (buyer_key)
where state in ('100', '430');
