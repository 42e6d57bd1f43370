import { waitingLists } from '../documents/waiting-lists.ts';

/** Lists of exports that wait for their partners; see `WaitingLists`. */
export const {
  find: findWaitingExports,
  store: storeWaitingExports,
  end: endWaitingExports,
  forget: forgetWaitingExports,
  stranded: strandedExports,
  overdue: overdueExports,
  forgotten: forgottenExports,
} = waitingLists({
  schema: 'export',
  lists: 'documents.export_lists',
  partners: {
    order: 'documents.export_orders',
    collection: 'documents.collections',
    waybill: 'documents.export_waybills',
  },
});
