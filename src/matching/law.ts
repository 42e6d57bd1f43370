import type { BusinessDate } from '../base/dates.ts';

/** The day retail import by list began under the tax and supervision notices of 2016. */
export const FROM_2016: BusinessDate = '2016-04-08';
/** The day GACC 2020 No.75 opened 9710 and 9810 at the first ten customs, Zhengzhou among them. */
export const FROM_2020: BusinessDate = '2020-07-01';
/** The day GACC 2018 No.194 and the six ministries' notice 2018 No.486 came into force. */
export const FROM_2019: BusinessDate = '2019-01-01';

/** Sources, named once: the announcement (Chinese and number) and our own section of the rules. */
export const LAW = {
  /** Supervision of retail import and export; took over No.26 of 2016, article by article. */
  supervision: '海关总署公告2018年第194号 (GACC 2018 No.194; before 2019: 2016 No.26)',
  /** The message specification of the unified edition. */
  specification: '海关跨境统一版系统企业对接报文规范 (202205)',
  /** Conditions of retail import: parties and their duties. */
  ministries: '商财发〔2018〕486号',
  /** Return of retail import goods: 30 days to ask for it, 45 days until they arrive. */
  refund: '海关总署公告2020年第45号 (GACC 2020 No.45; before: 2018 No.194)',
  /** Exports to firms and to overseas warehouses: 9710 and 9810. */
  b2b: '海关总署公告2020年第75号 (GACC 2020 No.75)',
  tax: '财关税〔2016〕18号',
  limits: '财关税〔2018〕49号 (before 2019: 财关税〔2016〕18号)',
  identity: 'GB 11643-1999',
} as const;

/** No law at all: only a profile with the switch forcedOutcomes has these. */
export const SANDBOX = 'forcedOutcomes (profiles/cn-sandbox)';
