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
import type { PageTexts } from '../../en/page/index.ts';
import { reasons } from './reasons.ts';
import { settings } from './settings.ts';
import { sharing } from './sharing.ts';
import { sources } from './sources.ts';

/** German. */
export const page: PageTexts = {
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
