import type { AppError } from '../../contract/errors.ts';

/** Hands a file to the window, which asks where to save it. `name` is the name that it proposes. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = safeName(name);
  link.click();
  // The download has its own hold on the content once it has begun.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}

/** Offers a text as a download, in UTF-8; `type` is its media type. */
export function saveText(name: string, text: string, type: string): void {
  saveFile(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/** Without what a file system may refuse; hostnames are untrusted. */
export function safeName(name: string): string {
  const cleaned = name.replace(/[\u0000-\u001f\u007f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]/gu, '_');
  return cleaned.slice(-120);
}

/** Puts a text on the clipboard; answers why that failed, or null. */
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
