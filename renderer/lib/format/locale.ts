/**
 * The regional form of a language that the system prefers (`en` becomes `en-GB` if the system says so), so that clocks
 * and numbers look familiar; the language itself if the system names no region.
 */
export function regionalLocale(language: string, preferred: readonly string[]): string {
  const isRegion = (tag: string) => tag === language || tag.startsWith(`${language}-`);
  return preferred.find(isRegion) ?? language;
}
