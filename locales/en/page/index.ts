import { alerts } from './alerts.ts';
import { annotations } from './annotations.ts';
import { channels } from './channels.ts';
import { diagnostics } from './diagnostics.ts';
import { errors } from '../errors.ts';
import { findings } from '../findings.ts';
import { frame } from './frame.ts';
import { functions } from './functions.ts';
import { host } from './host.ts';
import { keys } from './keys.ts';
import { metrics } from '../metrics.ts';
import { network } from './network.ts';
import { overview } from './overview.ts';
import { reasons } from './reasons.ts';
import { settings } from './settings.ts';
import { sharing } from './sharing.ts';
import { sources } from './sources.ts';

/**
 * English, the form that the page's texts have in every language. `|` divides singular from plural, `{…}` is a value, and a
 * unit follows a thin space.
 */
export const page = {
  ...frame,
  ...overview,
  ...host,
  ...functions,
  ...reasons,
  ...settings,
  ...sources,
  ...keys,
  ...network,
  ...diagnostics,
  ...alerts,
  ...annotations,
  ...channels,
  ...sharing,
  ...errors,
  ...findings,
  ...metrics,
};

/** All texts of the page in one language. */
export type PageTexts = typeof page;
