import type { LeaveOut } from '../probes.ts';
import { plainNumber, type HostRoot } from './root.ts';

const HWMON = 'sys/class/hwmon';
const THERMAL = 'sys/class/thermal';

/** Plausible temperatures of a processor, °C; values beyond mean an absent sensor. */
const LEAST = -30;
const MOST = 150;

/** Constants that the ACPI tables of many boards return instead of measuring (including 0), °C. */
const ACPI_DUMMIES = new Set([0, 16.8, 27.8, 29.8]);

/** A sensor and how surely it is the processor's: the lowest rank wins. */
interface Sensor {
  path: string;
  rank: number;
  /** Its name in `--explain`. */
  label: string;
}

/** Ranks: the processor's own driver, then its thermal zones, then the board, last ACPI. */
const RANK = { package: 0, core: 1, zone: 2, board: 3, acpi: 4 } as const;

/** Drivers of processors (kernel: Documentation/hwmon), and the types of processors' thermal zones. */
const CPU_DRIVER =
  /^(?:coretemp|k8temp|k10temp|zenpower|via_cputemp|cpu.*thermal|soc.*thermal|(?:armada|bcm\d+|imx|rockchip|exynos).therm.*)$/iu;
const CPU_ZONE =
  /x86_pkg_temp|pkg-temp|b0d4|cpu|soc|cluster|bigcore|littlecore|k10temp|coretemp|(?:armada|bcm\d+|imx|rockchip|exynos).therm/iu;
/** ARM servers (`apm_xgene`, `altra_hwmon`) call it SoC; boards with several sockets number it. */
const BOARD_LABEL =
  /^(?:(?:cpu|soc)(?:[ _]?\d+)?(?:[ _](?:package|temp(?:erature)?(?: \d+)?))?|peci agent \d+)$/iu;

/** The processor's temperature in °C: the hottest package, from the best driver, if plausible. */
export class Thermometer {
  readonly #root: HostRoot;
  readonly #leaveOut: LeaveOut;
  /** The sensors found, so that a minute costs one reading. */
  #sensors: Sensor[] | null = null;
  #uses = 0;

  constructor(root: HostRoot, leaveOut: LeaveOut) {
    this.#root = root;
    this.#leaveOut = leaveOut;
  }

  async read(): Promise<number | undefined> {
    // A driver may have been loaded since.
    const known = this.#sensors !== null && this.#uses < REDISCOVER ? await this.#hottest() : null;
    if (known != null) {
      this.#uses += 1;
      return known;
    }
    this.#uses = 0;
    const found = await discover(this.#root);
    for (const rank of new Set(found.map((sensor) => sensor.rank).toSorted((a, b) => a - b))) {
      this.#sensors = found.filter((sensor) => sensor.rank === rank);
      const hottest = await this.#hottest();
      if (hottest !== undefined) return hottest;
    }
    this.#sensors = null;
    return undefined;
  }

  async #hottest(): Promise<number | undefined> {
    let hottest: number | undefined;
    for (const { path, rank, label } of this.#sensors ?? []) {
      const value = degrees(await this.#root.tryRead(path));
      if (value === undefined) this.#leaveOut('temperature', `${label} says nothing`);
      else if (value < LEAST || value > MOST || (rank === RANK.acpi && ACPI_DUMMIES.has(value)))
        this.#leaveOut('temperature', `${label} says ${String(value)} °C, which is implausible`);
      else hottest = Math.max(hottest ?? value, value);
    }
    return hottest;
  }
}

/** Readings after which the sensors are searched again. */
const REDISCOVER = 60;

/**
 * The kernel counts in thousandths. Some zone drivers use whole degrees, whose values are too small for thousandths.
 */
function degrees(text: string): number | undefined {
  const value = plainNumber(text);
  if (value === undefined) return undefined;
  return Math.abs(value) <= MOST ? value : value / 1000;
}

async function discover(root: HostRoot): Promise<Sensor[]> {
  const chips = await root.list(HWMON);
  const zones = (await root.list(THERMAL)).filter((zone) => zone.startsWith('thermal_zone'));
  const found = [
    ...(await Promise.all(chips.map((chip) => sensorsOfChip(root, chip)))),
    ...(await Promise.all(zones.map((zone) => sensorOfZone(root, zone)))),
  ];
  return found.flat();
}

async function sensorsOfChip(root: HostRoot, chip: string): Promise<Sensor[]> {
  // Kernels before 3.10 have the attributes one folder deeper.
  for (const folder of [`${HWMON}/${chip}`, `${HWMON}/${chip}/device`]) {
    const name = (await root.tryRead(`${folder}/name`)).trim();
    const inputs = (await root.list(folder)).filter((file) => /^temp\d+_input$/u.test(file));
    if (name === '' || inputs.length === 0) continue;
    const sensors = await Promise.all(
      inputs.map((input) => sensorOfInput(root, { folder, name, input })),
    );
    const own = sensors.filter((sensor) => sensor !== null);
    // Tdie is measured; Tctl is for fan control and on some models 10 or 27 °C higher (k10temp.rst).
    const die = own.filter(({ label }) => label.endsWith(' Tdie'));
    return die.length > 0 ? die : own;
  }
  return [];
}

async function sensorOfInput(
  root: HostRoot,
  { folder, name, input }: { folder: string; name: string; input: string },
): Promise<Sensor | null> {
  const attribute = async (kind: string): Promise<string> =>
    (await root.tryRead(`${folder}/${input.replace('_input', kind)}`)).trim();
  if ((await attribute('_fault')) === '1') return null;
  const text = await attribute('_label');
  const label = `${name} ${text === '' ? input.replace('_input', '') : text}`;
  const path = `${folder}/${input}`;
  if (!CPU_DRIVER.test(name))
    return BOARD_LABEL.test(text) ? { path, rank: RANK.board, label } : null;
  // Memory controllers and dies of a package (Tccd) are not the package.
  const isPart = /^(?:core|tccd)/iu.test(text);
  return { path, rank: isPart ? RANK.core : RANK.package, label };
}

async function sensorOfZone(root: HostRoot, zone: string): Promise<Sensor[]> {
  const type = (await root.tryRead(`${THERMAL}/${zone}/type`)).trim();
  const isCpu = CPU_ZONE.test(type);
  if (!isCpu && type !== 'acpitz') return [];
  const rank = isCpu ? RANK.zone : RANK.acpi;
  return [{ path: `${THERMAL}/${zone}/temp`, rank, label: `${zone} (${type})` }];
}
