import type { Words } from './words.ts';

/** Words of the sorting lines. */
export const LANES = {
  'nav.lanes': ['分拣线', 'Lanes'],
  'right.lanes': ['分拣线仅监管人员可看。', 'The lanes are for officers of the zone.'],
  'lanes.title': ['分拣线', 'Sorting lines'],
  'lanes.scans': ['当日指令', 'Told today'],
  'lanes.lanes': ['各分拣线', 'Lanes'],
  'lanes.none': ['今日没有包裹过线。', 'No parcel went over a lane today.'],
  'lanes.site': ['场所', 'Site'],
  'lanes.lane': ['分拣线', 'Lane'],
  'lanes.today': ['当日过线', 'Scans today'],
  'lanes.minute': ['近一分钟', 'Last minute'],
  'lanes.alarms': ['未处理报警', 'Open alarms'],
  'lanes.alarms.none': ['没有未处理的报警。', 'No alarm is open.'],
  'lanes.alarms.why': ['报警仅执法人员和主管可查看。', 'Alarms are for officers and supervisors.'],
  'lanes.alarms.look': ['查看报警', 'Show the alarms'],
  'lanes.settled': ['报警处理', 'The alarm'],
  'lanes.scan': ['过线编号', 'Scan'],
} as const satisfies Words;
