import './no-eval.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followLive, queryClient } from './data/query.ts';
import { beginSession } from './data/session.ts';
import { reloadForNewBuild } from './new-build.ts';
import { registerServiceWorker } from './register.ts';
import { router } from './router.tsx';
import './style.css';

reloadForNewBuild();
beginSession();
followLive();

const place = document.getElementById('app');
if (place === null) throw new Error('the page has no place for the cockpit');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
registerServiceWorker();
