import type { Words } from './words.ts';

/** Words of the guided tour. */
export const TOUR = {
  'tour.title': ['两分钟看懂一票包裹', 'One parcel, from order to release'],
  'tour.lead': [
    '您在郑州保税仓下了一单。订单、支付、物流三方各自报送电子单证，报关企业申报清单；单一窗口自动三单比对、计税、放行。下面逐步来做，全部走真实的接口、签名和数据库。',
    'Somebody buys goods that wait in a bonded warehouse. Platform, payment firm and carrier ' +
      'each send what they know; the agent declares the list. The single window compares them, ' +
      'taxes the parcel and releases it. Do it step by step: over the real interface, with ' +
      'real signatures, in the real database.',
  ],
  'tour.short': ['看一票包裹从下单到放行', 'See a parcel go from order to release'],
  'tour.minutes': ['引导演示，约两分钟，无需登录', 'The tour: two minutes, no account needed'],
  'tour.none': [
    '本关区没有引导演示：它属于样例关区，由 npm start 启动。',
    'This zone has no tour: it belongs to the sample zone that npm start runs.',
  ],
  'tour.begin': ['生成一票包裹', 'Make up a parcel'],
  'tour.again': ['再来一票', 'Another parcel'],
  'tour.play': ['自动依次发送', 'Play it'],
  'tour.pause': ['暂停', 'Pause'],
  'tour.parcel': ['这票包裹', 'The parcel'],
  'tour.orderNo': ['订单编号', 'Order'],
  'tour.platform': ['电商平台', 'Platform'],
  'tour.seller': ['电商企业', 'Seller'],
  'tour.warehouse': ['保税仓', 'Bonded warehouse'],
  'tour.buyer': ['订购人', 'Buyer'],
  'tour.goods': ['商品', 'Goods'],
  'tour.freight': ['运费（元）', 'Freight (yuan)'],
  'tour.tax': ['代扣税款（元）', 'Tax withheld (yuan)'],
  'tour.documents': ['四份单证', 'Four documents'],
  'tour.order': ['订单', 'The order'],
  'tour.order.why': [
    '平台告知：谁买了什么、单价多少、代扣了多少税。',
    'The platform says who bought what, at which price, and how much tax it withheld.',
  ],
  'tour.payment': ['支付单', 'The payment'],
  'tour.payment.why': [
    '支付企业告知：订购人本人确实付了这笔钱。',
    'The payment firm says that this very person paid this very sum.',
  ],
  'tour.waybill': ['运单', 'The waybill'],
  'tour.waybill.why': [
    '物流企业告知：寄给谁、多重、运费多少。',
    'The carrier says to whom it goes, how heavy it is and what the freight is.',
  ],
  'tour.list': ['申报清单', 'The declaration list'],
  'tour.list.why': [
    '报关企业向海关申报；清单先到则等待另外三单。',
    'The agent declares to customs. Sent first, it waits for the other three.',
  ],
  'tour.send': ['发送{n}', 'Send {n}'],
  'tour.by': ['报送企业', 'Sent by'],
  'tour.xml': ['查看签名报文', 'The signed message'],
  'tour.filed': ['已接收', 'Accepted'],
  'tour.sending': ['处理中', 'Under way'],
  'tour.refused': ['不予接收', 'Refused'],
  'tour.notSent': ['未发送', 'Not sent'],
  'tour.zone': ['单一窗口的处理', 'What the zone does'],
  'tour.zone.idle': [
    '清单到达后，这里显示海关的处理过程。',
    'Once the list is there, this shows what customs does with it.',
  ],
  'tour.released': [
    '最后一份单证到达 {n} 毫秒后作出结论：放行，税款 {m} 元。',
    'Decided {n} ms after the last document had come: released, with {m} yuan of tax.',
  ],
  'tour.next': ['接下来', 'What next'],
  'tour.next.list': [
    '以样例账号登录，查看这份清单的法律依据、报文与签名',
    'Sign in with a sample account: this list with its law, messages and signatures',
  ],
  'tour.next.docs': [
    '阅读接口文档，在页面上直接试用',
    'Read the interface, and try it on the page',
  ],
  'tour.next.cockpit': [
    '以监管人员登录，看全关区的实时运行',
    'As an officer: the whole zone, live',
  ],
  'tour.next.explain': [
    '从留存证据重新推导这个结论：',
    'Derive this verdict again from the evidence:',
  ],
} as const satisfies Words;
