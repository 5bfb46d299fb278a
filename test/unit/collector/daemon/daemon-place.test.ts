import { expect, it } from 'vitest';
import { daemonPlaces } from '../../../../collector/daemon/daemon-place.ts';

it('looks where the daemon\u2019s installers put its file', () => {
  const places = { home: '/home/me', env: {} };
  expect(daemonPlaces({ platform: 'linux', ...places })).toEqual([
    '/etc/py-perf/daemon.yaml',
    '/usr/local/etc/py-perf/daemon.yaml',
    '/home/me/.config/py-perf/daemon.yaml',
  ]);
  expect(daemonPlaces({ platform: 'win32', ...places })).toEqual([
    'C:\\ProgramData\\py-perf\\config\\daemon.yaml',
  ]);
  const env = { ProgramData: 'D:\\Data' };
  expect(daemonPlaces({ platform: 'win32', home: '', env })).toEqual([
    'D:\\Data\\py-perf\\config\\daemon.yaml',
  ]);
});
