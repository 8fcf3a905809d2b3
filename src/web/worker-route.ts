/** What the service worker does about a request: answers from the shell, or leaves it to the browser. */
export type WorkerRoute = 'page' | 'asset' | 'leave';

/** Answered by the server alone: data, intake, documents that need no cockpit, and signs of health. */
const servers = ['/api', '/in', '/problems', '/page', '/healthz', '/readyz', '/metrics'];

/** Whose answer a request needs. */
export function workerRoute(method: string, mode: string, url: URL, origin: string): WorkerRoute {
  if (method !== 'GET' || url.origin !== origin) return 'leave';
  const { pathname } = url;
  if (servers.some((path) => pathname === path || pathname.startsWith(`${path}/`))) return 'leave';
  if (mode === 'navigate') return 'page';
  return pathname.startsWith('/assets/') ? 'asset' : 'leave';
}
