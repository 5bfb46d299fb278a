import { expect, it } from 'vitest';
import { cleanEnvironment } from '../../support/environment.ts';

it('a process under test gets no variables of whoever runs the tests', () => {
  const caller = {
    PATH: '/bin',
    Path: 'C:\\Windows',
    TZ: 'Asia/Tokyo',
    LANG: 'de_DE.UTF-8',
    LC_ALL: 'C',
    NO_COLOR: '1',
    FORCE_COLOR: '3',
    NODE_OPTIONS: '--inspect',
    ELECTRON_RUN_AS_NODE: '1',
    AWS_PROFILE: 'production',
    PY_PERF_DATA_DIR: '/home/me/.local/share/py-perf',
    HTTPS_PROXY: 'http://proxy',
  };
  expect(cleanEnvironment(caller)).toEqual({
    PATH: '/bin',
    Path: 'C:\\Windows',
    TZ: 'Asia/Tokyo',
    LANG: 'en_US.UTF-8',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});
