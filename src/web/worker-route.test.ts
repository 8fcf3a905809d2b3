import { expect, test } from 'vitest';
import { workerRoute } from './worker-route.ts';

test('the worker answers for the cockpit’s pages and assets, and for nothing that the server says', () => {
  const origin = 'https://allclear.example.org';
  const route = (path: string, mode = 'navigate', method = 'GET') =>
    workerRoute(method, mode, new URL(path, origin), origin);
  expect(['/', '/incidents/7', '/sign-in', '/indeed'].map((path) => route(path))).toEqual(Array(4).fill('page'));
  expect(route('/assets/main-1.js', 'no-cors')).toBe('asset');
  const servers = ['/api/me', '/api/stream', '/in/key', '/problems/practice/held', '/healthz', '/readyz', '/metrics'];
  for (const path of servers) expect([path, route(path), route(path, 'cors')]).toEqual([path, 'leave', 'leave']);
  expect(route('/', 'navigate', 'POST')).toBe('leave');
  expect(route('https://elsewhere.example.org/assets/x.js', 'no-cors')).toBe('leave');
});
