import { OWN_ROWS } from '../../contract/hostname.ts';

/** The key of a row of the registry that is this project's own and no host. */
export function ownRow(name: string): { Key: { hostname: string } } {
  return { Key: { hostname: `${OWN_ROWS}${name}` } };
}
