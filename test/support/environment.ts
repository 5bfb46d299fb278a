/**
 * Variables that a program needs from its machine, including Windows' names. All others belong to whoever runs the
 * tests.
 */
const KEPT = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'TMPDIR',
  'TEMP',
  'TMP',
  'TZ',
  'LD_LIBRARY_PATH',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'XDG_RUNTIME_DIR',
  'DBUS_SESSION_BUS_ADDRESS',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  // The tests' own: the compile cache, the Chromium, and a lock separate from a real collector on this machine.
  'NODE_COMPILE_CACHE',
  'PY_PERF_CHROMIUM',
  'PY_PERF_MACHINE_LOCK',
]);

/** No AWS configuration, no cloud metadata service, and one language. */
const FIXED = {
  LANG: 'en_US.UTF-8',
  AWS_CONFIG_FILE: '/nonexistent',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** The environment of a process under test: the same result whatever variables the tests run with. */
export function cleanEnvironment(
  from: Readonly<NodeJS.ProcessEnv> = process.env,
): Record<string, string> {
  const kept = Object.entries(from).flatMap(([name, value]): [string, string][] =>
    value !== undefined && KEPT.has(name.toUpperCase()) ? [[name, value]] : [],
  );
  return { ...Object.fromEntries(kept), ...FIXED };
}

/** Variables that affect code under test in the tests' own process. */
const FOREIGN =
  /^(?:AWS_|LC_|LANGUAGE$|NO_COLOR$|FORCE_COLOR$|CLICOLOR|COLORTERM$|NODE_OPTIONS$|PY_PERF_(?!CHROMIUM$|E2E_HOST$|STANDIN_SEED$|TEST_SEED$|TRACE$))/u;

/** Removes the variables of whoever runs the tests from this process' environment. */
export function forgetCaller(): void {
  for (const name of Object.keys(process.env))
    if (FOREIGN.test(name)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, FIXED);
}
