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
    path: screenPath.update,
    component: lazyRouteComponent(() => import('./screen/update/update.tsx'), 'UpdateScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: screenPath.brief,
    component: lazyRouteComponent(() => import('./screen/brief/brief.tsx'), 'BriefScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: screenPath.linkedBrief,
    component: lazyRouteComponent(() => import('./screen/brief/linked-brief.tsx'), 'LinkedBrief'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: screenPath.channels,
    component: lazyRouteComponent(() => import('./screen/channels/channels.tsx'), 'ChannelsScreen'),
  }),
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
    path: screenPath.statusPages,
    component: lazyRouteComponent(() => import('./screen/status-page/list.tsx'), 'StatusPages'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: screenPath.statusPage,
    component: lazyRouteComponent(() => import('./screen/status-page/status-page.tsx'), 'StatusPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: screenPath.statusPagePublish,
    component: lazyRouteComponent(() => import('./screen/status-page/publish.tsx'), 'Publish'),
    validateSearch: ({ incident, post }: Record<string, unknown>) => ({
      ...(typeof incident === 'string' || typeof incident === 'number' ? { incident: String(incident) } : {}),
      ...(typeof post === 'string' ? { post } : {}),
    }),
  }),
  createRoute({
    getParentRoute: () => root,
    path: screenPath.statusPageEdit,
    component: lazyRouteComponent(() => import('./screen/status-page/editor.tsx'), 'PageEditor'),
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
