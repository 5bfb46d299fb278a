import { iconOf, type TrayState } from './tray-state.ts';

/** The tray icon's colours on Linux, where panels are light or dark whatever the theme. */
export const TRAY_ICON_STYLES = ['colour', 'white', 'black'] as const;
/** The tray icon's colour if the system does not set it. */
export type TrayIconStyle = (typeof TRAY_ICON_STYLES)[number];

/**
 * The image for a state. macOS colours a template image itself, which is black with transparency; that is the black one
 * on Linux too.
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
