import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { AppearanceProvider } from './app/appearance.tsx';
import { LanguageProvider } from './app/language.tsx';
import { queries } from './app/queries.ts';
import { router } from './app/routes.tsx';
import { SessionProvider } from './app/session.tsx';
import './ui/style.css';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place for the console');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <AppearanceProvider>
          <SessionProvider>
            <RouterProvider router={router} />
          </SessionProvider>
        </AppearanceProvider>
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
);
