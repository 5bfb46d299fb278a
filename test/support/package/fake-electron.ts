import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'plist';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

/**
 * Folders that electron-builder takes for Electron's: with the files that it needs, and nothing that runs. Electron's
 * own binary is a download of 100 MB per system.
 */

/** How @electron/fuses finds a binary's fuses: this mark, version 1, their number, one digit each. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = '101100000';
const WIRE = Buffer.concat([
  Buffer.from(SENTINEL),
  Buffer.from([1, FUSES.length]),
  Buffer.from(FUSES),
]);

const US_ENGLISH = { lang: 0x0409, codepage: 1200 };

/** Fills an empty folder like Electron's download for Linux. */
export function fakeElectronForLinux(folder: string): void {
  writeCommon(folder);
  writeFileSync(join(folder, 'electron'), WIRE, { mode: 0o755 });
}

/** For Windows: a program with a version resource, which electron-builder changes, followed by the fuses. */
export function fakeElectronForWindows(folder: string): void {
  writeCommon(folder);
  const program = NtExecutable.createEmpty(false, false);
  const resource = NtExecutableResource.from(program);
  const version = Resource.VersionInfo.createEmpty();
  version.setStringValues(US_ENGLISH, { ProductName: 'Electron' });
  version.outputToResourceEntries(resource.entries);
  resource.outputResource(program);
  program.setExtraData(WIRE);
  writeFileSync(join(folder, 'electron.exe'), Buffer.from(program.generate()));
}

/** For macOS, with the keys of Electron's Info.plist that an app should review. */
export function fakeElectronForMac(folder: string): void {
  writeCommon(folder);
  const contents = join(folder, 'Electron.app/Contents');
  writeProgram(contents, 'Electron', {
    CFBundleIconFile: 'electron.icns',
    LSEnvironment: { MallocNanoZone: '0' },
    NSAppTransportSecurity: { NSAllowsArbitraryLoads: true },
    NSBluetoothAlwaysUsageDescription: 'This app needs access to Bluetooth',
    NSCameraUsageDescription: 'This app needs access to the camera',
    NSMicrophoneUsageDescription: 'This app needs access to the microphone',
  });
  writeLanguages(join(contents, 'Resources'));
  const frameworks = join(contents, 'Frameworks');
  for (const kind of ['', ' (Renderer)', ' (Plugin)', ' (GPU)']) {
    const name = `Electron Helper${kind}`;
    writeProgram(join(frameworks, `${name}.app/Contents`), name, {});
  }
  const framework = join(frameworks, 'Electron Framework.framework');
  writeLanguages(join(framework, 'Versions/A/Resources'));
  writeFileSync(join(framework, 'Versions/A/Electron Framework'), WIRE, { mode: 0o755 });
  symlinkSync('A', join(framework, 'Versions/Current'));
  for (const name of ['Electron Framework', 'Resources'])
    symlinkSync(`Versions/Current/${name}`, join(framework, name));
}

function writeCommon(folder: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'), { recursive: true });
  for (const language of ['en-US', 'de', 'fr'])
    writeFileSync(join(folder, `locales/${language}.pak`), '');
  writeFileSync(join(folder, 'LICENSE'), 'Electron');
  writeFileSync(join(folder, 'LICENSES.chromium.html'), 'Chromium');
}

function writeLanguages(resources: string): void {
  for (const language of ['en', 'de', 'fr']) {
    const folder = join(resources, `${language}.lproj`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'locale.pak'), '');
  }
}

function writeProgram(contents: string, name: string, info: Parameters<typeof build>[0]): void {
  mkdirSync(join(contents, 'MacOS'), { recursive: true });
  writeFileSync(join(contents, 'MacOS', name), '', { mode: 0o755 });
  const own = { CFBundleExecutable: name, CFBundleIdentifier: 'com.github.Electron' };
  writeFileSync(join(contents, 'Info.plist'), build({ ...own, ...(info as object) }));
}
