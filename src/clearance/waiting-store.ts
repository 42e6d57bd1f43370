import { waitingLists } from '../documents/waiting-lists.ts';

/** Import lists that wait for their partners; see `WaitingLists`. */
export const {
  find: findWaiting,
  store: storeWaiting,
  end: endWaiting,
  forget: forgetWaiting,
  stranded: strandedLists,
  overdue: overdueLists,
  forgotten: forgottenLists,
} = waitingLists({
  schema: 'clearance',
  lists: 'documents.lists',
  partners: {
    order: 'documents.orders',
    payment: 'documents.payments',
    waybill: 'documents.waybills',
  },
});
