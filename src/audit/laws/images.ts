import type { Law } from '../law.ts';
import { countOf } from '../snapshot.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * Photographs of officers and X-ray images of lanes are the bytes that came: they fit the hash that
 * was kept beside them. Each photograph is one that the trail of its inspection tells of, and the
 * other way round. An X-ray image is of a scan; how many wait for theirs is told.
 */
export const IMAGES: Law = {
  id: 'images',
  title: 'Photographs and X-ray images are as they came',
  watch: (tally, { sql }) => ({
    finish: async () => {
      await checkBySql(sql, tally, ALL, ALTERED);
      await checkBySql(sql, tally, TOLD, UNTOLD);
      const waiting = await countOf(sql, WAITING);
      if (waiting > 0) tally.note(`X-ray images that wait for their scan: ${waiting}`);
    },
  }),
};

const ALL = `select (select count(*) from inspection.photos)
  + (select count(*) from inspection.xrays) as n`;

const ALTERED = `
  select 'photograph ' || name || ' of list ' || list_no || '/' || serial
    || ' does not fit its hash'
  from inspection.photos where encode(sha256(bytes), 'hex') <> sha256
  union all
  select 'X-ray image of scan ' || site || ' ' || scan_id || ' does not fit its hash'
  from inspection.xrays where encode(sha256(bytes), 'hex') <> sha256`;

const TOLD = `select count(*) as n from inspection.trail where action = 'photographed'`;

const UNTOLD = `
  select case when p.name is null
    then 'photograph ' || t.name || ' of list ' || t.list_no || '/' || t.serial || ' is gone'
    else 'photograph ' || p.name || ' of list ' || p.list_no || '/' || p.serial
      || ' is not the one that its trail tells of' end
  from inspection.photos p full join (
    select k.subject as list_no, k.serial, e.detail ->> 'name' as name,
      e.detail ->> 'sha256' as sha256
    from inspection.trail e join inspection.tasks k on k.id = e.task and k.kind = 'inspection'
    where e.action = 'photographed'
  ) t on (t.list_no, t.serial, t.name, t.sha256) = (p.list_no, p.serial, p.name, p.sha256)
  where p.name is null or t.name is null`;

const WAITING = `
  select count(*) as n from inspection.xrays x where not exists (
    select from inspection.scans s where (s.site, s.scan_id) = (x.site, x.scan_id))`;
