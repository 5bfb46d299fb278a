import type { AppError } from '../../contract/errors.ts';

/** Offers a file as a download; the app asks where to save it. `name` is the suggested name. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = safeName(name);
  link.click();
  // Once started, the download holds the content itself.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}

/** Offers a text as a download, in UTF-8; `type` is its media type. */
export function saveText(name: string, text: string, type: string): void {
  saveFile(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/** Removes characters that a file system may refuse; hostnames are untrusted. */
export function safeName(name: string): string {
  const cleaned = name.replace(/[\u0000-\u001f\u007f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]/gu, '_');
  return cleaned.slice(-120);
}

/** Copies a text to the clipboard; returns the error, or null. */
export async function copyText(text: string): Promise<AppError | null> {
  try {
    await navigator.clipboard.writeText(text);
    return null;
  } catch (error) {
    return {
      code: 'unavailable',
      message: `The clipboard cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      hint: 'Save it as a file instead.',
    };
  }
}
