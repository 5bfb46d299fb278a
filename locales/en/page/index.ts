import { alerts } from './alerts.ts';
import { diagnostics } from './diagnostics.ts';
import { errors } from '../errors.ts';
import { findings } from '../findings.ts';
import { frame } from './frame.ts';
import { host } from './host.ts';
import { keys } from './keys.ts';
import { overview } from './overview.ts';
import { sources } from './sources.ts';

/** English. In messages `|` divides singular from plural, `{…}` is a value, and units follow a thin space. */
export const en = {
  ...frame,
  ...overview,
  ...host,
  ...sources,
  ...keys,
  ...diagnostics,
  ...alerts,
  ...errors,
  ...findings,
};
