import { DETAIL_KINDS, type DetailKind } from '../../contract/sample-details.ts';
import type { Sample } from '../../contract/sample.ts';

/** The name under which a value of a file system or interface is stored. */
export function detailName(kind: DetailKind, of: string): string {
  return `${kind} ${of}`;
}

/** Whether a text is a name of `detailName`. */
export function isDetailName(name: unknown): name is string {
  return typeof name === 'string' && DETAIL_KINDS.some((kind) => name.startsWith(`${kind} `));
}

/** What samples say of file systems and interfaces one by one. */
export function detailReadings(
  samples: readonly Sample[],
): { minute: number; values: [string, number][] }[] {
  return samples.flatMap(({ minute, fileSystems = [], interfaces = [] }) => {
    const values: [string, number][] = [];
    const note = (kind: DetailKind, of: string, value: number | undefined): void => {
      if (value !== undefined) values.push([detailName(kind, of), value]);
    };
    for (const { mount, sizeMb, usedMb, inodesPercent } of fileSystems) {
      note('size', mount, sizeMb);
      note('used', mount, usedMb);
      note('inodes', mount, inodesPercent);
    }
    for (const { name, rxBps, txBps, errors } of interfaces) {
      note('rx', name, rxBps);
      note('tx', name, txBps);
      note('errors', name, errors);
    }
    return values.length === 0 ? [] : [{ minute, values }];
  });
}
