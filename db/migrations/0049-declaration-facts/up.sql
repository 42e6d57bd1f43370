-- What the decision of a step rested on: the law, places of documents and facts, for `explain`.
-- Null where a person, a payment or a departure moved it on, and of steps from before this.
alter table b2b.steps add column rested text;

-- Released declarations in the order of time, for the lists that lanes hold.
create index declarations_released on b2b.declarations (decided_at, entry_id) where state = '800';

-- All declarations of an order, also those that were returned or withdrawn.
create index declarations_of_order on b2b.declarations (ebp_code, order_no);
