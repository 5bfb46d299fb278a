import type { LeaveOut } from '../probes.ts';
import { plainNumber, type HostRoot } from './root.ts';

const HWMON = 'sys/class/hwmon';
const THERMAL = 'sys/class/thermal';

/** °C that a processor can have; what is beyond is the mark of a sensor that is not there. */
const LEAST = -30;
const MOST = 150;

/** Constants that ACPI tables of many boards answer instead of measuring (0 included), °C. */
const ACPI_DUMMIES = new Set([0, 16.8, 27.8, 29.8]);

/** A place to read, and how well it is known to be the processor's: the lowest rank wins. */
interface Sensor {
  path: string;
  rank: number;
  /** As `--explain` calls it. */
  label: string;
}

/** Ranks: the processor's own driver, then its thermal zones, then a board's word for it, last ACPI's. */
const RANK = { package: 0, core: 1, zone: 2, board: 3, acpi: 4 } as const;

/**
 * Drivers of processors (Documentation/hwmon of the kernel), and those that thermal zones of processors are known by
 * there.
 */
const CPU_DRIVER =
  /^(?:coretemp|k8temp|k10temp|zenpower|via_cputemp|cpu.*thermal|soc.*thermal|(?:armada|bcm\d+|imx|rockchip|exynos).therm.*)$/iu;
const CPU_ZONE =
  /x86_pkg_temp|pkg-temp|b0d4|cpu|soc|cluster|bigcore|littlecore|k10temp|coretemp|(?:armada|bcm\d+|imx|rockchip|exynos).therm/iu;
/** Servers with ARM's processors (`apm_xgene`, `altra_hwmon`) speak of the SoC, boards with several sockets number them. */
const BOARD_LABEL =
  /^(?:(?:cpu|soc)(?:[ _]?\d+)?(?:[ _](?:package|temp(?:erature)?(?: \d+)?))?|peci agent \d+)$/iu;

/**
 * The processor's temperature in °C: the hottest of its packages, by the driver that knows it best, as far as it is
 * plausible.
 */
export class Thermometer {
  readonly #root: HostRoot;
  readonly #leaveOut: LeaveOut;
  /** What was found, so that a minute costs one reading. */
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
        this.#leaveOut('temperature', `${label} says ${String(value)} °C, which it cannot be`);
      else hottest = Math.max(hottest ?? value, value);
    }
    return hottest;
  }
}

/** Readings after which the sensors are looked for again. */
const REDISCOVER = 60;

/** The kernel counts in thousandths; some drivers of zones in whole degrees, which no thousandths can be meant by. */
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
  // Kernels before 3.10 have the attributes in a folder below.
  for (const folder of [`${HWMON}/${chip}`, `${HWMON}/${chip}/device`]) {
    const name = (await root.tryRead(`${folder}/name`)).trim();
    const inputs = (await root.list(folder)).filter((file) => /^temp\d+_input$/u.test(file));
    if (name === '' || inputs.length === 0) continue;
    const sensors = await Promise.all(
      inputs.map((input) => sensorOfInput(root, { folder, name, input })),
    );
    const own = sensors.filter((sensor) => sensor !== null);
    // Tdie is measured, Tctl what the fan is to go by: on some models 10 or 27 °C more (k10temp.rst).
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
