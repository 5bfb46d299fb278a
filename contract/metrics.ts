import type { MetricSpec } from './metric-spec.ts';

const PERCENT = { unit: 'percent', encoding: 'tenths', bounds: [0, 100], decimals: 1 } as const;
const LOAD = { unit: 'load', encoding: 'float', bounds: [0, 1e6], decimals: 2 } as const;
const RATE = {
  unit: 'bytes-per-second',
  encoding: 'float',
  bounds: [0, 1e15],
  decimals: 0,
} as const;

const above = (threshold: number, clearsAt: number, forMinutes: number) =>
  ({ enabled: false, direction: 'above', threshold, clearsAt, forMinutes }) as const;

const CATALOGUE = {
  cpu: {
    ...PERCENT,
    code: 0,
    field: 'cpuPercent',
    attribute: 'cpu_percent',
    legacy: 'c',
    required: true,
    worth: Infinity,
    chart: 'cpu',
    column: { shown: true },
    heat: true,
    compare: true,
    noise: 1.5,
    alert: { ...above(90, 80, 15), enabled: true },
  },
  cpuCoreMax: {
    ...PERCENT,
    code: 1,
    field: 'cpuCoreMax',
    attribute: 'cpu_core_max',
    worth: 95,
    chart: 'cpu',
    column: { shown: false },
    heat: true,
    alert: above(95, 85, 30),
  },
  memory: {
    ...PERCENT,
    code: 2,
    field: 'memoryPercent',
    attribute: 'memory_percent',
    legacy: 'mp',
    required: true,
    worth: Infinity,
    chart: 'memory',
    column: { shown: true },
    heat: true,
    compare: true,
    fills: true,
    noise: 1,
    alert: { ...above(90, 85, 15), enabled: true },
  },
  swap: {
    ...PERCENT,
    code: 3,
    field: 'swapPercent',
    attribute: 'swap_percent',
    worth: 110,
    chart: 'memory',
    column: { shown: false },
    alert: above(80, 70, 15),
  },
  disk: {
    ...PERCENT,
    code: 4,
    field: 'diskPercent',
    attribute: 'disk_percent',
    worth: 130,
    chart: 'disk',
    column: { shown: true },
    heat: true,
    compare: true,
    fills: true,
    alert: { ...above(90, 88, 5), enabled: true, critical: true },
  },
  load1: {
    ...LOAD,
    code: 5,
    field: 'loadAvg1m',
    attribute: 'load_avg_1m',
    legacy: 'load_avg_1m',
    worth: 120,
    chart: 'load',
    column: { key: 'load', shown: true },
    compare: true,
    noise: 0.15,
    alert: above(16, 12, 15),
  },
  load5: {
    ...LOAD,
    code: 6,
    field: 'loadAvg5m',
    attribute: 'load_avg_5m',
    legacy: 'load_avg_5m',
    worth: 60,
    chart: 'load',
    alert: above(16, 12, 15),
  },
  load15: {
    ...LOAD,
    code: 7,
    field: 'loadAvg15m',
    attribute: 'load_avg_15m',
    legacy: 'load_avg_15m',
    worth: 50,
    chart: 'load',
    alert: above(16, 12, 15),
  },
  diskRead: {
    ...RATE,
    code: 8,
    field: 'diskReadBps',
    attribute: 'disk_read_bps',
    worth: 70,
    chart: 'diskRate',
    column: { shown: false },
    alert: above(200e6, 150e6, 15),
  },
  diskWrite: {
    ...RATE,
    code: 9,
    field: 'diskWriteBps',
    attribute: 'disk_write_bps',
    worth: 80,
    chart: 'diskRate',
    column: { shown: false },
    alert: above(200e6, 150e6, 15),
  },
  netRx: {
    ...RATE,
    code: 10,
    field: 'netRxBps',
    attribute: 'net_rx_bps',
    worth: 90,
    chart: 'network',
    column: { shown: false },
    compare: true,
    noise: 20e3,
    alert: above(100e6, 80e6, 15),
  },
  netTx: {
    ...RATE,
    code: 11,
    field: 'netTxBps',
    attribute: 'net_tx_bps',
    worth: 100,
    chart: 'network',
    column: { shown: false },
    compare: true,
    noise: 20e3,
    alert: above(100e6, 80e6, 15),
  },
  temperature: {
    unit: 'celsius',
    encoding: 'float',
    bounds: [-273, 1000],
    decimals: 1,
    code: 12,
    field: 'cpuTempC',
    attribute: 'cpu_temp_c',
    worth: 20,
    chart: 'temperature',
    column: { shown: false },
    alert: above(90, 80, 5),
  },
  battery: {
    ...PERCENT,
    code: 13,
    field: 'batteryPercent',
    attribute: 'battery_percent',
    worth: 10,
    chart: 'battery',
    column: { shown: false },
    alert: { enabled: false, direction: 'below', threshold: 15, clearsAt: 20, forMinutes: 5 },
  },
  processes: {
    unit: 'count',
    encoding: 'float',
    bounds: [0, 1e8],
    decimals: 0,
    code: 14,
    field: 'processCount',
    attribute: 'process_count',
    worth: 40,
    chart: 'processes',
    column: { shown: false },
    alert: above(2000, 1500, 15),
  },
  cpuPressure: {
    ...PERCENT,
    code: 15,
    field: 'cpuPressurePercent',
    attribute: 'cpu_pressure',
    worth: 115,
    chart: 'pressure',
    column: { shown: false },
    heat: true,
    compare: true,
    alert: above(60, 40, 15),
  },
  memoryPressure: {
    ...PERCENT,
    code: 16,
    field: 'memoryPressurePercent',
    attribute: 'memory_pressure',
    worth: 114,
    chart: 'pressure',
    heat: true,
    alert: above(10, 5, 15),
  },
  ioPressure: {
    ...PERCENT,
    code: 17,
    field: 'ioPressurePercent',
    attribute: 'io_pressure',
    worth: 113,
    chart: 'pressure',
    heat: true,
    alert: above(40, 30, 15),
  },
  gpu: {
    ...PERCENT,
    code: 18,
    field: 'gpuPercent',
    attribute: 'gpu_percent',
    worth: 85,
    chart: 'gpu',
    column: { shown: false },
    heat: true,
    alert: above(95, 85, 60),
  },
  gpuMemory: {
    ...PERCENT,
    code: 19,
    field: 'gpuMemoryPercent',
    attribute: 'gpu_memory_percent',
    worth: 84,
    chart: 'gpu',
    heat: true,
    alert: above(95, 90, 15),
  },
  gpuTemperature: {
    unit: 'celsius',
    encoding: 'float',
    bounds: [-273, 1000],
    decimals: 1,
    code: 20,
    field: 'gpuTempC',
    attribute: 'gpu_temp_c',
    worth: 30,
    chart: 'temperature',
    alert: above(95, 85, 5),
  },
  failedServices: {
    unit: 'count',
    encoding: 'float',
    bounds: [0, 1e6],
    decimals: 0,
    code: 21,
    field: 'failedServices',
    attribute: 'failed_services',
    worth: 45,
    chart: 'services',
    column: { shown: false },
    alert: { ...above(1, 0.5, 5), faults: true },
  },
  failingDisks: {
    unit: 'count',
    encoding: 'float',
    bounds: [0, 1e6],
    decimals: 0,
    code: 23,
    field: 'failingDisks',
    attribute: 'failing_disks',
    worth: 46,
    chart: 'health',
    column: { shown: false },
    alert: { ...above(1, 0.5, 5), enabled: true, critical: true, faults: true },
  },
  diskWear: {
    ...PERCENT,
    code: 24,
    field: 'diskWearPercent',
    attribute: 'disk_wear',
    worth: 25,
    chart: 'wear',
    column: { shown: false },
    alert: above(90, 89, 60),
  },
  customBeyond: {
    unit: 'count',
    encoding: 'float',
    bounds: [0, 1e6],
    decimals: 0,
    code: 22,
    field: 'customBeyond',
    attribute: 'custom_beyond',
    derived: true,
    worth: 0,
    chart: 'custom',
    column: { shown: false },
    alert: { ...above(1, 0.5, 5), enabled: true, faults: true },
  },
  uptime: {
    unit: 'seconds',
    encoding: 'float',
    // Writers store 0 for an unknown value.
    bounds: [1, 1e11],
    decimals: 0,
    code: 30,
    field: 'uptimeS',
    attribute: 'uptime_s',
    worth: 5,
    chart: 'uptime',
    column: { shown: false },
    alert: above(180 * 86_400, 179 * 86_400, 15),
  },
} as const satisfies Record<string, MetricSpec>;

type Catalogue = typeof CATALOGUE;

/** The name of a metric throughout the program: in settings, events, requests and columns of the local store. */
export type MetricId = keyof Catalogue;

/** Whether a metric is derived from others and not part of items. */
export function isDerived(id: MetricId): boolean {
  return METRICS[id].derived === true;
}

/** The required metrics of a sample. */
export type RequiredMetric = {
  [K in MetricId]: Catalogue[K] extends { required: true } ? K : never;
}[MetricId];

/** The name of a metric, or of several, in a sample. */
export type FieldOf<K extends MetricId> = Catalogue[K]['field'];

/**
 * The catalogue: everything measured per minute, in the order of lists and tables. All other code derives from it.
 * To add a metric, add it here, name it in `locales/`, and measure it in `collector/`.
 */
export const METRICS: {
  readonly [K in MetricId]: MetricSpec & {
    readonly field: FieldOf<K>;
    readonly alert: { readonly direction: Catalogue[K]['alert']['direction'] };
  };
} = CATALOGUE;

/** All metrics, in the order of the catalogue. */
export const METRIC_IDS = Object.keys(CATALOGUE) as MetricId[];

/** The metrics that every sample has. */
export const REQUIRED_METRICS = METRIC_IDS.filter(isRequired);

/** The metrics that a sample may lack. */
export const OPTIONAL_METRICS = METRIC_IDS.filter(
  (id): id is Exclude<MetricId, RequiredMetric> => !isRequired(id),
);

/** The metric shown where there is room for one. */
export const MAIN_METRIC: RequiredMetric = 'cpu';

/** The metrics whose rates add up to the bytes received and sent. */
export const TRAFFIC_METRICS = { received: 'netRx', sent: 'netTx' } as const satisfies Record<
  string,
  MetricId
>;

/** The uptime metric: where it falls, the system has rebooted. */
export const UPTIME_METRIC = 'uptime' satisfies MetricId;

/** The metrics that can fill up. */
export const FILLING_METRICS = METRIC_IDS.filter((id) => METRICS[id].fills === true);

/** The metrics compared with usual values by hour of the week. */
export const USUAL_METRICS = METRIC_IDS.filter((id) => METRICS[id].noise !== undefined);

/** The number of custom metrics of a host beyond their limits. */
export const CUSTOM_METRIC = 'customBeyond' satisfies MetricId;

/** The number of failed services of a host. */
export const SERVICES_METRIC = 'failedServices' satisfies MetricId;

/** The metric whose filling up raises an alert: the fullest disk. */
export const DISK_METRIC = 'disk' satisfies MetricId;

/** Optional metrics of a collector: measuring them calls another program. */
export const COLLECTOR_EXTRAS = ['gpu', 'services', 'smart', 'containers'] as const;

/** Whether every sample has the metric. */
export function isRequired(id: MetricId): id is RequiredMetric {
  return METRICS[id].required === true;
}

/** Whether a name is a metric's. */
export function isMetricId(name: string): name is MetricId {
  return Object.hasOwn(CATALOGUE, name);
}
