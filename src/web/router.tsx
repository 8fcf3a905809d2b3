import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { screenPath } from '../api/screen-path.ts';
import { Frame } from './frame.tsx';
import { Broken } from './part/broken.tsx';
import { Lost } from './part/lost.tsx';
import { Board } from './screen/board/board.tsx';
import { Room } from './screen/room/room.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: Lost });

const screens = [
  createRoute({ getParentRoute: () => root, path: screenPath.board, component: Board }),
  createRoute({ getParentRoute: () => root, path: screenPath.room, component: Room }),
  createRoute({
    getParentRoute: () => root,
    path: screenPath.alerts,
    component: lazyRouteComponent(() => import('./screen/alerts/alerts.tsx'), 'Alerts'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: screenPath.catalog,
    component: lazyRouteComponent(() => import('./screen/catalog/catalog.tsx'), 'CatalogScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: screenPath.setUp,
    component: lazyRouteComponent(() => import('./screen/set-up/set-up.tsx'), 'SetUp'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: screenPath.signIn,
    component: lazyRouteComponent(() => import('./screen/sign-in/sign-in.tsx'), 'SignIn'),
  }),
  ...(import.meta.env.DEV
    ? [
        createRoute({
          getParentRoute: () => root,
          path: '/dev/parts',
          component: lazyRouteComponent(() => import('./screen/parts/parts.tsx'), 'Parts'),
        }),
      ]
    : []),
];

export const router = createRouter({
  routeTree: root.addChildren(screens),
  defaultPreload: 'intent',
  scrollRestoration: false,
  defaultErrorComponent: Broken,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
