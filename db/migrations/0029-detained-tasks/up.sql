alter table inspection.tasks drop constraint tasks_kind_check;
alter table inspection.tasks add constraint tasks_kind_check
  check (kind in ('inspection', 'review', 'pending', 'detained'));

-- The serial of the result of the same list that this one ends; null of an inspection.
alter table inspection.publications add column ends smallint check (ends < serial);

insert into inspection.publications (list_no, serial, ends, concluded_at, published_at, label,
  goods_class, outcome, enterprise_code, enterprise_name, officers)
select i.list_no, i.serial + 1, i.serial, d.at, d.at, i.label, i.goods_class, d.outcome,
  i.enterprise_code, coalesce(e.name, i.enterprise_code), array(
    select case when length(w.officer) > 4
      then left(w.officer, 1) || '****' || right(w.officer, 2) else '****' end
    from inspection.detained w
    where w.list_no = d.list_no and w.position >= d.position - 1 order by w.position)
from inspection.detained d
join inspection.inspections i on i.list_no = d.list_no and i.serial = (
  select max(s.serial) from inspection.inspections s where s.list_no = d.list_no)
left join registry.enterprises e on e.code = i.enterprise_code
where d.action = 'approved';
