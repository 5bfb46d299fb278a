import { readFileSync } from 'node:fs';
import type { NativeImage as ElectronImage, Size } from 'electron';

type Emulated = Pick<
  ElectronImage,
  | 'isEmpty'
  | 'toPNG'
  | 'toDataURL'
  | 'getSize'
  | 'addRepresentation'
  | 'setTemplateImage'
  | 'isTemplateImage'
>;

/** The bytes of an image; nothing is drawn. */
export class NativeImage implements Emulated {
  readonly #bytes: Buffer;
  #template = false;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  static createEmpty(): NativeImage {
    return new NativeImage(Buffer.alloc(0));
  }

  static createFromBuffer(bytes: Buffer): NativeImage {
    return new NativeImage(bytes);
  }

  static createFromDataURL(url: string): NativeImage {
    return new NativeImage(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
  }

  /** An empty image if the file does not exist, as in Electron. */
  static createFromPath(path: string): NativeImage {
    try {
      const image = new NativeImage(readFileSync(path));
      image.#template = /Template(@\d+x)?\.[a-z]+$/u.test(path);
      return image;
    } catch {
      return NativeImage.createEmpty();
    }
  }

  isEmpty(): boolean {
    return this.#bytes.length === 0;
  }

  toPNG(): Buffer {
    return this.#bytes;
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.#bytes.toString('base64')}`;
  }

  /** From the header of a PNG file. */
  getSize(): Size {
    if (this.#bytes.length < 24) return { width: 0, height: 0 };
    return { width: this.#bytes.readUInt32BE(16), height: this.#bytes.readUInt32BE(20) };
  }

  resize(): this {
    return this;
  }

  addRepresentation(): void {
    // One image for every scale.
  }

  setTemplateImage(option: boolean): void {
    this.#template = option;
  }

  isTemplateImage(): boolean {
    return this.#template;
  }
}
