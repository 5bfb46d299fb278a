import type systemInformation from 'systeminformation';

/** The part of systeminformation that is used; tests provide their own. */
export type SystemInformation = Pick<
  typeof systemInformation,
  | 'mem'
  | 'fsStats'
  | 'networkStats'
  | 'networkInterfaces'
  | 'fsSize'
  | 'blockDevices'
  | 'cpuTemperature'
  | 'battery'
  | 'processes'
  | 'osInfo'
  | 'cpu'
>;
