import type { FullWhen } from '../../../contract/forecast.ts';
import type { HostUnusual } from '../../../contract/outlook.ts';
import { DISK_METRIC, type MetricId } from '../../../contract/metrics.ts';
import { UNKNOWN } from '../../../locales/numbers.ts';
import type { Level } from '../../lib/levels.ts';
import type { FleetRow } from '../../lib/rows.ts';
import { isMeter, metricOf } from './columns.ts';
import { customNameOf, customValueOf } from './custom-columns.ts';
import type { OutlookText } from './use-outlook-texts.ts';

/** The texts of a row in the user's language; texts shared by many rows are cached. */
export interface HostRowTexts {
  readonly select: (hostname: string) => string;
  readonly layout: (layout: FleetRow['layout']) => string;
  readonly age: (seconds: number) => string;
  readonly percent: (value: number | null) => string;
  /** Without a metric: a plain number. */
  readonly withUnit: (metric: MetricId | null, value: number | null | undefined) => string;
  readonly href: (row: FleetRow) => string;
  readonly fullIn: (full: FullWhen) => OutlookText;
  readonly unusual: (unusual: HostUnusual) => OutlookText;
}

/** The content of a host's row. */
export interface HostRowView {
  readonly row: FleetRow;
  /** Position in the list, from 0. */
  readonly index: number;
  readonly now: number;
  readonly isThisHost: boolean;
  /** The labels to show first come first. */
  readonly labels: readonly string[];
  readonly domain: string;
  /** An SVG path; empty without values. */
  readonly trend: string;
  readonly selected: boolean;
  /** Whether it is shown beside the list. */
  readonly peeked: boolean;
}

/** Elements to clone, by their `data-pattern`. */
export type RowPatterns = (name: string) => HTMLElement;

/** A row that is reused for one host after another. */
export interface HostRowElement {
  readonly element: HTMLElement;
  /** Shows a host; writes only what has changed. */
  show: (view: HostRowView) => void;
}

/** The most labels that fit; the rest is counted. */
const SHOWN_LABELS = 2;

/** A row for these columns, still empty. */
export function createHostRow(
  patternOf: RowPatterns,
  columns: readonly string[],
  texts: HostRowTexts,
): HostRowElement {
  const element = patternOf('host');
  element.dataset['row'] = '';
  element.dataset['testid'] = 'host-row';
  const parts = partsOf(element);
  const part = (name: string) => parts.get(name);
  const metrics = columns.flatMap((column) => {
    const metric = metricOf(column);
    const cell = part(`metric-${column}`);
    return metric === null || cell === undefined
      ? []
      : [{ metric, write: metricWriter(cell, { metric, texts, patternOf }) }];
  });
  const customs = columns.flatMap((column) => {
    const [name, cell] = [customNameOf(column), part(column)];
    return name === null || cell === undefined ? [] : [{ name, cell }];
  });
  const box = part('box') as HTMLInputElement | undefined;
  let shown: HostRowView | null = null;

  function show(view: HostRowView): void {
    const before = shown;
    shown = view;
    const { row, index, labels } = view;
    if (before?.index !== index) element.setAttribute('aria-rowindex', String(index + 2));
    if (before?.row.key !== row.key) showAnother(view);
    if (before?.row.hostname !== row.hostname || before.domain !== view.domain) showName(view);
    if (before?.row.state !== row.state) part('state')?.replaceChildren(patternOf(row.state));
    if (before?.row !== row) {
      for (const { metric, write } of metrics)
        write(
          row.newest[metric] ?? null,
          row.state === 'online' ? (row.levels[metric] ?? 'normal') : 'dim',
        );
      for (const { name, cell } of customs) {
        write(cell, texts.withUnit(null, customValueOf(row, name)));
        cell.classList.toggle('dim', row.state !== 'online');
      }
      showFullest(row);
      write(part('platform'), row.platform ?? UNKNOWN);
      write(part('layout'), texts.layout(row.layout));
      writeOutlook(part('fullIn'), () => row.full && texts.fullIn(row.full));
      writeOutlook(part('unusual'), () => row.unusual && texts.unusual(row.unusual));
    }
    if (before?.row.lastSeen !== row.lastSeen || before.now !== view.now)
      write(part('lastSeen'), row.lastSeen === null ? UNKNOWN : texts.age(view.now - row.lastSeen));
    if (!sameTexts(before?.labels, labels))
      part('labels')?.replaceChildren(...labelElements(labels));
    if (before?.trend !== view.trend) showTrend(view.trend);
    if (before?.selected !== view.selected) {
      element.classList.toggle('selected', view.selected);
      if (box !== undefined) box.checked = view.selected;
    }
    if (before?.peeked !== view.peeked) element.classList.toggle('peeked', view.peeked);
    if ((before?.isThisHost ?? false) !== view.isThisHost) showWhetherThis(view.isThisHost);
  }

  function showAnother({ row }: HostRowView): void {
    // The focus belongs to a host, not to the element that shows it.
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && element.contains(activeElement))
      activeElement.blur();
    element.dataset['hostname'] = row.hostname;
    element.dataset['source'] = row.sourceId;
    box?.setAttribute('aria-label', texts.select(row.hostname));
    const link = part('link') as HTMLAnchorElement;
    link.href = texts.href(row);
    link.title = row.hostname;
  }

  function showName({ row: { hostname }, domain }: HostRowView): void {
    const name = part('name');
    const end = domain !== '' && hostname.endsWith(domain) ? domain : '';
    write(name, hostname.slice(0, hostname.length - end.length));
    const known = name?.firstElementChild;
    if (known instanceof HTMLElement) write(known, end);
    else if (end !== '') {
      const made = patternOf('domain');
      write(made, end);
      name?.append(made);
    }
  }

  /** Only one row is this machine's. */
  function showWhetherThis(isThis: boolean): void {
    const cell = part('link')?.parentElement;
    if (isThis) cell?.append(patternOf('this'));
    else cell?.querySelector('.this')?.remove();
  }

  function showFullest({ fullest, state }: FleetRow): void {
    const cell = part('fullest');
    if (cell === undefined) return;
    write(part('mount'), fullest?.mount ?? UNKNOWN);
    write(
      part('mount-percent'),
      fullest === undefined ? '' : texts.withUnit(DISK_METRIC, fullest.percent),
    );
    cell.classList.toggle('dim', state !== 'online');
  }

  function showTrend(path: string): void {
    const trend = part('trend');
    toggle(trend, path !== '');
    trend?.firstElementChild?.setAttribute('d', path);
  }

  function labelElements(labels: readonly string[]): Node[] {
    const chips = labels.slice(0, SHOWN_LABELS).map((label) => {
      const chip = patternOf('label');
      chip.textContent = label;
      chip.title = label;
      return chip;
    });
    const others = labels.slice(SHOWN_LABELS);
    if (others.length === 0) return chips;
    const more = patternOf('more');
    const named = partsOf(more);
    write(named.get('count'), `+${String(others.length)}`);
    write(named.get('names'), others.join(', '));
    more.title = others.join(', ');
    return [...chips, more];
  }

  return { element, show };
}

/** The header of a group of hosts. */
export function createGroupRow(patternOf: RowPatterns) {
  const element = patternOf('group');
  element.dataset['testid'] = 'host-group';
  const parts = partsOf(element);
  return {
    element,
    show(label: string, count: string, index: number): void {
      element.setAttribute('aria-rowindex', String(index + 2));
      write(parts.get('label'), label);
      write(parts.get('count'), count);
    },
  };
}

type MetricWriter = (value: number | null, level: Level | 'dim') => void;

/** Percentages are a number and a bar; others a number with its unit. */
function metricWriter(
  cell: HTMLElement,
  {
    metric,
    texts,
    patternOf,
  }: {
    readonly metric: MetricId;
    readonly texts: HostRowTexts;
    readonly patternOf: RowPatterns;
  },
): MetricWriter {
  if (!isMeter(metric)) {
    return (value) => {
      write(cell, texts.withUnit(metric, value));
    };
  }
  const bar = cell.querySelector<HTMLElement>('[data-part="bar"]');
  const number = cell.querySelector<HTMLElement>('[data-part="value"]');
  let shownLevel = '';
  let shownValue: number | null | undefined;
  return (value, level) => {
    if (value !== shownValue) {
      write(number, texts.percent(value));
      if (value === null) number?.firstElementChild?.remove();
      else if (number?.childElementCount === 0) number.append(patternOf('unit'));
      if (bar !== null) bar.style.backgroundSize = `${(value ?? 0).toFixed(1)}% 100%`;
      shownValue = value;
    }
    if (level === shownLevel) return;
    if (shownLevel !== '') cell.classList.remove(shownLevel);
    cell.classList.add(level);
    shownLevel = level;
  };
}

function partsOf(element: HTMLElement): Map<string, HTMLElement> {
  const found = element.querySelectorAll<HTMLElement>('[data-part]');
  return new Map([...found].map((part) => [part.dataset['part'] ?? '', part]));
}

/** Writes a text into an element, as its first child. */
function write(element: HTMLElement | null | undefined, text: string): void {
  if (element === null || element === undefined) return;
  const node = element.firstChild;
  if (!(node instanceof Text)) element.prepend(text);
  else if (node.nodeValue !== text) node.nodeValue = text;
}

/** Its text is made only if the column is shown. */
function writeOutlook(cell: HTMLElement | undefined, textOf: () => OutlookText | undefined): void {
  if (cell === undefined) return;
  const found = textOf();
  write(cell, found?.text ?? UNKNOWN);
  cell.title = found?.title ?? '';
  cell.classList.toggle('notable', found?.notable === true);
  cell.classList.toggle('muted', found?.notable !== true);
}

function toggle(element: HTMLElement | null | undefined, shown: boolean): void {
  if (element !== null && element !== undefined) element.style.display = shown ? '' : 'none';
}

function sameTexts(a: readonly string[] | undefined, b: readonly string[]): boolean {
  return a === b || (a?.length === b.length && a.every((text, i) => text === b[i]));
}
