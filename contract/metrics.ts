/**
 * What is measured per minute. `encoding` is how an hour of it lies in the local store:
 * `tenths` an Int16 in tenths (−1: no sample), `float` a Float32 (NaN: no sample).
 */
export const METRICS = {
  cpu: { field: 'cpuPercent', attribute: 'cpu_percent', unit: 'percent', encoding: 'tenths' },
  memory: {
    field: 'memoryPercent',
    attribute: 'memory_percent',
    unit: 'percent',
    encoding: 'tenths',
  },
  swap: { field: 'swapPercent', attribute: 'swap_percent', unit: 'percent', encoding: 'tenths' },
  disk: { field: 'diskPercent', attribute: 'disk_percent', unit: 'percent', encoding: 'tenths' },
  load1: { field: 'loadAvg1m', attribute: 'load_avg_1m', unit: 'load', encoding: 'float' },
  load5: { field: 'loadAvg5m', attribute: 'load_avg_5m', unit: 'load', encoding: 'float' },
  load15: { field: 'loadAvg15m', attribute: 'load_avg_15m', unit: 'load', encoding: 'float' },
  diskRead: {
    field: 'diskReadBps',
    attribute: 'disk_read_bps',
    unit: 'bytes-per-second',
    encoding: 'float',
  },
  diskWrite: {
    field: 'diskWriteBps',
    attribute: 'disk_write_bps',
    unit: 'bytes-per-second',
    encoding: 'float',
  },
  netRx: {
    field: 'netRxBps',
    attribute: 'net_rx_bps',
    unit: 'bytes-per-second',
    encoding: 'float',
  },
  netTx: {
    field: 'netTxBps',
    attribute: 'net_tx_bps',
    unit: 'bytes-per-second',
    encoding: 'float',
  },
  temperature: { field: 'cpuTempC', attribute: 'cpu_temp_c', unit: 'celsius', encoding: 'float' },
  battery: {
    field: 'batteryPercent',
    attribute: 'battery_percent',
    unit: 'percent',
    encoding: 'tenths',
  },
  processes: {
    field: 'processCount',
    attribute: 'process_count',
    unit: 'count',
    encoding: 'float',
  },
} as const;

export type MetricId = keyof typeof METRICS;
export const METRIC_IDS = Object.keys(METRICS) as MetricId[];
