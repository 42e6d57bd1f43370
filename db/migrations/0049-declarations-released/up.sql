-- Released declarations in the order of time, for the lists that lanes hold.
create index declarations_released on b2b.declarations (decided_at, entry_id) where state = '800';
