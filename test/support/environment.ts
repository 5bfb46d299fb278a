/** What a program needs of the machine that it runs on; by Windows' names too. All else is what whoever runs the tests has set. */
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
  // The tests' own: where compiled code is kept, which Chromium, and apart from a collector that runs on this machine for real.
  'NODE_COMPILE_CACHE',
  'PY_PERF_CHROMIUM',
  'PY_PERF_MACHINE_LOCK',
]);

/** No AWS configuration, no asking the metadata service of a cloud machine, and one language. */
const FIXED = {
  LANG: 'en_US.UTF-8',
  AWS_CONFIG_FILE: '/nonexistent',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** The environment for a process under test: the same verdict with whatever variables the tests are run. */
export function cleanEnvironment(
  from: Readonly<NodeJS.ProcessEnv> = process.env,
): Record<string, string> {
  const kept = Object.entries(from).flatMap(([name, value]): [string, string][] =>
    value !== undefined && KEPT.has(name.toUpperCase()) ? [[name, value]] : [],
  );
  return { ...Object.fromEntries(kept), ...FIXED };
}

/** Variables that change what code under test does in the tests' own process. */
const FOREIGN =
  /^(?:AWS_|LC_|LANGUAGE$|NO_COLOR$|FORCE_COLOR$|CLICOLOR|COLORTERM$|NODE_OPTIONS$|PY_PERF_(?!CHROMIUM$|E2E_HOST$|STANDIN_SEED$|TEST_SEED$|TRACE$))/u;

/** Takes what whoever runs the tests has set out of the environment of this process. */
export function forgetCaller(): void {
  for (const name of Object.keys(process.env))
    if (FOREIGN.test(name)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, FIXED);
}
