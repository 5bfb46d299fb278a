import { iconOf, type TrayState } from './tray-state.ts';

/** How the tray's icon is drawn on Linux, where panels are light or dark whatever the theme says. */
export const TRAY_ICON_STYLES = ['colour', 'white', 'black'] as const;
/** How the tray icon is coloured where the system does not do it. */
export type TrayIconStyle = (typeof TRAY_ICON_STYLES)[number];

/**
 * Name of the picture for a state. macOS colours a template image by itself, which is black with transparency; that
 * serves as the black one on Linux too.
 */
export function iconFile(
  state: Pick<TrayState, 'kind' | 'collector'>,
  style: TrayIconStyle,
  platform: NodeJS.Platform,
): string {
  const name = iconOf(state);
  if (platform === 'darwin') return `tray-${name}Template.png`;
  if (platform !== 'linux' || style === 'colour') return `tray-${name}.png`;
  return style === 'white' ? `tray-${name}-white.png` : `tray-${name}Template.png`;
}
