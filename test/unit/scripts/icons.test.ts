import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Data } from 'resedit';
import { describe, expect, it } from 'vitest';

const BUILD = join(import.meta.dirname, '../../../build');

describe('the icons', () => {
  it('the icons for Windows hold every size from 16 to 256 pixels', () => {
    const { icons } = Data.IconFile.from(readFileSync(join(BUILD, 'icon.ico')));
    const sizes = icons.map(({ width }) => (width === 0 || width === undefined ? 256 : width));
    expect(sizes).toEqual(expect.arrayContaining([16, 24, 32, 48, 64, 128, 256]));
  });

  it('the icons for macOS hold the sizes up to 1024 pixels', () => {
    const file = readFileSync(join(BUILD, 'icon.icns'));
    expect(file.subarray(0, 4).toString()).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    const kinds: string[] = [];
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4))
      kinds.push(file.subarray(at, at + 4).toString());
    // 128, 256, 512 pixels, and 1024 as 512@2x.
    expect(kinds).toEqual(expect.arrayContaining(['ic07', 'ic08', 'ic09', 'ic10']));
  });

  it.each([16, 24, 32, 48, 64, 128, 256, 512])('the icons for Linux: %i pixels', (size) => {
    const png = readFileSync(join(BUILD, `linux/${String(size)}x${String(size)}.png`));
    // Width and height of the header chunk.
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  });
});
