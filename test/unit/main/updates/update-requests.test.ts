import { expect, it } from 'vitest';
import { boundRequests, type UpdateRequester } from '../../../../main/updates/update-requests.ts';

type Redirect = Parameters<UpdateRequester['addRedirectHandlers']>;

/** A requester whose server sends every request to `location`. */
function sentTo(location: string): UpdateRequester {
  return {
    createRequest: () => ({ abort: () => undefined, emit: () => true, on: () => undefined }),
    addRedirectHandlers: (_request, options, _reject, _count, handler) => {
      handler({ ...options, protocol: new URL(location).protocol });
    },
    request: () => undefined,
  };
}

it.each([
  ['https://files.example/a.AppImage', ['followed']],
  [
    'http://files.example/a.AppImage',
    ['The update server redirects to http, which others could change on the way.'],
  ],
])('of a redirect to %s comes %j', (location, expected) => {
  const requester = sentTo(location);
  boundRequests(requester);
  const seen: string[] = [];
  const request: Redirect[0] = { abort: () => undefined, emit: () => true, on: () => undefined };
  const options = { protocol: 'https:' };
  requester.addRedirectHandlers(
    request,
    options,
    ({ message }) => seen.push(message),
    0,
    () => seen.push('followed'),
  );
  expect(seen).toEqual(expected);
});
