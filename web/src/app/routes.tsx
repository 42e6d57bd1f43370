import { createBrowserRouter, Navigate } from 'react-router';
import { Broken } from './broken.tsx';
import { Frame } from './frame.tsx';
import { PublicFrame } from './public-frame.tsx';

/** Every page of the console. Each is loaded when it is opened. */
export const router = createBrowserRouter(
  [
    {
      path: '/sign-in',
      ErrorBoundary: Broken,
      HydrateFallback: () => null,
      lazy: async () => ({ Component: (await import('../pages/sign-in.tsx')).SignInPage }),
    },
    {
      path: '/public',
      Component: PublicFrame,
      ErrorBoundary: Broken,
      HydrateFallback: () => null,
      children: [
        { index: true, element: <Navigate to="/public/buyer" replace /> },
        {
          path: 'buyer',
          lazy: async () => ({
            Component: (await import('../pages/public-buyer.tsx')).PublicBuyerPage,
          }),
        },
        {
          path: 'inspections',
          lazy: async () => ({
            Component: (await import('../pages/public-inspections.tsx')).PublicInspectionsPage,
          }),
        },
        {
          path: 'statistics',
          lazy: async () => ({
            Component: (await import('../pages/public-statistics.tsx')).PublicStatisticsPage,
          }),
        },
        {
          path: '*',
          lazy: async () => ({ Component: (await import('../pages/nothing.tsx')).NothingPage }),
        },
      ],
    },
    {
      path: '/tour',
      Component: PublicFrame,
      ErrorBoundary: Broken,
      HydrateFallback: () => null,
      children: [
        {
          index: true,
          lazy: async () => ({ Component: (await import('../pages/tour.tsx')).TourPage }),
        },
      ],
    },
    {
      path: '/',
      Component: Frame,
      ErrorBoundary: Broken,
      HydrateFallback: () => null,
      children: [
        { index: true, element: <Navigate to="/declarations" replace /> },
        {
          path: 'declarations',
          lazy: async () => ({ Component: (await import('../pages/lists.tsx')).ListsPage }),
        },
        {
          path: 'declarations/:listNo',
          lazy: async () => ({ Component: (await import('../pages/list.tsx')).ListPage }),
        },
        {
          path: 'repairs',
          lazy: async () => ({ Component: (await import('../pages/repairs.tsx')).RepairsPage }),
        },
        {
          path: 'repairs/causes/:cause',
          lazy: async () => ({
            Component: (await import('../pages/repair-cause.tsx')).RepairCausePage,
          }),
        },
        {
          path: 'repairs/:id',
          lazy: async () => ({ Component: (await import('../pages/repair.tsx')).RepairPage }),
        },
        {
          path: 'declare',
          lazy: async () => ({ Component: (await import('../pages/declare.tsx')).DeclarePage }),
        },
        {
          path: 'declare/file',
          lazy: async () => ({
            Component: (await import('../pages/declare-file.tsx')).DeclareFilePage,
          }),
        },
        {
          path: 'exports',
          lazy: async () => ({ Component: (await import('../pages/summaries.tsx')).SummariesPage }),
        },
        {
          path: 'exports/:id',
          lazy: async () => ({ Component: (await import('../pages/summary.tsx')).SummaryPage }),
        },
        {
          path: 'stock',
          lazy: async () => ({ Component: (await import('../pages/stock.tsx')).StockPage }),
        },
        {
          path: 'stock/warehouse',
          lazy: async () => ({
            Component: (await import('../pages/stock-warehouse.tsx')).WarehousePage,
          }),
        },
        {
          path: 'stock/papers/:kind/:paperNo',
          lazy: async () => ({ Component: (await import('../pages/stock-paper.tsx')).PaperPage }),
        },
        {
          path: 'stock/:bookNo',
          lazy: async () => ({ Component: (await import('../pages/stock-book.tsx')).BookPage }),
        },
        {
          path: 'stock/:bookNo/lines/:recordNo',
          lazy: async () => ({ Component: (await import('../pages/stock-line.tsx')).LinePage }),
        },
        {
          path: 'stock/:bookNo/new/:kind',
          lazy: async () => ({ Component: (await import('../pages/stock-new.tsx')).NewPaperPage }),
        },
        {
          path: 'cockpit',
          lazy: async () => ({ Component: (await import('../pages/cockpit.tsx')).CockpitPage }),
        },
        {
          path: 'desk',
          lazy: async () => ({ Component: (await import('../pages/desk.tsx')).DeskPage }),
        },
        {
          path: 'desk/:taskId',
          lazy: async () => ({ Component: (await import('../pages/desk-task.tsx')).TaskPage }),
        },
        {
          path: 'lanes',
          lazy: async () => ({ Component: (await import('../pages/lanes.tsx')).LanesPage }),
        },
        {
          path: 'enterprises',
          lazy: async () => ({
            Component: (await import('../pages/enterprises.tsx')).EnterprisesPage,
          }),
        },
        {
          path: 'enterprises/:code',
          lazy: async () => ({
            Component: (await import('../pages/enterprise.tsx')).EnterprisePage,
          }),
        },
        {
          path: 'statistics',
          lazy: async () => ({
            Component: (await import('../pages/statistics.tsx')).StatisticsPage,
          }),
        },
        {
          path: 'draws',
          lazy: async () => ({ Component: (await import('../pages/draws.tsx')).DrawsPage }),
        },
        {
          path: 'risk',
          lazy: async () => ({ Component: (await import('../pages/risk.tsx')).RiskPage }),
        },
        {
          path: 'firm',
          lazy: async () => ({ Component: (await import('../pages/firm-keys.tsx')).KeysPage }),
        },
        {
          path: 'firm/credit',
          lazy: async () => ({ Component: (await import('../pages/firm-credit.tsx')).CreditPage }),
        },
        {
          path: 'firm/webhooks',
          lazy: async () => ({ Component: (await import('../pages/webhooks.tsx')).WebhooksPage }),
        },
        {
          path: 'firm/webhooks/:id',
          lazy: async () => ({ Component: (await import('../pages/webhook.tsx')).WebhookPage }),
        },
        {
          path: 'receipts',
          lazy: async () => ({ Component: (await import('../pages/receipts.tsx')).ReceiptsPage }),
        },
        {
          path: 'tax',
          lazy: async () => ({ Component: (await import('../pages/tax.tsx')).TaxPage }),
        },
        {
          path: 'tax/notices/:dutyNo',
          lazy: async () => ({ Component: (await import('../pages/tax-notice.tsx')).NoticePage }),
        },
        {
          path: 'tax/bills/:taxNo',
          lazy: async () => ({ Component: (await import('../pages/tax-bill.tsx')).BillPage }),
        },
        {
          path: 'enrolments',
          lazy: async () => ({
            Component: (await import('../pages/enrolments.tsx')).EnrolmentsPage,
          }),
        },
        {
          path: 'counts',
          lazy: async () => ({ Component: (await import('../pages/counts.tsx')).CountsPage }),
        },
        {
          path: 'counts/:countNo',
          lazy: async () => ({ Component: (await import('../pages/count.tsx')).CountPage }),
        },
        {
          path: 'gate',
          lazy: async () => ({ Component: (await import('../pages/gate.tsx')).GatePage }),
        },
        {
          path: 'gate/:slipNo',
          lazy: async () => ({ Component: (await import('../pages/gate-slip.tsx')).GateSlipPage }),
        },
        {
          path: 'actions',
          lazy: async () => ({ Component: (await import('../pages/actions.tsx')).ActionsPage }),
        },
        {
          path: '*',
          lazy: async () => ({ Component: (await import('../pages/nothing.tsx')).NothingPage }),
        },
      ],
    },
  ],
  { basename: '/console' },
);
