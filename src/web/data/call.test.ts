import { describe, expect, test } from 'vitest';
import { requestLine } from './call.ts';

describe('a request line', () => {
  test('has its path filled and the rest in the query', () => {
    expect(requestLine('GET /api/incidents/{incident}/log', { incident: 'P-1/2', after: 3, limit: undefined })).toEqual(
      {
        method: 'GET',
        path: '/api/incidents/P-1%2F2/log?after=3',
        body: null,
      },
    );
  });

  test('carries the rest in the body where the method has one', () => {
    expect(requestLine('PATCH /api/people/{person}', { person: 'me', name: 'Ada' })).toEqual({
      method: 'PATCH',
      path: '/api/people/me',
      body: { name: 'Ada' },
    });
    expect(requestLine('POST /api/keys/{id}/rotate', { id: 'k' }).body).toBe(null);
  });
});
