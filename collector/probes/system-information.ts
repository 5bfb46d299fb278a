import type systemInformation from 'systeminformation';

/** The part of systeminformation that is asked; a test answers in its stead. */
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
