import { DAMAGES, type Parcel, type Workshop } from '../parcel.ts';
import * as arrivals from './arrivals.ts';
import * as clearance from './clearance.ts';
import * as documents from './documents.ts';
import * as good from './good.ts';
import * as matching from './matching.ts';
import * as messages from './messages.ts';
import * as requests from './requests.ts';
import * as stock from './stock.ts';

/** Makes the parcels of one case; a case of a set makes several. */
export type Kind = (shop: Workshop, set: string) => Parcel | Parcel[];

/** Those of direct purchase that the law has wait for their arrival. */
export const ARRIVAL_KINDS: readonly Kind[] = [
  arrivals.arrivedLate,
  arrivals.otherVoyage,
  arrivals.notArrived,
  requests.withdrawnDeclaredAgain,
];

/** Those that only a law tells apart under which lists take goods from their book. */
export const STOCK_KINDS: readonly Kind[] = [
  stock.notInBook,
  stock.shortStock,
  stock.otherArticle,
  stock.otherWarehouse,
  stock.soldOut,
];

/** Those whose goods come on entry lists of their world. */
export const ENTRY_KINDS: readonly Kind[] = [stock.soldOut];

/** Good parcels with something special about them; the ordinary ones come besides. */
export const GOOD_KINDS: readonly Kind[] = [
  good.coupon,
  good.atLimit,
  good.aboveLimitSingle,
  good.overseas,
  good.taxNear,
  good.sentTwice,
  good.amended,
  good.onBehalf,
  good.weightInFull,
  good.namedGoods,
  arrivals.arrivedLate,
  requests.refunded,
  requests.withdrawnDeclaredAgain,
  requests.refundTooMuch,
  requests.withdrawnTooLate,
  requests.refundedInParts,
  documents.declaredAgain,
  documents.orderRepeated,
  documents.listRepeated,
  documents.orderConflict,
  documents.paymentConflict,
  documents.waybillReused,
  documents.listConflict,
  requests.refundedInVain,
  requests.refundOpen,
  requests.refundOfRest,
  requests.refundedBySeller,
  requests.refundedOnce,
  requests.refundOfNoLine,
  requests.refundUnknown,
  requests.refundByStranger,
  requests.withdrawnUnknown,
];

/** Bad cases, the most telling first: a small world has only the first of them. */
export const BAD_KINDS: readonly Kind[] = [
  clearance.offList,
  matching.payerDiffers,
  matching.itemDiffers,
  clearance.aboveLimitSeveral,
  clearance.noGuarantee,
  matching.paidDiffers,
  arrivals.otherVoyage,
  clearance.wrongChecksum,
  matching.noPayment,
  requests.withdrawn,
  clearance.tooMuchSugar,
  documents.fieldMissing,
  (shop) => messages.damaged(shop, 'altered'),
  clearance.taxFar,
  clearance.suspendedSeller,
  clearance.annualRace,
  stock.shortStock,
  stock.notInBook,
  stock.soldOut,
  matching.phoneDiffers,
  requests.refundNotReleased,
  clearance.bondedOnly,
  clearance.notNamed,
  matching.sumOff,
  matching.buyerDiffers,
  clearance.unknownSeller,
  (shop) => messages.damaged(shop, 'unsigned'),
  (shop) => messages.damaged(shop, 'foreign-key'),
  (shop) => messages.damaged(shop, 'doctype'),
  (shop) => messages.damaged(shop, 'gbk'),
  (shop) => messages.damaged(shop, 'truncated'),
  messages.revokedCard,
  messages.expiredCard,
  documents.tooManyDecimals,
  documents.fieldTooLong,
  documents.negativeAmount,
  arrivals.notArrived,
  requests.withdrawnTwice,
  requests.withdrawnByStranger,
  requests.withdrawnReturned,
  clearance.blockedBuyer,
  clearance.otherName,
  matching.goodsValueLow,
  matching.priceDiffers,
  matching.consigneeDiffers,
  matching.addressDiffers,
  matching.payFirmDiffers,
  matching.payNumberDiffers,
  matching.sellerDiffers,
  matching.twoPayments,
  matching.freightDiffers,
  matching.paidTooEarly,
  matching.waybillOfOther,
  matching.noOrder,
  matching.noWaybill,
  clearance.expiredSeller,
  clearance.revokedCarrier,
  clearance.noPaymentFirm,
  clearance.oneFenAbove,
  clearance.aboveYearSingle,
  clearance.tooMuchRice,
  clearance.noTariff,
  clearance.excluded,
  clearance.taxNone,
  clearance.poorGuarantee,
  clearance.foreignGuarantor,
  clearance.otherCustoms,
  clearance.noBook,
  clearance.noBill,
  clearance.otherIdType,
  clearance.otherSellerName,
  clearance.unknownCountry,
  clearance.unknownUnit,
  clearance.otherCode,
  clearance.otherGoodsName,
  matching.twoParcels,
  matching.netAboveGross,
  stock.otherArticle,
  stock.otherWarehouse,
  matching.paymentTypo,
  documents.fieldEmpty,
  documents.tooManyDigits,
  documents.notANumber,
  documents.otherCurrency,
  documents.impossibleDay,
  documents.lineNumberTwice,
  documents.lineDecimals,
  documents.changeOfNothing,
  documents.notOnBehalf,
  documents.draft,
  clearance.sugarRace,
  clearance.annualExact,
  ...DAMAGES.map(
    (damage): Kind =>
      (shop) =>
        messages.damaged(shop, damage),
  ),
];
